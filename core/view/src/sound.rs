//! Recordings: of which words, in which language, and said where it is not the one that was chosen.

use nuong_screening::Pack;
use serde::Serialize;

use crate::viewer::Viewer;

/// Languages that have a name in the catalogues; others are shown by their tag.
const LANGUAGES: &[(&str, &str)] = &[
    ("vi", "language-vi"),
    ("en", "language-en"),
    ("zh", "language-zh"),
    ("lo", "language-lo"),
    ("km", "language-km"),
    ("th", "language-th"),
    ("my", "language-my"),
];

/// One recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SoundView {
    /// Its file name, among the media of the questionnaire.
    pub file: String,
    /// The language spoken in it, by tag.
    pub language: String,
    /// Said where this is not the language that was chosen, for want of a recording in that one.
    pub fallback: Option<String>,
}

impl Viewer<'_> {
    /// The name of a language.
    pub fn language_name(&self, tag: &str) -> String {
        LANGUAGES
            .iter()
            .find(|(known, _)| *known == tag)
            .map_or_else(|| tag.to_owned(), |(_, id)| self.text(id))
    }

    /// A recording in the language of the screen, else in the first language of the questionnaire that has one.
    pub(crate) fn recording<'a>(
        &self,
        pack: &'a Pack,
        file: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<SoundView> {
        self.spoken(pack, self.code(), file)
    }

    /// A recording in the language `wanted`, else in the first language of the questionnaire that has one, which is said.
    pub(crate) fn spoken<'a>(
        &self,
        pack: &'a Pack,
        wanted: &str,
        file: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<SoundView> {
        let others = pack.languages().iter().map(String::as_str);
        let mut languages = std::iter::once(wanted).chain(others.filter(|tag| *tag != wanted));
        let (language, file) = languages.find_map(|tag| Some((tag, file(tag)?)))?;
        let said = || {
            let (wanted, spoken) = (self.language_name(wanted), self.language_name(language));
            self.with(
                "sound-fallback",
                &[("wanted", (&wanted).into()), ("spoken", (&spoken).into())],
            )
        };
        Some(SoundView {
            file: file.to_owned(),
            language: language.to_owned(),
            fallback: (language != wanted).then(said),
        })
    }

    /// A recording in the language of the screen only.
    pub(crate) fn sound_of<'a>(&self, file: impl Fn(&str) -> Option<&'a str>) -> Option<SoundView> {
        file(self.code()).map(|file| SoundView {
            file: file.to_owned(),
            language: self.code().to_owned(),
            fallback: None,
        })
    }

    /// A picture in the language of the screen, else in whichever has one: a picture needs no words.
    pub(crate) fn picture<'a>(
        &self,
        pack: &'a Pack,
        file: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<String> {
        let others = pack.languages().iter().map(String::as_str);
        std::iter::once(self.code())
            .chain(others)
            .find_map(file)
            .map(str::to_owned)
    }
}
