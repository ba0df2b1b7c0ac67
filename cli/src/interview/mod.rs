//! An interview in the terminal: one screen at a time, drawn from the core's view. Every answer is on disk before the next
//! question stands there; stopping loses nothing, and `nuong screen --case ID` goes on where it stopped.

mod alone;
mod held;
pub(crate) mod keys;
mod several;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use nuong_screening::{Answer, Circumstances, Pack};
use nuong_station::{Error, InterviewKey, Station};
use nuong_view::{Drawn, InterviewView, QuestionView, typed};
use serde_json::json;

use crate::args::Screen;
use crate::day::scenario::{self, Scenario};
use crate::draw;
use crate::opening::Opening;
use crate::terminal::Asker;
use held::{Held, OfCase, OnTrial, Refused};
use keys::Typed;

/// Holds an interview, or plays one from a scenario file.
pub(crate) fn run(opening: &Opening<'_>, args: &Screen) -> Result<()> {
    let scenario = args.scenario.as_deref().map(Scenario::read).transpose()?;
    let mut station = opening.station()?;
    if let Some(scenario) = scenario {
        let case = match &args.case {
            Some(prefix) => Some(station.find_case(prefix)?),
            None => None,
        };
        let key = scenario::play(&mut station, &scenario, case, &mut || {})?;
        return report(opening, &mut station, &key, scenario.complete);
    }
    if let Some(folder) = args.recordings.as_deref().filter(|_| args.alone) {
        // Asked first, so that a device that cannot be handed over leaves no empty case behind.
        let recordings = alone::ready(opening, &station, args, folder)?;
        let key = begin(&mut station, args)?;
        return alone::run(opening, station, &key, &args.speak, recordings);
    }
    let key = begin(&mut station, args)?;
    let held = OfCase {
        station: &mut station,
        key: key.clone(),
    };
    let finished = Talk::new(opening, held, args.ask_in.as_deref())?.hold()?;
    report(opening, &mut station, &key, finished)
}

/// Asks a questionnaire as it would be asked, and keeps nothing.
pub(crate) fn preview(
    opening: &Opening<'_>,
    pack: Arc<Pack>,
    circumstances: Circumstances,
    ask_in: Option<&str>,
) -> Result<()> {
    let mut talk = Talk::new(opening, OnTrial::new(pack, circumstances), ask_in)?;
    let finished = talk.hold()?;
    let left = talk.held.interview()?.remaining();
    let told = json!({ "finished": finished, "left_unanswered": left });
    opening.tell(&told, || {
        let id = if finished {
            "play-finished"
        } else {
            "play-stopped"
        };
        opening.texts.text(id)
    })
}

/// The interview to go on with, or a new one: of the case asked for, or of a new case.
fn begin(station: &mut Station, args: &Screen) -> Result<InterviewKey, Error> {
    // Asked first, so that a questionnaire or a language that is not here leaves no empty case behind.
    let pack = station.newest_pack(&args.instrument)?;
    if let Some(tag) = &args.ask_in {
        let pack = station.pack(&pack)?;
        asked_in(&pack, tag)?;
    }
    let Some(prefix) = &args.case else {
        let case = station.start_case()?;
        return station.start_interview(case, &pack);
    };
    let case = station.find_case(prefix)?;
    match station.latest_interview(case) {
        Ok(key) if is_open(station, &key)? => Ok(key),
        Ok(_) | Err(Error::UnknownInterview) => station.start_interview(case, &pack),
        Err(error) => Err(error),
    }
}

/// Refuses a language in which a questionnaire has nothing.
fn asked_in(pack: &Pack, tag: &str) -> Result<(), Error> {
    pack.has_language(tag)
        .then_some(())
        .ok_or(Error::NotAskedIn)
}

/// Whether an interview can be gone on with: it has not come to its end.
fn is_open(station: &mut Station, key: &InterviewKey) -> Result<bool, Error> {
    let record = station.record(key.case)?;
    let entry = record
        .interviews
        .iter()
        .find(|i| i.id == key.interview)
        .ok_or(Error::UnknownInterview)?;
    Ok(entry.finished.is_none_or(|finished| !finished.complete))
}

