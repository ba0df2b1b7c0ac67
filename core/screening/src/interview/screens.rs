//! The screens of an interview: one thought each.

use super::Interview;
use crate::expr::NodeId;
use crate::form::{FormId, Item, join};

/// One screen: a question, a note, a `field-list` group, or, after all instances of a repeat, whether there is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Path of the question, of the group or of the repeat.
    pub key: String,
    /// Paths of the relevant questions and notes on it, in the order of the form; none where it asks for another instance.
    pub questions: Vec<String>,
    /// Path of the nearest group around it that has a heading.
    pub title_group: Option<String>,
    /// Path of the repeat (`household/member`) of which it asks whether there is another.
    pub repeat: Option<String>,
}

/// The screens as they are gathered.
#[derive(Default)]
struct Gathered {
    screens: Vec<Screen>,
    /// Those of repeats within a `field-list` group: they come after it, so that they do not break it in two.
    held: Vec<Screen>,
}

impl Interview {
    /// All screens that are relevant now, in the order of the form. Computed values are on none.
    #[must_use]
    pub fn screens(&self) -> Vec<Screen> {
        let mut gathered = Gathered::default();
        self.gather(NodeId(0), None, &mut gathered);
        gathered.screens
    }

    /// Adds the screens of all that is below a node; `list` is the outermost `field-list` group around it.
    fn gather(&self, node: NodeId, list: Option<NodeId>, gathered: &mut Gathered) {
        let form = &self.pack.program.form;
        let mut instances = Vec::new();
        for child in &form.node(self.tree.at(node).form).children {
            instances.clear();
            self.tree.add_instances(form, node, *child, &mut instances);
            for instance in instances.clone() {
                match form.node(*child).item {
                    Item::Question(index) => self.gather_question(instance, index, list, gathered),
                    Item::Group(index) => {
                        let begins =
                            list.is_none() && self.pack.content.groups[index].is_field_list();
                        let list = if begins { Some(instance) } else { list };
                        self.gather(instance, list, gathered);
                        if begins {
                            gathered.screens.append(&mut gathered.held);
                        }
                    }
                    Item::Root => {}
                }
            }
            if let Some(screen) = self.asks_for_another(node, *child, &instances) {
                match list {
                    Some(_) => gathered.held.push(screen),
                    None => gathered.screens.push(screen),
                }
            }
        }
    }

    fn gather_question(
        &self,
        node: NodeId,
        index: usize,
        list: Option<NodeId>,
        gathered: &mut Gathered,
    ) {
        if !self.question(index).kind.is_shown() || !self.is_relevant_node(node) {
            return;
        }
        let path = self.path_of(node).to_owned();
        let key = list.map_or(path.as_str(), |list| self.path_of(list));
        match gathered.screens.last_mut().filter(|last| last.key == key) {
            Some(screen) => screen.questions.push(path),
            None => gathered.screens.push(Screen {
                key: key.to_owned(),
                questions: vec![path],
                title_group: self.title_group_of(node),
                repeat: None,
            }),
        }
    }

    /// The screen after the instances of a repeat whose number is the person's to say.
    fn asks_for_another(
        &self,
        parent: NodeId,
        repeat: FormId,
        instances: &[NodeId],
    ) -> Option<Screen> {
        let form = &self.pack.program.form;
        let expressions = self.pack.program.at(repeat);
        if !form.is_repeat(repeat) || expressions.repeat_count.is_some() {
            return None;
        }
        let relevant = match (instances.first(), &expressions.relevant) {
            (Some(first), _) => self.is_relevant_node(*first),
            (None, Some(relevant)) => self.is_relevant_node(parent) && self.holds(relevant, parent),
            (None, None) => self.is_relevant_node(parent),
        };
        let around = Some(self.path_of(parent)).filter(|path| !path.is_empty());
        let path = join(around, &form.node(repeat).name);
        relevant.then(|| Screen {
            key: path.clone(),
            questions: Vec::new(),
            title_group: self.title_of(parent),
            repeat: Some(path),
        })
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

    fn title_group_of(&self, node: NodeId) -> Option<String> {
        let around = self.tree.parent(&self.pack.program.form, node)?;
        self.title_of(around)
    }

    /// Path of the innermost group with a heading among a node and those around it.
    fn title_of(&self, node: NodeId) -> Option<String> {
        let groups = &self.pack.content.groups;
        self.groups_from(node)
            .find(|(_, group)| !groups[*group].label.is_empty())
            .map(|(node, _)| self.path_of(node).to_owned())
    }

    /// The groups from a node outwards.
    fn groups_from(&self, node: NodeId) -> impl Iterator<Item = (NodeId, usize)> {
        let form = &self.pack.program.form;
        let mut at = Some(node);
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
