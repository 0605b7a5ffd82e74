//! Notes of the shift: kept by day, never changed, with who wrote them.

use domain::{
    audit::{Event, Source},
    ids::EntryId,
    staff::{Actor, Permission},
    time::beijing,
};
use jiff::civil::Date;

use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    questions::tidy,
    random,
    retry::retrying,
    rows::{Audit, Batch, ShiftNote, parse},
};

/// Longest note, in bytes of UTF-8.
pub const NOTE_LIMIT_BYTES: usize = 6_000;
/// Most notes of a day that are shown.
const SHOWN: usize = 200;

/// Writes a note of today's shift.
///
/// # Errors
/// `Input` when the text is blank or longer than [`NOTE_LIMIT_BYTES`]; `Denied`, `Contended`, `Table`.
pub async fn note(app: &App, actor: &Actor, text: &str) -> Result<ShiftNote, AppError> {
    actor.require(Permission::Answer)?;
    let text = tidy(text);
    if text.is_empty() {
        return Err(AppError::Input {
            field: "note",
            zh: "请写下要交给下一班的内容".to_owned(),
            en: "write what the next shift has to know".to_owned(),
        });
    }
    if text.len() > NOTE_LIMIT_BYTES {
        return Err(AppError::Input {
            field: "note",
            zh: format!("内容有 {} 字节，最多 {NOTE_LIMIT_BYTES} 字节：请分成几条", text.len()),
            en: format!("the note has {} bytes of at most {NOTE_LIMIT_BYTES}: split it", text.len()),
        });
    }
    retrying(|| attempt(app, actor, &text)).await
}

async fn attempt(app: &App, actor: &Actor, text: &str) -> Result<ShiftNote, AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let row = ShiftNote {
        id: EntryId::new(now.as_millisecond(), random()?),
        at: now,
        by: actor.login.clone(),
        name: actor.name.clone(),
        text: text.to_owned(),
    };
    let mut batch = Batch::new();
    batch.insert(&row)?;
    let event = Event {
        at: now,
        actor: actor.login.to_string(),
        action: "wrote_shift_note".to_owned(),
        object: format!("shift:{}", beijing(now).date()),
        detail: format!("note:{}", row.id),
    };
    Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
    batch.commit(table).await?;
    Ok(row)
}

/// The notes of a day in Beijing, oldest first.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn notes(app: &App, actor: &Actor, date: Date) -> Result<Vec<ShiftNote>, AppError> {
    actor.require(Permission::Read)?;
    let page =
        app.table.query(&Query::partition(TableName::Main, keys::shift_partition(date), SHOWN)).await?;
    Ok(page.items.iter().map(|item| parse(item).map(|row| row.value)).collect::<Result<_, _>>()?)
}
