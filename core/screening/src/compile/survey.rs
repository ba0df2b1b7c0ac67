//! The survey sheet: questions and the groups around them.

use std::collections::{BTreeMap, BTreeSet};

use super::settings::Settings;
use super::{
    flag, is_name, lists::Lists, text, vocabulary, warn_unknown_columns, warn_untranslated,
};
use crate::form::join;
use crate::limits::{MAX_GROUP_DEPTH, MAX_PATH_CHARS, MAX_QUESTIONS};
use crate::problem::{At, Problems};
use crate::question::{Group, Kind, Question, Written};
use crate::sheets::{Row, Sheet};
use crate::weights::Family;

/// What the survey sheet says.
pub(crate) struct Survey {
    pub(crate) groups: Vec<Group>,
    pub(crate) questions: Vec<Question>,
    pub(crate) rows: Rows,
}

/// The rows that groups and questions came from.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) groups: Vec<usize>,
    pub(crate) questions: Vec<usize>,
}

const COLUMNS: &[&str] = &[
    "type",
    "name",
    "label",
    "hint",
    "audio",
    "image",
    "video",
    "guidance_hint",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
    "calculation",
    "appearance",
    "choice_filter",
    "default",
    "read_only",
    "readonly",
    "parameters",
    "trigger",
    "repeat_count",
    "note",
    "indicator",
    "indicator_when",
    "element",
    "urgent",
    "urgent_when",
    "observed",
    "fact",
    "core",
    "source",
    "list",
    "dimension",
    "strength",
];

/// Types that the phone fills in by itself; interviews have their times from the record.
const METADATA: &[&str] = &[
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "audit",
];

pub(crate) fn read(
    sheet: &Sheet,
    settings: &Settings,
    lists: &Lists,
    problems: &mut Problems,
) -> Survey {
    warn_unknown_columns(sheet, COLUMNS, problems);
    let survey = Survey {
        groups: Vec::new(),
        questions: Vec::new(),
        rows: Rows::default(),
    };
    let mut reader = Reader {
        settings,
        lists,
        problems,
        survey,
        open: Vec::new(),
        taken: BTreeMap::new(),
    };
    for row in sheet.rows() {
        reader.row(row);
    }
    reader.finish(sheet)
}

struct Reader<'a, 'p> {
    settings: &'a Settings,
    lists: &'a Lists,
    problems: &'p mut Problems,
    survey: Survey,
    /// Groups begun and not ended: path and row.
    open: Vec<(String, usize)>,
    /// Rows of the paths taken so far.
    taken: BTreeMap<String, usize>,
}

impl Reader<'_, '_> {
    fn row(&mut self, row: Row<'_>) {
        let written = row.cell("type");
        let words: Vec<&str> = written.split_whitespace().collect();
        match words.as_slice() {
            [] => {
                let message = "this row has no type";
                self.problems.error("type.missing", row.at("type"), message);
            }
            ["begin_group"] | ["begin", "group"] => self.begin(row),
            ["end_group"] | ["end", "group"] => {
                if self.open.pop().is_none() {
                    self.problems
                        .error("group.unopened", row.at("type"), "no group is open here");
                }
            }
            ["begin_repeat" | "end_repeat"] | ["begin" | "end", "repeat"] => {
                self.problems.error(
                    "type.unsupported",
                    row.at("type"),
                    "repeats are not supported yet",
                );
            }
            [one] if METADATA.contains(one) => {
                let message = "the record already holds this; the row is left out";
                self.problems
                    .warning("type.ignored", row.at("type"), message);
            }
            words => {
                if let Some(kind) = self.kind(row, words) {
                    self.question(row, kind);
                }
            }
        }
    }

    fn begin(&mut self, row: Row<'_>) {
        let parent = self.open.last().map(|(path, _)| path.clone());
        let path = self.path(row, parent.as_deref());
        if self.open.len() == MAX_GROUP_DEPTH {
            let message = format!("groups are nested deeper than {MAX_GROUP_DEPTH}");
            self.problems
                .error("group.too_deep", row.at("type"), message);
        }
        self.check_count(row, self.survey.groups.len());
        let label = text(row, "label", self.settings);
        warn_untranslated(row, "label", &label, self.settings, self.problems);
        self.open.push((path.clone(), row.number()));
        self.survey.rows.groups.push(row.number());
        self.survey.groups.push(Group {
            path,
            parent,
            label,
            appearance: row.cell("appearance").to_owned(),
            relevant: row.cell("relevant").to_owned(),
            repeat: false,
            repeat_count: String::new(),
            read_only: String::new(),
        });
    }

