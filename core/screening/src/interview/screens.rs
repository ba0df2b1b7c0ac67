//! The screens of an interview: one thought each.

use super::Interview;
use crate::expr::NodeId;
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
        for (node, index) in self.leaves() {
            if !self.question(index).kind.is_shown() || !self.is_relevant_node(node) {
                continue;
            }
            let key = self.path_of(self.field_list_of(node).unwrap_or(node));
            let path = self.path_of(node).to_owned();
            match screens.last_mut().filter(|screen| screen.key == key) {
                Some(screen) => screen.questions.push(path),
                None => screens.push(Screen {
                    key: key.to_owned(),
                    questions: vec![path],
                    title_group: self.title_group_of(node),
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
            .filter_map(|path| self.question_node(path))
            .any(|node| self.is_open(node))
    }

    /// The outermost `field-list` group around a question.
    fn field_list_of(&self, node: NodeId) -> Option<NodeId> {
        self.groups_around(node)
            .filter(|(_, group)| self.pack.content.groups[*group].is_field_list())
            .last()
            .map(|(node, _)| node)
    }

    fn title_group_of(&self, node: NodeId) -> Option<String> {
        let groups = &self.pack.content.groups;
        self.groups_around(node)
            .find(|(_, group)| !groups[*group].label.is_empty())
            .map(|(node, _)| self.path_of(node).to_owned())
    }

    /// The groups around a question, from the innermost.
    fn groups_around(&self, node: NodeId) -> impl Iterator<Item = (NodeId, usize)> {
        let form = &self.pack.program.form;
        let mut at = self.tree.parent(form, node);
        std::iter::from_fn(move || {
            let node = at?;
            at = self.tree.parent(form, node);
            match form.node(self.tree.at(node).form).item {
                Item::Group(group) => Some((node, group)),
                Item::Root | Item::Question(_) => None,
            }
        })
    }
}
