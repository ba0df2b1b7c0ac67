//! Expressions bound to the form: which nodes each path can lead to, and through which instances of repeats.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::ast::{Expr, Node, Operator, Path, Start, Step, StepKind};
use crate::expr::functions::Function;
use crate::expr::{ExprError, Span, parse};
use crate::form::{Form, FormId, Lost, ROOT_NAME};
use crate::pack::Content;

/// An expression and, for each of its paths, the nodes it can lead to.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) expr: Expr,
    /// By path: the nodes of the form.
    pub(crate) nodes: Vec<Vec<FormId>>,
    /// By path: the node it always leads to, where that is one outside all repeats.
    pub(crate) direct: Vec<Option<FormId>>,
    /// By path: the repeat within whose instance it stays; none where that is the innermost that both ends share.
    pivots: Vec<Option<FormId>>,
}

impl Bound {
    /// Every node the expression looks at, with the innermost repeat within whose instance the look stays; within `once`,
    /// the question itself does not count.
    pub(crate) fn seen(&self, itself: FormId, form: &Form) -> BTreeSet<(FormId, FormId)> {
        let guarded = self.guarded();
        let mut seen = BTreeSet::new();
        for (index, nodes) in self.nodes.iter().enumerate() {
            for node in nodes {
                if *node == itself && guarded.contains(&index) {
                    continue;
                }
                let pivot = self.pivots[index].unwrap_or_else(|| form.common_home(itself, *node));
                seen.insert((*node, pivot));
            }
        }
        seen
    }

    /// The paths within `once`.
    fn guarded(&self) -> BTreeSet<usize> {
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
        guarded
    }
}

/// Where a path starts from.
#[derive(Clone, Copy)]
enum Place<'a> {
    Form(&'a [FormId]),
    /// An item of a list of choices, or something within one.
    List,
}

/// Reads and binds one expression of the node `owner`. In a choice filter, bare names are `columns` of the choices.
pub(crate) fn bind(
    form: &Form,
    content: &Content,
    text: &str,
    owner: FormId,
    columns: Option<&BTreeSet<&str>>,
) -> Result<Bound, ExprError> {
    let expr = parse(text)?;
    let mut binder = Binder {
        form,
        lists: &content.choices,
        owner,
        columns,
        bound: Vec::new(),
        lost: None,
    };
    let own = [owner];
    let place = if columns.is_some() {
        Place::List
    } else {
        Place::Form(&own)
    };
    binder.walk(&expr, place, false);
    if let Some(error) = binder.lost {
        return Err(error);
    }
    let mut bound = Bound {
        expr,
        nodes: Vec::new(),
        direct: Vec::new(),
        pivots: Vec::new(),
    };
    for path in binder.bound {
        bound.nodes.push(path.nodes);
        bound.direct.push(path.direct);
        bound.pivots.push(path.pivot);
    }
    Ok(bound)
}

/// What is known of one path.
#[derive(Clone, Default)]
struct BoundPath {
    nodes: Vec<FormId>,
    direct: Option<FormId>,
    pivot: Option<FormId>,
}

struct Binder<'a> {
    form: &'a Form,
    lists: &'a BTreeMap<String, Vec<crate::question::Choice>>,
    owner: FormId,
    columns: Option<&'a BTreeSet<&'a str>>,
    bound: Vec<BoundPath>,
    lost: Option<ExprError>,
}

