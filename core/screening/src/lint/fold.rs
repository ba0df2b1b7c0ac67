//! What a condition can come to, as far as the sheets alone tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::ast::{Expr, Node, Operator, Path, Start, StepKind};
use crate::expr::eval::{Clock, Frame, evaluate, evaluate_truth};
use crate::expr::functions::Function;
use crate::expr::plain::Plain;
use crate::expr::{NodeId, Value};
use crate::form::FormId;
use crate::program::Bound;
use crate::question::Choice;

/// Combinations of answers tried for one condition; beyond it nothing is said about it.
const MAX_COMBINATIONS: usize = 4_096;

/// What is known of the answers: by question, one text or none of several.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'a> {
    /// Questions whose answer is this text.
    pub(super) fixed: BTreeMap<FormId, String>,
    /// Selects with everything that they can hold a part of.
    pub(super) lists: BTreeMap<FormId, BTreeSet<&'a str>>,
    /// The choice that a filter asks about.
    pub(super) choice: Option<&'a Choice>,
}

/// What a set of conditions comes to over all combinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Always,
    Never,
    Depends,
}

/// The questions whose answers a condition looks at, one by one.
pub(super) fn looked_at(bound: &Bound) -> BTreeSet<FormId> {
    let mut found = BTreeSet::new();
    bound.expr.each_path(&mut |path| {
        if let Some([node]) = bound.nodes.get(path.index).map(Vec::as_slice) {
            found.insert(*node);
        }
    });
    found
}

/// What all of these conditions together come to, for every combination of what the questions in `domains` can hold.
pub(super) fn outcome(
    conditions: &[&Bound],
    domains: &BTreeMap<FormId, Vec<&str>>,
    known: &Known<'_>,
) -> Outcome {
    let combinations = domains.values().map(Vec::len).try_fold(1usize, |all, one| {
        all.checked_mul(one).filter(|all| *all <= MAX_COMBINATIONS)
    });
    let Some(combinations) = combinations else {
        return Outcome::Depends;
    };
    let (mut some, mut none) = (false, false);
    for number in 0..combinations {
        let mut known = known.clone();
        let mut rest = number;
        for (node, texts) in domains {
            known
                .fixed
                .insert(*node, texts[rest % texts.len()].to_owned());
            rest /= texts.len();
        }
        match all(conditions, &known) {
            Some(true) => some = true,
            Some(false) => none = true,
            None => return Outcome::Depends,
        }
        if some && none {
            return Outcome::Depends;
        }
    }
    match (some, none) {
        (true, false) => Outcome::Always,
        (false, true) => Outcome::Never,
        _ => Outcome::Depends,
    }
}

/// Whether all hold; none where that cannot be told.
fn all(conditions: &[&Bound], known: &Known<'_>) -> Option<bool> {
    let mut whole = Some(true);
    for bound in conditions {
        match (Folder { bound, known }).truth(&bound.expr) {
            Some(false) => return Some(false),
            Some(true) => {}
            None => whole = None,
        }
    }
    whole
}

/// Comparisons of a select with something that is none of its choices, in words.
pub(super) fn foreign(bound: &Bound, known: &Known<'_>) -> Vec<String> {
    let folder = Folder { bound, known };
    let mut found = Vec::new();
    bound.expr.walk(&mut |expr| {
        let pair = match &expr.node {
            Node::Chain { first, rest } => match rest.as_slice() {
                [(Operator::Equal | Operator::NotEqual, other)] => Some((&**first, other)),
                _ => None,
            },
            Node::Call {
                function: Function::Selected,
                arguments,
            } => Some((&arguments[0], &arguments[1])),
            _ => None,
        };
        let Some((one, other)) = pair else {
            return;
        };
        for (select, text) in [(one, other), (other, one)] {
            if let Node::Literal(literal) = &text.node
                && folder.is_foreign(select, text)
            {
                found.push(format!("`{literal}` is no choice of this question"));
            }
        }
    });
    found
}

struct Folder<'a> {
    bound: &'a Bound,
    known: &'a Known<'a>,
}

