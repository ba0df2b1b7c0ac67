//! The form as a tree: what paths in expressions lead through.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::expr::NodeId;
use crate::expr::ast::{Path, Start, Step};
use crate::limits::{MAX_CHOICES, MAX_GROUP_DEPTH, MAX_INDICATORS, MAX_PATH_CHARS, MAX_QUESTIONS};
use crate::pack::Content;
use crate::question::Question;

/// What a node of the form is: the root, or an index into the pack's groups or questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Root,
    Group(usize),
    Question(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct FormNode {
    pub(crate) name: String,
    pub(crate) item: Item,
    pub(crate) parent: Option<NodeId>,
    pub(crate) children: Vec<NodeId>,
}

/// All nodes in the order of the form; the root is node 0 and is called `data`.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) nodes: Vec<FormNode>,
    pub(crate) question_nodes: Vec<NodeId>,
    pub(crate) group_nodes: Vec<NodeId>,
    by_name: HashMap<String, Vec<NodeId>>,
}

/// Why a path leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Nothing has this name.
    Unknown,
    /// More than one thing has this name.
    Ambiguous,
}

/// The name of the root in absolute paths: `/data/group/question`.
const ROOT_NAME: &str = "data";

impl Form {
    /// The tree, or none where groups, paths and lists do not fit together (bytes from outside are checked here).
    pub(crate) fn build(content: &Content) -> Option<Form> {
        if !within_limits(content) || !lists_exist(content) {
            return None;
        }
        let root = FormNode {
            name: ROOT_NAME.to_owned(),
            item: Item::Root,
            parent: None,
            children: Vec::new(),
        };
        let mut form = Form {
            nodes: vec![root],
            question_nodes: Vec::with_capacity(content.questions.len()),
            group_nodes: Vec::new(),
            by_name: HashMap::new(),
        };
        let groups: HashMap<&str, usize> = content
            .groups
            .iter()
            .enumerate()
            .map(|(index, group)| (group.path.as_str(), index))
            .collect();
        let mut placed = BTreeMap::new();
        let mut paths = BTreeSet::new();
        for (index, question) in content.questions.iter().enumerate() {
            let parent =
                form.place_group(content, &groups, &mut placed, question.group.as_deref(), 0)?;
            let path = join(question.group.as_deref(), &question.name);
            if path != question.path || groups.contains_key(path.as_str()) || !paths.insert(path) {
                return None;
            }
            let node = form.add(&question.name, Item::Question(index), parent);
            form.question_nodes.push(node);
        }
        if placed.len() != content.groups.len() {
            return None;
        }
        form.group_nodes = placed.into_values().collect();
        Some(form)
    }

    /// The node of the group at `path`, made with the groups around it when it is met first.
    fn place_group(
        &mut self,
        content: &Content,
        groups: &HashMap<&str, usize>,
        placed: &mut BTreeMap<usize, NodeId>,
        path: Option<&str>,
        depth: usize,
    ) -> Option<NodeId> {
        let Some(path) = path else {
            return Some(NodeId(0));
        };
        let index = *groups.get(path)?;
        if let Some(node) = placed.get(&index) {
            return Some(*node);
        }
        if depth >= MAX_GROUP_DEPTH {
            return None;
        }
        let group = &content.groups[index];
        let parent =
            self.place_group(content, groups, placed, group.parent.as_deref(), depth + 1)?;
        let name = match group.parent.as_deref() {
            Some(parent) => path.strip_prefix(parent)?.strip_prefix('/')?,
            None => path,
        };
        if name.is_empty() || name.contains('/') {
            return None;
        }
        let node = self.add(name, Item::Group(index), parent);
        placed.insert(index, node);
        Some(node)
    }

    fn add(&mut self, name: &str, item: Item, parent: NodeId) -> NodeId {
        // The number of nodes is limited far below 2^32.
        let node = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(FormNode {
            name: name.to_owned(),
            item,
            parent: Some(parent),
            children: Vec::new(),
        });
        self.nodes[parent.0 as usize].children.push(node);
        self.by_name.entry(name.to_owned()).or_default().push(node);
        node
    }

    pub(crate) fn node(&self, id: NodeId) -> &FormNode {
        &self.nodes[id.0 as usize]
    }

    /// The only node of this name.
    pub(crate) fn named(&self, name: &str) -> Result<NodeId, Lost> {
        match self.by_name.get(name).map(Vec::as_slice) {
            Some([node]) => Ok(*node),
            Some(_) => Err(Lost::Ambiguous),
            None => Err(Lost::Unknown),
        }
    }

    /// The nodes that a path leads to from `context`.
    pub(crate) fn resolve(&self, path: &Path, context: NodeId) -> Result<Vec<NodeId>, Lost> {
        let mut steps = path.steps.as_slice();
        let start = match &path.start {
            Start::Context => context,
            Start::Named(name) => self.named(name)?,
            Start::Root => match steps.split_first() {
                Some((Step::Child(name), rest)) if name == ROOT_NAME => {
                    steps = rest;
                    NodeId(0)
                }
                _ => return Err(Lost::Unknown),
            },
        };
        let mut at = vec![start];
        for step in steps {
            at = self.step(&at, step);
            if at.is_empty() {
                return Err(Lost::Unknown);
            }
        }
        Ok(at)
    }

    fn step(&self, from: &[NodeId], step: &Step) -> Vec<NodeId> {
        let mut reached: Vec<NodeId> = match step {
            Step::Itself => from.to_vec(),
            Step::Parent => from
                .iter()
                .filter_map(|node| self.node(*node).parent)
                .collect(),
            Step::AnyChild => from
                .iter()
                .flat_map(|node| self.node(*node).children.iter().copied())
                .collect(),
            Step::Child(name) => from
                .iter()
                .flat_map(|node| self.node(*node).children.iter().copied())
                .filter(|child| self.node(*child).name == *name)
                .collect(),
        };
        reached.sort_unstable();
        reached.dedup();
        reached
    }
}

/// A path from a group's path and a name.
pub(crate) fn join(group: Option<&str>, name: &str) -> String {
    group.map_or_else(|| name.to_owned(), |group| format!("{group}/{name}"))
}

fn within_limits(content: &Content) -> bool {
    let short = |question: &Question| question.path.chars().count() <= MAX_PATH_CHARS;
    content.questions.len() <= MAX_QUESTIONS
        && content.questions.iter().all(short)
        && content.groups.len() <= MAX_QUESTIONS
        && content.indicators.len() <= MAX_INDICATORS
        && content.choices.values().map(Vec::len).sum::<usize>() <= MAX_CHOICES
}

fn lists_exist(content: &Content) -> bool {
    content
        .questions
        .iter()
        .filter_map(|question| question.kind.list())
        .all(|list| {
            content
                .choices
                .get(list)
                .is_some_and(|choices| !choices.is_empty())
        })
}
