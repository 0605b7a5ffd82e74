//! Who has which thread open.

use std::collections::HashMap;

use domain::{
    ids::{Login, QuestionId},
    staff::{Actor, Permission},
};

use super::Open;
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::parse,
};

/// Officers read at most; a district has ten.
const MOST: usize = 200;

/// Somebody who has a thread open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Sign-in name.
    pub login: Login,
    /// The name to show; the sign-in name when there is no other.
    pub name: String,
    /// They write an answer.
    pub writes: bool,
}

/// Who has which thread open beside the actor, with one query.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn everybody(app: &App, actor: &Actor) -> Result<HashMap<QuestionId, Vec<Present>>, AppError> {
    actor.require(Permission::Read)?;
    let now = app.clock.now();
    let query = Query::partition(TableName::Main, keys::PRESENCE_PARTITION, MOST);
    let mut found: HashMap<QuestionId, Vec<Present>> = HashMap::new();
    for item in &app.table.query(&query).await?.items {
        let row = parse::<Open>(item)?.value;
        if row.login == actor.login {
            continue;
        }
        let name = if row.name.is_empty() { row.login.to_string() } else { row.name };
        for open in row.threads.into_iter().filter(|open| open.is_live(now)) {
            let present = Present { login: row.login.clone(), name: name.clone(), writes: open.writes };
            found.entry(open.question).or_default().push(present);
        }
    }
    Ok(found)
}

/// Who has this thread open beside the actor.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn others(app: &App, actor: &Actor, question: &QuestionId) -> Result<Vec<Present>, AppError> {
    Ok(everybody(app, actor).await?.remove(question).unwrap_or_default())
}
