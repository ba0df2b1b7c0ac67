//! The screens of an interview: one thought each.

use super::Interview;
use crate::form::Item;

/// One screen: a question, a note, or a `field-list` group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Path of the question or of the group.
    pub key: String,
    /// Paths of the relevant questions and notes on it, in the order of the form.
    pub questions: Vec<String>,
    /// Path of the nearest group around it that has a heading.
    pub title_group: Option<String>,
}

impl Interview {
    /// All screens that are relevant now, in the order of the form. Computed values are on none.
    #[must_use]
    pub fn screens(&self) -> Vec<Screen> {
        let mut screens: Vec<Screen> = Vec::new();
        for (index, question) in self.pack.content.questions.iter().enumerate() {
            if !question.kind.is_shown() || !self.relevant_question(index) {
                continue;
            }
            let list = self.field_list_of(index);
            let key = list.map_or(question.path.as_str(), |group| {
                self.pack.content.groups[group].path.as_str()
            });
            match screens.last_mut().filter(|screen| screen.key == key) {
                Some(screen) => screen.questions.push(question.path.clone()),
                None => screens.push(Screen {
                    key: key.to_owned(),
                    questions: vec![question.path.clone()],
                    title_group: self.title_group_of(index),
                }),
            }
        }
        screens
    }

    /// Which of [`Interview::screens`] has the question or the group at `path` on it.
    #[must_use]
    pub fn screen_of(&self, path: &str) -> Option<usize> {
        self.screens()
            .iter()
            .position(|screen| screen.key == path || screen.questions.iter().any(|on| on == path))
    }

    /// The first of [`Interview::screens`] with a question nobody has answered.
    #[must_use]
    pub fn first_unanswered(&self) -> Option<usize> {
        self.screens()
            .iter()
            .position(|screen| self.is_screen_open(screen))
    }

    /// How many of [`Interview::screens`] have a question nobody has answered. Notes wait for nothing.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.screens()
            .iter()
            .filter(|screen| self.is_screen_open(screen))
            .count()
    }

    fn is_screen_open(&self, screen: &Screen) -> bool {
        screen
            .questions
            .iter()
            .filter_map(|path| self.pack.index(path))
            .any(|index| self.is_open(index))
    }

    /// The outermost `field-list` group around a question.
    fn field_list_of(&self, index: usize) -> Option<usize> {
        self.groups_around(index)
            .filter(|group| self.pack.content.groups[*group].is_field_list())
            .last()
    }

    fn title_group_of(&self, index: usize) -> Option<String> {
        let groups = &self.pack.content.groups;
        self.groups_around(index)
            .find(|group| !groups[*group].label.is_empty())
            .map(|group| groups[group].path.clone())
    }

    /// The groups around a question, from the innermost.
    fn groups_around(&self, index: usize) -> impl Iterator<Item = usize> {
        let form = &self.pack.program.form;
        let mut at = form.node(self.pack.program.question_node(index)).parent;
        std::iter::from_fn(move || {
            let node = form.node(at?);
            at = node.parent;
            match node.item {
                Item::Group(group) => Some(group),
                Item::Root | Item::Question(_) => None,
            }
        })
    }
}
