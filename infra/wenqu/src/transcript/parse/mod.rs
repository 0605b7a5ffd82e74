//! From text to steps. A line that begins with a blank goes on with the step before it.

mod acts;
mod conditions;
mod cursor;
mod officers;
mod time;

use std::fmt;

use serde_json::{Map, Value};

use self::{cursor::Cursor, time::duration};
use super::step::{Line, Step, Transcript};
use crate::nearest::nearest;

/// A line that can't be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ParseError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Parses a transcript; all lines that can't be understood are said at once.
///
/// # Errors
/// One [`ParseError`] a line, or one for a file without steps.
pub fn parse(file: &str, text: &str) -> Result<Transcript, Vec<ParseError>> {
    let mut transcript = Transcript { file: file.to_owned(), title: String::new(), steps: Vec::new() };
    let mut errors = Vec::new();
    for (number, line) in joined(text) {
        if let Some(comment) = line.strip_prefix('#') {
            if transcript.title.is_empty() {
                transcript.title = comment.trim().to_owned();
            }
            continue;
        }
        match step(&line) {
            Ok(step) => transcript.steps.push(Line { number, text: line, step }),
            Err(reason) => errors.push(ParseError { file: file.to_owned(), line: number, reason }),
        }
    }
    if transcript.steps.is_empty() && errors.is_empty() {
        let reason = "there is no step in this file; see docs/transcripts.md".to_owned();
        errors.push(ParseError { file: file.to_owned(), line: 1, reason });
    }
    if errors.is_empty() { Ok(transcript) } else { Err(errors) }
}

