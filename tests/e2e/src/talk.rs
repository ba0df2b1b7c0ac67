//! An interview held over a pipe: what stands on the screen is read, and a line is typed.

use std::io::{Read, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use crate::{Device, PATIENCE};

/// What stands before the place where a person types.
const PROMPT: &str = "\n> ";

/// `nuong screen` in a process of its own. Dropping it kills it.
#[derive(Debug)]
pub struct Talk {
    process: Child,
    input: ChildStdin,
    output: Receiver<Vec<u8>>,
    unread: Vec<u8>,
}

impl Talk {
    /// Begins an interview of a new case, or takes up that of a case.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub fn begin(device: &Device, case: Option<&str>) -> Self {
        let mut command = device.command();
        command.arg("screen");
        if let Some(case) = case {
            command.args(["--case", case]);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        let mut process = command.spawn().expect("nuong runs");
        let input = process.stdin.take().expect("its input is piped");
        let (to, output) = channel();
        // Both streams: a refusal is written to the standard error.
        let out = process.stdout.take().expect("its output is piped");
        let err = process.stderr.take().expect("its errors are piped");
        let streams: [Box<dyn Read + Send>; 2] = [Box::new(out), Box::new(err)];
        for mut stream in streams {
            let to = to.clone();
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut buffer) {
                    if to.send(buffer[..read].to_vec()).is_err() {
                        break;
                    }
                }
            });
        }
        Self {
            process,
            input,
            output,
            unread: Vec::new(),
        }
    }

    /// Waits until something can be typed, and returns what stands there. `None` when the program has ended instead; what it
    /// said last is then had from [`Talk::last_words`].
    ///
    /// # Panics
    /// When neither happens in time.
    pub fn screen(&mut self) -> Option<String> {
        let until = Instant::now() + PATIENCE;
        while !self.unread.ends_with(PROMPT.as_bytes()) {
            let left = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(piece) => self.unread.extend_from_slice(&piece),
                Err(_) if left.is_zero() => panic!("no prompt in time: {}", self.last_words()),
                Err(_) => return None,
            }
        }
        let screen = String::from_utf8_lossy(&self.unread).into_owned();
        self.unread.clear();
        Some(screen)
    }

    /// Types a line. A program that is gone does not read it.
    pub fn type_line(&mut self, line: &str) {
        let _ = self.input.write_all(format!("{line}\n").as_bytes());
        let _ = self.input.flush();
    }

    /// What was said and not yet read as a screen.
    pub fn last_words(&self) -> String {
        String::from_utf8_lossy(&self.unread).into_owned()
    }

    /// Waits until the first sign that it is doing something: the first byte of output after what was read.
    pub fn stirs(&mut self) {
        if let Ok(piece) = self.output.recv_timeout(PATIENCE) {
            self.unread.extend_from_slice(&piece);
        }
    }

    /// Kills it with SIGKILL and waits until it is gone.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.end();
    }
}

/// Text without its line breaks and indents, so that what was wrapped can be found in it.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