/// What an interview came to, and how to go on.
fn report(
    opening: &Opening<'_>,
    station: &mut Station,
    key: &InterviewKey,
    finished: bool,
) -> Result<()> {
    let case = key.case.to_string();
    let left = station.interview(key)?.remaining();
    let value = json!({ "case": case, "interview": key.interview, "finished": finished, "left_unanswered": left });
    opening.tell(&value, || {
        let id = if finished {
            "screen-finished"
        } else {
            "screen-stopped"
        };
        opening
            .texts
            .with(id, &[("case", draw::short(&case).into())])
    })
}

/// Where to go from a question.
enum Step {
    /// The same question again.
    Stay,
    /// To another screen.
    To(usize),
    Next,
    Back,
    Stop,
}

/// A conversation under way.
struct Talk<'a, H> {
    opening: &'a Opening<'a>,
    asker: Asker,
    problems: Refused,
    /// Something to say about what was just typed.
    note: Option<String>,
    held: H,
    /// The tag of the language the questionnaire's words are in, where that is not the program's.
    asked_in: Option<String>,
}

impl<'a, H: Held> Talk<'a, H> {
    fn new(opening: &'a Opening<'a>, mut held: H, ask_in: Option<&str>) -> Result<Self, Error> {
        if let Some(tag) = ask_in {
            asked_in(held.interview()?.pack(), tag)?;
        }
        Ok(Talk {
            opening,
            asker: Asker::new(opening.json()),
            problems: BTreeMap::new(),
            note: None,
            held,
            asked_in: ask_in.map(str::to_owned),
        })
    }

    /// Goes from screen to screen; `true` when the interview was finished.
    fn hold(&mut self) -> Result<bool> {
        let mut at = self.held.take_up()?;
        let mut from_the_end = false;
        loop {
            let view = self.view(at)?;
            let step = match &view.ending {
                Some(ending) => match self.ask_at_the_end(&view)? {
                    Typed::Back => Step::Back,
                    Typed::Stop => Step::Stop,
                    Typed::Numbers(n) if n == [1] && ending.first_unanswered.enabled => {
                        at = ending.first_unanswered_at.map_or(at, |at| at as usize);
                        continue;
                    }
                    Typed::Forward if view.forward.enabled => {
                        self.held.finish()?;
                        return Ok(true);
                    }
                    _ => Step::Stay,
                },
                None if view.repeat.is_some() => self.several(&view)?,
                None => self.screen(at, from_the_end)?,
            };
            // An answer may have brought screens before this one or taken some away: this one is found again by its name.
            at = self.place(&view, at)?;
            from_the_end = matches!(step, Step::Back);
            match step {
                Step::Stay => {}
                Step::To(other) => at = other,
                Step::Next => at += 1,
                Step::Back => at = at.saturating_sub(1),
                Step::Stop => {
                    self.held.leave_screen()?;
                    return Ok(false);
                }
            }
            self.held.leave_screen()?;
        }
    }

    fn view(&mut self, at: usize) -> Result<InterviewView> {
        let languages = (self.opening.lang, self.asked_in.as_deref());
        Ok(self.held.view(at, &self.problems, languages)?)
    }

    /// Where a screen is now.
    fn place(&mut self, view: &InterviewView, at: usize) -> Result<usize> {
        let first = view.questions.first().map(|question| &question.path);
        let Some(first) = first.or(view.repeat.as_ref().map(|repeat| &repeat.path)) else {
            return Ok(at);
        };
        Ok(self.held.interview()?.screen_of(first).unwrap_or(at))
    }

    fn ask_at_the_end(&mut self, view: &InterviewView) -> Result<Typed> {
        self.asker.clear();
        self.asker.say(&draw::screen(view, &self.opening.texts));
        Ok(keys::read(self.asker.line()?.as_deref()))
    }

