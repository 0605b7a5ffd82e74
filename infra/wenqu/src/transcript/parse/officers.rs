//! What an officer does.

use super::{conditions, cursor::Cursor, unknown};
use crate::transcript::step::{Command, Step};

const VERBS: [&str; 8] = ["take", "release", "reply", "note", "end", "resend", "settle", "sees"];

/// `officer LOGIN> [on QUESTION] VERB … [refused ["…"]]`
pub(super) fn parse(login: &str, rest: &str) -> Result<Step, String> {
    let mut cursor = Cursor::new(rest)?;
    let question = if cursor.take_bare("on") { Some(cursor.bare("a question's number")?) } else { None };
    let verb = cursor.bare("what the officer does")?;
    let command = match verb.as_str() {
        "take" => Command::Take,
        "release" => Command::Release,
        "reply" => Command::Reply(cursor.quoted("the answer")?),
        "note" => Command::Note(cursor.quoted("the note")?),
        "end" => Command::End,
        "resend" => Command::Resend,
        "settle" => Command::Settle,
        "sees" => Command::Sees(conditions::all(&mut cursor)?),
        other => return Err(unknown("officer's verb", other, &VERBS)),
    };
    let refused =
        if cursor.take_bare("refused") { Some(cursor.next_quoted().unwrap_or_default()) } else { None };
    cursor.end()?;
    Ok(Step::Officer { login: login.to_owned(), question, command, refused })
}
