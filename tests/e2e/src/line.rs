//! A line on loopback between devices and a hub, cut after exactly so many bytes.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// What the device sends.
    Hub,
    /// What the hub answers.
    Device,
}

/// What is done at the cut, before the connection is closed.
type AtCut = Box<dyn FnOnce() + Send>;

/// A cut that has not happened yet.
struct Cut {
    toward: Toward,
    left: usize,
    act: AtCut,
}

/// A line that carries every connection to one address until it is dropped.
pub struct Line {
    address: SocketAddr,
    planned: Arc<Mutex<Option<Cut>>>,
    ended: Arc<AtomicBool>,
}

impl Line {
    /// Opens a line to a hub.
    ///
    /// # Panics
    /// When loopback has no free port.
    pub fn to(hub: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let (planned, ended) = (Arc::<Mutex<Option<Cut>>>::default(), Arc::default());
        let (cut, over): (_, Arc<AtomicBool>) = (Arc::clone(&planned), Arc::clone(&ended));
        thread::spawn(move || {
            for device in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                if let Ok(hub) = TcpStream::connect(hub) {
                    carry(&device, &hub, &cut);
                }
            }
        });
        Self {
            address,
            planned,
            ended,
        }
    }

    /// The address devices are given in place of the hub's.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// Cuts the line once, when `bytes` more have gone that way: does `act`, then closes both ends.
    pub fn cut_after(&self, toward: Toward, bytes: usize, act: impl FnOnce() + Send + 'static) {
        let act = Box::new(act);
        let cut = Cut {
            toward,
            left: bytes,
            act,
        };
        *self.planned.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    /// Takes back a cut that was planned; whether it had not happened.
    pub fn mend(&self) -> bool {
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        planned.take().is_some()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the listener, so that its thread ends.
        drop(TcpStream::connect(self.address));
    }
}

fn carry(device: &TcpStream, hub: &TcpStream, cut: &Arc<Mutex<Option<Cut>>>) {
    let ways = [(device, hub, Toward::Hub), (hub, device, Toward::Device)];
    for (from, to, toward) in ways {
        let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else {
            return;
        };
        let cut = Arc::clone(cut);
        thread::spawn(move || pump(&from, &to, toward, &cut));
    }
}

fn pump(mut from: &TcpStream, mut to: &TcpStream, toward: Toward, cut: &Mutex<Option<Cut>>) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let (pass, act) = allowed(cut, toward, read);
        let sent = to.write_all(&buffer[..pass]);
        if let Some(act) = act {
            act();
            break;
        }
        if sent.is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

/// How many of the bytes read may pass, and what to do if the cut is reached with them.
fn allowed(cut: &Mutex<Option<Cut>>, toward: Toward, read: usize) -> (usize, Option<AtCut>) {
    let mut planned = cut.lock().unwrap_or_else(PoisonError::into_inner);
    match planned.as_mut() {
        Some(cut) if cut.toward == toward && cut.left <= read => {
            let left = cut.left;
            (left, planned.take().map(|cut| cut.act))
        }
        Some(cut) if cut.toward == toward => {
            cut.left -= read;
            (read, None)
        }
        _ => (read, None),
    }
}
