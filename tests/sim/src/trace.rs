//! What happened in a run, line by line, and one hash over all of it: two runs of one seed must agree to the last line.

use std::collections::BTreeMap;

use nuong_station::trust::sha256;

/// The story of a run.
#[derive(Debug, Default)]
pub struct Trace {
    lines: Vec<String>,
    hash: [u8; 32],
    met: BTreeMap<&'static str, u64>,
    aloud: bool,
}

impl Trace {
    /// An empty story; told line by line on the standard error when `aloud`.
    pub fn new(aloud: bool) -> Self {
        Self {
            aloud,
            ..Self::default()
        }
    }

    /// Adds a line.
    pub fn note(&mut self, line: String) {
        let mut chained = self.hash.to_vec();
        chained.extend_from_slice(line.as_bytes());
        self.hash = sha256(&chained);
        if self.aloud {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "{:>4} {line}", self.lines.len());
        }
        self.lines.push(line);
    }

    /// Counts something that was met, so that a report can tell what a run was a test of.
    pub fn met(&mut self, what: &'static str, times: usize) {
        if times > 0 {
            *self.met.entry(what).or_default() += times as u64;
        }
    }

    /// What was met, and how often.
    pub fn meetings(&self) -> &BTreeMap<&'static str, u64> {
        &self.met
    }

    /// The lines so far.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// A hash over all lines in their order.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }
}