    /// The path of a row's name, checked; rows with unusable names still get one, so that reading goes on.
    fn path(&mut self, row: Row<'_>, parent: Option<&str>) -> String {
        let name = row.cell("name");
        if name.is_empty() {
            self.problems
                .error("name.missing", row.at("name"), "this row needs a name");
        } else if !is_name(name, false) {
            let message = "a name begins with a letter and holds letters, digits, `_`, `-` and `.`";
            self.problems.error("name.invalid", row.at("name"), message);
        }
        let path = join(parent, name);
        if path.chars().count() > MAX_PATH_CHARS {
            let message =
                format!("with its groups the name is longer than {MAX_PATH_CHARS} characters");
            self.problems
                .error("name.too_long", row.at("name"), message);
        }
        if let Some(before) = self.taken.get(&path).filter(|_| !name.is_empty()) {
            let message = format!("row {before} has the same name in the same group");
            self.problems
                .error("name.duplicate", row.at("name"), message);
        }
        self.taken.entry(path.clone()).or_insert(row.number());
        path
    }

    /// Reports, once, the first of too many questions or groups.
    fn check_count(&mut self, row: Row<'_>, before: usize) {
        if before == MAX_QUESTIONS {
            let message = format!("there are more than {MAX_QUESTIONS} of these");
            self.problems
                .error("survey.too_many", row.at("type"), message);
        }
    }

    fn kind(&mut self, row: Row<'_>, words: &[&str]) -> Option<Kind> {
        let kind = match words {
            ["text" | "hidden"] => Kind::Text,
            ["integer" | "int"] => Kind::Integer,
            ["decimal"] => Kind::Decimal,
            ["date"] => Kind::Date,
            ["note"] => Kind::Note,
            ["calculate"] => Kind::Calculate,
            ["select_one", list] | ["select", "one", list] => Kind::SelectOne {
                list: (*list).to_owned(),
            },
            ["select_multiple", list] | ["select", "multiple", list] => Kind::SelectMultiple {
                list: (*list).to_owned(),
            },
            ["select_one" | "select_multiple"] => {
                self.problems.error(
                    "list.missing",
                    row.at("type"),
                    "the type needs the name of a list of choices",
                );
                return None;
            }
            _ => {
                let message = format!("`{}` is not a type that is understood", words.join(" "));
                self.problems.error("type.unknown", row.at("type"), message);
                return None;
            }
        };
        if let Some(list) = kind.list()
            && !self.lists.choices.contains_key(list)
        {
            let message = format!("the choices sheet has no list `{list}`");
            self.problems.error("list.unknown", row.at("type"), message);
        }
        Some(kind)
    }

    fn question(&mut self, row: Row<'_>, kind: Kind) {
        self.check_count(row, self.survey.questions.len());
        let group = self.open.last().map(|(path, _)| path.clone());
        let path = self.path(row, group.as_deref());
        let settings = self.settings;
        let label = text(row, "label", settings);
        if label.is_empty() && kind.is_shown() {
            self.problems
                .warning("label.missing", row.at("label"), "the question has no text");
        }
        for base in ["label", "hint", "constraint_message", "required_message"] {
            warn_untranslated(
                row,
                base,
                &text(row, base, settings),
                settings,
                self.problems,
            );
        }
        if kind == Kind::Calculate && row.cell("calculation").is_empty() {
            self.problems.error(
                "calculation.missing",
                row.at("calculation"),
                "a calculate row needs a calculation",
            );
        }
        self.survey.rows.questions.push(row.number());
        let question = Question {
            path,
            name: row.cell("name").to_owned(),
            kind,
            group,
            label,
            hint: text(row, "hint", settings),
            audio: text(row, "audio", settings),
            constraint_message: text(row, "constraint_message", settings),
            required_message: text(row, "required_message", settings),
            appearance: row.cell("appearance").to_owned(),
            observed: flag(row, "observed", self.problems),
            core: flag(row, "core", self.problems),
            fact: Some(row.cell("fact"))
                .filter(|fact| !fact.is_empty())
                .map(str::to_owned),
            source: row.cell("source").to_owned(),
            family: self.family(row),
            marks: vocabulary::marks(row, self.problems),
            written: written(row),
            media: BTreeMap::new(),
            parameters: BTreeMap::new(),
            choices: std::sync::Arc::default(),
        };
        self.check_conditions(row, &question);
        self.survey.questions.push(question);
    }