impl Folder<'_> {
    fn truth(&self, expr: &Expr) -> Option<bool> {
        self.value(expr).map(|value| {
            let literal = literal(value);
            evaluate_truth(&literal, &nothing(), Frame::at(NodeId(0)))
        })
    }

    /// The value, where the sheets alone tell it.
    fn value(&self, expr: &Expr) -> Option<Value> {
        match &expr.node {
            Node::Number(number) => Some(Value::Number(*number)),
            Node::Literal(text) => Some(Value::Text(text.clone())),
            Node::Path(path) => self.path(path),
            Node::Negate(inner) => {
                let inner = Box::new(literal(self.value(inner)?));
                Some(computed(Node::Negate(inner)))
            }
            Node::Chain { first, rest } => self.chain(first, rest),
            Node::Call {
                function,
                arguments,
            } => self.call(*function, arguments),
        }
    }

    fn path(&self, path: &Path) -> Option<Value> {
        if path.is_filtered() {
            return None;
        }
        if let (Some(choice), Start::Context, [step]) =
            (self.known.choice, &path.start, path.steps.as_slice())
            && let StepKind::Child(name) = &step.kind
        {
            let cell = match name.as_str() {
                "name" => choice.name.clone(),
                "label" => return None,
                other => choice.columns.get(other).unwrap_or_default().to_owned(),
            };
            return Some(Value::Text(cell));
        }
        let [node] = self.bound.nodes.get(path.index)?.as_slice() else {
            return None;
        };
        self.known.fixed.get(node).cloned().map(Value::Text)
    }

    fn chain(&self, first: &Expr, rest: &[(Operator, Expr)]) -> Option<Value> {
        let (operator, _) = rest.first()?;
        match operator {
            Operator::And | Operator::Or => {
                let stops = *operator == Operator::Or;
                let mut whole = Some(!stops);
                for operand in std::iter::once(first).chain(rest.iter().map(|(_, operand)| operand))
                {
                    match self.truth(operand) {
                        Some(truth) if truth == stops => return Some(Value::Boolean(stops)),
                        Some(_) => {}
                        None => whole = None,
                    }
                }
                whole.map(Value::Boolean)
            }
            Operator::Union => None,
            _ => {
                if let [(operator @ (Operator::Equal | Operator::NotEqual), other)] = rest
                    && (self.is_foreign(first, other) || self.is_foreign(other, first))
                {
                    return Some(Value::Boolean(*operator == Operator::NotEqual));
                }
                let first = Box::new(literal(self.value(first)?));
                let rest: Option<Vec<(Operator, Expr)>> = rest
                    .iter()
                    .map(|(operator, operand)| Some((*operator, literal(self.value(operand)?))))
                    .collect();
                Some(computed(Node::Chain { first, rest: rest? }))
            }
        }
    }

    /// Whether a select is compared with a text that is none of its choices.
    fn is_foreign(&self, select: &Expr, text: &Expr) -> bool {
        let Node::Path(path) = &select.node else {
            return false;
        };
        let Node::Literal(text) = &text.node else {
            return false;
        };
        self.list_of(path).is_some_and(|list| {
            !text.is_empty() && !text.contains(' ') && !list.contains(text.as_str())
        })
    }

    fn list_of(&self, path: &Path) -> Option<&BTreeSet<&str>> {
        if path.is_filtered() {
            return None;
        }
        match self.bound.nodes.get(path.index)?.as_slice() {
            [node] => self.known.lists.get(node),
            _ => None,
        }
    }

    fn call(&self, function: Function, arguments: &[Expr]) -> Option<Value> {
        match function {
            Function::If => match self.truth(&arguments[0])? {
                true => self.value(&arguments[1]),
                false => self.value(&arguments[2]),
            },
            Function::Not => self
                .truth(&arguments[0])
                .map(|truth| Value::Boolean(!truth)),
            Function::Selected if self.is_foreign(&arguments[0], &arguments[1]) => {
                Some(Value::Boolean(false))
            }
            // What these come to is not in the sheets.
            Function::Today
            | Function::Now
            | Function::Random
            | Function::Uuid
            | Function::Once
            | Function::Position
            | Function::Last
            | Function::Property
            | Function::Version
            | Function::Itext
            | Function::ChoiceName
            | Function::Pulldata
            | Function::Count
            | Function::CountNonEmpty
            | Function::IndexedRepeat
            | Function::Randomize
            | Function::LocalName
            | Function::Sum
            | Function::Date
            | Function::DateTime
            | Function::DecimalDateTime
            | Function::DecimalTime
            | Function::FormatDate => None,
            _ if arguments.is_empty()
                && !matches!(function, Function::True | Function::False | Function::Pi) =>
            {
                None
            }
            _ => {
                let arguments: Option<Vec<Expr>> = arguments
                    .iter()
                    .map(|argument| self.value(argument).map(literal))
                    .collect();
                Some(computed(Node::Call {
                    function,
                    arguments: arguments?,
                }))
            }
        }
    }
}

/// A value as an expression that comes to it.
fn literal(value: Value) -> Expr {
    let node = match value {
        Value::Number(number) => Node::Number(number),
        Value::Boolean(yes) => Node::Call {
            function: if yes { Function::True } else { Function::False },
            arguments: Vec::new(),
        },
        Value::Text(text) => Node::Literal(text),
        Value::Moment(moment) => Node::Literal(moment.date().to_string()),
        Value::Nodes(_) => Node::Literal(String::new()),
    };
    Expr {
        span: crate::expr::Span::default(),
        node,
    }
}

fn computed(node: Node) -> Value {
    let expr = Expr {
        span: crate::expr::Span::default(),
        node,
    };
    evaluate(&expr, &nothing(), Frame::at(NodeId(0)))
}

/// A form without answers: nothing that is evaluated here looks at any.
fn nothing() -> Plain {
    let day = jiff::civil::date(2000, 1, 1);
    Plain::new(Clock {
        now: day.to_datetime(jiff::civil::Time::midnight()),
        offset: 0,
    })
}
