//! All expressions of a questionnaire, bound to its form, in the order in which they depend on each other.

use std::collections::BTreeSet;

pub(crate) use crate::bind::Bound;
use crate::bind::bind;
use crate::expr::ExprError;
use crate::expr::ast::{Expr, Node};
use crate::expr::functions::Function;
use crate::expr::pattern::Pattern;
use crate::expr::token::{Token, tokens};
use crate::form::{Form, FormId, Item};
use crate::graph;
use crate::pack::Content;
use crate::question::{Kind, Question};

/// The expressions of one question or group; a column without one is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expressions {
    pub(crate) relevant: Option<Bound>,
    pub(crate) calculation: Option<Bound>,
    pub(crate) constraint: Option<Bound>,
    pub(crate) required: Option<Bound>,
    pub(crate) choice_filter: Option<Bound>,
    pub(crate) default: Option<Bound>,
    pub(crate) read_only: Option<Bound>,
    pub(crate) repeat_count: Option<Bound>,
    /// What mixes up the choices of a question whose order is left to chance.
    pub(crate) seed: Option<Bound>,
    pub(crate) indicator_when: Option<Bound>,
    pub(crate) urgent_when: Option<Bound>,
}

/// A node that looks at another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Watch {
    pub(crate) by: FormId,
    /// The innermost repeat within whose instance the look stays; the root where it may leave every repeat.
    pub(crate) pivot: FormId,
}

/// A list of choices as expressions see it: `instance('name')/root/item/column`.
#[derive(Clone, Debug)]
pub(crate) struct ListNodes {
    pub(crate) name: String,
    /// The number of its document; `root` is the next one, then each item followed by its columns.
    pub(crate) first: u32,
    /// `name`, `label` or `itextId`, then the others in the order of their names.
    pub(crate) columns: Vec<String>,
    /// Whether its items have ids of texts (`list-0`, `list-1`) in place of labels, as XLSForm's converter makes them of
    /// lists that are translated or have recordings or pictures.
    pub(crate) has_text_ids: bool,
    pub(crate) items: u32,
}

/// What an expression belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Whole,
    Group(usize),
    Question(usize),
}

/// Why the expressions do not make a program.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) owner: Owner,
    pub(crate) column: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// The form with its bound expressions.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) form: Form,
    /// By node.
    pub(crate) expressions: Vec<Expressions>,
    /// By node: those whose relevance expression looks at it.
    pub(crate) relevance_watchers: Vec<Vec<Watch>>,
    /// By node: those whose calculation, or number of instances, looks at it.
    pub(crate) calculation_watchers: Vec<Vec<Watch>>,
    /// By node: those whose `required` or `read_only` expression looks at it.
    pub(crate) condition_watchers: Vec<Vec<Watch>>,
    /// By node: the questions whose calculation its change sets off.
    pub(crate) triggered: Vec<Vec<Watch>>,
    /// Names of text by `jr:itext` id are not kept: forms made of sheets have none of their own.
    /// Where the nodes of each list of choices begin (see [`crate::interview`]).
    pub(crate) lists: Vec<ListNodes>,
    /// Nodes in an order in which each comes after all it depends on.
    pub(crate) order: Vec<FormId>,
    /// By node: its place in `order`.
    pub(crate) rank: Vec<u32>,
}

impl Program {
    /// Parses and binds everything; all faults at once.
    pub(crate) fn build(content: &Content) -> Result<Program, Vec<Fault>> {
        let Some(form) = Form::build(content) else {
            let message = "groups, questions and lists do not fit together".to_owned();
            return Err(vec![Fault {
                owner: Owner::Whole,
                column: "",
                code: "form.inconsistent",
                message,
            }]);
        };
        let mut binder = Binder::new(&form, content);
        let expressions: Vec<Expressions> = binder.bind_all();
        let mut faults = binder.faults;
        let [
            relevance_watchers,
            calculation_watchers,
            condition_watchers,
            triggered,
        ] = watchers(&form, content, &expressions, &mut faults);
        let order = graph::order(&form, &relevance_watchers, &calculation_watchers);
        match order {
            Ok(order) if faults.is_empty() => {
                let mut rank = vec![0; form.nodes.len()];
                for (place, node) in (0u32..).zip(&order) {
                    rank[node.0 as usize] = place;
                }
                Ok(Program {
                    form,
                    expressions,
                    relevance_watchers,
                    calculation_watchers,
                    condition_watchers,
                    triggered,
                    lists: list_nodes(content),
                    order,
                    rank,
                })
            }
            Ok(_) => Err(faults),
            Err(cycle) => {
                faults.push(cycle_fault(&form, content, &expressions, &cycle));
                Err(faults)
            }
        }
    }

