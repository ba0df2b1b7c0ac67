//! Every text of the app, from the Project Fluent catalogues in `texts/`, one folder a language.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::Lang;
use crate::amounts;

macro_rules! catalogue {
    ($lang:literal) => {
        &[
            include_str!(concat!("../texts/", $lang, "/common.ftl")),
            include_str!(concat!("../texts/", $lang, "/lock.ftl")),
            include_str!(concat!("../texts/", $lang, "/list.ftl")),
            include_str!(concat!("../texts/", $lang, "/interview.ftl")),
            include_str!(concat!("../texts/", $lang, "/case.ftl")),
            include_str!(concat!("../texts/", $lang, "/assessment.ftl")),
            include_str!(concat!("../texts/", $lang, "/needs.ftl")),
            include_str!(concat!("../texts/", $lang, "/sync.ftl")),
            include_str!(concat!("../texts/", $lang, "/errors.ftl")),
            include_str!(concat!("../texts/", $lang, "/shell.ftl")),
        ]
    };
}

/// The files of one language's catalogue, as embedded.
pub(crate) fn sources(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Vi => catalogue!("vi"),
        Lang::En => catalogue!("en"),
    }
}

/// The texts of one language. Cheap to share and dear to make: see [`Texts::shared`].
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.lang)
    }
}

impl Texts {
    /// Loads the embedded catalogue of a language. That catalogues parse, agree and are complete is
    /// held by tests, so nothing can fail here.
    pub fn new(lang: Lang) -> Texts {
        Texts::extended(lang, "")
    }

    /// The core's texts of a language, loaded once for the whole program.
    pub fn shared(lang: Lang) -> &'static Texts {
        static VI: LazyLock<Texts> = LazyLock::new(|| Texts::new(Lang::Vi));
        static EN: LazyLock<Texts> = LazyLock::new(|| Texts::new(Lang::En));
        match lang {
            Lang::Vi => &VI,
            Lang::En => &EN,
        }
    }

    /// As [`Texts::new`], with a shell's own catalogue beside the core's. It is for what belongs to
    /// the shell alone (how to stop a program, where a file was written); the domain's texts are
    /// here and keep their words. An entry that cannot be read is left out, so a shell tests its
    /// own catalogue.
    pub fn extended(lang: Lang, own: &str) -> Texts {
        let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks that isolate a variable's direction are noise in a terminal, and both languages
        // run one way.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Vi => |value, _| grouped(Lang::Vi, value),
            Lang::En => |value, _| grouped(Lang::En, value),
        }));
        for source in sources(lang).iter().copied().chain([own]) {
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            // An id that is there already keeps its words, the core's; that is all this could report.
            let _ = bundle.add_resource(resource);
        }
        Texts { lang, bundle }
    }

    /// The language of these texts.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text with this id. An unknown id gives the id itself, which a test makes impossible for
    /// ids in the code.
    pub fn text(&self, id: &str) -> String {
        self.format(id, None, None)
    }

    /// The text with this id, its variables filled in.
    pub fn with<'v>(&self, id: &str, args: &[(&'static str, Arg<'v>)]) -> String {
        self.format(id, None, Some(args))
    }

    /// The attribute of a text (`.todo` and the like), or nothing where the text has none.
    pub(crate) fn attribute(
        &self,
        id: &str,
        attribute: &str,
        args: &[(&'static str, Arg<'_>)],
    ) -> Option<String> {
        self.bundle.get_message(id)?.get_attribute(attribute)?;
        Some(self.format(id, Some(attribute), Some(args)))
    }

    /// Whether there is a text with this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.bundle
            .get_message(id)
            .is_some_and(|message| message.value().is_some())
    }

    fn format(
        &self,
        id: &str,
        attribute: Option<&str>,
        args: Option<&[(&'static str, Arg<'_>)]>,
    ) -> String {
        let message = self.bundle.get_message(id);
        let pattern = match (message, attribute) {
            (Some(message), None) => message.value(),
            (Some(message), Some(name)) => message.get_attribute(name).map(|found| found.value()),
            (None, _) => None,
        };
        let Some(pattern) = pattern else {
            return id.to_owned();
        };
        let args: FluentArgs<'_> = args
            .unwrap_or_default()
            .iter()
            .map(|(name, arg)| (*name, arg.value()))
            .collect();
        let mut problems = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut problems)
            .into_owned()
    }
}

/// A variable of a text.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Shown as it is.
    Text(&'a str),
    /// Decides the plural form, and is shown with the language's thousands mark.
    Count(u64),
}

impl<'a> Arg<'a> {
    fn value(self) -> FluentValue<'a> {
        match self {
            Arg::Text(text) => FluentValue::from(text),
            Arg::Count(count) => FluentValue::from(count),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text)
    }
}

impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Arg::Count(count as u64)
    }
}

impl From<u64> for Arg<'_> {
    fn from(count: u64) -> Self {
        Arg::Count(count)
    }
}

impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Arg::Count(count.into())
    }
}

fn grouped(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        // Every number here comes from a count, so nothing is lost in reading it back as one.
        FluentValue::Number(number) => number
            .as_string()
            .parse::<u64>()
            .ok()
            .map(|count| amounts::count(lang, count)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_take_the_plural_form_and_thousands_mark_of_the_language() {
        let en = Texts::new(Lang::En);
        assert_eq!(en.with("unit-days", &[("count", 1_u32.into())]), "1 day");
        assert_eq!(en.with("unit-days", &[("count", 2_u32.into())]), "2 days");
        assert_eq!(
            en.with("unit-days", &[("count", 12_345_u32.into())]),
            "12,345 days"
        );
        let vi = Texts::new(Lang::Vi);
        assert_eq!(
            vi.with("unit-days", &[("count", 12_345_u32.into())]),
            "12.345 ngày"
        );
    }

    #[test]
    fn a_shell_adds_its_own_texts_and_cannot_change_those_of_the_core() {
        let texts = Texts::extended(Lang::En, "cli-hello = Hello\nanswer-yes = Maybe\n");
        assert_eq!(texts.text("cli-hello"), "Hello");
        assert_eq!(texts.text("answer-yes"), "Yes");
    }

    #[test]
    fn texts_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(Texts::shared(Lang::Vi));
        assert_eq!(Texts::shared(Lang::En).lang(), Lang::En);
    }
}
