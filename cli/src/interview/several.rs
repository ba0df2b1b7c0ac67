//! Whether there is another, who is answering, and orders of choices.

use anyhow::Result;
use nuong_screening::Answer;
use nuong_station::Error;
use nuong_view::{InterviewView, QuestionView};

use super::held::Held;
use super::keys::{self, Typed};
use super::{Step, Talk};
use crate::draw;

impl<H: Held> Talk<'_, H> {
    /// The screen after all instances of a repeat: on, back, another, one less, or into one of them.
    pub(super) fn several(&mut self, view: &InterviewView) -> Result<Step> {
        let Some(repeat) = &view.repeat else {
            return Ok(Step::Next);
        };
        self.asker.clear();
        self.asker.say(&draw::screen(view, &self.opening.texts));
        let note = self.note.take();
        self.asker.say(&draw::repeat(
            view,
            repeat,
            note.as_deref(),
            &self.opening.texts,
        ));
        let instance = |number: usize| repeat.instances.get(number.checked_sub(1)?);
        match keys::read(self.asker.line()?.as_deref()) {
            Typed::Forward => Ok(Step::Next),
            Typed::Back => Ok(Step::Back),
            Typed::Stop => Ok(Step::Stop),
            Typed::Who => self.who(view),
            Typed::Language if !view.languages.is_empty() => self.language(view),
            Typed::FirstGap if view.first_unanswered.enabled => Ok(view
                .first_unanswered_at
                .map_or(Step::Stay, |at| Step::To(at as usize))),
            Typed::Add if repeat.add.enabled => match self.held.add_repeat(&repeat.path) {
                Ok(added) => {
                    let at = self.held.interview()?.first_screen_within(&added);
                    Ok(at.map_or(Step::Stay, Step::To))
                }
                Err(error) => self.refused(error),
            },
            Typed::TakeAway(number) if instance(number).is_some_and(|one| one.remove.enabled) => {
                let path = instance(number).map_or("", |one| one.path.as_str());
                match self.held.remove_repeat(path) {
                    Ok(()) => Ok(Step::Stay),
                    Err(error) => self.refused(error),
                }
            }
            Typed::Numbers(numbers) => match numbers[..] {
                [number] => Ok(instance(number)
                    .and_then(|one| one.at)
                    .map_or(Step::Stay, |at| Step::To(at as usize))),
                _ => Ok(Step::Stay),
            },
            _ => {
                self.note.clone_from(&repeat.add.why_not);
                Ok(Step::Stay)
            }
        }
    }

    /// Asks who is answering from now on.
    pub(super) fn who(&mut self, view: &InterviewView) -> Result<Step> {
        self.asker
            .say(&draw::respondents(view, &self.opening.texts));
        if let Typed::Numbers(numbers) = keys::read(self.asker.line()?.as_deref())
            && let [number] = numbers[..]
            && let Some(chosen) = number
                .checked_sub(1)
                .and_then(|at| view.respondents.get(at))
        {
            self.held.set_respondent(chosen.respondent)?;
        }
        Ok(Step::Stay)
    }

    /// Asks in which language the questionnaire is read from now on.
    pub(super) fn language(&mut self, view: &InterviewView) -> Result<Step> {
        self.asker.say(&draw::languages(view, &self.opening.texts));
        if let Typed::Numbers(numbers) = keys::read(self.asker.line()?.as_deref())
            && let [number] = numbers[..]
            && let Some(chosen) = number.checked_sub(1).and_then(|at| view.languages.get(at))
        {
            self.asked_in = Some(chosen.value.clone());
        }
        Ok(Step::Stay)
    }

    /// Says why something could not be done; what the disk says ends the conversation.
    fn refused(&mut self, error: Error) -> Result<Step> {
        match error {
            Error::Repeat(_) | Error::Command(_) => {
                let view = self.opening.texts.error(error.code());
                self.note = Some(draw::error(&view, ""));
                Ok(Step::Stay)
            }
            error => Err(error.into()),
        }
    }
}

/// The order that numbers of all choices make, the most important first. None where it is not all of them, each once.
pub(super) fn ordered(question: &QuestionView, numbers: &[usize]) -> Option<Answer> {
    // A tap on the first keeps the order as it is drawn.
    let drawn = question.choices.first()?.then.as_ref()?;
    let names: Vec<&str> = drawn.text().split_whitespace().collect();
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    if !sorted.into_iter().eq(1..=names.len()) {
        return None;
    }
    let order: Vec<&str> = numbers.iter().map(|number| names[number - 1]).collect();
    Some(Answer::value(order.join(" ")))
}
