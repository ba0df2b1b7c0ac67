//! The line between a station and the hub, with everything that lines do: break at any byte, either way; lose the answer;
//! carry a request twice; carry a wrong byte; and the phone may die while it holds.

use std::panic::resume_unwind;
use std::path::PathBuf;

use nuong_station::{Channel, ChannelError};

use crate::broken::Broken;
use crate::dice::Dice;
use crate::evidence::Evidence;
use crate::hub::Hub;
use crate::place::Image;

/// What happens to one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// Nobody answers.
    Unreachable,
    /// The request breaks off at a byte: the line is cut, or the hub dies.
    CutRequest,
    /// The answer breaks off at a byte.
    CutAnswer,
    /// The hub did all it should, and nothing of its answer comes back.
    LostAnswer,
    /// One byte of the answer comes wrong. TLS notices, so nothing from some byte before it on is handed over.
    WrongByte,
    /// One byte of the answer is wrong as the hub sent it: a hub that is broken, or lies.
    Lie,
    /// The request reaches the hub twice; the first answer comes back.
    Twice,
    /// The station dies at a byte of the answer.
    Killed,
}

impl Fault {
    /// Any of them; most exchanges go well.
    pub fn any(dice: &mut Dice) -> Self {
        match dice.weighted(&[50, 5, 12, 12, 6, 3, 3, 4, 5]) {
            0 => Self::None,
            1 => Self::Unreachable,
            2 => Self::CutRequest,
            3 => Self::CutAnswer,
            4 => Self::LostAnswer,
            5 => Self::WrongByte,
            6 => Self::Lie,
            7 => Self::Twice,
            _ => Self::Killed,
        }
    }
}

/// Thrown through the station when it dies, to be caught by whoever holds it.
pub struct Killed(pub Image);

/// A line to the hub.
pub struct Line<'a> {
    /// The hub at its end.
    pub hub: &'a mut Hub,
    /// Decides where things break.
    pub dice: &'a mut Dice,
    /// Sees every byte.
    pub evidence: &'a mut Evidence,
    /// The hub's time.
    pub now: i64,
    /// Whether anything may go wrong.
    pub faulty: bool,
    /// The station's disk.
    pub disk: PathBuf,
    /// What happened in each exchange.
    pub log: Vec<String>,
    /// Whether the hub said anything false.
    pub lied: bool,
    /// What broke an invariant while the line was open.
    pub broken: Option<Broken>,
}

impl Channel for Line<'_> {
    fn exchange(
        &mut self,
        request: &[u8],
        answer: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), ChannelError> {
        let fault = if self.faulty {
            Fault::any(self.dice)
        } else {
            Fault::None
        };
        self.log.push(format!("{fault:?} {}", request.len()));
        self.watch("a request", request);
        let piece = 1 + self.dice.below(4096);
        if fault == Fault::Unreachable {
            return Err(ChannelError::Unreachable("the simulator".to_owned()));
        }
        let arrives = match fault {
            Fault::CutRequest => self.dice.below(request.len()),
            _ => request.len(),
        };
        let served = self.serve(&request[..arrives], piece);
        if fault == Fault::Twice {
            let _ = self.serve(request, piece);
        }
        let Some(mut bytes) = served.filter(|_| fault != Fault::LostAnswer) else {
            return Err(cut());
        };
        self.watch("an answer", &bytes);
        if fault == Fault::Lie && !bytes.is_empty() {
            self.lied = true;
            let at = self.dice.below(bytes.len());
            bytes[at] ^= 1 << self.dice.below(8);
        }
        let ends = match fault {
            Fault::CutAnswer | Fault::WrongByte | Fault::Killed => self.dice.below(bytes.len() + 1),
            _ => bytes.len(),
        };
        for part in bytes[..ends].chunks(1 + self.dice.below(3000)) {
            if !answer(part) {
                return Err(cut());
            }
        }
        match fault {
            Fault::Killed => resume_unwind(Box::new(Killed(Image::of(&self.disk)))),
            Fault::CutAnswer | Fault::WrongByte => Err(cut()),
            _ => Ok(()),
        }
    }
}

impl Line<'_> {
    fn serve(&mut self, request: &[u8], piece: usize) -> Option<Vec<u8>> {
        match self.hub.serve(self.now, request, piece) {
            Ok(answer) => answer,
            Err(broken) => {
                self.broken.get_or_insert(broken);
                None
            }
        }
    }

    fn watch(&mut self, what: &str, bytes: &[u8]) {
        if let Err(broken) = self.evidence.look_at(what, bytes) {
            self.broken.get_or_insert(broken);
        }
    }
}

fn cut() -> ChannelError {
    ChannelError::Cut("the simulator".to_owned())
}
