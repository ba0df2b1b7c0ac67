//! One conversation under way: answers in, and out what is asked next.

mod chance;
mod check;
mod circumstances;
mod defaults;
mod marks;
mod merged;
mod recompute;
mod repeats;
mod scope;
mod screens;
mod shown;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::answer::Answer;
use crate::expr::ast::{Expr, Node, Path, Start};
use crate::expr::eval::{Fault, evaluate, evaluate_noting, evaluate_truth, text_of};
use crate::expr::{Clock, Frame, NodeId, Value};
use crate::form::{FormId, Item};
use crate::pack::Pack;
use crate::program::Bound;
use crate::question::Question;

use chance::Chance;
pub use check::AnswerError;
pub use circumstances::Circumstances;
pub(crate) use circumstances::HOME_OFFSET;
use merged::Merged;
pub use repeats::RepeatError;
use scope::View;
use screens::Layout;
pub use screens::Screen;
use tree::Tree;
pub(crate) use tree::unplaced;

/// An interview under way: a questionnaire, the answers so far, and what they make relevant.
///
/// Answers that are no longer relevant are kept but do not count, so that a slip of the finger loses nothing.
///
/// Paths are names from the root; a repeat carries the place of its instance, from 1: `household/member[2]/age`.
#[derive(Clone)]
pub struct Interview {
    pack: Arc<Pack>,
    clock: Clock,
    language: String,
    tree: Tree,
    chance: Chance,
    circumstances: Circumstances,
    /// Keeps whatever is answered, as the engines of other tools do, for trying questionnaires out.
    lenient: bool,
    /// On trial, computed questions that were answered all the same. As in JavaRosa each is computed again as soon as
    /// anything is answered that it depends on, by whatever way, changed or not; so while there are any, everything that
    /// depends on an answer is gone through.
    overwritten: BTreeSet<NodeId>,
    /// On trial, expressions that are written more than once.
    merged: Arc<Merged>,
    /// The screens, laid out when they are first asked for.
    layout: OnceLock<Layout>,
}

/// What an answer changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Paths of questions whose answer, computed value or relevance is other than before, in the order of the form.
    pub questions: Vec<String>,
    /// Expressions evaluated to find that out.
    pub evaluated: usize,
}

impl Interview {
    /// Begins an interview; questions with a default begin with it. A date alone stands for its first moment in Viet Nam.
    #[must_use]
    pub fn new(pack: Arc<Pack>, circumstances: impl Into<Circumstances>) -> Self {
        Interview::blank(pack, circumstances.into()).begun()
    }

    /// Takes up an interview where it was left. Answers to questions that this pack does not have are left out; defaults
    /// are not filled in again, for what was not recorded was not answered.
    #[must_use]
    pub fn restore(
        pack: Arc<Pack>,
        circumstances: impl Into<Circumstances>,
        answers: impl IntoIterator<Item = (String, Answer)>,
    ) -> Self {
        let mut interview = Interview::blank(pack, circumstances.into());
        interview.first_instances(NodeId(0));
        for (path, answer) in answers {
            if let Some(node) = interview.locate_or_grow(&path)
                && interview
                    .question_at(node)
                    .is_some_and(|question| question.kind.is_asked())
            {
                interview.tree.at_mut(node).answer = Some(answer);
            }
        }
        interview.fill_metadata(NodeId(0));
        interview.recompute_all();
        interview
    }

    /// Begins an interview as other tools do it, for trying questionnaires out: whatever is answered is kept.
    pub(crate) fn tried(pack: Arc<Pack>, circumstances: Circumstances) -> Self {
        let mut interview = Interview::blank(pack, circumstances);
        interview.lenient = true;
        interview.merged = Arc::new(Merged::of(&interview.pack));
        interview.begun()
    }

    fn blank(pack: Arc<Pack>, circumstances: Circumstances) -> Self {
        let tree = Tree::new(&pack.program.form);
        let language = pack.content.default_language.clone();
        Interview {
            pack,
            clock: Clock {
                now: circumstances.began,
                offset: circumstances.offset,
            },
            language,
            tree,
            chance: Chance::new(circumstances.seed),
            circumstances,
            lenient: false,
            overwritten: BTreeSet::new(),
            merged: Arc::default(),
            layout: OnceLock::new(),
        }
    }

    fn begun(mut self) -> Self {
        self.first_instances(NodeId(0));
        self.fill_static_defaults(NodeId(0));
        self.recompute_all();
        self.fill_dynamic_defaults(NodeId(0));
        self
    }

    /// The same interview in another language, for what expressions read of labels.
    #[must_use]
    pub fn in_language(mut self, language: &str) -> Self {
        self.set_language(language);
        self
    }

    pub(crate) fn set_language(&mut self, language: &str) {
        language.clone_into(&mut self.language);
    }

