//! What an expression of an interview can see.

use std::borrow::Cow;

use super::Interview;
use crate::age::PartialDate;
use crate::answer::Answer;
use crate::expr::ast::Path;
use crate::expr::{Clock, Frame, NodeId, Scope, Value, dates, value};
use crate::form::{FormId, ROOT_NAME};
use crate::program::{Bound, FIRST_LIST_NODE, ListNodes};
use crate::question::{Choice, Kind};

/// An interview seen from one expression.
pub(super) struct View<'a> {
    interview: &'a Interview,
    bound: Option<&'a Bound>,
    /// In a constraint, the answer asked about, which is not stored yet.
    candidate: Option<(NodeId, &'a str)>,
}

/// What a number above all nodes of an interview stands for.
enum Listed<'a> {
    Document(&'a ListNodes),
    Root(&'a ListNodes),
    Item(&'a ListNodes, usize),
    Cell(&'a ListNodes, usize, usize),
}

impl<'a> View<'a> {
    pub(super) fn new(interview: &'a Interview, bound: &'a Bound) -> View<'a> {
        View {
            interview,
            bound: Some(bound),
            candidate: None,
        }
    }

    /// A view for an expression that is not bound to the form.
    pub(super) fn unbound(interview: &'a Interview) -> View<'a> {
        View {
            interview,
            bound: None,
            candidate: None,
        }
    }

    pub(super) fn of_candidate(self, node: NodeId, candidate: &'a str) -> View<'a> {
        View {
            candidate: Some((node, candidate)),
            ..self
        }
    }

    fn form(&self) -> &'a crate::form::Form {
        &self.interview.pack.program.form
    }

    fn listed(&self, node: NodeId) -> Option<Listed<'a>> {
        if node.0 < FIRST_LIST_NODE {
            return None;
        }
        let lists = &self.interview.pack.program.lists;
        let at = lists.partition_point(|list| list.first <= node.0);
        let list = lists.get(at.checked_sub(1)?)?;
        let place = (node.0 - list.first) as usize;
        let width = list.columns.len() + 1;
        Some(match place {
            0 => Listed::Document(list),
            1 => Listed::Root(list),
            _ => match ((place - 2) / width, (place - 2) % width) {
                (item, 0) => Listed::Item(list, item),
                (item, column) => Listed::Cell(list, item, column - 1),
            },
        })
    }

    fn choice(&self, list: &ListNodes, item: usize) -> Option<&'a Choice> {
        self.interview.pack.lists.get(&list.name)?.get(item)
    }

    fn cell(&self, list: &ListNodes, item: usize, column: usize) -> Cow<'a, str> {
        if column == 1 && list.has_text_ids {
            return Cow::Owned(format!("{}-{item}", list.name));
        }
        Cow::Borrowed(self.written(list, item, column))
    }

    fn written(&self, list: &ListNodes, item: usize, column: usize) -> &'a str {
        let Some(choice) = self.choice(list, item) else {
            return "";
        };
        match column {
            0 => &choice.name,
            1 => choice.label(&self.interview.language),
            other => list
                .columns
                .get(other)
                .and_then(|column| choice.columns.get(column))
                .unwrap_or_default(),
        }
    }

    fn list_children(&self, listed: &Listed<'a>, name: Option<&str>, found: &mut Vec<NodeId>) {
        let named = |own: &str| name.is_none_or(|name| name == own);
        match listed {
            Listed::Document(list) if named("root") => found.push(NodeId(list.first + 1)),
            Listed::Root(list) if named("item") => {
                found.extend((0..list.items as usize).map(|item| item_node(list, item)));
            }
            Listed::Item(list, item) => {
                let first = item_node(list, *item).0 + 1;
                let columns = (0u32..).zip(&list.columns);
                found.extend(
                    columns
                        .filter(|(_, column)| named(column))
                        .map(|(at, _)| NodeId(first + at)),
                );
            }
            _ => {}
        }
    }

    /// The answer of a node as expressions see it.
    fn answer(&self, node: NodeId) -> Cow<'a, str> {
        let text = self.interview.tree.at(node).answer.as_ref();
        Cow::Borrowed(text.map_or("", Answer::text))
    }
}

