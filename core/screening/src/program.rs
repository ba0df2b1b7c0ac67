//! All expressions of a questionnaire, bound to its form, in the order in which they depend on each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::ast::{Expr, Node, Path, Start, Step};
use crate::expr::eval::whole_pattern;
use crate::expr::functions::Function;
use crate::expr::{ExprError, NodeId, parse};
use crate::form::{Form, Item, Lost};
use crate::graph;
use crate::pack::Content;
use crate::question::Question;

/// An expression and, for each of its paths, the nodes it leads to.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) expr: Expr,
    pub(crate) nodes: Vec<Vec<NodeId>>,
}

impl Bound {
    /// Every node the expression looks at; within `once`, the question itself does not count.
    fn seen(&self, itself: NodeId) -> BTreeSet<NodeId> {
        let mut guarded = BTreeSet::new();
        self.expr.walk(&mut |expr| {
            if let Node::Call {
                function: Function::Once,
                arguments,
            } = &expr.node
            {
                for argument in arguments {
                    argument.each_path(&mut |path| {
                        guarded.insert(path.index);
                    });
                }
            }
        });
        let paths = self.nodes.iter().enumerate();
        paths
            .flat_map(|(index, nodes)| nodes.iter().map(move |node| (index, *node)))
            .filter(|(index, node)| *node != itself || !guarded.contains(index))
            .map(|(_, node)| node)
            .collect()
    }
}

/// The expressions of one question or group; a column without one is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expressions {
    pub(crate) relevant: Option<Bound>,
    pub(crate) calculation: Option<Bound>,
    pub(crate) constraint: Option<Bound>,
    pub(crate) required: Option<Bound>,
    pub(crate) choice_filter: Option<Bound>,
    pub(crate) default: Option<Bound>,
    pub(crate) indicator_when: Option<Bound>,
    pub(crate) urgent_when: Option<Bound>,
}

/// What an expression belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Whole,
    Group(usize),
    Question(usize),
}

/// Why the expressions do not make a program.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) owner: Owner,
    pub(crate) column: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// The form with its bound expressions.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) form: Form,
    /// By node.
    pub(crate) expressions: Vec<Expressions>,
    /// By node: those whose relevance expression looks at it.
    pub(crate) relevance_watchers: Vec<Vec<NodeId>>,
    /// By node: those whose calculation looks at it.
    pub(crate) calculation_watchers: Vec<Vec<NodeId>>,
    /// Nodes in an order in which each comes after all it depends on.
    pub(crate) order: Vec<NodeId>,
    /// By node: its place in `order`.
    pub(crate) rank: Vec<u32>,
}

impl Program {
    /// Parses and binds everything; all faults at once.
    pub(crate) fn build(content: &Content) -> Result<Program, Vec<Fault>> {
        let Some(form) = Form::build(content) else {
            let message = "groups, questions and lists do not fit together".to_owned();
            return Err(vec![Fault {
                owner: Owner::Whole,
                column: "",
                code: "form.inconsistent",
                message,
            }]);
        };
        let mut binder = Binder::new(&form, content);
        let expressions: Vec<Expressions> = binder.bind_all();
        let mut faults = binder.faults;
        let (relevance_watchers, calculation_watchers) = watchers(&form, &expressions);
        let order = graph::order(&form, &relevance_watchers, &calculation_watchers);
        match order {
            Ok(order) if faults.is_empty() => {
                let mut rank = vec![0; form.nodes.len()];
                for (place, node) in (0u32..).zip(&order) {
                    rank[node.0 as usize] = place;
                }
                Ok(Program {
                    form,
                    expressions,
                    relevance_watchers,
                    calculation_watchers,
                    order,
                    rank,
                })
            }
            Ok(_) => Err(faults),
            Err(cycle) => {
                faults.push(cycle_fault(&form, content, &expressions, &cycle));
                Err(faults)
            }
        }
    }

    pub(crate) fn at(&self, node: NodeId) -> &Expressions {
        &self.expressions[node.0 as usize]
    }

    pub(crate) fn question_node(&self, question: usize) -> NodeId {
        self.form.question_nodes[question]
    }

    /// The question of a node, if it is one.
    pub(crate) fn question_of(&self, node: NodeId) -> Option<usize> {
        match self.form.node(node).item {
            Item::Question(index) => Some(index),
            _ => None,
        }
    }
}

