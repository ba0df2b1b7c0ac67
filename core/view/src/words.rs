//! Words that stand on several screens, so that they are the same everywhere.

use serde::Serialize;

use crate::viewer::Viewer;

/// Labels that belong to no single view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordsView {
    /// The neutral name of the app.
    pub app: String,
    /// The tab of the worklist.
    pub today: String,
    /// The tab for sending and receiving.
    pub send: String,
    /// The tab of the settings.
    pub settings: String,
    /// Back to the screen before.
    pub back: String,
    /// Takes over what was written.
    pub save: String,
    /// Leaves without doing it.
    pub cancel: String,
    /// Closes what lies over the screen.
    pub close: String,
    /// Empties the search field.
    pub clear: String,
    /// Opens a list, a date or more of a text.
    pub more: String,
    /// Said while the records are opened.
    pub opening: String,
    /// Said while an answer is taken down or a screen is fetched.
    pub working: String,
    /// Said on the cover that hides a screen.
    pub covered: String,
    /// The label of the field for a note.
    pub note: String,
    /// The label of the field for a reason.
    pub reason: String,
    /// The label of the field for a service that a person is referred to.
    pub service: String,
    /// The heading before urgent needs.
    pub urgent: String,
    /// The heading before the reasons of an assessment.
    pub reasons: String,
    /// The heading before what is not yet known.
    pub unasked: String,
    /// The heading before differing answers.
    pub conflicts: String,
    /// The heading before facts about the person.
    pub person: String,
    /// The heading before the timeline.
    pub timeline: String,
    /// The heading before notes.
    pub notes: String,
    /// The heading before interviews with their answers.
    pub interviews: String,
    /// Plays a recording.
    pub listen: String,
    /// Puts a text where other apps can take it from.
    pub copy: String,
}

impl Viewer<'_> {
    /// Labels that belong to no single view.
    pub fn common_words(&self) -> WordsView {
        WordsView {
            app: self.text("app-name"),
            today: self.text("list-title"),
            send: self.text("word-send"),
            settings: self.text("settings-title"),
            back: self.text("interview-back"),
            save: self.text("word-save"),
            cancel: self.text("word-cancel"),
            close: self.text("word-close"),
            clear: self.text("word-clear"),
            more: self.text("word-more"),
            opening: self.text("word-opening"),
            working: self.text("word-working"),
            covered: self.text("word-covered"),
            note: self.text("word-note"),
            reason: self.text("word-reason"),
            service: self.text("word-service"),
            urgent: self.text("word-urgent"),
            reasons: self.text("word-reasons"),
            unasked: self.text("word-unasked"),
            conflicts: self.text("word-conflicts"),
            person: self.text("word-person"),
            timeline: self.text("word-timeline"),
            notes: self.text("word-notes"),
            interviews: self.text("word-interviews"),
            listen: self.text("word-listen"),
            copy: self.text("word-copy"),
        }
    }
}
