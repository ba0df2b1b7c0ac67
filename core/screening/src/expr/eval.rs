//! A tree to a value. Evaluation always ends and never fails: what makes no sense is NaN or the empty string, and is
//! noted as a [`Fault`] for those who try expressions out.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

use jiff::civil::DateTime;

use super::ast::{Expr, Node, Operator, Path, Start};
use super::value::{
    NodeId, TINY, Value, moment_number, number_text, number_truth, text_number, text_truth,
};
use crate::limits::MAX_EVALUATION_STEPS;

/// What an expression can see.
pub(crate) trait Scope {
    /// The root of the form: `/data` is this node.
    fn root(&self) -> NodeId;
    fn parent(&self, node: NodeId) -> Option<NodeId>;
    /// Adds the children of this name, or all, in the order of the form.
    fn children(&self, node: NodeId, name: Option<&str>, found: &mut Vec<NodeId>);
    fn name(&self, node: NodeId) -> Cow<'_, str>;
    /// Which of its namesakes under one parent it is, from 1.
    fn position(&self, node: NodeId) -> usize;
    fn is_relevant(&self, node: NodeId) -> bool;
    /// What the node holds, by its type; never nodes.
    fn content(&self, node: NodeId) -> Value;
    /// Adds the nodes that `${name}` means when it is said at `from`; if `whole`, all instances of a repeat even where it
    /// is said within one of them.
    fn named(&self, name: &str, from: NodeId, whole: bool, found: &mut Vec<NodeId>);
    /// The document of a list of choices.
    fn instance(&self, name: &str) -> Option<NodeId>;
    /// Where a path leads that always leads to one same node.
    fn direct(&self, path: &Path) -> Option<NodeId>;
    /// The label of the choice `name` of the select question at this node.
    fn choice_label(&self, node: NodeId, name: &str) -> String;
    /// The text of this id, in the language of the interview.
    fn itext(&self, id: &str) -> String;
    /// The cell of column `wanted` in the row of an attached table whose `column` holds `key`.
    fn pulldata(&self, table: &str, wanted: &str, column: &str, key: &str) -> String;
    /// A property of the device or the form (`version`).
    fn property(&self, name: &str) -> String;
    fn clock(&self) -> Clock;
    /// A number from 0 up to and without 1, another one each time.
    fn chance(&self) -> f64;
}

/// The clock of the place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Clock {
    pub(crate) now: DateTime,
    /// Seconds that the place is ahead of UTC.
    pub(crate) offset: i32,
}

/// What made no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A value that is no date where one is needed.
    NotADate,
    /// A value that is no set of nodes where one is needed.
    NotNodes,
    /// A pattern that cannot be read.
    Pattern,
    /// A sign after a `%` that `format-date` does not know.
    DatePattern,
    /// A text that is no place on Earth.
    NotAPlace,
    /// A word that names no way of digesting or writing bytes.
    Method,
    /// A list of choices that is not there.
    Instance,
    /// Sets of nodes that have to be equally long.
    Lengths,
    /// The expression looked at more nodes than it may.
    TooManySteps,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// `.`
    pub(crate) node: NodeId,
    /// `current()`: the node that the whole expression belongs to.
    pub(crate) current: NodeId,
    /// `position()` and `last()`, within a predicate.
    pub(crate) place: Option<(usize, usize)>,
}

impl Frame {
    pub(crate) fn at(node: NodeId) -> Frame {
        Frame {
            node,
            current: node,
            place: None,
        }
    }
}

/// The value of an expression.
pub(crate) fn evaluate(expr: &Expr, scope: &dyn Scope, frame: Frame) -> Value {
    evaluate_noting(expr, scope, frame).0
}

/// The value of an expression, and the first thing in it that made no sense.
pub(crate) fn evaluate_noting(
    expr: &Expr,
    scope: &dyn Scope,
    frame: Frame,
) -> (Value, Option<Fault>) {
    let notes = Notes::default();
    let value = Evaluator {
        scope,
        frame,
        notes: &notes,
    }
    .value(expr);
    (value, notes.fault.get())
}

/// The value as text.
pub(crate) fn evaluate_text(expr: &Expr, scope: &dyn Scope, frame: Frame) -> String {
    text_of(&evaluate(expr, scope, frame), scope)
}

/// The value as a condition.
pub(crate) fn evaluate_truth(expr: &Expr, scope: &dyn Scope, frame: Frame) -> bool {
    let notes = Notes::default();
    let evaluator = Evaluator {
        scope,
        frame,
        notes: &notes,
    };
    let value = evaluator.value(expr);
    evaluator.as_truth(&value)
}

/// A value as text.
pub(crate) fn text_of(value: &Value, scope: &dyn Scope) -> String {
    let notes = Notes::default();
    Evaluator {
        scope,
        frame: Frame::at(scope.root()),
        notes: &notes,
    }
    .as_text(value)
}

/// What is written down while one expression is evaluated.
pub(super) struct Notes {
    pub(super) steps_left: Cell<usize>,
    fault: Cell<Option<Fault>>,
}

