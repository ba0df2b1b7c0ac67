//! The nodes that an interview has: one of each of the form, and of what is in a repeat one for each instance of it.
//!
//! Nodes lie in blocks: one block for all that is outside repeats, in which a node has the number it has in the form,
//! and one for each instance of a repeat. So from one node to another of the same block no search is needed.

use crate::answer::Answer;
use crate::expr::{NodeId, Value};
use crate::form::{Form, FormId, Item};
use crate::limits::MAX_INTERVIEW_NODES;
use crate::pack::Pack;

#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) form: FormId,
    pub(super) block: u32,
    /// Whether its own condition holds.
    pub(super) wanted: bool,
    /// Whether its own condition and those of all groups around it hold.
    pub(super) relevant: bool,
    /// What was answered, or computed.
    pub(super) answer: Option<Answer>,
    /// What was computed, before it became text.
    pub(super) computed: Option<Value>,
    /// Its path, where that names instances of repeats; empty for all else.
    pub(super) path: Box<str>,
}

impl Spot {
    fn new(form: FormId, block: u32) -> Spot {
        Spot {
            form,
            block,
            wanted: true,
            relevant: true,
            answer: None,
            computed: None,
            path: Box::default(),
        }
    }
}

#[derive(Clone, Debug)]
struct Block {
    /// The repeat that it is an instance of; the root for the first block.
    repeat: FormId,
    /// The number of its first node.
    first: u32,
    /// The block around it.
    around: u32,
    /// The blocks within it, by repeat, in order.
    within: Vec<(FormId, Vec<u32>)>,
}

#[derive(Clone, Debug)]
pub(super) struct Tree {
    spots: Vec<Spot>,
    blocks: Vec<Block>,
}

/// The block of what is outside repeats.
const OUTER: u32 = 0;

impl Tree {
    pub(super) fn new(form: &Form) -> Tree {
        let spots = (0u32..)
            .map(FormId)
            .take(form.nodes.len())
            .map(|node| Spot::new(node, OUTER))
            .collect();
        let outer = Block {
            repeat: FormId::ROOT,
            first: 0,
            around: OUTER,
            within: Vec::new(),
        };
        Tree {
            spots,
            blocks: vec![outer],
        }
    }

    /// How many nodes there are, those of instances taken away included.
    pub(super) fn len(&self) -> usize {
        self.spots.len()
    }

    pub(super) fn at(&self, node: NodeId) -> &Spot {
        &self.spots[node.0 as usize]
    }

    pub(super) fn at_mut(&mut self, node: NodeId) -> &mut Spot {
        &mut self.spots[node.0 as usize]
    }

    pub(super) fn parent(&self, form: &Form, node: NodeId) -> Option<NodeId> {
        let spot = self.at(node);
        let parent = form.node(spot.form).parent?;
        let block = if form.is_repeat(spot.form) {
            self.blocks[spot.block as usize].around
        } else {
            spot.block
        };
        Some(self.in_block(form, block, parent))
    }

    /// The node of a block; it has to be at home there.
    fn in_block(&self, form: &Form, block: u32, node: FormId) -> NodeId {
        NodeId(self.blocks[block as usize].first + form.node(node).offset)
    }

    /// Adds the instances of `child`, a child of the node in the form.
    pub(super) fn add_instances(
        &self,
        form: &Form,
        node: NodeId,
        child: FormId,
        found: &mut Vec<NodeId>,
    ) {
        let block = self.at(node).block;
        if form.is_repeat(child) {
            let blocks = self.blocks_within(block, child).iter();
            found.extend(blocks.map(|block| NodeId(self.blocks[*block as usize].first)));
        } else {
            found.push(self.in_block(form, block, child));
        }
    }

    fn blocks_within(&self, block: u32, repeat: FormId) -> &[u32] {
        let within = &self.blocks[block as usize].within;
        within
            .iter()
            .find(|(of, _)| *of == repeat)
            .map_or(&[], |(_, blocks)| blocks.as_slice())
    }

    /// Which instance of its repeat a node is, from 1; 1 for all else.
    pub(super) fn position(&self, form: &Form, node: NodeId) -> usize {
        let spot = self.at(node);
        if !form.is_repeat(spot.form) {
            return 1;
        }
        let around = self.blocks[spot.block as usize].around;
        self.blocks_within(around, spot.form)
            .iter()
            .position(|block| *block == spot.block)
            .map_or(0, |at| at + 1)
    }

    /// How many instances of a repeat there are in the block of `node`, which is the repeat's parent.
    pub(super) fn count(&self, node: NodeId, repeat: FormId) -> usize {
        self.blocks_within(self.at(node).block, repeat).len()
    }

    /// All instances of a node, in order.
    pub(super) fn instances(&self, form: &Form, node: FormId) -> Vec<NodeId> {
        if form.node(node).home == FormId::ROOT {
            return vec![NodeId(node.0)];
        }
        self.instances_in(form, OUTER, node)
    }

    /// The instances of `node` within the innermost instance of the repeat `pivot` that `from` is in; all of them where
    /// the pivot is the root.
    pub(super) fn instances_near(
        &self,
        form: &Form,
        from: NodeId,
        pivot: FormId,
        node: FormId,
    ) -> Vec<NodeId> {
        if form.node(node).home == FormId::ROOT {
            return vec![NodeId(node.0)];
        }
        self.instances_in(form, self.block_of(from, pivot), node)
    }

