//! A line to the hub that counts what passes, TLS and HTTP included.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that passed, in both directions together.
#[derive(Clone, Default)]
pub(crate) struct Counter(Arc<AtomicU64>);

impl Counter {
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn copy(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut buffer = [0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            self.0.fetch_add(read as u64, Ordering::SeqCst);
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    }
}

/// Opens a counted line that ends at the hub; returns the address to use in the hub's place.
pub(crate) fn counted(hub: SocketAddr) -> std::io::Result<(String, Counter)> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let url = format!("https://localhost:{}", listener.local_addr()?.port());
    let counter = Counter::default();
    let counting = counter.clone();
    std::thread::spawn(move || {
        for phone in listener.incoming().flatten() {
            let Ok(hub) = TcpStream::connect(hub) else {
                continue;
            };
            let (Ok(phone_too), Ok(hub_too)) = (phone.try_clone(), hub.try_clone()) else {
                continue;
            };
            let (up, down) = (counting.clone(), counting.clone());
            std::thread::spawn(move || up.copy(phone, hub_too));
            std::thread::spawn(move || down.copy(hub, phone_too));
        }
    });
    Ok((url, counter))
}