impl Default for Notes {
    fn default() -> Self {
        Notes {
            steps_left: Cell::new(MAX_EVALUATION_STEPS),
            fault: Cell::new(None),
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Evaluator<'a> {
    pub(super) scope: &'a dyn Scope,
    pub(super) frame: Frame,
    pub(super) notes: &'a Notes,
}

impl Evaluator<'_> {
    pub(super) fn value(&self, expr: &Expr) -> Value {
        match &expr.node {
            Node::Number(number) => Value::Number(*number),
            Node::Literal(text) => Value::Text(text.clone()),
            Node::Path(path) => self.path(path),
            Node::Negate(inner) => Value::Number(-self.number(inner)),
            Node::Call {
                function,
                arguments,
            } => self.call(*function, arguments),
            Node::Chain { first, rest } => self.chain(first, rest),
        }
    }

    fn path(&self, path: &Path) -> Value {
        if path.steps.is_empty()
            && let Start::Nodes(inner) = &path.start
        {
            return self.value(inner);
        }
        Value::Nodes(self.nodes(path))
    }

    fn chain(&self, first: &Expr, rest: &[(Operator, Expr)]) -> Value {
        let mut left = self.value(first);
        for (operator, operand) in rest {
            left = match operator {
                Operator::Or => Value::Boolean(self.as_truth(&left) || self.truth(operand)),
                Operator::And => Value::Boolean(self.as_truth(&left) && self.truth(operand)),
                Operator::Union => self.union(left, self.value(operand)),
                Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Modulo => Value::Number(calculate(
                    *operator,
                    self.as_number(&left),
                    self.number(operand),
                )),
                _ => Value::Boolean(self.compare(*operator, &left, &self.value(operand))),
            };
        }
        left
    }

    fn union(&self, left: Value, right: Value) -> Value {
        let (Value::Nodes(mut nodes), Value::Nodes(more)) = (left, right) else {
            self.note(Fault::NotNodes);
            return Value::Nodes(Vec::new());
        };
        nodes.extend(more);
        self.in_order(&mut nodes);
        Value::Nodes(nodes)
    }

    /// Writes down the first thing that made no sense.
    pub(super) fn note(&self, fault: Fault) {
        if self.notes.fault.get().is_none() {
            self.notes.fault.set(Some(fault));
        }
    }

    // --- coercions ------------------------------------------------------------------------------------------------

    pub(super) fn as_text(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number_text(*number),
            Value::Boolean(true) => "true".to_owned(),
            Value::Boolean(false) => "false".to_owned(),
            // As in JavaRosa the time of the day is lost here: `format-date-time` is there for who wants it.
            Value::Moment(moment) => moment.date().to_string(),
            Value::Nodes(nodes) => self.as_text(&self.first(nodes)),
        }
    }

    pub(super) fn as_number(&self, value: &Value) -> f64 {
        match value {
            Value::Text(text) => text_number(text),
            Value::Number(number) => *number,
            Value::Boolean(yes) => f64::from(u8::from(*yes)),
            Value::Moment(moment) => moment_number(*moment),
            Value::Nodes(nodes) => self.as_number(&self.first(nodes)),
        }
    }

    pub(super) fn as_truth(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) => text_truth(text),
            Value::Number(number) => number_truth(*number),
            Value::Boolean(yes) => *yes,
            Value::Moment(_) => true,
            // As ODK does: a lone question is true when it is answered, not because it exists.
            Value::Nodes(nodes) => self.as_truth(&self.first(nodes)),
        }
    }

    /// What the first of some nodes holds; the empty text where there is none.
    pub(super) fn first(&self, nodes: &[NodeId]) -> Value {
        nodes
            .first()
            .map_or_else(Value::empty, |node| self.scope.content(*node))
    }

    pub(super) fn text(&self, expr: &Expr) -> String {
        self.as_text(&self.value(expr))
    }

    pub(super) fn number(&self, expr: &Expr) -> f64 {
        self.as_number(&self.value(expr))
    }

    pub(super) fn truth(&self, expr: &Expr) -> bool {
        self.as_truth(&self.value(expr))
    }

    /// A value that is not a set of nodes: the first node's.
    pub(super) fn single(&self, expr: &Expr) -> Value {
        match self.value(expr) {
            Value::Nodes(nodes) => self.first(&nodes),
            single => single,
        }
    }

    // --- comparisons ----------------------------------------------------------------------------------------------

    /// XPath 1.0 §3.4, except that a path to nothing compares as the empty string, as ODK does: forms rely on
    /// `${x} = ''` where x is not relevant. Several nodes compare if one of them does.
    fn compare(&self, operator: Operator, left: &Value, right: &Value) -> bool {
        let (left, right) = (self.members(left), self.members(right));
        left.iter().any(|one| {
            right
                .iter()
                .any(|other| self.compare_single(operator, one, other))
        })
    }

    fn members(&self, value: &Value) -> Vec<Value> {
        match value {
            Value::Nodes(nodes) if nodes.is_empty() => vec![Value::empty()],
            Value::Nodes(nodes) => nodes.iter().map(|node| self.scope.content(*node)).collect(),
            single => vec![single.clone()],
        }
    }

    fn compare_single(&self, operator: Operator, left: &Value, right: &Value) -> bool {
        if matches!(operator, Operator::Equal | Operator::NotEqual) {
            return self.equal(left, right) == (operator == Operator::Equal);
        }
        match (
            self.as_number(left).partial_cmp(&self.as_number(right)),
            operator,
        ) {
            (Some(order), Operator::Less) => order == Ordering::Less,
            (Some(order), Operator::LessOrEqual) => order != Ordering::Greater,
            (Some(order), Operator::Greater) => order == Ordering::Greater,
            (Some(order), Operator::GreaterOrEqual) => order != Ordering::Less,
            _ => false,
        }
    }

    fn equal(&self, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Boolean(_), _) | (_, Value::Boolean(_)) => {
                self.as_truth(left) == self.as_truth(right)
            }
            (Value::Number(_), _) | (_, Value::Number(_)) => {
                (self.as_number(left) - self.as_number(right)).abs() < TINY
            }
            (Value::Text(left), Value::Text(right)) => left == right,
            _ => self.as_text(left) == self.as_text(right),
        }
    }
}

fn calculate(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    }
}