    /// The block of the repeat `pivot` that a node is in.
    fn block_of(&self, node: NodeId, pivot: FormId) -> u32 {
        let mut block = self.at(node).block;
        while block != OUTER && self.blocks[block as usize].repeat != pivot {
            block = self.blocks[block as usize].around;
        }
        block
    }

    fn instances_in(&self, form: &Form, block: u32, node: FormId) -> Vec<NodeId> {
        let mut way = Vec::new();
        let mut home = form.node(node).home;
        while home != self.blocks[block as usize].repeat && home != FormId::ROOT {
            way.push(home);
            home = form.home_around(home);
        }
        let mut blocks = vec![block];
        for repeat in way.into_iter().rev() {
            blocks = blocks
                .into_iter()
                .flat_map(|block| self.blocks_within(block, repeat).iter().copied())
                .collect();
        }
        blocks
            .into_iter()
            .map(|block| self.in_block(form, block, node))
            .collect()
    }

    /// Adds an instance of a repeat, empty, at the end; none where the interview would grow too large.
    pub(super) fn grow(&mut self, form: &Form, parent: NodeId, repeat: FormId) -> Option<NodeId> {
        let nodes = form.block(repeat);
        if self.spots.len() + nodes.len() > MAX_INTERVIEW_NODES {
            return None;
        }
        let around = self.at(parent).block;
        let block = u32::try_from(self.blocks.len()).ok()?;
        let first = u32::try_from(self.spots.len()).ok()?;
        self.spots
            .extend(nodes.iter().map(|node| Spot::new(*node, block)));
        self.blocks.push(Block {
            repeat,
            first,
            around,
            within: Vec::new(),
        });
        let within = &mut self.blocks[around as usize].within;
        match within.iter_mut().find(|(of, _)| *of == repeat) {
            Some((_, blocks)) => blocks.push(block),
            None => within.push((repeat, vec![block])),
        }
        Some(NodeId(first))
    }

    /// Takes an instance of a repeat away.
    pub(super) fn prune(&mut self, node: NodeId) {
        let block = self.at(node).block;
        let around = self.blocks[block as usize].around;
        for (_, blocks) in &mut self.blocks[around as usize].within {
            blocks.retain(|other| *other != block);
        }
    }

    /// Spells the paths of a node and all below it anew.
    pub(super) fn name_paths(&mut self, pack: &Pack, node: NodeId) {
        for below in self.subtree(&pack.program.form, node) {
            let path = self.path(pack, below);
            self.at_mut(below).path = path.into();
        }
    }

    /// Every node below and with this one, in the order of the form.
    pub(super) fn subtree(&self, form: &Form, node: NodeId) -> Vec<NodeId> {
        self.walk(form, node).collect()
    }

    /// The same, going no further than is asked for.
    pub(super) fn walk<'a>(
        &'a self,
        form: &'a Form,
        node: NodeId,
    ) -> impl Iterator<Item = NodeId> + 'a {
        let mut open = vec![node];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            let first = open.len();
            for child in &form.node(self.at(next).form).children {
                self.add_instances(form, next, *child, &mut open);
            }
            open[first..].reverse();
            Some(next)
        })
    }

    /// The path of a node: names from the root, those of repeats with their places: `household[2]/age`.
    pub(super) fn path(&self, pack: &Pack, node: NodeId) -> String {
        let form = &pack.program.form;
        let spot = self.at(node);
        if form.node(spot.form).home == FormId::ROOT {
            return match form.node(spot.form).item {
                Item::Root => String::new(),
                Item::Group(index) => pack.content.groups[index].path.clone(),
                Item::Question(index) => pack.content.questions[index].path.clone(),
            };
        }
        let mut names = Vec::new();
        let mut at = Some(node);
        while let Some(next) = at.filter(|next| self.at(*next).form != FormId::ROOT) {
            let of = self.at(next).form;
            let name = &form.node(of).name;
            names.push(if form.is_repeat(of) {
                format!("{name}[{}]", self.position(form, next))
            } else {
                name.clone()
            });
            at = self.parent(form, next);
        }
        names.reverse();
        names.join("/")
    }

    /// The node at a path; without a place a repeat is its first instance.
    pub(super) fn locate(&self, form: &Form, path: &str) -> Option<NodeId> {
        let mut at = NodeId(0);
        for part in path.split('/') {
            let (name, place) = split_place(part)?;
            let child = form
                .node(self.at(at).form)
                .children
                .iter()
                .find(|child| form.node(**child).name == name)?;
            let mut found = Vec::new();
            self.add_instances(form, at, *child, &mut found);
            at = *found.get(place.unwrap_or(1).checked_sub(1)?)?;
        }
        Some(at)
    }
}

/// `member[2]` is `member` and 2.
pub(super) fn split_place(part: &str) -> Option<(&str, Option<usize>)> {
    match part.split_once('[') {
        None => Some((part, None)),
        Some((name, place)) => {
            let place = place.strip_suffix(']')?.parse().ok()?;
            Some((name, Some(place)))
        }
    }
}

/// A path without the places of repeats.
pub(crate) fn unplaced(path: &str) -> String {
    let parts = path.split('/');
    parts
        .map(|part| part.split_once('[').map_or(part, |(name, _)| name))
        .collect::<Vec<_>>()
        .join("/")
}
