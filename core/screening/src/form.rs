//! The form as a tree: what paths in expressions lead through.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::expr::ast::StepKind;
use crate::limits::{MAX_CHOICES, MAX_GROUP_DEPTH, MAX_INDICATORS, MAX_PATH_CHARS, MAX_QUESTIONS};
use crate::pack::Content;
use crate::question::Question;

/// A node of the form: the root, a group, a repeat or a question. An interview has an instance of it, or, within repeats, as
/// many as the person has of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FormId(pub(crate) u32);

impl FormId {
    pub(crate) const ROOT: FormId = FormId(0);

    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }
}

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
    pub(crate) parent: Option<FormId>,
    pub(crate) children: Vec<FormId>,
    /// The innermost repeat that it is in or is itself; the root where there is none.
    pub(crate) home: FormId,
    /// Its place in each instance of its home (see [`Form::block`]).
    pub(crate) offset: u32,
}

/// All nodes in the order of the form; the root is node 0 and is called `data`.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) nodes: Vec<FormNode>,
    pub(crate) question_nodes: Vec<FormId>,
    pub(crate) group_nodes: Vec<FormId>,
    /// By repeat: the nodes that each instance of it holds, the repeat itself first, without those of repeats within.
    blocks: BTreeMap<FormId, Vec<FormId>>,
    by_name: HashMap<String, Vec<FormId>>,
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
pub(crate) const ROOT_NAME: &str = "data";

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
            home: FormId::ROOT,
            offset: 0,
        };
        let mut form = Form {
            nodes: vec![root],
            question_nodes: Vec::with_capacity(content.questions.len()),
            group_nodes: Vec::new(),
            blocks: BTreeMap::new(),
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
            let node = form.add(&question.name, Item::Question(index), parent, false);
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
        placed: &mut BTreeMap<usize, FormId>,
        path: Option<&str>,
        depth: usize,
    ) -> Option<FormId> {
        let Some(path) = path else {
            return Some(FormId(0));
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
        let node = self.add(name, Item::Group(index), parent, group.repeat);
        placed.insert(index, node);
        Some(node)
    }

    fn add(&mut self, name: &str, item: Item, parent: FormId, repeat: bool) -> FormId {
        // The number of nodes is limited far below 2^32.
        let node = FormId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let home = if repeat { node } else { self.node(parent).home };
        let offset = if home == FormId::ROOT {
            node.0
        } else {
            let block = self.blocks.entry(home).or_default();
            block.push(node);
            u32::try_from(block.len() - 1).unwrap_or(u32::MAX)
        };
        self.nodes.push(FormNode {
            name: name.to_owned(),
            item,
            parent: Some(parent),
            children: Vec::new(),
            home,
            offset,
        });
        self.nodes[parent.at()].children.push(node);
        self.by_name.entry(name.to_owned()).or_default().push(node);
        node
    }

    pub(crate) fn is_repeat(&self, node: FormId) -> bool {
        node != FormId::ROOT && self.node(node).home == node
    }

    /// The nodes that each instance of a repeat holds, the repeat itself first.
    pub(crate) fn block(&self, repeat: FormId) -> &[FormId] {
        self.blocks.get(&repeat).map_or(&[], Vec::as_slice)
    }

    /// The repeat around a repeat; the root where there is none.
    pub(crate) fn home_around(&self, repeat: FormId) -> FormId {
        self.node(repeat)
            .parent
            .map_or(FormId::ROOT, |parent| self.node(parent).home)
    }

    /// The innermost repeat that both are in; the root where there is none.
    pub(crate) fn common_home(&self, one: FormId, other: FormId) -> FormId {
        let around = |node: FormId| {
            let mut homes = vec![self.node(node).home];
            while let Some(last) = homes.last().copied().filter(|home| *home != FormId::ROOT) {
                homes.push(self.home_around(last));
            }
            homes
        };
        let others = around(other);
        around(one)
            .into_iter()
            .find(|home| others.contains(home))
            .unwrap_or(FormId::ROOT)
    }

    /// All nodes below a node.
    pub(crate) fn below(&self, node: FormId) -> Vec<FormId> {
        let mut found = Vec::new();
        let mut open = self.node(node).children.clone();
        while let Some(next) = open.pop() {
            found.push(next);
            open.extend(&self.node(next).children);
        }
        found
    }

    pub(crate) fn node(&self, id: FormId) -> &FormNode {
        &self.nodes[id.0 as usize]
    }

    /// The only node of this name.
    pub(crate) fn named(&self, name: &str) -> Result<FormId, Lost> {
        match self.by_name.get(name).map(Vec::as_slice) {
            Some([node]) => Ok(*node),
            Some(_) => Err(Lost::Ambiguous),
            None => Err(Lost::Unknown),
        }
    }

    /// Where one step leads from some nodes.
    pub(crate) fn step(&self, from: &[FormId], step: &StepKind) -> Vec<FormId> {
        let children = || {
            from.iter()
                .flat_map(|node| self.node(*node).children.iter().copied())
        };
        let mut reached: Vec<FormId> = match step {
            StepKind::Itself => from.to_vec(),
            StepKind::Parent => from
                .iter()
                .filter_map(|node| self.node(*node).parent)
                .collect(),
            StepKind::AnyChild => children().collect(),
            StepKind::Child(name) => children()
                .filter(|child| self.node(*child).name == *name)
                .collect(),
            StepKind::Below => from
                .iter()
                .flat_map(|node| self.below(*node).into_iter().chain([*node]))
                .collect(),
            StepKind::Attribute(_) => Vec::new(),
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
        .all(|list| content.choices.contains_key(list))
}
