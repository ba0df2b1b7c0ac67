//! What the functions do: the control of what is evaluated, conditions, and nodes.

use super::ast::{Expr, Node};
use super::eval::{Evaluator, Fault};
use super::functions::Function;
use super::geo;
use super::pattern::Pattern;
use super::shuffle::{seed_of_number, seed_of_text, shuffled};
use super::value::{NodeId, Value};

impl Evaluator<'_> {
    pub(super) fn call(&self, function: Function, arguments: &[Expr]) -> Value {
        match function {
            Function::If => {
                let branch = if self.truth(&arguments[0]) { 1 } else { 2 };
                self.value(&arguments[branch])
            }
            Function::Coalesce => {
                let first = self.value(&arguments[0]);
                let nothing = match &first {
                    Value::Number(number) => number.is_nan(),
                    other => self.as_text(other).is_empty(),
                };
                if nothing {
                    self.value(&arguments[1])
                } else {
                    first
                }
            }
            Function::Once => {
                let own = if self.scope.is_relevant(self.frame.current) {
                    self.scope.content(self.frame.current)
                } else {
                    Value::empty()
                };
                if self.as_text(&own).is_empty() {
                    self.value(&arguments[0])
                } else {
                    own
                }
            }
            Function::Depend => self.value(&arguments[0]),
            Function::IndexedRepeat => Value::Nodes(self.indexed_repeat(arguments)),
            Function::Randomize => self.randomize(arguments),
            Function::Date | Function::DateTime | Function::Today | Function::Now => {
                self.moment_call(function, arguments)
            }
            _ => self
                .condition(function, arguments)
                .map(Value::Boolean)
                .or_else(|| self.numeric(function, arguments).map(Value::Number))
                .unwrap_or_else(|| self.textual(function, arguments)),
        }
    }

    fn condition(&self, function: Function, arguments: &[Expr]) -> Option<bool> {
        let text = |index: usize| self.text(&arguments[index]);
        Some(match function {
            Function::Selected => {
                // As in JavaRosa: nothing is selected where nothing is answered.
                let taken = format!(" {} ", text(0));
                taken.contains(&format!(" {} ", text(1).trim()))
            }
            Function::Not => !self.truth(&arguments[0]),
            Function::True => true,
            Function::False => false,
            Function::Boolean => self.truth(&arguments[0]),
            Function::BooleanFromString => {
                let text = text(0);
                text == "1" || text.eq_ignore_ascii_case("true")
            }
            Function::Contains => text(0).contains(&text(1)),
            Function::StartsWith => text(0).starts_with(&text(1)),
            Function::EndsWith => text(0).ends_with(&text(1)),
            Function::Regex => {
                let pattern = Pattern::whole(&text(1));
                let matches = pattern.and_then(|pattern| pattern.is_match(&text(0)));
                matches.unwrap_or_else(|| {
                    self.note(Fault::Pattern);
                    false
                })
            }
            Function::Checklist => self.checklist(arguments),
            Function::WeightedChecklist => self.weighted_checklist(arguments),
            Function::Geofence => geo::is_inside(&text(0), &text(1)),
            _ => return None,
        })
    }

    /// `checklist(min, max, …)`: how many hold; a negative limit is none.
    fn checklist(&self, arguments: &[Expr]) -> bool {
        // What is no number counts as zero, as in JavaRosa.
        let limit = |argument| {
            let limit = self.number(argument).trunc();
            if limit.is_nan() { 0.0 } else { limit }
        };
        let (least, most) = (limit(&arguments[0]), limit(&arguments[1]));
        let holding = self
            .taken_apart(&arguments[2..])
            .iter()
            .filter(|value| self.as_truth(value))
            .count();
        #[allow(clippy::cast_precision_loss)]
        let holding = holding as f64;
        (least < 0.0 || holding >= least) && (most < 0.0 || holding <= most)
    }

    /// `weighted-checklist(min, max, condition, weight, …)`: the sum of the weights of those that hold.
    fn weighted_checklist(&self, arguments: &[Expr]) -> bool {
        let (least, most) = (self.number(&arguments[0]), self.number(&arguments[1]));
        let pairs: Vec<(Value, Value)> = match (
            self.value(&arguments[2]),
            self.value(&arguments[3]),
            arguments.len(),
        ) {
            (Value::Nodes(conditions), Value::Nodes(weights), 4) => {
                if conditions.len() != weights.len() {
                    self.note(Fault::Lengths);
                }
                let content = |node: &NodeId| self.scope.content(*node);
                conditions
                    .iter()
                    .map(content)
                    .zip(weights.iter().map(content))
                    .collect()
            }
            _ => arguments[2..]
                .chunks_exact(2)
                .map(|pair| (self.value(&pair[0]), self.value(&pair[1])))
                .collect(),
        };
        let sum: f64 = pairs
            .iter()
            .filter(|(condition, _)| self.as_truth(condition))
            .map(|(_, weight)| self.as_number(weight))
            .sum();
        sum >= least && sum <= most
    }

    /// The values of all arguments, sets of nodes taken apart. As in JavaRosa a path to nothing is an empty text where it
    /// is one of several arguments, and nothing at all where it is the only one.
    pub(super) fn taken_apart(&self, arguments: &[Expr]) -> Vec<Value> {
        let mut found = Vec::new();
        for argument in arguments {
            match self.value(argument) {
                Value::Nodes(nodes) if nodes.is_empty() && arguments.len() > 1 => {
                    found.push(Value::empty());
                }
                Value::Nodes(nodes) => {
                    found.extend(nodes.iter().map(|node| self.scope.content(*node)));
                }
                single => found.push(single),
            }
        }
        found
    }

    /// The nodes of an argument; a fault where it is something else.
    pub(super) fn nodes_of(&self, argument: &Expr) -> Vec<NodeId> {
        match self.value(argument) {
            Value::Nodes(nodes) => nodes,
            _ => {
                self.note(Fault::NotNodes);
                Vec::new()
            }
        }
    }

    /// `randomize(nodes, seed)`: with equal seeds the same order as JavaRosa's.
    fn randomize(&self, arguments: &[Expr]) -> Value {
        let nodes = self.nodes_of(&arguments[0]);
        let seed = match arguments.get(1).map(|seed| self.single(seed)) {
            Some(Value::Text(text)) => seed_of_text(&text),
            Some(value) => seed_of_number(self.as_number(&value)),
            None => seed_of_number((self.scope.chance() * 2_147_483_646.0).floor() + 1.0),
        };
        Value::Nodes(shuffled(nodes, seed))
    }

    /// The choice's label: its question is the second argument, quoted or not.
    pub(super) fn choice_name(&self, arguments: &[Expr]) -> String {
        let nodes = match &arguments[1].node {
            Node::Path(path) => self.nodes(path),
            _ => Vec::new(),
        };
        let name = self.text(&arguments[0]);
        nodes
            .first()
            .map_or_else(String::new, |node| self.scope.choice_label(*node, &name))
    }
}
