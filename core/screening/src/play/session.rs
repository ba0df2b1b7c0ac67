//! One questionnaire played through, step by step.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::{PlayClock, Refusal, answer_text};
use crate::answer::Answer;
use crate::expr::NodeId;
use crate::interview::Interview;
use crate::pack::Pack;
use crate::question::{Kind, Question};
use crate::sheets::tag_of;

/// A questionnaire under way on trial.
///
/// Each step is a line of JSON: `{"set":"group/question","value":…}`, `{"add":"household/member"}`,
/// `{"remove":"household/member[2]"}`, `{"language":"English (en)"}` or `{"finish":true}`; after each, and as step 0 before
/// the first, a line says all there is to see.
pub struct Session {
    interview: Interview,
    language: String,
    step: usize,
}

/// What finishing came to.
type Finished = Option<Json>;

impl Session {
    /// Begins; what is left to chance depends on the seed alone.
    #[must_use]
    pub fn new(pack: Arc<Pack>, clock: PlayClock, seed: u64) -> Session {
        let language = pack.content.default_language.clone();
        Session {
            interview: Interview::tried(pack, clock.circumstances(seed)),
            language,
            step: 0,
        }
    }

    /// The line of step 0: the questionnaire as loaded.
    #[must_use]
    pub fn loaded(&self) -> String {
        self.line(None, None)
    }

    /// Takes one step; the line of what is there after it. A line that makes no sense changes nothing and is answered with
    /// an error.
    pub fn step(&mut self, line: &str) -> String {
        self.step += 1;
        match self.take(line) {
            Ok(finished) => self.line(finished.as_ref(), None),
            Err(refusal) => self.line(None, Some(&refusal)),
        }
    }

    /// The interview as it stands.
    #[must_use]
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    fn take(&mut self, line: &str) -> Result<Finished, Refusal> {
        let step: Map<String, Json> = serde_json::from_str(line)
            .map_err(|_| Refusal::new("play.syntax", "a step is one JSON object on one line"))?;
        let text = |name: &str| step.get(name).and_then(Json::as_str);
        if let Some(path) = text("set") {
            self.set(path, step.get("value").unwrap_or(&Json::Null))?;
        } else if let Some(path) = text("add") {
            self.interview
                .add_instance(path)
                .map_err(|error| Refusal::new(error.code(), error.to_string()))?;
        } else if let Some(path) = text("remove") {
            self.interview
                .remove_instance(path)
                .map_err(|error| Refusal::new(error.code(), error.to_string()))?;
        } else if let Some(language) = text("language") {
            self.speak(language)?;
        } else if step.get("finish") == Some(&Json::Bool(true)) {
            return Ok(Some(self.finished()));
        } else {
            return Err(Refusal::new(
                "play.syntax",
                "a step is set, add, remove, language or finish",
            ));
        }
        Ok(None)
    }

    fn set(&mut self, path: &str, value: &Json) -> Result<(), Refusal> {
        let text = answer_text(value)?;
        let node = self
            .interview
            .question_node(path)
            .ok_or_else(|| Refusal::new("play.path", "there is no such question"))?;
        if let Some(text) = &text {
            self.interview
                .fits_kind(node, text)
                .map_err(|error| Refusal::new(error.code(), error.to_string()))?;
        }
        let text = text.map(|text| self.interview.spelled_place(node, text));
        self.interview.put(node, text.map(Answer::Value));
        Ok(())
    }

    fn speak(&mut self, language: &str) -> Result<(), Refusal> {
        let tag = tag_of(language);
        if !self.interview.pack().has_language(&tag) {
            return Err(Refusal::new("play.language", "there is no such language"));
        }
        self.interview.set_language(&tag);
        self.language = tag;
        Ok(())
    }

    /// What stands against finishing, in the order of the form.
    fn finished(&self) -> Json {
        let mut problems = Vec::new();
        for (node, index) in self.interview.leaves() {
            let question = &self.interview.pack().content.questions[index];
            if !self.interview.is_relevant_node(node) || !question.kind.is_shown() {
                continue;
            }
            let path = self.interview.path_of(node);
            if !self.is_valid(node) {
                problems.push(json!({"path": path, "kind": "constraint"}));
            } else if self.interview.kept(node).is_none() && self.interview.is_required(path) {
                problems.push(json!({"path": path, "kind": "required"}));
            }
        }
        json!({"ok": problems.is_empty(), "problems": problems})
    }

    fn is_valid(&self, node: NodeId) -> bool {
        self.interview
            .kept(node)
            .is_none_or(|answer| self.interview.meets_constraint(node, answer.text()))
    }

    fn line(&self, finished: Option<&Json>, error: Option<&Refusal>) -> String {
        let mut maps: [Map<String, Json>; 7] = Default::default();
        for (node, index) in self.interview.leaves() {
            let question = &self.interview.pack().content.questions[index];
            self.leaf(node, question, &mut maps);
        }
        let [values, relevant, required, valid, readonly, choices, labels] = maps;
        json!({
            "step": self.step,
            "values": values,
            "relevant": relevant,
            "required": required,
            "valid": valid,
            "readonly": readonly,
            "choices": choices,
            "labels": labels,
            "finish": finished,
            "error": error.map(Refusal::json),
        })
        .to_string()
    }

    fn leaf(&self, node: NodeId, question: &Question, maps: &mut [Map<String, Json>; 7]) {
        let interview = &self.interview;
        let path = interview.path_of(node);
        let value = interview.kept(node).map_or("", Answer::text);
        let read_only = question.kind == Kind::Note || interview.is_read_only(path);
        let [values, relevant, required, valid, readonly, choices, labels] = maps;
        let put = |map: &mut Map<String, Json>, said: Json| {
            map.insert(path.to_owned(), said);
        };
        put(values, json!(value));
        put(relevant, json!(interview.is_relevant_node(node)));
        put(required, json!(interview.is_required(path)));
        put(valid, json!(self.is_valid(node)));
        put(readonly, json!(read_only));
        if question.kind.list().is_some() {
            let offered = interview.choices(path);
            let names: Vec<&str> = offered.iter().map(|choice| choice.name.as_str()).collect();
            put(choices, json!(names));
        }
        if let Some(label) = self.label(node, question) {
            put(labels, json!(label));
        }
    }

    /// The words of a question; a dash where they are missing in this language, as XLSForm's converter has it.
    fn label(&self, node: NodeId, question: &Question) -> Option<String> {
        if question.label.is_empty() || !question.kind.is_shown() {
            return None;
        }
        let pack = self.interview.pack();
        let words = match pack.borrowed_from(&question.path, &self.language) {
            Some(_) => "-",
            None => question.label.exact(&self.language).unwrap_or("-"),
        };
        Some(self.interview.filled(words, node))
    }
}