/// Lines with their numbers, without blank ones, continuations joined.
fn joined(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let continues = line.starts_with([' ', '\t']);
        let line = line.trim();
        match lines.last_mut() {
            _ if line.is_empty() => {}
            Some((_, before)) if continues && !line.starts_with('#') && !before.starts_with('#') => {
                before.push(' ');
                before.push_str(line);
            }
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

fn step(line: &str) -> Result<Step, String> {
    if let Some((who, rest)) = line.split_once('>').filter(|(who, _)| is_speaker(who)) {
        return match who.strip_prefix("officer ") {
            Some(login) => officers::parse(login.trim(), rest),
            None => acts::parse(who, rest),
        };
    }
    if let Some((who, rest)) = line.split_once('<').filter(|(who, _)| is_speaker(who)) {
        return conditions::hears(who, rest);
    }
    let mut cursor = Cursor::new(line)?;
    let verb = cursor.bare("a step")?;
    let step = match verb.as_str() {
        "reset" => reset(&mut cursor),
        "clock" => clock(&mut cursor),
        "fault" => fault(&mut cursor),
        "expect" => expect(&mut cursor),
        other => Err(unknown(
            "step",
            other,
            &["reset", "clock", "fault", "expect", "NAME>", "NAME<", "officer NAME>"],
        )),
    }?;
    cursor.end()?;
    Ok(step)
}

/// `li`, `acct`, `officer zhang`: nothing that could stand before a `<` inside another step.
fn is_speaker(who: &str) -> bool {
    let name = who.strip_prefix("officer ").unwrap_or(who).trim_start();
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Says that a word is unknown, what it may mean, and what there is.
fn unknown(kind: &str, word: &str, known: &[&str]) -> String {
    let hint = nearest(word, known.iter().copied())
        .map(|near| format!("; do you mean `{near}`?"))
        .unwrap_or_default();
    format!("`{word}` is no {kind}{hint} Known: {}", known.join(", "))
}

fn reset(cursor: &mut Cursor) -> Result<Step, String> {
    let seed = match cursor.peek_bare() {
        Some("seed") => true,
        Some("empty") => false,
        _ => return reset_at(cursor, false),
    };
    cursor.skip();
    reset_at(cursor, seed)
}

fn reset_at(cursor: &mut Cursor, seed: bool) -> Result<Step, String> {
    let at = if cursor.take_bare("at") { Some(time::moment(&cursor.bare("a time")?)?) } else { None };
    Ok(Step::Reset { seed, at })
}

fn clock(cursor: &mut Cursor) -> Result<Step, String> {
    let to = cursor.bare("a time or +duration")?;
    match to.strip_prefix('+') {
        Some(span) => Ok(Step::ClockAdvance(duration(span)?)),
        None => Ok(Step::ClockSet(time::moment(&to)?)),
    }
}

fn fault(cursor: &mut Cursor) -> Result<Step, String> {
    let name = cursor.bare("the fault's name, or clear")?;
    if name == "clear" {
        return Ok(Step::FaultClear);
    }
    let mut fault = Map::from_iter([("fault".to_owned(), Value::from(name))]);
    while let Some(word) = cursor.next_bare() {
        let (key, value) = match word.as_str() {
            "times" => ("times", Value::from(cursor.number("times")?)),
            "count" => ("count", Value::from(cursor.number("count")?)),
            "delay" => {
                let ms = duration(&cursor.bare("a duration")?)?.as_millis();
                ("delay_ms", Value::from(u64::try_from(ms).unwrap_or(0)))
            }
            "route" => ("route", Value::from(cursor.bare("the end of an API path")?)),
            other => return Err(unknown("part of a fault", other, &["times", "count", "delay", "route"])),
        };
        fault.insert(key.to_owned(), value);
    }
    Ok(Step::Fault(fault))
}

fn expect(cursor: &mut Cursor) -> Result<Step, String> {
    let what = cursor.bare("what to expect")?;
    match what.as_str() {
        "status" => {
            let first = cursor.bare("a question or a state")?;
            let second = cursor.next_bare();
            let (question, state) = match second {
                Some(state) => (Some(first), state),
                None => (None, first),
            };
            known_state("status", &state, &["waiting", "taken", "answered", "ended", "withdrawn"])?;
            Ok(Step::Status { question, state })
        }
        "delivery" => {
            let state = cursor.bare("a delivery's state")?;
            let states = ["due", "sending", "delivered", "handed_over", "unknown", "failed", "withdrawn"];
            known_state("delivery state", &state, &states)?;
            Ok(Step::Delivery { state })
        }
        "http" => {
            let status = cursor.number("a status")?;
            u16::try_from(status).map(Step::Http).map_err(|_| format!("{status} is no HTTP status"))
        }
        "attempts" => Ok(Step::Attempts(cursor.count("a number of attempts")?)),
        "group" => {
            let question = leading_question(cursor);
            let count = cursor.number("a number of questions")?;
            if count == 0 {
                return Err("a question counts in its own group: write 1 when nobody else asks it".to_owned());
            }
            Ok(Step::Group { question, count })
        }
        "suggested" => {
            let question = cursor.peek_bare().is_some_and(|word| word != "with").then(|| cursor.next_bare());
            if !cursor.take_bare("with") {
                return Err("write `expect suggested [QUESTION] with QUESTION`".to_owned());
            }
            Ok(Step::Suggested { question: question.flatten(), with: cursor.bare("a question's number")? })
        }
        "waiting" => Ok(Step::Waiting(cursor.count("a number of questions")?)),
        other => {
            let known = ["status", "delivery", "group", "suggested", "http", "attempts", "waiting"];
            Err(unknown("expectation", other, &known))
        }
    }
}

/// A question that stands before a number; a number alone is none.
fn leading_question(cursor: &mut Cursor) -> Option<String> {
    let word = cursor.peek_bare()?;
    if word.bytes().all(|byte| byte.is_ascii_digit()) { None } else { cursor.next_bare() }
}

fn known_state(kind: &str, state: &str, known: &[&str]) -> Result<(), String> {
    if known.contains(&state) { Ok(()) } else { Err(unknown(kind, state, known)) }
}
