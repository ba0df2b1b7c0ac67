//! Random questionnaires of every kind of row, as sheets.

use serde_json::{Map, Value as Json, json};

use crate::dice::Dice;
use crate::grammar::{Field, Holds, NAMES, Reach, number, text, truth};

/// The rows of one sheet, each a list of column and cell.
pub type Rows = Vec<Vec<(&'static str, String)>>;

/// A questionnaire as sheets, and what a script may answer in it.
#[derive(Debug, Clone)]
pub struct RandomForm {
    /// Its survey sheet.
    pub survey: Rows,
    /// Its choices sheet.
    pub choices: Rows,
    /// What can be answered, by path without places of repeats.
    pub questions: Vec<Asked>,
    /// Repeats that a person may add to, by path without places.
    pub repeats: Vec<String>,
}

/// A question of a random form.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Names from the root.
    pub path: String,
    /// The word of the type column.
    pub kind: &'static str,
    /// How many repeats it is in.
    pub depth: usize,
}

/// The languages of labels, the default first.
pub const LANGUAGES: [&str; 2] = ["Tiếng Việt (vi)", "English (en)"];

/// From this seed on forms have rows and expressions of rarer kinds too (see [`crate::rarer`]).
pub const RARER: u64 = 10_000;

struct Maker<'d> {
    dice: &'d mut Dice,
    form: RandomForm,
    reach: Reach,
    /// Names of the groups and repeats around.
    around: Vec<String>,
    count: usize,
}

/// The questionnaire of a seed.
#[must_use]
pub fn random_form(seed: u64) -> RandomForm {
    let mut dice = Dice::new(seed);
    let mut maker = Maker {
        dice: &mut dice,
        form: RandomForm {
            survey: Rows::new(),
            choices: Rows::new(),
            questions: Vec::new(),
            repeats: Vec::new(),
        },
        reach: Reach {
            rarer: seed >= RARER,
            ..Reach::default()
        },
        around: Vec::new(),
        count: 0,
    };
    maker.lists();
    let rows = 8 + maker.dice.below(18);
    maker.block(rows, 0);
    let Maker {
        mut form, reach, ..
    } = maker;
    if seed >= RARER {
        crate::rarer::look_ahead(&mut form, &reach, &mut dice);
    }
    form
}

