//! What a message must be like.

use std::time::Duration;

use regex_lite::Regex;

use super::{cursor::Cursor, time, unknown};
use crate::transcript::step::{Condition, Step};

/// How long a message is waited for, unless `within` says otherwise.
const WITHIN: Duration = Duration::from_secs(8);
/// How long nothing must come, unless `within` says otherwise.
const SILENCE: Duration = Duration::from_millis(1_500);

/// `PERSONA< CONDITION…`
pub(super) fn hears(who: &str, rest: &str) -> Result<Step, String> {
    let persona = (who.trim() != "acct").then(|| who.trim().to_owned());
    let mut cursor = Cursor::new(rest)?;
    let nothing = cursor.take_bare("nothing");
    let (mut conditions, mut within) = (Vec::new(), None);
    while !cursor.is_empty() {
        if cursor.take_bare("within") {
            within = Some(time::wait(&cursor.bare("a duration")?)?);
        } else {
            conditions.push(condition(&mut cursor)?);
        }
    }
    if nothing && !conditions.is_empty() {
        return Err("`nothing` takes no condition but `within`".to_owned());
    }
    if !nothing && conditions.is_empty() {
        return Err("say what must be heard: contains \"…\", matches /…/, via passive, or nothing".to_owned());
    }
    let within = within.unwrap_or(if nothing { SILENCE } else { WITHIN });
    Ok(Step::Hears { persona, conditions, nothing, within })
}

/// The conditions up to the end of the line.
pub(super) fn all(cursor: &mut Cursor) -> Result<Vec<Condition>, String> {
    let mut conditions = Vec::new();
    while !cursor.is_empty() {
        conditions.push(condition(cursor)?);
    }
    if conditions.is_empty() {
        Err("say what must be seen: contains \"…\"".to_owned())
    } else {
        Ok(conditions)
    }
}

fn condition(cursor: &mut Cursor) -> Result<Condition, String> {
    let word = cursor.bare("a condition")?;
    match word.as_str() {
        "contains" => cursor.quoted("the words").map(Condition::Contains),
        "not" => lacks(cursor),
        "matches" => matches(cursor),
        "via" => via(cursor),
        "quota_left" => cursor.number("sends left").map(Condition::QuotaLeft),
        "bytes" => {
            if !cursor.take_bare("<=") {
                return Err("write `bytes <= N`".to_owned());
            }
            cursor.count("a number of bytes").map(Condition::Bytes)
        }
        "text" | "image" | "voice" | "video" | "news" => Ok(Condition::Kind(word)),
        other => {
            let known = [
                "contains",
                "not",
                "matches",
                "via",
                "quota_left",
                "bytes",
                "within",
                "text",
                "image",
                "nothing",
            ];
            Err(unknown("condition", other, &known))
        }
    }
}

fn lacks(cursor: &mut Cursor) -> Result<Condition, String> {
    let verb = cursor.bare("contains")?;
    if verb != "contains" {
        return Err(format!("after `not` only `contains` may stand, not `{verb}`"));
    }
    cursor.quoted("the words").map(Condition::Lacks)
}

fn matches(cursor: &mut Cursor) -> Result<Condition, String> {
    let pattern = cursor.pattern()?;
    let wrong = |error: regex_lite::Error| format!("/{pattern}/ is no pattern: {error}");
    Regex::new(&pattern).map(Condition::Matches).map_err(wrong)
}

fn via(cursor: &mut Cursor) -> Result<Condition, String> {
    let way = cursor.bare("passive, custom, mass or system")?;
    let known = ["passive", "custom", "mass", "system"];
    if known.contains(&way.as_str()) { Ok(Condition::Via(way)) } else { Err(unknown("way", &way, &known)) }
}