    pub(crate) fn at(&self, node: FormId) -> &Expressions {
        &self.expressions[node.0 as usize]
    }

    pub(crate) fn question_node(&self, question: usize) -> FormId {
        self.form.question_nodes[question]
    }

    /// The question of a node, if it is one.
    pub(crate) fn question_of(&self, node: FormId) -> Option<usize> {
        match self.form.node(node).item {
            Item::Question(index) => Some(index),
            _ => None,
        }
    }
}

type Watchers = Vec<Vec<Watch>>;

fn watchers(
    form: &Form,
    content: &Content,
    expressions: &[Expressions],
    faults: &mut Vec<Fault>,
) -> [Watchers; 4] {
    let none = vec![Vec::new(); form.nodes.len()];
    let [mut relevance, mut calculation, mut condition, mut triggered] =
        [none.clone(), none.clone(), none.clone(), none];
    for (id, bound) in (0u32..).map(FormId).zip(expressions) {
        for (seen, pivot) in bound.relevant.iter().flat_map(|bound| bound.seen(id, form)) {
            relevance[seen.at()].push(Watch { by: id, pivot });
        }
        let conditions = bound.required.iter().chain(&bound.read_only);
        for (seen, pivot) in conditions.flat_map(|bound| bound.seen(id, form)) {
            condition[seen.at()].push(Watch { by: id, pivot });
        }
        let counted = bound.repeat_count.iter();
        let trigger = match form.node(id).item {
            Item::Question(index) => content.questions[index].written.trigger.as_slice(),
            _ => &[],
        };
        let computed = bound.calculation.iter().filter(|_| trigger.is_empty());
        for (seen, pivot) in counted
            .chain(computed)
            .flat_map(|bound| bound.seen(id, form))
        {
            calculation[seen.at()].push(Watch { by: id, pivot });
        }
        for name in trigger {
            match (form.named(name), form.node(id).item) {
                (Ok(seen), _) => triggered[seen.at()].push(Watch {
                    by: id,
                    pivot: form.common_home(id, seen),
                }),
                (Err(_), Item::Question(index)) => faults.push(Fault {
                    owner: Owner::Question(index),
                    column: "trigger",
                    code: "expr.name_unknown",
                    message: format!(
                        "`${{{name}}}` names nothing, or several things, in this questionnaire"
                    ),
                }),
                _ => {}
            }
        }
    }
    [relevance, calculation, condition, triggered]
}

/// Lists of choices get their nodes above all that an interview can have.
pub(crate) const FIRST_LIST_NODE: u32 = 1 << 30;

fn list_nodes(content: &Content) -> Vec<ListNodes> {
    let mut first = FIRST_LIST_NODE;
    let mut lists = Vec::with_capacity(content.choices.len());
    for (name, choices) in &content.choices {
        let others: BTreeSet<&str> = choices.iter().flat_map(|c| c.columns.keys()).collect();
        let has_text_ids = choices.iter().any(|choice| {
            let plain = |language: &str| language == content.default_language;
            !choice.label.0.keys().all(plain)
                || !choice.audio.is_empty()
                || !choice.image.is_empty()
        });
        let label = if has_text_ids { "itextId" } else { "label" };
        let columns: Vec<String> = ["name".to_owned(), label.to_owned()]
            .into_iter()
            .chain(others.into_iter().map(str::to_owned))
            .collect();
        // At most 120,000 choices of at most 200 columns: far below what is left above the first.
        let (items, width) = (
            u32::try_from(choices.len()).unwrap_or(0),
            u32::try_from(columns.len() + 1).unwrap_or(1),
        );
        lists.push(ListNodes {
            name: name.clone(),
            first,
            columns,
            has_text_ids,
            items,
        });
        first = first
            .saturating_add(2)
            .saturating_add(items.saturating_mul(width));
    }
    lists
}