    /// One screen: its questions one after the other, from the last where it was come back to.
    fn screen(&mut self, at: usize, from_the_end: bool) -> Result<Step> {
        let view = self.view(at)?;
        let key = view.questions.first().map(|q| q.path.clone());
        let mut nth = if from_the_end {
            view.questions.len().saturating_sub(1)
        } else {
            0
        };
        self.asker.clear();
        self.asker.say(&draw::screen(&view, &self.opening.texts));
        loop {
            let view = self.view(at)?;
            // An answer on this screen can make a later question of it fall away, or the whole screen move.
            let same = view.questions.first().map(|q| &q.path) == key.as_ref();
            let Some(question) = view.questions.get(nth).filter(|_| same) else {
                return Ok(Step::Next);
            };
            let note = self.note.take();
            self.asker.say("");
            self.asker.say(&draw::question(
                &view,
                nth,
                note.as_deref(),
                &self.opening.texts,
            ));
            let step = self.question(&view, question)?;
            match step {
                Step::Next => nth += 1,
                Step::Back if nth > 0 => nth -= 1,
                Step::Back if view.back.enabled => return Ok(Step::Back),
                Step::Back | Step::Stay => {
                    // Who answers, or the language, may be another now.
                    let view = self.view(at)?;
                    self.asker.clear();
                    self.asker.say(&draw::screen(&view, &self.opening.texts));
                }
                Step::Stop | Step::To(_) => return Ok(step),
            }
        }
    }

    /// Waits for what is typed at a question, and does it.
    fn question(&mut self, view: &InterviewView, question: &QuestionView) -> Result<Step> {
        let line = self.asker.line()?;
        let answer = match keys::read(line.as_deref()) {
            Typed::Forward => return Ok(Step::Next),
            Typed::Back => return Ok(Step::Back),
            Typed::Stop => return Ok(Step::Stop),
            Typed::Who => return self.who(view),
            Typed::Language if !view.languages.is_empty() => return self.language(view),
            Typed::FirstGap if view.first_unanswered.enabled => {
                return Ok(view
                    .first_unanswered_at
                    .map_or(Step::Stay, |at| Step::To(at as usize)));
            }
            Typed::FirstGap => {
                self.note = view.first_unanswered.why_not.clone();
                return Ok(Step::Stay);
            }
            _ if question.read_only.is_some() => {
                self.note.clone_from(&question.read_only);
                return Ok(Step::Stay);
            }
            Typed::TakeBack => None,
            Typed::DoesNotKnow => Some(Answer::DoesNotKnow),
            Typed::DoesNotWantToSay => Some(Answer::DoesNotWantToSay),
            told => match self.told(question, told, line.unwrap_or_default().trim())? {
                Some(answer) => Some(answer),
                None => return Ok(Step::Stay),
            },
        };
        let taken_back = answer.is_none();
        self.problems.remove(&question.path);
        match self.held.answer(&question.path, answer) {
            Ok(()) => Ok(if taken_back { Step::Stay } else { Step::Next }),
            Err(Error::Answer(problem)) => {
                self.problems.insert(question.path.clone(), problem);
                Ok(Step::Stay)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The answer that what was typed stands for. Where it stands for none, says why.
    fn told(&mut self, question: &QuestionView, told: Typed, line: &str) -> Result<Option<Answer>> {
        if question.drawn == Drawn::Note {
            return Ok(None);
        }
        let interview = self.held.interview()?;
        if question.input.is_some() {
            let kind = interview.pack().question(&question.path).map(|q| &q.kind);
            return Ok(kind.and_then(|kind| typed(kind, line)));
        }
        if question.attachment.is_some() {
            self.note = Some(self.opening.texts.text("screen-no-attachments"));
            return Ok(None);
        }
        let last = question.choices.len();
        let numbers = match told {
            Typed::Numbers(numbers) if numbers.iter().all(|n| (1..=last).contains(n)) => numbers,
            _ => {
                self.note = Some(
                    self.opening
                        .texts
                        .with("screen-choose-number", &[("last", last.into())]),
                );
                return Ok(None);
            }
        };
        if question.drawn == Drawn::Rank
            && let Some(order) = several::ordered(question, &numbers)
        {
            return Ok(Some(order));
        }
        if let [one] = numbers[..]
            && (question.drawn != Drawn::ManyChoices || one + 2 > last)
        {
            return Ok(question.choices[one - 1].then.clone());
        }
        if question.drawn != Drawn::ManyChoices || numbers.iter().any(|n| n + 2 > last) {
            self.note = Some(self.opening.texts.text("screen-only-one"));
            return Ok(None);
        }
        let offered = interview.choices(&question.path);
        let names = offered
            .iter()
            .enumerate()
            .filter(|(at, _)| numbers.contains(&(at + 1)));
        let names: Vec<&str> = names.map(|(_, choice)| choice.name.as_str()).collect();
        Ok(Some(Answer::value(names.join(" "))))
    }
}
