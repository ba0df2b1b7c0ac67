//! A person alone with the device: what a shell with sound does with shapes and a voice, here with lines. The recordings are
//! named and not played; a terminal has no voice.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use nuong_station::{Error, InterviewKey, SelfAnswering, Station, StillHandedOver};
use nuong_view::{SelfChoice, suits_self_answer};

use super::keys::{self, Typed};
use crate::args::Screen;
use crate::draw;
use crate::opening::Opening;
use crate::refusal::Refusal;
use crate::terminal::Asker;

/// Says in which languages the questionnaire can be heard, and gives the recordings that are there.
pub(super) fn ready(
    opening: &Opening<'_>,
    station: &Station,
    args: &Screen,
    folder: &Path,
) -> Result<BTreeSet<String>> {
    let recordings = names_in(folder)?;
    let pack = station.newest_pack(&args.instrument)?;
    let questionnaire = station.pack(&pack)?;
    if !suits_self_answer(&questionnaire) {
        return Err(Error::NotForSelfAnswer.into());
    }
    let start = station.self_answer_start(&pack, &recordings, opening.lang)?;
    let mut languages = start.languages.iter();
    if !languages.any(|language| language.tag == args.speak && language.start.enabled) {
        return Err(Error::NoRecordings.into());
    }
    Asker::new(opening.json()).say(&draw::self_answer_start(&start));
    Ok(recordings)
}

/// Hands the device over and takes it back.
pub(super) fn run(
    opening: &Opening<'_>,
    station: Station,
    key: &InterviewKey,
    speak: &str,
    recordings: BTreeSet<String>,
) -> Result<()> {
    let asker = Asker::new(opening.json());
    let mut alone = station
        .hand_device(key, speak, opening.lang, recordings)
        .map_err(|(_, error)| error)?;
    hold(&asker, opening, &mut alone)?;
    let mut station = take_back(&asker, opening, alone)?;
    super::report(opening, &mut station, key, false)
}

/// Question after question, until the end or until the person stops or hands the device back.
fn hold(asker: &Asker, opening: &Opening<'_>, alone: &mut SelfAnswering) -> Result<()> {
    let mut words = false;
    loop {
        let view = alone.view()?;
        asker.clear();
        asker.say(&draw::self_answer(&view, &opening.texts));
        let Some(path) = view.path else {
            return Ok(());
        };
        match keys::read(asker.line()?.as_deref()) {
            Typed::Numbers(numbers) => {
                if let [number] = numbers[..]
                    && let Some(choice) =
                        number.checked_sub(1).and_then(|at| SelfChoice::ALL.get(at))
                {
                    alone.touch(&path, *choice)?;
                }
            }
            Typed::Words => {
                words = !words;
                alone.show_text(words);
            }
            Typed::Stop => return Ok(()),
            _ => {}
        }
    }
}

/// The officer's unlock. Over a pipe there is one try; at a terminal as many as it takes.
fn take_back(asker: &Asker, opening: &Opening<'_>, alone: SelfAnswering) -> Result<Station> {
    let mut alone = alone;
    loop {
        match alone.take_back(&opening.passphrase(false)?) {
            Ok(station) => return Ok(station),
            Err(StillHandedOver { answering, error }) if opening.can_ask_again() => {
                asker.say(&draw::error(&opening.texts.error(error.code()), ""));
                alone = *answering;
            }
            Err(StillHandedOver { error, .. }) => return Err(error.into()),
        }
    }
}

/// The names of the files in a folder.
fn names_in(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = std::fs::read_dir(folder).map_err(|error| Refusal::file(folder, &error))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(|error| Refusal::file(folder, &error))?;
        if let Ok(name) = entry.file_name().into_string() {
            names.insert(name);
        }
    }
    Ok(names)
}