    /// The questionnaire.
    #[must_use]
    pub fn pack(&self) -> &Arc<Pack> {
        &self.pack
    }

    /// Records an answer; `None` takes it back. Text is composed (NFC) and spelled as ODK does: `007` becomes `7`.
    ///
    /// # Errors
    /// An answer of the wrong type, or one that breaks the question's constraint. Nothing is stored then.
    pub fn answer(&mut self, path: &str, answer: Option<Answer>) -> Result<Changed, AnswerError> {
        let node = self
            .question_node(path)
            .ok_or(AnswerError::UnknownQuestion)?;
        let answer = self.checked(node, answer)?;
        Ok(self.store(node, answer))
    }

    /// The answer at `path`, relevant or not; for a calculated question what it comes to.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&Answer> {
        self.tree.at(self.question_node(path)?).answer.as_ref()
    }

    /// Whether the question or group at `path` is relevant: its own condition and those of all groups around it hold.
    #[must_use]
    pub fn is_relevant(&self, path: &str) -> bool {
        self.node_at(path)
            .is_some_and(|node| self.tree.at(node).relevant)
    }

    /// Whether the question at `path` has to be answered (not knowing and not wanting to say are answers).
    #[must_use]
    pub fn is_required(&self, path: &str) -> bool {
        self.question_node(path).is_some_and(|node| {
            let required = self.expressions(node).required.as_ref();
            required.is_some_and(|bound| self.holds(bound, node))
        })
    }

    /// Whether the answer to the question at `path` is there to be read only: by its own condition, or that of a group
    /// around it.
    #[must_use]
    pub fn is_read_only(&self, path: &str) -> bool {
        let mut at = self.node_at(path);
        while let Some(node) = at {
            let read_only = self.expressions(node).read_only.as_ref();
            if read_only.is_some_and(|bound| self.holds(bound, node)) {
                return true;
            }
            at = self.tree.parent(&self.pack.program.form, node);
        }
        false
    }

    /// All answers given, in the order of the form, relevant or not; nothing computed.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers_below(NodeId(0))
    }

    /// The same, of what is within the group or the instance of a repeat at `path`.
    pub fn answers_within(&self, path: &str) -> impl Iterator<Item = (&str, &Answer)> {
        let node = self.node_at(path).into_iter();
        node.flat_map(|node| self.answers_below(node))
    }

    /// What the relevant answers tell about the person, by the name of the fact. Where several questions tell the same
    /// fact, the last one that has a value counts. What is told within a repeat is not about one person and is left out.
    #[must_use]
    pub fn facts(&self) -> BTreeMap<String, Answer> {
        let mut facts: BTreeMap<String, Answer> = BTreeMap::new();
        for (index, question) in self.pack.content.questions.iter().enumerate() {
            let node = self.pack.program.question_node(index);
            let outside = self.pack.program.form.node(node).home == FormId::ROOT;
            let (Some(fact), Some(answer), true) =
                (&question.fact, self.counted(NodeId(node.0)), outside)
            else {
                continue;
            };
            if answer.is_value() || !facts.contains_key(fact) {
                facts.insert(fact.clone(), answer.clone());
            }
        }
        facts
    }

    // --- for the crate --------------------------------------------------------------------------------------------

    /// All instances of a question, in order.
    pub(crate) fn instances(&self, index: usize) -> Vec<NodeId> {
        let node = self.pack.program.question_node(index);
        self.tree.instances(&self.pack.program.form, node)
    }

    /// All questions that there are now, with their indices, in the order of the form.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = (NodeId, usize)> {
        self.leaves_below(NodeId(0))
    }

    fn leaves_below(&self, node: NodeId) -> impl Iterator<Item = (NodeId, usize)> {
        let program = &self.pack.program;
        let nodes = self.tree.walk(&program.form, node);
        nodes.filter_map(|node| Some((node, program.question_of(self.tree.at(node).form)?)))
    }

    fn answers_below(&self, node: NodeId) -> impl Iterator<Item = (&str, &Answer)> {
        self.leaves_below(node).filter_map(|(node, index)| {
            let answer = self.tree.at(node).answer.as_ref()?;
            let asked = self.question(index).kind.is_asked();
            asked.then(|| (self.path_of(node), answer))
        })
    }

    /// The answer to a question if it is relevant.
    pub(crate) fn counted(&self, node: NodeId) -> Option<&Answer> {
        self.kept(node).filter(|_| self.is_relevant_node(node))
    }

    /// The answer to a question, relevant or not.
    pub(crate) fn kept(&self, node: NodeId) -> Option<&Answer> {
        self.tree.at(node).answer.as_ref()
    }

    pub(crate) fn is_relevant_node(&self, node: NodeId) -> bool {
        self.tree.at(node).relevant
    }

    /// The same interview with another answer to one question, unchecked: it was accepted when it was given.
    pub(crate) fn with_answer(&self, path: &str, answer: Answer) -> Interview {
        let mut other = self.clone();
        if let Some(node) = self.question_node(path) {
            other.store(node, Some(answer));
        }
        other
    }

    /// Whether a condition of a node holds now.
    pub(crate) fn holds(&self, bound: &Bound, node: NodeId) -> bool {
        evaluate_truth(&bound.expr, &View::new(self, bound), Frame::at(node))
    }

    /// The question at a path, as an instance.
    pub(crate) fn question_node(&self, path: &str) -> Option<NodeId> {
        self.node_at(path)
            .filter(|node| self.question_at(*node).is_some())
    }

    /// The question or group at a path.
    pub(crate) fn node_at(&self, path: &str) -> Option<NodeId> {
        match self.pack.index(path) {
            Some(index) => {
                let node = self.pack.program.question_node(index);
                if self.pack.program.form.node(node).home == FormId::ROOT {
                    return Some(NodeId(node.0));
                }
                self.tree.locate(&self.pack.program.form, path)
            }
            None => match self.pack.group_index(path) {
                Some(index) => {
                    let node = self.pack.program.form.group_nodes[index];
                    if self.pack.program.form.node(node).home == FormId::ROOT {
                        return Some(NodeId(node.0));
                    }
                    self.tree.locate(&self.pack.program.form, path)
                }
                None => self.tree.locate(&self.pack.program.form, path),
            },
        }
    }

    /// The path of a question or group.
    pub(crate) fn path_of(&self, node: NodeId) -> &str {
        let spot = self.tree.at(node);
        if !spot.path.is_empty() {
            return &spot.path;
        }
        match self.pack.program.form.node(spot.form).item {
            Item::Root => "",
            Item::Group(index) => &self.pack.content.groups[index].path,
            Item::Question(index) => &self.question(index).path,
        }
    }

    /// The question of a node, if it is one.
    pub(crate) fn question_at(&self, node: NodeId) -> Option<&Question> {
        let form = self.tree.at(node).form;
        self.pack
            .program
            .question_of(form)
            .map(|index| self.question(index))
    }

    /// Puts an answer in place as it is, whatever stands against it.
    pub(crate) fn put(&mut self, node: NodeId, answer: Option<Answer>) -> Changed {
        let changed = self.store(node, answer);
        let computed = self.expressions(node).calculation.is_some();
        if computed
            && self
                .question_at(node)
                .is_some_and(|question| question.written.trigger.is_empty())
        {
            self.overwritten.insert(node);
        }
        changed
    }

    /// What an expression that belongs to no question comes to at a node, with what made no sense in it.
    pub(crate) fn evaluate_at(&self, expr: &Expr, node: NodeId) -> (Value, Option<Fault>) {
        evaluate_noting(expr, &View::unbound(self), Frame::at(node))
    }

    /// What a node holds, as text.
    pub(crate) fn text_at(&self, node: NodeId) -> String {
        let view = View::unbound(self);
        text_of(&Value::Nodes(vec![node]), &view)
    }

    pub(crate) fn chance(&self) -> f64 {
        self.chance.next()
    }

    fn expressions(&self, node: NodeId) -> &crate::program::Expressions {
        self.pack.program.at(self.tree.at(node).form)
    }

    fn question(&self, index: usize) -> &Question {
        &self.pack.content.questions[index]
    }

    /// Whether a screen waits for an answer to this question.
    fn is_open(&self, node: NodeId) -> bool {
        let spot = self.tree.at(node);
        spot.answer.is_none()
            && spot.relevant
            && self
                .question_at(node)
                .is_some_and(|question| question.kind.is_asked())
    }

    /// What an expression of a node comes to; a lone reference also where it leads to something that is not relevant.
    fn value_regardless(&self, bound: &Bound, node: NodeId) -> Value {
        use crate::expr::Scope;
        let view = View::new(self, bound);
        if let Node::Path(Path {
            start: Start::Named(name),
            steps,
            ..
        }) = &bound.expr.node
            && steps.is_empty()
        {
            let mut found = Vec::new();
            view.named(name, node, false, &mut found);
            if let Some(found) = found.first() {
                return view.content(*found);
            }
        }
        self.value_of(bound, node)
    }

    /// What an expression of a node comes to.
    fn value_of(&self, bound: &Bound, node: NodeId) -> Value {
        let view = View::new(self, bound);
        match evaluate(&bound.expr, &view, Frame::at(node)) {
            Value::Nodes(nodes) => {
                use crate::expr::Scope;
                nodes
                    .first()
                    .map_or_else(Value::empty, |node| view.content(*node))
            }
            single => single,
        }
    }
}

impl std::fmt::Debug for Interview {
    /// Without the answers.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Interview({:?}, {} answers)",
            self.pack,
            self.answers().count()
        )
    }
}