type Watchers = Vec<Vec<NodeId>>;

fn watchers(form: &Form, expressions: &[Expressions]) -> (Watchers, Watchers) {
    let mut relevance = vec![Vec::new(); form.nodes.len()];
    let mut calculation = vec![Vec::new(); form.nodes.len()];
    for (id, bound) in (0u32..).map(NodeId).zip(expressions) {
        for seen in bound.relevant.iter().flat_map(|bound| bound.seen(id)) {
            relevance[seen.0 as usize].push(id);
        }
        for seen in bound.calculation.iter().flat_map(|bound| bound.seen(id)) {
            calculation[seen.0 as usize].push(id);
        }
    }
    (relevance, calculation)
}

/// The cycle with its names, reported at its first question that has an expression.
fn cycle_fault(
    form: &Form,
    content: &Content,
    expressions: &[Expressions],
    cycle: &[NodeId],
) -> Fault {
    let path = |node: &NodeId| match form.node(*node).item {
        Item::Root => "/".to_owned(),
        Item::Group(index) => content.groups[index].path.clone(),
        Item::Question(index) => content.questions[index].path.clone(),
    };
    let mut names: Vec<String> = cycle.iter().map(path).collect();
    names.extend(names.first().cloned());
    let at = |node: &&NodeId| {
        let own = &expressions[node.0 as usize];
        own.relevant.is_some() || own.calculation.is_some()
    };
    let node = cycle.iter().find(at).or(cycle.first());
    let owner = match node.map(|node| form.node(*node).item) {
        Some(Item::Group(index)) => Owner::Group(index),
        Some(Item::Question(index)) => Owner::Question(index),
        _ => Owner::Whole,
    };
    let relevance = node.is_some_and(|node| expressions[node.0 as usize].relevant.is_some());
    let column = if relevance { "relevant" } else { "calculation" };
    let message = format!(
        "these depend on each other in a circle: {}",
        names.join(" → ")
    );
    Fault {
        owner,
        column,
        code: "expr.cycle",
        message,
    }
}

struct Binder<'a> {
    form: &'a Form,
    content: &'a Content,
    /// By list: the columns that any of its choices has.
    columns: BTreeMap<&'a str, BTreeSet<&'a str>>,
    faults: Vec<Fault>,
}

impl<'a> Binder<'a> {
    fn new(form: &'a Form, content: &'a Content) -> Self {
        let columns = content.choices.iter().map(|(list, choices)| {
            let columns = choices.iter().flat_map(|choice| choice.columns.keys());
            (list.as_str(), columns.map(String::as_str).collect())
        });
        Binder {
            form,
            content,
            columns: columns.collect(),
            faults: Vec::new(),
        }
    }

    fn bind_all(&mut self) -> Vec<Expressions> {
        let mut all = Vec::with_capacity(self.form.nodes.len());
        for (id, node) in (0u32..).map(NodeId).zip(&self.form.nodes) {
            all.push(match node.item {
                Item::Root => Expressions::default(),
                Item::Group(index) => self.group(id, index),
                Item::Question(index) => self.question(id, index),
            });
        }
        all
    }

    fn group(&mut self, id: NodeId, index: usize) -> Expressions {
        let group = &self.content.groups[index];
        let owner = Owner::Group(index);
        self.references(owner, "label", group.label.0.values());
        let relevant = self.bind(owner, "relevant", &group.relevant, id, None);
        Expressions {
            relevant,
            ..Expressions::default()
        }
    }

    fn question(&mut self, id: NodeId, index: usize) -> Expressions {
        let content = self.content;
        let question = &content.questions[index];
        let owner = Owner::Question(index);
        let written = &question.written;
        self.references(owner, "label", question.label.0.values());
        self.references(owner, "hint", question.hint.0.values());
        let mut bind = |column, text: &str| self.bind(owner, column, text, id, None);
        let mut bound = Expressions {
            relevant: bind("relevant", &written.relevant),
            calculation: bind("calculation", &written.calculation),
            constraint: bind("constraint", &written.constraint),
            required: bind("required", &written.required),
            indicator_when: bind("indicator_when", &written.indicator_when),
            urgent_when: bind("urgent_when", &written.urgent_when),
            ..Expressions::default()
        };
        if is_dynamic(&written.default) {
            bound.default = self.bind(owner, "default", &written.default, id, None);
        }
        bound.choice_filter = self.bind(
            owner,
            "choice_filter",
            &written.choice_filter,
            id,
            Some(question),
        );
        bound
    }