impl Maker<'_> {
    fn lists(&mut self) {
        for list in ["l1", "l2", "l3"] {
            for name in &NAMES[..3 + self.dice.below(3)] {
                let group = (*self.dice.pick(&["x", "y", "z"])).to_owned();
                self.form.choices.push(vec![
                    ("list_name", list.to_owned()),
                    ("name", (*name).to_owned()),
                    ("label::Tiếng Việt (vi)", format!("Chọn {name}")),
                    ("label::English (en)", format!("Choose {name}")),
                    ("kind", group),
                ]);
            }
        }
    }

    fn name(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}{}", self.count)
    }

    fn path(&self, name: &str) -> String {
        let mut parts = self.around.clone();
        parts.push(name.to_owned());
        parts.join("/")
    }

    fn block(&mut self, rows: usize, depth: usize) {
        let mut left = rows;
        while left > 0 {
            if depth < 3 && left > 2 && self.dice.percent(16) {
                let inner = 1 + self.dice.below(left.min(6));
                left -= inner;
                if self.dice.percent(45) {
                    self.group(inner, depth);
                } else {
                    self.repeat(inner, depth);
                }
            } else {
                left -= 1;
                self.question();
            }
        }
    }

    fn group(&mut self, rows: usize, depth: usize) {
        let name = self.name("g");
        let mut row = vec![("type", "begin group".to_owned()), ("name", name.clone())];
        self.label(&mut row, "Nhóm", "Group");
        if self.dice.percent(40) {
            row.push(("relevant", truth(self.dice, &self.reach, 2)));
        }
        self.form.survey.push(row);
        self.around.push(name);
        self.block(rows, depth + 1);
        self.around.pop();
        self.form
            .survey
            .push(vec![("type", "end group".to_owned())]);
    }

    fn repeat(&mut self, rows: usize, depth: usize) {
        let name = self.name("r");
        let mut row = vec![("type", "begin repeat".to_owned()), ("name", name.clone())];
        self.label(&mut row, "Lần", "Turn");
        if self.dice.percent(25) {
            row.push(("relevant", truth(self.dice, &self.reach, 1)));
        }
        let counted = self.dice.percent(30);
        if counted {
            let asked = self.reach.single(self.dice, Holds::Number);
            let count = if let Some(asked) = asked.filter(|_| self.reach.rarer) {
                // As people write it: what was answered says how often.
                asked
            } else if self.dice.percent(50) {
                "2".to_owned()
            } else {
                format!("({}) mod 4", number(self.dice, &self.reach, 1))
            };
            row.push(("repeat_count", count));
        }
        self.form.survey.push(row);
        let around = self.reach.within.clone();
        self.reach.repeats.push((name.clone(), around.clone()));
        self.reach.within.push(name.clone());
        self.around.push(name.clone());
        if !counted {
            self.form.repeats.push(self.around.join("/"));
        }
        self.block(rows, depth + 1);
        self.around.pop();
        self.reach.within.pop();
        self.form
            .survey
            .push(vec![("type", "end repeat".to_owned())]);
    }

    fn label(&mut self, row: &mut Vec<(&'static str, String)>, vietnamese: &str, english: &str) {
        let field = self
            .reach
            .fields
            .iter()
            .filter(|field| self.reach.within.starts_with(&field.repeats))
            .map(|field| field.name.clone());
        let fields: Vec<String> = field.collect();
        let told = if self.dice.percent(20) && !fields.is_empty() {
            format!(" ${{{}}}", self.dice.pick(&fields))
        } else {
            String::new()
        };
        row.push(("label::Tiếng Việt (vi)", format!("{vietnamese}{told}")));
        if self.dice.percent(85) {
            row.push(("label::English (en)", format!("{english}{told}")));
        }
    }

    fn question(&mut self) {
        const KINDS: &[&str] = &[
            "text",
            "integer",
            "integer",
            "decimal",
            "date",
            "select_one",
            "select_one",
            "select_multiple",
            "calculate",
            "calculate",
            "note",
            "time",
            "dateTime",
            "range",
            "acknowledge",
            "rank",
            "hidden",
        ];
        let kind = match self.reach.rarer && self.dice.percent(12) {
            true => *self.dice.pick(crate::rarer::KINDS),
            false => *self.dice.pick(KINDS),
        };
        let (name, list) = (self.name("q"), *self.dice.pick(&["l1", "l2", "l3"]));
        let written = match kind {
            "select_one" | "select_multiple" if self.reach.rarer && self.dice.percent(15) => {
                format!("{kind} {list} or_other")
            }
            "select_one" | "select_multiple" | "rank" => format!("{kind} {list}"),
            other => other.to_owned(),
        };
        let mut row = vec![("type", written), ("name", name.clone())];
        if !matches!(kind, "calculate" | "hidden") {
            self.label(&mut row, "Câu hỏi", "Question");
        }
        if self.dice.percent(35) {
            row.push(("relevant", truth(self.dice, &self.reach, 2)));
        }
        self.computed(kind, &mut row);
        self.conditions(kind, &mut row);
        self.note_field(kind, &name);
        let path = self.path(&name);
        if !matches!(kind, "calculate" | "note" | "hidden") {
            self.form.questions.push(Asked {
                path,
                kind,
                depth: self.reach.within.len(),
            });
        }
        self.form.survey.push(row);
    }

    /// From here on expressions may name the question.
    fn note_field(&mut self, kind: &str, name: &str) {
        let holds = match kind {
            "integer" | "decimal" | "range" => Some(Holds::Number),
            "text" | "hidden" => Some(Holds::Text),
            "date" => Some(Holds::Date),
            "select_one" => Some(Holds::One),
            "select_multiple" => Some(Holds::Several),
            "calculate" => Some(if self.dice.percent(60) {
                Holds::Number
            } else {
                Holds::Text
            }),
            _ => None,
        };
        if let Some(holds) = holds {
            let repeats = self.reach.within.clone();
            let direct = self.around.last() == repeats.last();
            self.reach.fields.push(Field {
                name: name.to_owned(),
                holds,
                repeats,
                direct,
            });
        }
    }

    fn computed(&mut self, kind: &str, row: &mut Vec<(&'static str, String)>) {
        match kind {
            "calculate" => {
                let computed = match self.dice.below(3) {
                    0 => text(self.dice, &self.reach, 3),
                    1 => truth(self.dice, &self.reach, 2),
                    _ => number(self.dice, &self.reach, 3),
                };
                let once = self.dice.percent(10);
                row.push((
                    "calculation",
                    if once {
                        format!("once({computed})")
                    } else {
                        computed
                    },
                ));
                if self.dice.percent(10)
                    && let Some(field) = self
                        .reach
                        .fields
                        .iter()
                        .rfind(|field| self.reach.within == field.repeats)
                {
                    row.push(("trigger", format!("${{{}}}", field.name)));
                }
            }
            "text" if self.dice.percent(15) => {
                row.push(("calculation", text(self.dice, &self.reach, 2)));
            }
            "integer" if self.dice.percent(10) => {
                row.push(("calculation", number(self.dice, &self.reach, 2)));
            }
            "text" if self.dice.percent(15) => row.push(("default", "quen thuộc".to_owned())),
            "integer" if self.dice.percent(20) => row.push((
                "default",
                (*self.dice.pick(&["3", "12", "1 + 2"])).to_owned(),
            )),
            "date" if self.dice.percent(20) => row.push((
                "default",
                (*self.dice.pick(&["today()", "2020-02-29"])).to_owned(),
            )),
            "select_one" if self.dice.percent(15) => row.push(("default", "a".to_owned())),
            "decimal" | "select_multiple" | "dateTime" | "text" if self.reach.rarer => {
                crate::rarer::default(kind, self.dice, &self.reach, row);
            }
            "hidden" => row.push(("default", "kín".to_owned())),
            "range" => row.push(("parameters", "start=0 end=20 step=2".to_owned())),
            _ => {}
        }
    }

    fn conditions(&mut self, kind: &str, row: &mut Vec<(&'static str, String)>) {
        if matches!(kind, "calculate" | "note" | "hidden") {
            return;
        }
        if self.dice.percent(25) {
            let constraint = match kind {
                "integer" | "decimal" | "range" => format!(
                    ". {} {}",
                    self.dice.pick(&["<", ">=", "!="]),
                    number(self.dice, &self.reach, 1)
                ),
                "text" => {
                    (*self
                        .dice
                        .pick(&["string-length(.) < 5", "regex(., '[a-z]+')", ". != 'x y'"]))
                    .to_owned()
                }
                "date" => ". <= today()".to_owned(),
                "select_multiple" => format!("count-selected(.) <= {}", 1 + self.dice.below(3)),
                _ => truth(self.dice, &self.reach, 1),
            };
            row.push(("constraint", constraint));
        }
        if self.dice.percent(30) {
            let required = if self.dice.percent(60) {
                "yes".to_owned()
            } else {
                truth(self.dice, &self.reach, 1)
            };
            row.push(("required", required));
        }
        if self.dice.percent(8) {
            let read_only = if self.dice.percent(50) {
                "yes".to_owned()
            } else {
                truth(self.dice, &self.reach, 1)
            };
            row.push(("read_only", read_only));
        }
        if matches!(kind, "select_one" | "select_multiple") && self.dice.percent(25) {
            let filter = match self
                .reach
                .fields
                .iter()
                .rfind(|field| self.reach.within.starts_with(&field.repeats))
            {
                Some(field) if self.dice.percent(60) => {
                    format!("kind = 'x' or ${{{}}} = name", field.name)
                }
                _ => "kind != 'x'".to_owned(),
            };
            row.push(("choice_filter", filter));
        } else if kind == "select_one" && self.dice.percent(10) {
            row.push(("parameters", "randomize=true, seed=42".to_owned()));
        }
    }
}

impl RandomForm {
    /// The sheets as pyxform takes them: rows of named cells.
    #[must_use]
    pub fn as_json(&self) -> Json {
        let rows = |rows: &Rows| -> Vec<Json> {
            let row = |cells: &Vec<(&str, String)>| {
                let cells = cells
                    .iter()
                    .map(|(column, cell)| ((*column).to_owned(), json!(cell)));
                Json::Object(cells.collect::<Map<String, Json>>())
            };
            rows.iter().map(row).collect()
        };
        let header = |rows: &Rows| -> Json {
            let named = columns(rows)
                .into_iter()
                .map(|column| (column.to_owned(), Json::Null));
            json!([Json::Object(named.collect::<Map<String, Json>>())])
        };
        json!({
            "survey": rows(&self.survey),
            "survey_header": header(&self.survey),
            "choices": rows(&self.choices),
            "choices_header": header(&self.choices),
            "settings": [{"form_title": "t", "form_id": "t", "version": "1", "default_language": LANGUAGES[0]}],
        })
    }

    /// The survey, choices and settings as CSV.
    #[must_use]
    pub fn as_csv(&self) -> [String; 3] {
        let settings = vec![vec![
            ("form_title", "t".to_owned()),
            ("form_id", "t".to_owned()),
            ("version", "1".to_owned()),
            ("default_language", LANGUAGES[0].to_owned()),
        ]];
        [csv(&self.survey), csv(&self.choices), csv(&settings)]
    }
}

fn columns(rows: &Rows) -> Vec<&'static str> {
    let mut columns: Vec<&str> = Vec::new();
    for (column, _) in rows.iter().flatten() {
        if !columns.contains(column) {
            columns.push(column);
        }
    }
    columns
}

fn csv(rows: &Rows) -> String {
    let columns = columns(rows);
    let mut out = columns.join(",") + "\n";
    for row in rows {
        let cell = |column: &&str| {
            let found = row.iter().find(|(name, _)| name == column);
            let text = found.map_or("", |(_, cell)| cell.as_str());
            format!("\"{}\"", text.replace('"', "\"\""))
        };
        out += &columns.iter().map(cell).collect::<Vec<_>>().join(",");
        out.push('\n');
    }
    out
}
