//! What an officer does.

use super::{conditions, cursor::Cursor, unknown};
use crate::transcript::step::{Command, GroupCommand, Step};

const VERBS: [&str; 13] = [
    "take",
    "release",
    "reply",
    "note",
    "end",
    "resend",
    "settle",
    "sees",
    "join",
    "apart",
    "check_all",
    "reply_all",
    "take_back",
];

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
        "sees" if cursor.take_bare("alike") => Command::SeesAlike(conditions::all(&mut cursor)?),
        "sees" => Command::Sees(conditions::all(&mut cursor)?),
        "join" => Command::Group(GroupCommand::Join(cursor.bare("a question's number")?)),
        "apart" => Command::Group(GroupCommand::Apart),
        "check_all" => Command::Group(check(&mut cursor)?),
        "reply_all" => {
            let (zh, en) = both(&mut cursor)?;
            Command::Group(GroupCommand::ReplyAll(zh, en))
        }
        "take_back" => Command::Group(GroupCommand::TakeBack),
        other => return Err(unknown("officer's verb", other, &VERBS)),
    };
    let refused =
        if cursor.take_bare("refused") { Some(cursor.next_quoted().unwrap_or_default()) } else { None };
    cursor.end()?;
    Ok(Step::Officer { login: login.to_owned(), question, command, refused })
}

/// `"ZH" ["EN"]`
fn both(cursor: &mut Cursor) -> Result<(String, String), String> {
    let zh = cursor.quoted("the answer in Chinese")?;
    Ok((zh, cursor.next_quoted().unwrap_or_default()))
}

/// `"ZH" ["EN"] now N later N over N`
fn check(cursor: &mut Cursor) -> Result<GroupCommand, String> {
    let text = both(cursor)?;
    let mut reach = [0; 3];
    for (word, count) in ["now", "later", "over"].into_iter().zip(&mut reach) {
        if !cursor.take_bare(word) {
            return Err(format!("`{word} N` is missing: write check_all \"…\" [\"…\"] now N later N over N"));
        }
        *count = cursor.number("a number of questions")?;
    }
    Ok(GroupCommand::Check { text, reach })
}