    fn bind(
        &mut self,
        owner: Owner,
        column: &'static str,
        text: &str,
        context: NodeId,
        filtered: Option<&Question>,
    ) -> Option<Bound> {
        if text.is_empty() {
            return None;
        }
        let bound = parse(text).and_then(|expr| {
            let nodes = self.resolve(&expr, context, filtered)?;
            check_patterns(&expr)?;
            Ok(Bound { expr, nodes })
        });
        bound
            .map_err(|error| self.fault(owner, column, text, &error))
            .ok()
    }

    fn fault(&mut self, owner: Owner, column: &'static str, text: &str, error: &ExprError) {
        self.faults.push(Fault {
            owner,
            column,
            code: error.code,
            message: error.describe(text),
        });
    }

    fn resolve(
        &self,
        expr: &Expr,
        context: NodeId,
        filtered: Option<&Question>,
    ) -> Result<Vec<Vec<NodeId>>, ExprError> {
        let mut nodes = Vec::new();
        let mut lost = None;
        expr.each_path(&mut |path| {
            let reached = match (filtered, column_name(path)) {
                (Some(question), Some(column)) if self.has_column(question, column) => {
                    Ok(Vec::new())
                }
                _ => self.form.resolve(path, context),
            };
            if nodes.len() <= path.index {
                nodes.resize(path.index + 1, Vec::new());
            }
            match reached {
                Ok(reached) => nodes[path.index] = reached,
                Err(why) => lost = lost.take().or(Some((path.span, why))),
            }
        });
        match lost {
            None => Ok(nodes),
            Some((span, Lost::Unknown)) => Err(ExprError::new(
                "expr.name_unknown",
                span,
                "nothing in this questionnaire has this name",
            )),
            Some((span, Lost::Ambiguous)) => Err(ExprError::new(
                "expr.name_ambiguous",
                span,
                "several things in this questionnaire have this name",
            )),
        }
    }

    fn has_column(&self, question: &Question, column: &str) -> bool {
        let of_list = question.kind.list().and_then(|list| self.columns.get(list));
        column == "name" || of_list.is_some_and(|columns| columns.contains(column))
    }

    /// Names in `${…}` within texts.
    fn references<'t>(
        &mut self,
        owner: Owner,
        column: &'static str,
        texts: impl Iterator<Item = &'t String>,
    ) {
        for text in texts {
            for name in referenced(text) {
                if self.form.named(name).is_err() {
                    let message = format!(
                        "`${{{name}}}` names nothing, or several things, in this questionnaire"
                    );
                    self.faults.push(Fault {
                        owner,
                        column,
                        code: "expr.name_unknown",
                        message,
                    });
                }
            }
        }
    }
}

/// The names in `${…}` within a text, in order.
pub(crate) fn referenced(text: &str) -> impl Iterator<Item = &str> {
    text.split("${")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.trim())
}

/// A choice filter's bare name: a column of the choices sheet.
pub(crate) fn column_name(path: &Path) -> Option<&str> {
    match (&path.start, path.steps.as_slice()) {
        (Start::Context, [Step::Child(name)]) => Some(name),
        _ => None,
    }
}

/// Whether a default is an expression; otherwise it is the answer itself.
pub(crate) fn is_dynamic(default: &str) -> bool {
    default.contains("${") || default.contains('(')
}

/// Patterns written out in the sheet are checked when it is read, not when somebody answers.
fn check_patterns(expr: &Expr) -> Result<(), ExprError> {
    let mut wrong = None;
    expr.walk(&mut |expr| {
        if let Node::Call {
            function: Function::Regex,
            arguments,
        } = &expr.node
            && let Some(Expr {
                node: Node::Literal(pattern),
                span,
            }) = arguments.get(1)
            && whole_pattern(pattern).is_none()
        {
            wrong = wrong.take().or(Some(*span));
        }
    });
    match wrong {
        None => Ok(()),
        Some(span) => Err(ExprError::new(
            "expr.pattern",
            span,
            "the pattern cannot be read",
        )),
    }
}
