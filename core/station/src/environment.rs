//! What a station takes from outside: the time, and randomness.
//!
//! Both are ports, so that the simulator can skew clocks and repeat a run from its seed.

use nuong_trust::Random;

/// Tells the time.
pub trait Clock: Send {
    /// Now, in Unix seconds (UTC).
    fn now(&self) -> i64;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |passed| {
                i64::try_from(passed.as_secs()).unwrap_or(i64::MAX)
            })
    }
}

/// Viet Nam's offset from UTC, minutes; the country keeps one time all year.
pub const VIET_NAM_OFFSET_MINUTES: i32 = 7 * 60;

/// The ports a station runs on, and the person's own settings.
pub struct Environment {
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// The source of keys, ids and nonces.
    pub random: Box<dyn Random + Send>,
    /// Minutes east of UTC in which dates and times are shown and "today" is reckoned.
    pub offset_minutes: i32,
}

impl Environment {
    /// The machine's clock and random source, in Viet Nam's time.
    pub fn system() -> Self {
        Self {
            clock: Box::new(SystemClock),
            random: Box::new(nuong_trust::SystemRandom::new()),
            offset_minutes: VIET_NAM_OFFSET_MINUTES,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], nuong_trust::TrustError> {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes)?;
        Ok(bytes)
    }
}