/// The cycle with its names, reported at its first question that has an expression.
fn cycle_fault(
    form: &Form,
    content: &Content,
    expressions: &[Expressions],
    cycle: &[FormId],
) -> Fault {
    let path = |node: &FormId| match form.node(*node).item {
        Item::Root => "/".to_owned(),
        Item::Group(index) => content.groups[index].path.clone(),
        Item::Question(index) => content.questions[index].path.clone(),
    };
    let mut names: Vec<String> = cycle.iter().map(path).collect();
    names.extend(names.first().cloned());
    let at = |node: &&FormId| {
        let own = &expressions[node.0 as usize];
        own.relevant.is_some() || own.calculation.is_some() || own.repeat_count.is_some()
    };
    let node = cycle.iter().find(at).or(cycle.first());
    let owner = match node.map(|node| form.node(*node).item) {
        Some(Item::Group(index)) => Owner::Group(index),
        Some(Item::Question(index)) => Owner::Question(index),
        _ => Owner::Whole,
    };
    let relevance = node.is_some_and(|node| expressions[node.0 as usize].relevant.is_some());
    let column = if relevance { "relevant" } else { "calculation" };
    let message = format!(
        "these depend on each other in a circle: {}",
        names.join(" → ")
    );
    Fault {
        owner,
        column,
        code: "expr.cycle",
        message,
    }
}

struct Binder<'a> {
    form: &'a Form,
    content: &'a Content,
    /// The columns that any choice has.
    columns: BTreeSet<&'a str>,
    faults: Vec<Fault>,
}

impl<'a> Binder<'a> {
    fn new(form: &'a Form, content: &'a Content) -> Self {
        let columns = content
            .choices
            .values()
            .flatten()
            .flat_map(|choice| choice.columns.keys());
        Binder {
            form,
            content,
            columns: columns.collect(),
            faults: Vec::new(),
        }
    }

    fn bind_all(&mut self) -> Vec<Expressions> {
        let mut all = Vec::with_capacity(self.form.nodes.len());
        for (id, node) in (0u32..).map(FormId).zip(&self.form.nodes) {
            all.push(match node.item {
                Item::Root => Expressions::default(),
                Item::Group(index) => self.group(id, index),
                Item::Question(index) => self.question(id, index),
            });
        }
        all
    }

    fn group(&mut self, id: FormId, index: usize) -> Expressions {
        let group = &self.content.groups[index];
        let owner = Owner::Group(index);
        self.references(owner, "label", group.label.0.values());
        Expressions {
            relevant: self.bind(owner, "relevant", &group.relevant, id, None),
            read_only: self.bind(owner, "read_only", &group.read_only, id, None),
            repeat_count: self.bind(owner, "repeat_count", &group.repeat_count, id, None),
            ..Expressions::default()
        }
    }

    fn question(&mut self, id: FormId, index: usize) -> Expressions {
        let content = self.content;
        let question = &content.questions[index];
        let owner = Owner::Question(index);
        let written = &question.written;
        self.references(owner, "label", question.label.0.values());
        self.references(owner, "hint", question.hint.0.values());
        let mut bind = |column, text: &str| self.bind(owner, column, text, id, None);
        let mut bound = Expressions {
            relevant: bind("relevant", &written.relevant),
            calculation: bind("calculation", &written.calculation),
            constraint: bind("constraint", &written.constraint),
            required: bind("required", &written.required),
            read_only: bind("read_only", &written.read_only),
            seed: bind("parameters", question.parameter("seed").unwrap_or_default()),
            indicator_when: bind("indicator_when", &written.indicator_when),
            urgent_when: bind("urgent_when", &written.urgent_when),
            ..Expressions::default()
        };
        if is_dynamic(&written.default, &question.kind) {
            bound.default = self.bind(owner, "default", &written.default, id, None);
        }
        bound.choice_filter = self.bind(
            owner,
            "choice_filter",
            &written.choice_filter,
            id,
            Some(question),
        );
        bound
    }

