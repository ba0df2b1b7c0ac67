//! Expressions that are written twice, as JavaRosa keeps them.
//!
//! JavaRosa keeps equal calculations (and equal conditions) once and computes them where all their questions lie: what
//! `count(${member})` comes to within `member` is one as long as it stands there alone, and all of them as soon as the same
//! is written outside. Forms are tried out as they will be played elsewhere, so that is done here too; on record each
//! expression is computed for itself.

use std::collections::{BTreeMap, HashMap};

use crate::expr::ast::{Expr, Node, Path, Start, StepKind};
use crate::expr::functions::Function;
use crate::form::{Form, FormId, Item};
use crate::pack::Pack;
use crate::program::Bound;

/// By node whose expression is written elsewhere too: the node in which all of these lie.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    pub(super) calculations: BTreeMap<FormId, FormId>,
    pub(super) relevance: BTreeMap<FormId, FormId>,
}

impl Merged {
    pub(super) fn of(pack: &Pack) -> Merged {
        let program = &pack.program;
        let form = &program.form;
        let written = |id: FormId| match form.node(id).item {
            Item::Root => ("", ""),
            Item::Group(index) => ("", pack.content.groups[index].relevant.as_str()),
            Item::Question(index) => {
                let written = &pack.content.questions[index].written;
                let computed = Some(written.calculation.as_str());
                let computed = computed.filter(|_| written.trigger.is_empty());
                (computed.unwrap_or_default(), written.relevant.as_str())
            }
        };
        let nodes = || (0u32..).map(FormId).zip(&program.expressions);
        let calculations = nodes().map(|(id, own)| (id, own.calculation.as_ref(), written(id).0));
        let relevance = nodes().map(|(id, own)| (id, own.relevant.as_ref(), written(id).1));
        Merged {
            calculations: shared(form, calculations),
            relevance: shared(form, relevance),
        }
    }
}

fn shared<'e>(
    form: &Form,
    all: impl Iterator<Item = (FormId, Option<&'e Bound>, &'e str)>,
) -> BTreeMap<FormId, FormId> {
    let mut equal: HashMap<String, Vec<FormId>> = HashMap::new();
    for (id, bound, text) in all {
        if let Some(key) = bound.and_then(|bound| key(form, id, &bound.expr, text)) {
            equal.entry(key).or_default().push(id);
        }
    }
    let mut found = BTreeMap::new();
    for nodes in equal.into_values().filter(|nodes| nodes.len() > 1) {
        let around = nodes
            .iter()
            .copied()
            .reduce(|one, other| common(form, one, other));
        // Where they all lie in the same repeat, each instance is still computed for itself.
        let around = around.unwrap_or(FormId::ROOT);
        let home = form.node(around).home;
        let outside = nodes
            .into_iter()
            .filter(|node| form.node(*node).home != home);
        found.extend(outside.map(|node| (node, around)));
    }
    found
}

/// What equal expressions have in common; none where it depends on the question that it is written for.
fn key(form: &Form, id: FormId, expr: &Expr, text: &str) -> Option<String> {
    let mut absolute = true;
    let mut named = Vec::new();
    expr.walk(&mut |expr| match &expr.node {
        Node::Path(path) => absolute &= is_absolute(form, id, path, &mut named),
        Node::Call { function, .. } => {
            absolute &= !matches!(
                function,
                Function::Once | Function::Position | Function::ChoiceName
            );
        }
        _ => {}
    });
    if !absolute {
        return None;
    }
    let mut key: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    for (name, path) in named {
        key = key.replace(&format!("${{{name}}}"), &path);
    }
    Some(key)
}

/// Whether XLSForm's converter makes a path from the root of it.
fn is_absolute(form: &Form, id: FormId, path: &Path, named: &mut Vec<(String, String)>) -> bool {
    let simple = path
        .steps
        .iter()
        .all(|step| matches!(step.kind, StepKind::Child(_)) && step.predicates.is_empty());
    match &path.start {
        Start::Root => simple,
        Start::Named(name) => {
            let Ok(target) = form.named(name) else {
                return false;
            };
            let shared = form.common_home(id, target);
            let top = form.is_repeat(target) && form.home_around(target) == FormId::ROOT;
            named.push((name.clone(), full_path(form, target)));
            simple && (shared == FormId::ROOT || (shared == target && top))
        }
        _ => false,
    }
}

fn full_path(form: &Form, node: FormId) -> String {
    let above = form.node(node).parent;
    let before = above.map_or_else(String::new, |parent| full_path(form, parent));
    format!("{before}/{}", form.node(node).name)
}

/// The innermost node that both lie in.
fn common(form: &Form, one: FormId, other: FormId) -> FormId {
    let around = |node| std::iter::successors(Some(node), |node: &FormId| form.node(*node).parent);
    around(one)
        .find(|node| around(other).any(|other| other == *node))
        .unwrap_or(FormId::ROOT)
}
