//! P13: an answer and the next view, and loading, against JavaRosa on the same questionnaires in the same run.

use anyhow::{Result, anyhow};
use nuong_rivals::speed::{Measured, measure as measured};

use crate::line::Line;

/// Questions, choices, and the goals: how many times faster than JavaRosa to the next view, and to load.
const FORMS: [(usize, usize); 3] = [(250, 10), (5_000, 10), (5_000, 100_000)];

pub(crate) fn measure() -> Result<Vec<Line>> {
    let tools =
        nuong_rivals::tools::ready().map_err(|why| anyhow!("JavaRosa is not to be had: {why}"))?;
    let mut lines = Vec::new();
    for (questions, choices) in FORMS {
        let measured = measured(&tools, questions, choices)?;
        if choices < 1_000 {
            lines.push(answer(&measured));
            lines.push(evaluations(&measured));
        } else {
            lines.push(load(&measured));
            lines.push(memory(&measured)?);
        }
    }
    Ok(lines)
}

fn answer(measured: &Measured) -> Line {
    let (ours, theirs) = (
        measured.answer.0.as_secs_f64(),
        measured.answer.1.as_secs_f64(),
    );
    Line {
        id: "P13",
        what: format!(
            "{} questions: answer to next view, {:.1} us, JavaRosa {:.1} us; times faster",
            measured.questions,
            ours * 1e6,
            theirs * 1e6
        ),
        value: theirs / ours,
        unit: "x",
        bound: None,
        rival: None,
        goal: 20.0,
        ok: theirs / ours >= 20.0,
    }
}

#[allow(clippy::cast_precision_loss)]
fn evaluations(measured: &Measured) -> Line {
    let (done, depend) = measured.evaluated;
    Line {
        id: "P13",
        what: format!(
            "{} questions: {done} expressions evaluated, {depend} depend on the answers",
            measured.questions
        ),
        value: done as f64 / depend.max(1) as f64,
        unit: "x",
        bound: Some(1.0),
        rival: None,
        goal: 1.0,
        ok: done <= depend,
    }
}

fn load(measured: &Measured) -> Line {
    let (ours, theirs) = (measured.load.0.as_secs_f64(), measured.load.1.as_secs_f64());
    Line {
        id: "P13",
        what: format!(
            "{} questions and {} choices loaded in {:.0} ms, JavaRosa {:.0} ms; part of its time",
            measured.questions,
            measured.choices,
            ours * 1e3,
            theirs * 1e3
        ),
        value: ours / theirs,
        unit: "x",
        bound: None,
        rival: None,
        goal: 0.2,
        ok: ours / theirs <= 0.2,
    }
}

/// The most memory that a process of its own held while it loaded the largest form.
fn memory(measured: &Measured) -> Result<Line> {
    let held = nuong_rivals::speed::memory_to_load(measured.questions, measured.choices)?;
    #[allow(clippy::cast_precision_loss)]
    let megabytes = held as f64 / 1e6;
    Ok(Line {
        id: "P13",
        what: format!(
            "{} questions and {} choices: most memory held by a process that loads them",
            measured.questions, measured.choices
        ),
        value: megabytes,
        unit: "MB",
        bound: None,
        #[allow(clippy::cast_precision_loss)]
        rival: Some(measured.rival_heap as f64 / 1e6),
        goal: 200.0,
        ok: megabytes <= 200.0,
    })
}