/// The node of an item of a list.
pub(super) fn item_node(list: &ListNodes, item: usize) -> NodeId {
    // Lists are limited, and lie within 32 bits (see `program::list_nodes`).
    let place = 2 + item * (list.columns.len() + 1);
    NodeId(list.first + u32::try_from(place).unwrap_or(0))
}

impl Scope for View<'_> {
    fn root(&self) -> NodeId {
        NodeId(0)
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        match self.listed(node) {
            None if node.0 < FIRST_LIST_NODE => self.interview.tree.parent(self.form(), node),
            None | Some(Listed::Document(_)) => None,
            Some(Listed::Root(list)) => Some(NodeId(list.first)),
            Some(Listed::Item(list, _)) => Some(NodeId(list.first + 1)),
            Some(Listed::Cell(list, item, _)) => Some(item_node(list, item)),
        }
    }

    fn children(&self, node: NodeId, name: Option<&str>, found: &mut Vec<NodeId>) {
        if let Some(listed) = self.listed(node) {
            return self.list_children(&listed, name, found);
        }
        let form = self.form();
        let tree = &self.interview.tree;
        for child in &form.node(tree.at(node).form).children {
            if name.is_none_or(|name| form.node(*child).name == name) {
                tree.add_instances(form, node, *child, found);
            }
        }
    }

    fn name(&self, node: NodeId) -> Cow<'_, str> {
        match self.listed(node) {
            None if node.0 == 0 => ROOT_NAME.into(),
            None => {
                let form = self.interview.tree.at(node).form;
                self.form().node(form).name.as_str().into()
            }
            Some(Listed::Document(_)) => "".into(),
            Some(Listed::Root(_)) => "root".into(),
            Some(Listed::Item(..)) => "item".into(),
            Some(Listed::Cell(list, _, column)) => {
                list.columns.get(column).map_or("", String::as_str).into()
            }
        }
    }

    fn position(&self, node: NodeId) -> usize {
        match self.listed(node) {
            None => self.interview.tree.position(self.form(), node),
            Some(Listed::Item(_, item)) => item + 1,
            Some(_) => 1,
        }
    }

    fn is_relevant(&self, node: NodeId) -> bool {
        // A constraint looks at the answer it is asked about, wherever that stands.
        let asked = self.candidate.is_some_and(|(asked, _)| asked == node);
        asked || node.0 >= FIRST_LIST_NODE || self.interview.tree.at(node).relevant
    }

    fn content(&self, node: NodeId) -> Value {
        if let Some(listed) = self.listed(node) {
            return Value::Text(match listed {
                Listed::Cell(list, item, column) => self.cell(list, item, column).into_owned(),
                _ => String::new(),
            });
        }
        let spot = self.interview.tree.at(node);
        let text = match self.candidate {
            Some((asked, candidate)) if asked == node => Cow::Borrowed(candidate),
            _ => match &spot.computed {
                Some(computed) => return computed.clone(),
                None => self.answer(node),
            },
        };
        let question = self.interview.pack.program.question_of(spot.form);
        let kind = question.map(|index| &self.interview.pack.content.questions[index].kind);
        typed(kind, &text, self.interview.clock.offset)
    }

    /// As XLSForm's converter has it: within the repeats that both share, the same instances. A repeat said within itself
    /// is this one instance where it is outermost, and all its siblings where it is within another.
    fn named(&self, name: &str, from: NodeId, whole: bool, found: &mut Vec<NodeId>) {
        let form = self.form();
        let (Ok(target), true) = (form.named(name), from.0 < FIRST_LIST_NODE) else {
            return;
        };
        let of = self.interview.tree.at(from).form;
        let shared = form.common_home(of, target);
        let pivot = if form.is_repeat(target) && shared == target {
            let around = form.home_around(target);
            if around == FormId::ROOT && !whole {
                target
            } else {
                around
            }
        } else {
            shared
        };
        let tree = &self.interview.tree;
        found.extend(tree.instances_near(form, from, pivot, target));
    }

    fn instance(&self, name: &str) -> Option<NodeId> {
        let lists = &self.interview.pack.program.lists;
        let list = lists.iter().find(|list| list.name == name)?;
        Some(NodeId(list.first))
    }

    fn direct(&self, path: &Path) -> Option<NodeId> {
        let direct = self.bound?.direct.get(path.index).copied().flatten()?;
        Some(NodeId(direct.0))
    }

    fn choice_label(&self, node: NodeId, name: &str) -> String {
        let pack = &self.interview.pack;
        if node.0 >= FIRST_LIST_NODE {
            return String::new();
        }
        pack.program
            .question_of(self.interview.tree.at(node).form)
            .and_then(|index| pack.content.questions[index].choice(name))
            .map_or_else(String::new, |choice| {
                choice.label(&self.interview.language).to_owned()
            })
    }

    /// Sheets have no text ids of their own; what XLSForm's converter makes of labels is understood.
    fn itext(&self, id: &str) -> String {
        let pack = &self.interview.pack;
        let of_question = id
            .strip_suffix(":label")
            .and_then(|path| path.strip_prefix("/data/"))
            .and_then(|path| pack.question(path))
            .map(|question| question.label(&self.interview.language));
        let of_choice = || {
            let (list, item) = id.rsplit_once('-')?;
            let choice = pack.lists.get(list)?.get(item.parse::<usize>().ok()?)?;
            Some(choice.label(&self.interview.language))
        };
        let found = of_question.or_else(of_choice);
        found.map_or_else(|| format!("[itext:{id}]"), str::to_owned)
    }

    fn pulldata(&self, table: &str, wanted: &str, column: &str, key: &str) -> String {
        let cell = |choice: &Choice, column: &str| match column {
            "name" => choice.name.clone(),
            "label" => choice.label(&self.interview.language).to_owned(),
            other => choice.columns.get(other).unwrap_or_default().to_owned(),
        };
        let rows = self.interview.pack.lists.get(table);
        rows.into_iter()
            .flat_map(|rows| rows.iter())
            .find(|row| cell(row, column) == key)
            .map_or_else(String::new, |row| cell(row, wanted))
    }

    fn property(&self, name: &str) -> String {
        match name {
            "version" => self.interview.pack.version().to_owned(),
            _ => String::new(),
        }
    }

    fn clock(&self) -> Clock {
        self.interview.clock
    }

    fn chance(&self) -> f64 {
        self.interview.chance()
    }
}

/// A text by the type of its question. A partial date is its first day, which is what ODK itself stores for the appearances
/// that allow one.
fn typed(kind: Option<&Kind>, text: &str, offset: i32) -> Value {
    if text.is_empty() {
        return Value::empty();
    }
    let known = match kind {
        Some(Kind::Integer | Kind::Decimal | Kind::Range { .. }) => Some(value::text_number(text))
            .filter(|number| !number.is_nan())
            .map(Value::Number),
        Some(Kind::Date) => match PartialDate::parse(text).and_then(PartialDate::first_day) {
            Some(day) => Some(Value::Moment(
                day.to_datetime(jiff::civil::Time::midnight()),
            )),
            None => dates::parse_moment(text, offset).map(Value::Moment),
        },
        Some(Kind::DateTime) => dates::parse_moment(text, offset).map(Value::Moment),
        Some(Kind::Metadata { property }) => match property.as_str() {
            "start" | "end" | "today" => dates::parse_moment(text, offset).map(Value::Moment),
            _ => None,
        },
        _ => None,
    };
    known.unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// Where the choice filter of a question stands when it asks about an item.
pub(super) fn item_frame(question: NodeId, item: NodeId) -> Frame {
    Frame {
        node: item,
        current: question,
        place: None,
    }
}
