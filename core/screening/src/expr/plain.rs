//! Values by path, without a questionnaire: what expressions are tried out on.

use std::borrow::Cow;
use std::cell::Cell;

use super::ast::Path;
use super::eval::{Clock, Scope};
use super::value::{NodeId, Value};
use crate::form::ROOT_NAME;

struct Spot {
    name: String,
    /// Which of its namesakes it is, from 1.
    position: usize,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    text: String,
}

/// A tree of values, all of them text.
pub(crate) struct Plain {
    spots: Vec<Spot>,
    clock: Clock,
    drawn: Cell<u32>,
}

const ROOT: NodeId = NodeId(0);

impl Plain {
    pub(crate) fn new(clock: Clock) -> Plain {
        let root = Spot {
            name: ROOT_NAME.to_owned(),
            position: 1,
            parent: None,
            children: Vec::new(),
            text: String::new(),
        };
        Plain {
            spots: vec![root],
            clock,
            drawn: Cell::new(0),
        }
    }

    /// Puts a value at a path of names from the root (`household/member[2]/age`); its node.
    pub(crate) fn put(&mut self, path: &str, text: &str) -> Option<NodeId> {
        let node = self.walk(path, true)?;
        text.clone_into(&mut self.spots[node.0 as usize].text);
        Some(node)
    }

    /// The node at a path, if something was put at or below it.
    pub(crate) fn locate(&mut self, path: &str) -> Option<NodeId> {
        self.walk(path, false)
    }

    fn walk(&mut self, path: &str, make: bool) -> Option<NodeId> {
        let mut at = ROOT;
        for part in path.split('/') {
            let (name, position) = match part.split_once('[') {
                None => (part, 1),
                Some((name, place)) => (name, place.strip_suffix(']')?.parse().ok()?),
            };
            let children = &self.spots[at.0 as usize].children;
            let known = children.iter().copied().find(|child| {
                let spot = &self.spots[child.0 as usize];
                spot.name == name && spot.position == position
            });
            at = match known {
                Some(child) => child,
                None if make => self.add(at, name, position)?,
                None => return None,
            };
        }
        Some(at)
    }

    fn add(&mut self, parent: NodeId, name: &str, position: usize) -> Option<NodeId> {
        let node = NodeId(u32::try_from(self.spots.len()).ok()?);
        self.spots.push(Spot {
            name: name.to_owned(),
            position,
            parent: Some(parent),
            children: Vec::new(),
            text: String::new(),
        });
        self.spots[parent.0 as usize].children.push(node);
        Some(node)
    }

    fn at(&self, node: NodeId) -> &Spot {
        &self.spots[node.0 as usize]
    }
}

impl Scope for Plain {
    fn root(&self) -> NodeId {
        ROOT
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.at(node).parent
    }

    fn children(&self, node: NodeId, name: Option<&str>, found: &mut Vec<NodeId>) {
        let children = self.at(node).children.iter().copied();
        found.extend(children.filter(|child| name.is_none_or(|name| self.at(*child).name == name)));
    }

    fn name(&self, node: NodeId) -> Cow<'_, str> {
        self.at(node).name.as_str().into()
    }

    fn position(&self, node: NodeId) -> usize {
        self.at(node).position
    }

    fn is_relevant(&self, _: NodeId) -> bool {
        true
    }

    fn content(&self, node: NodeId) -> Value {
        Value::Text(self.at(node).text.clone())
    }

    /// All of this name that share the longest way from the root with `from`.
    fn named(&self, name: &str, from: NodeId, _: bool, found: &mut Vec<NodeId>) {
        let line = |node: NodeId| {
            let mut line = vec![node];
            while let Some(parent) = line.last().and_then(|last| self.at(*last).parent) {
                line.push(parent);
            }
            line.reverse();
            line
        };
        let own = line(from);
        let shared = |node: NodeId| {
            let pairs = line(node).into_iter().zip(&own);
            pairs.take_while(|(one, other)| one == *other).count()
        };
        let named = (0u32..).map(NodeId).take(self.spots.len());
        let named: Vec<NodeId> = named.filter(|node| self.at(*node).name == name).collect();
        let nearest = named.iter().map(|node| shared(*node)).max().unwrap_or(0);
        found.extend(named.into_iter().filter(|node| shared(*node) == nearest));
    }

    fn instance(&self, _: &str) -> Option<NodeId> {
        None
    }

    fn direct(&self, _: &Path) -> Option<NodeId> {
        None
    }

    /// There are no choices here, so none has words.
    fn choice_label(&self, _: NodeId, _: &str) -> String {
        String::new()
    }

    fn itext(&self, id: &str) -> String {
        format!("[itext:{id}]")
    }

    fn pulldata(&self, _: &str, _: &str, _: &str, _: &str) -> String {
        String::new()
    }

    fn property(&self, _: &str) -> String {
        String::new()
    }

    fn clock(&self) -> Clock {
        self.clock
    }

    /// Evenly spread, not random: nothing that is tried out needs more.
    fn chance(&self) -> f64 {
        let drawn = self.drawn.get().wrapping_add(1);
        self.drawn.set(drawn);
        (f64::from(drawn) * 0.618_033_988_749_895).fract()
    }
}
