//! The line between the phones and the hub: as slow as one in the hills, counts every byte, and can break in the middle.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// What goes over the line at once.
const PIECE: usize = 1024;

/// How long a piece takes: about 250 kB a second, so that each is taken in before the next comes, and a day is still short.
const PACE: Duration = Duration::from_millis(4);

/// What passed over the line.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    up: AtomicU64,
    down: AtomicU64,
    /// Bytes that may still come down before the line breaks; negative: it is not going to break.
    allowance: AtomicI64,
    cuts: AtomicU64,
    closed: AtomicBool,
}

impl Meter {
    /// Bytes from phones to the hub and back, TLS and HTTP included.
    pub(crate) fn bytes(&self) -> (u64, u64) {
        (
            self.up.load(Ordering::SeqCst),
            self.down.load(Ordering::SeqCst),
        )
    }

    /// How often the line broke.
    pub(crate) fn cuts(&self) -> u64 {
        self.cuts.load(Ordering::SeqCst)
    }

    /// Takes `passed` from the allowance; false when it is used up and the line breaks here.
    fn spend(&self, passed: usize) -> bool {
        let before = self.allowance.load(Ordering::SeqCst);
        if before < 0 {
            return true;
        }
        let left = before - i64::try_from(passed).unwrap_or(i64::MAX);
        self.allowance.store(left.max(-1), Ordering::SeqCst);
        if left < 0 {
            self.cuts.fetch_add(1, Ordering::SeqCst);
        }
        left >= 0
    }
}

/// A line on loopback that ends at the hub.
pub(crate) struct Link {
    address: SocketAddr,
    meter: Arc<Meter>,
}

impl Link {
    /// Opens a line to the hub.
    pub(crate) fn open(hub: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let meter = Arc::new(Meter {
            allowance: AtomicI64::new(-1),
            ..Meter::default()
        });
        let shared = Arc::clone(&meter);
        thread::spawn(move || {
            for phone in listener.incoming().flatten() {
                if shared.closed.load(Ordering::SeqCst) {
                    break;
                }
                if let Ok(hub) = TcpStream::connect(hub) {
                    carry(phone, hub, &shared);
                }
            }
        });
        Ok(Self { address, meter })
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Breaks the line once after this many more bytes have come down.
    pub(crate) fn cut_after(&self, bytes: u32) {
        self.meter
            .allowance
            .store(i64::from(bytes), Ordering::SeqCst);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.meter.closed.store(true, Ordering::SeqCst);
        // Wakes the listener so that its thread ends.
        drop(TcpStream::connect(self.address));
    }
}

fn carry(phone: TcpStream, hub: TcpStream, meter: &Arc<Meter>) {
    let (Ok(phone_out), Ok(hub_out)) = (phone.try_clone(), hub.try_clone()) else {
        return;
    };
    let up = Arc::clone(meter);
    thread::spawn(move || pump(phone, hub_out, &up.up, |_| true));
    let down = Arc::clone(meter);
    thread::spawn(move || pump(hub, phone_out, &down.down, |passed| down.spend(passed)));
}

fn pump(
    mut from: TcpStream,
    mut to: TcpStream,
    count: &AtomicU64,
    mut goes_on: impl FnMut(usize) -> bool,
) {
    let mut buffer = [0; PIECE];
    while let Ok(n) = from.read(&mut buffer) {
        if n == 0 || !goes_on(n) {
            break;
        }
        thread::sleep(PACE);
        count.fetch_add(n as u64, Ordering::SeqCst);
        if to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
