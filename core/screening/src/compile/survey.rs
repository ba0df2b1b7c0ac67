//! The survey sheet: questions and the groups around them.

use std::collections::BTreeMap;

use super::cells::{both, drop_empty_groups, media, truth, written};
use super::kinds::{self, RowType, row_type};
use super::settings::Settings;
use super::{
    flag, is_name, lists::Lists, made, text, vocabulary, warn_unknown_columns, warn_untranslated,
};
use crate::form::join;
use crate::limits::{MAX_GROUP_DEPTH, MAX_PATH_CHARS, MAX_QUESTIONS};
use crate::problem::{At, Problems};
use crate::question::{Group, Kind, Question, Text};
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
    "big-image",
    "disabled",
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

pub(crate) fn read(
    sheet: &Sheet,
    settings: &Settings,
    lists: &mut Lists,
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

pub(super) struct Reader<'a, 'p> {
    settings: &'a Settings,
    pub(super) lists: &'p mut Lists,
    pub(super) problems: &'p mut Problems,
    survey: Survey,
    /// Groups begun and not ended.
    open: Vec<OpenGroup>,
    /// Rows of the paths taken so far.
    pub(super) taken: BTreeMap<String, usize>,
}

struct OpenGroup {
    path: String,
    row: usize,
    repeat: bool,
    /// In a flat form, the conditions of the groups around, which its questions have to carry themselves.
    relevant: String,
    /// The list that all questions of a table share: known once the first of them is read.
    table: Option<Option<String>>,
}

impl Reader<'_, '_> {
    fn row(&mut self, row: Row<'_>) {
        if matches!(row.cell("disabled"), "yes" | "true" | "TRUE") {
            return;
        }
        if row.cell("type").is_empty() {
            // Notes to oneself stand in many sheets; a row that names a question was meant to be one.
            if !row.cell("name").is_empty() || !self.settings.foreign {
                let message = "this row has no type";
                self.problems.error("type.missing", row.at("type"), message);
            }
            return;
        }
        match row_type(row.cell("type")) {
            RowType::BeginGroup => self.begin(row, false),
            RowType::BeginRepeat => self.begin(row, true),
            RowType::EndGroup => self.end(row, false),
            RowType::EndRepeat => self.end(row, true),
            RowType::Question { kind, or_other } => {
                self.check_list(row, &kind);
                self.question(row, kind, or_other);
            }
            RowType::Ignored => {
                let message = "the record has no use for this; the row is left out";
                self.problems
                    .warning("type.ignored", row.at("type"), message);
            }
            RowType::ListMissing => {
                let message = "the type needs the name of a list of choices";
                self.problems.error("list.missing", row.at("type"), message);
                self.stand_in(row);
            }
            RowType::Unknown => {
                let message = format!("`{}` is not a type that is understood", row.cell("type"));
                self.problems.error("type.unknown", row.at("type"), message);
                self.stand_in(row);
            }
        }
    }

    fn begin(&mut self, row: Row<'_>, repeat: bool) {
        let parent = self.open.last().map(|open| open.path.clone());
        let table = row.words("appearance").iter().any(|w| w == "table-list");
        let mut group = OpenGroup {
            path: parent.clone().unwrap_or_default(),
            row: row.number(),
            repeat,
            relevant: self
                .open
                .last()
                .map_or(String::new(), |open| open.relevant.clone()),
            table: table.then_some(None),
        };
        if self.settings.flat && !repeat {
            // The questions of a flat form have no groups in their paths.
            group.relevant = both(&group.relevant, row.cell("relevant"));
            self.open.push(group);
            return;
        }
        let repeat_count = self.repeat_count(row, repeat, parent.as_deref());
        let parent = parent.filter(|path| !path.is_empty());
        let path = self.path(row, parent.as_deref());
        if self.open.len() == MAX_GROUP_DEPTH {
            let message = format!("groups are nested deeper than {MAX_GROUP_DEPTH}");
            self.problems
                .error("group.too_deep", row.at("type"), message);
        }
        self.check_count(row, self.survey.groups.len());
        let label = text(row, "label", self.settings);
        warn_untranslated(row, "label", &label, self.settings, self.problems);
        group.path.clone_from(&path);
        let relevant = both(&group.relevant, row.cell("relevant"));
        // Within this group its own condition holds for all.
        group.relevant.clear();
        self.open.push(group);
        self.survey.rows.groups.push(row.number());
        let appearance = row.cell("appearance");
        self.survey.groups.push(Group {
            path,
            parent,
            label: if table {
                Text::default()
            } else {
                label.clone()
            },
            appearance: if table {
                appearance.replace("table-list", "field-list")
            } else {
                appearance.to_owned()
            },
            relevant,
            repeat,
            repeat_count,
            read_only: truth(row.cell("read_only")),
        });
        if table && !label.is_empty() {
            let name = format!("generated_table_list_label_{}", row.number());
            let mut note = self.made(&name, Kind::Note);
            note.label = label;
            self.put(note, row.number());
        }
    }

    /// What says how many instances a repeat has: a question's answer, or a computed question made for it.
    fn repeat_count(&mut self, row: Row<'_>, repeat: bool, parent: Option<&str>) -> String {
        let written = row.cell("repeat_count");
        if !repeat || written.is_empty() || made::is_reference(written) {
            return if repeat {
                written.to_owned()
            } else {
                String::new()
            };
        }
        let name = format!("{}_count", row.cell("name"));
        let parent = parent.filter(|path| !path.is_empty()).map(str::to_owned);
        let path = join(parent.as_deref(), &name);
        self.take(row, &path);
        let counted = made::count(path, &name, parent, written);
        self.put(counted, row.number());
        format!("${{{name}}}")
    }

    fn end(&mut self, row: Row<'_>, repeat: bool) {
        match self.open.last() {
            Some(open) if open.repeat == repeat => {
                self.open.pop();
            }
            Some(open) => {
                let message = format!("the group `{}` of row {} is open here", open.path, open.row);
                self.problems
                    .error("group.mismatch", row.at("type"), message);
                self.open.pop();
            }
            None => {
                self.problems
                    .error("group.unopened", row.at("type"), "no group is open here");
            }
        }
    }

    /// The path of the group around what is read now.
    pub(super) fn around(&self) -> Option<String> {
        let open = self.open.last().map(|open| open.path.clone());
        open.filter(|path| !path.is_empty())
    }

    /// A question that has no row of its own.
    fn made(&mut self, name: &str, kind: Kind) -> Question {
        let group = self.around();
        let path = join(group.as_deref(), name);
        let row = self.open.last().map_or(0, |open| open.row);
        self.taken.entry(path.clone()).or_insert(row);
        made::bare(path, name, group, kind)
    }

    pub(super) fn put(&mut self, mut question: Question, row: usize) {
        if let Some(open) = self.open.last() {
            question.written.relevant = both(&open.relevant, &question.written.relevant);
        }
        self.survey.rows.questions.push(row);
        self.survey.questions.push(question);
    }

    /// The path of a row's name, checked; rows with unusable names still get one, so that reading goes on.
    pub(super) fn path(&mut self, row: Row<'_>, parent: Option<&str>) -> String {
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
        if !name.is_empty() {
            self.take(row, &path);
        }
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

    /// A list in a file that is not attached has no choices yet; any other has to be there.
    fn check_list(&mut self, row: Row<'_>, kind: &Kind) {
        let Some(list) = kind.list() else {
            return;
        };
        if self.lists.choices.contains_key(list) {
            return;
        }
        if row.cell("type").contains("_from_file") || row.cell("type").contains(" from file") {
            let message = format!("the file of the list `{list}` is not attached");
            self.problems
                .warning("list.unattached", row.at("type"), message);
            self.lists.choices.insert(list.to_owned(), Vec::new());
            self.lists.rows.insert(list.to_owned(), Vec::new());
            return;
        }
        let message = format!("the choices sheet has no list `{list}`");
        self.problems.error("list.unknown", row.at("type"), message);
    }

    fn question(&mut self, row: Row<'_>, kind: Kind, or_other: bool) {
        self.check_count(row, self.survey.questions.len());
        self.head_of_table(row, &kind);
        let group = self.around();
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
        if kind == Kind::Calculate
            && row.cell("calculation").is_empty()
            && row.cell("default").is_empty()
        {
            self.problems.error(
                "calculation.missing",
                row.at("calculation"),
                "a calculate row needs a calculation",
            );
        }
        let parameters = self.parameters(row);
        let kind = match kind {
            Kind::Range { .. } => kinds::range(&parameters),
            other => other,
        };
        let question = Question {
            path,
            name: row.cell("name").to_owned(),
            written: written(row, &kind),
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
            media: media(row, settings),
            parameters,
            choices: std::sync::Arc::default(),
        };
        self.check_conditions(row, &question);
        let (name, list) = (
            question.name.clone(),
            question.kind.list().map(str::to_owned),
        );
        self.put(question, row.number());
        if let Some(list) = list.filter(|_| or_other) {
            self.lists.add_other(&list, settings);
            self.specify_other(row, &name);
        }
    }

    /// The question for the words of what is not among the choices.
    fn specify_other(&mut self, row: Row<'_>, of: &str) {
        let group = self.around();
        let name = format!("{of}_other");
        let path = join(group.as_deref(), &name);
        self.take(row, &path);
        let other = made::other(path, &name, group, of, self.settings);
        self.put(other, row.number());
    }

    /// Before the first select of a table comes one that only shows the words of its choices.
    fn head_of_table(&mut self, row: Row<'_>, kind: &Kind) {
        let Some(list) = kind.list() else {
            return;
        };
        let waits = matches!(
            self.open.last(),
            Some(OpenGroup {
                table: Some(None),
                ..
            })
        );
        if !waits {
            return;
        }
        if let Some(open) = self.open.last_mut() {
            open.table = Some(Some(list.to_owned()));
        }
        let name = format!("reserved_name_for_field_list_labels_{}", row.number());
        let mut head = self.made(&name, kind.clone());
        head.appearance = "label".to_owned();
        self.put(head, row.number());
    }

    fn parameters(&mut self, row: Row<'_>) -> BTreeMap<String, String> {
        kinds::parameters(row.cell("parameters")).unwrap_or_else(|| {
            let message = "parameters are written `name=value`, apart by `;`, `,` or blanks";
            self.problems
                .error("parameters.syntax", row.at("parameters"), message);
            BTreeMap::new()
        })
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

    fn finish(self, sheet: &Sheet) -> Survey {
        for open in &self.open {
            let at = At {
                sheet: sheet.name,
                row: open.row,
                column: "type",
            };
            self.problems.error(
                "group.unclosed",
                at,
                format!("the group `{}` is not ended", open.path),
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