    fn bind(
        &mut self,
        owner: Owner,
        column: &'static str,
        text: &str,
        context: FormId,
        filtered: Option<&Question>,
    ) -> Option<Bound> {
        if text.is_empty() {
            return None;
        }
        let columns = filtered.map(|_| &self.columns);
        let bound = bind(self.form, self.content, text, context, columns).and_then(|bound| {
            check_patterns(&bound.expr)?;
            Ok(bound)
        });
        bound
            .map_err(|error| self.fault(owner, column, text, &error))
            .ok()
    }

    fn fault(&mut self, owner: Owner, column: &'static str, text: &str, error: &ExprError) {
        self.faults.push(Fault {
            owner,
            column,
            code: error.code,
            message: error.describe(text),
        });
    }

    /// Names in `${…}` within texts.
    fn references<'t>(
        &mut self,
        owner: Owner,
        column: &'static str,
        texts: impl Iterator<Item = &'t str>,
    ) {
        for text in texts {
            for name in referenced(text) {
                if self.form.named(name).is_err() {
                    let message = format!(
                        "`${{{name}}}` names nothing, or several things, in this questionnaire"
                    );
                    self.faults.push(Fault {
                        owner,
                        column,
                        code: "expr.name_unknown",
                        message,
                    });
                }
            }
        }
    }
}

/// The names in `${…}` within a text, in order.
pub(crate) fn referenced(text: &str) -> impl Iterator<Item = &str> {
    text.split("${")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.trim())
}

/// Whether a default is an expression, as XLSForm's converter tells it: it computes, refers or calls. Otherwise it is the
/// answer itself.
pub(crate) fn is_dynamic(default: &str, kind: &Kind) -> bool {
    let Ok(tokens) = tokens(default) else {
        return false;
    };
    let dated = default
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"-:.TZ+ ".contains(&byte));
    let has_dashes = matches!(
        kind,
        Kind::Date | Kind::DateTime | Kind::Time | Kind::Geopoint | Kind::Geotrace | Kind::Geoshape
    );
    if dated && (has_dashes || default.matches(['-', ':']).count() > 1) {
        return false;
    }
    let mut before = &Token::Open;
    for (at, (token, _)) in tokens.iter().enumerate() {
        let dynamic = match token {
            Token::Plus | Token::Star | Token::Pipe | Token::OpenSquare | Token::Reference(_) => {
                true
            }
            // A sign before a number is part of it.
            Token::Minus => at > 0,
            Token::Open => matches!(before, Token::Name(_)),
            Token::Name(name) => {
                at > 0
                    && matches!(name.as_str(), "div" | "mod")
                    && tokens[at + 1..]
                        .first()
                        .is_some_and(|next| next.0 != Token::End)
            }
            _ => false,
        };
        if dynamic {
            return true;
        }
        before = token;
    }
    false
}

/// Patterns written out in the sheet are checked when it is read, not when somebody answers.
fn check_patterns(expr: &Expr) -> Result<(), ExprError> {
    let mut wrong = None;
    expr.walk(&mut |expr| {
        if let Node::Call {
            function: Function::Regex,
            arguments,
        } = &expr.node
            && let Some(Expr {
                node: Node::Literal(pattern),
                span,
            }) = arguments.get(1)
            && Pattern::whole(pattern).is_none()
        {
            wrong = wrong.take().or(Some(*span));
        }
    });
    match wrong {
        None => Ok(()),
        Some(span) => Err(ExprError::new(
            "expr.pattern",
            span,
            "the pattern cannot be read",
        )),
    }
}