    fn family(&mut self, row: Row<'_>) -> Option<Family> {
        let word = row.cell("list");
        let family = Family::parse(word);
        if family.is_none() && !word.is_empty() {
            self.problems.error(
                "list.unknown",
                row.at("list"),
                "the list is `labour` or `sexual`",
            );
        }
        family
    }

    /// A condition without anything that it is the condition of, or a mark that can never hold.
    fn check_conditions(&mut self, row: Row<'_>, question: &Question) {
        let marked = !question.marks.indicators.is_empty() || !question.marks.elements.is_empty();
        if !question.written.indicator_when.is_empty() && !marked {
            let message = "there is no indicator or element for this condition";
            self.problems
                .warning("condition.idle", row.at("indicator_when"), message);
        }
        if !question.written.urgent_when.is_empty() && question.marks.urgent.is_empty() {
            let message = "there is no urgent need for this condition";
            self.problems
                .warning("condition.idle", row.at("urgent_when"), message);
        }
        let says_yes = match question.kind.list() {
            Some(list) => self
                .lists
                .choices
                .get(list)
                .is_none_or(|list| list.iter().any(|c| c.name == "yes")),
            None => question.kind == Kind::Calculate,
        };
        for (column, needs_yes) in [
            (
                "indicator_when",
                marked && question.written.indicator_when.is_empty(),
            ),
            (
                "urgent_when",
                !question.marks.urgent.is_empty() && question.written.urgent_when.is_empty(),
            ),
        ] {
            if needs_yes && !says_yes {
                let message = "without a condition it holds for the answer `yes`, which this question cannot have";
                self.problems
                    .error("condition.missing", row.at(column), message);
            }
        }
    }

    fn finish(self, sheet: &Sheet) -> Survey {
        for (path, row) in &self.open {
            let at = At {
                sheet: sheet.name,
                row: *row,
                column: "type",
            };
            self.problems.error(
                "group.unclosed",
                at,
                format!("the group `{path}` is not ended"),
            );
        }
        if self.survey.questions.is_empty() {
            let at = At {
                sheet: sheet.name,
                row: 0,
                column: "",
            };
            self.problems
                .error("survey.empty", at, "there are no questions");
        }
        drop_empty_groups(self.survey, self.problems)
    }
}

/// Groups without questions have no place on any screen.
fn drop_empty_groups(mut survey: Survey, problems: &mut Problems) -> Survey {
    let mut rows = Vec::new();
    let mut groups = Vec::new();
    let mut filled = BTreeSet::new();
    for question in &survey.questions {
        let ends = question.path.match_indices('/').map(|(end, _)| end);
        filled.extend(ends.map(|end| &question.path[..end]));
    }
    for (group, row) in survey.groups.into_iter().zip(survey.rows.groups) {
        if filled.contains(group.path.as_str()) {
            groups.push(group);
            rows.push(row);
        } else {
            let at = At {
                sheet: "survey",
                row,
                column: "type",
            };
            problems.warning(
                "group.empty",
                at,
                "the group has no questions and is left out",
            );
        }
    }
    survey.groups = groups;
    survey.rows.groups = rows;
    survey
}

fn written(row: Row<'_>) -> Written {
    let cell = |base: &str| row.cell(base).to_owned();
    let required = match row.cell("required") {
        "yes" | "Yes" | "YES" | "true" | "TRUE" | "True" | "1" => "true()".to_owned(),
        "no" | "No" | "NO" | "false" | "FALSE" | "False" | "0" => String::new(),
        expression => expression.to_owned(),
    };
    Written {
        relevant: cell("relevant"),
        constraint: cell("constraint"),
        required,
        calculation: cell("calculation"),
        choice_filter: cell("choice_filter"),
        default: cell("default"),
        read_only: String::new(),
        trigger: Vec::new(),
        indicator_when: cell("indicator_when"),
        urgent_when: cell("urgent_when"),
    }
}
