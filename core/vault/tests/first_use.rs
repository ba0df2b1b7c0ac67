//! A test alone in its process, because it is about the first use of the library.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Barrier;
use std::thread;

use common::Place;

#[test]
fn many_threads_may_open_vaults_as_the_first_thing_a_process_does() {
    let start = Barrier::new(16);
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let place = Place::new();
                start.wait();
                place.create().close().unwrap();
                place.open().unwrap();
            });
        }
    });
}