impl Binder<'_> {
    /// Binds all paths within; the nodes that the expression itself may come to.
    fn walk(&mut self, expr: &Expr, place: Place<'_>, loose: bool) -> Vec<FormId> {
        match &expr.node {
            Node::Number(_) | Node::Literal(_) => Vec::new(),
            Node::Negate(inner) => {
                self.walk(inner, place, loose);
                Vec::new()
            }
            Node::Chain { first, rest } => {
                let mut nodes = self.walk(first, place, loose);
                for (operator, operand) in rest {
                    let more = self.walk(operand, place, loose);
                    if *operator == Operator::Union {
                        nodes.extend(more);
                    } else {
                        nodes.clear();
                    }
                }
                nodes
            }
            Node::Call {
                function,
                arguments,
            } => {
                let loose = loose || *function == Function::IndexedRepeat;
                arguments
                    .iter()
                    .flat_map(|argument| self.walk(argument, place, loose))
                    .collect()
            }
            Node::Path(path) => self.path(path, place, loose),
        }
    }

    fn path(&mut self, path: &Path, place: Place<'_>, loose: bool) -> Vec<FormId> {
        let mut steps = path.steps.as_slice();
        let owner = [self.owner];
        let started: Option<Vec<FormId>> = match &path.start {
            Start::Current => Some(owner.to_vec()),
            Start::Context => match place {
                Place::Form(nodes) => Some(nodes.to_vec()),
                Place::List => {
                    self.check_column(path);
                    None
                }
            },
            Start::Named(name) => match self.form.named(name) {
                Ok(node) => Some(vec![node]),
                Err(why) => {
                    self.lose(path.span, why);
                    return Vec::new();
                }
            },
            Start::Root => match steps.split_first() {
                Some((first, rest)) if is_root(first) => {
                    steps = rest;
                    Some(self.form.step(
                        &[FormId::ROOT],
                        if first.kind == StepKind::Below {
                            &StepKind::Below
                        } else {
                            &StepKind::Itself
                        },
                    ))
                }
                _ => {
                    self.lose(path.span, Lost::Unknown);
                    return Vec::new();
                }
            },
            Start::Instance(name) => {
                if !self.lists.contains_key(name) {
                    self.lost.get_or_insert(ExprError::new(
                        "expr.instance_unknown",
                        path.span,
                        "there is no list of this name",
                    ));
                }
                None
            }
            Start::Nodes(inner) => Some(self.walk(inner, place, true)),
        };
        let nodes = match started {
            Some(nodes) => self.steps(nodes, steps, path),
            None => {
                for predicate in steps.iter().flat_map(|step| &step.predicates) {
                    self.walk(predicate, Place::List, true);
                }
                Vec::new()
            }
        };
        self.put(path, &nodes, loose);
        nodes
    }

    fn steps(&mut self, mut nodes: Vec<FormId>, steps: &[Step], path: &Path) -> Vec<FormId> {
        for step in steps {
            nodes = self.form.step(&nodes, &step.kind);
            if nodes.is_empty() && !matches!(step.kind, StepKind::Attribute(_)) {
                self.lose(path.span, Lost::Unknown);
                return nodes;
            }
            for predicate in &step.predicates {
                self.walk(predicate, Place::Form(&nodes), true);
            }
        }
        nodes
    }

    /// Notes down what a path leads to.
    fn put(&mut self, path: &Path, nodes: &[FormId], loose: bool) {
        if self.bound.len() <= path.index {
            self.bound.resize(path.index + 1, BoundPath::default());
        }
        let fixed = !path.is_filtered()
            && matches!(path.start, Start::Root | Start::Named(_) | Start::Current);
        let direct = match nodes {
            [node] if fixed && self.form.node(*node).home == FormId::ROOT => Some(*node),
            _ => None,
        };
        let pivot = if loose || path.is_filtered() || matches!(path.start, Start::Nodes(_)) {
            Some(FormId::ROOT)
        } else {
            self.pivot(path, nodes)
        };
        let known = &mut self.bound[path.index];
        // A path within a predicate may be met once for each node asked about.
        known.nodes.extend(nodes);
        known.nodes.sort_unstable();
        known.nodes.dedup();
        known.direct = direct.filter(|_| known.nodes.len() == 1);
        known.pivot = pivot;
    }

    /// The repeat that a path does not lead out of.
    fn pivot(&self, path: &Path, nodes: &[FormId]) -> Option<FormId> {
        let form = self.form;
        match path.start {
            // As far up as it goes, and from there to everything below.
            Start::Context | Start::Current => {
                let mut top = Some(self.owner);
                let ups = path.steps.iter();
                for _ in ups.take_while(|step| step.kind == StepKind::Parent) {
                    top = top.and_then(|node| form.node(node).parent);
                }
                Some(top.map_or(FormId::ROOT, |top| form.node(top).home))
            }
            // A repeat may mean all its instances, also where it is named within one.
            Start::Named(_) => nodes
                .first()
                .filter(|node| form.is_repeat(**node))
                .map(|node| form.common_home(self.owner, form.home_around(*node))),
            _ => None,
        }
    }

    /// A bare name in a choice filter is a column of the choices.
    fn check_column(&mut self, path: &Path) {
        if let (Some(columns), Some(Step { kind, .. })) = (self.columns, path.steps.first())
            && let StepKind::Child(name) = kind
            && !matches!(name.as_str(), "name" | "label" | "itextId")
            && !columns.contains(name.as_str())
        {
            self.lose(path.span, Lost::Unknown);
        }
    }

    fn lose(&mut self, span: Span, why: Lost) {
        self.lost.get_or_insert(match why {
            Lost::Unknown => ExprError::new(
                "expr.name_unknown",
                span,
                "nothing in this questionnaire has this name",
            ),
            Lost::Ambiguous => ExprError::new(
                "expr.name_ambiguous",
                span,
                "several things in this questionnaire have this name",
            ),
        });
    }
}

fn is_root(step: &Step) -> bool {
    match &step.kind {
        StepKind::Child(name) => name == ROOT_NAME,
        StepKind::AnyChild | StepKind::Below => true,
        _ => false,
    }
}
