//! Trying questionnaires out: play a script against one, or evaluate expressions, a line of JSON for each step or case.

use std::process::ExitCode;

use anyhow::{Context, Result};
use nuong_screening::play::{PlayClock, Session, evaluate, evaluate_batch};
use nuong_station::{Clock, SystemClock, VIET_NAM_OFFSET_MINUTES};

use crate::args::{Eval, Play, When};
use crate::forms::{load, text};
use crate::interview;
use crate::opening::Opening;
use crate::terminal;

/// Plays a script step by step. Without one the questionnaire is asked in the terminal, as it would be on a device, and
/// nothing is kept; `--json` tells how it stands when it is opened.
pub(crate) fn play(opening: &Opening<'_>, args: &Play) -> Result<ExitCode> {
    let (pack, clock) = (load(&args.form)?, clock(&args.when)?);
    if args.script.is_none() && !opening.json() {
        let ask_in = args.ask_in.as_deref();
        interview::preview(opening, pack, clock.circumstances(args.seed), ask_in)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut session = Session::new(pack, clock, args.seed);
    terminal::print(&session.loaded());
    if let Some(script) = &args.script {
        for line in text(script)?.lines().filter(|line| !line.trim().is_empty()) {
            terminal::print(&session.step(line));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Evaluates one expression, or a file of them.
pub(crate) fn eval(args: &Eval) -> Result<ExitCode> {
    let form = args.form.as_deref().map(load).transpose()?;
    let clock = clock(&args.when)?;
    if let Some(batch) = &args.batch {
        let cases = text(batch)?;
        evaluate_batch(cases.lines(), form.as_ref(), clock).for_each(|line| terminal::print(&line));
        return Ok(ExitCode::SUCCESS);
    }
    let expression = args.expression.as_deref().unwrap_or_default();
    let values: serde_json::Value =
        serde_json::from_str(&args.values).context("--values is not a JSON object")?;
    let case = serde_json::json!({ "expr": expression, "values": values, "at": args.at });
    terminal::print(&evaluate(&case.to_string(), form.as_ref(), clock));
    Ok(ExitCode::SUCCESS)
}

/// The clock the questionnaire sees: the one asked for, or this machine's, in Viet Nam's time.
fn clock(when: &When) -> Result<PlayClock> {
    let local = SystemClock.now() + i64::from(VIET_NAM_OFFSET_MINUTES) * 60;
    let today = jiff::Timestamp::from_second(local)?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let clock = PlayClock::on(today).set(when.today.as_deref(), when.now.as_deref());
    clock.context(
        "--today is a date such as 2026-01-02, --now a moment such as 2026-01-02T03:04:05+07:00",
    )
}
