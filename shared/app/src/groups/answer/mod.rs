//! One answer to all who asked the same. It is written once; each resident gets it privately, in their language, from the
//! sender, at its pace. For ten seconds it can be taken back: until then nothing is written to anybody.

mod reach;
mod send;
mod spread;
mod take_back;

pub use reach::{MOST_LOOKED_AT, Reach, reach};
pub use send::{ToAll, check, send};
pub use spread::{Spread, for_one, spread};
pub use take_back::take_back;

use domain::{
    content::Bilingual,
    group::Group,
    ids::{GroupId, Login},
    staff::{Actor, Permission},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::act::resolved;
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::{parse, row},
};

/// How long an answer to all can be taken back.
pub const HELD_FOR: SignedDuration = SignedDuration::from_secs(10);

/// An answer to all of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupAnswer {
    /// To which group.
    pub group: GroupId,
    /// Names it within the group; later ones sort behind.
    pub id: String,
    /// Who wrote it.
    pub by: Login,
    /// Their name, as residents read it.
    pub name: String,
    /// As written, variables in braces; a language that nobody needs may be empty.
    pub text: Bilingual,
    /// The name stands below.
    pub signed: bool,
    /// Each question ends with it.
    pub end: bool,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Before that nothing is written to anybody.
    pub hold_until: Timestamp,
    /// The officer took it back in time.
    #[serde(default)]
    pub taken_back: bool,
    /// The last member that was seen to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Cursor>,
    /// Questions that it was written to.
    #[serde(default)]
    pub written: u32,
    /// Questions that had an answer or an end already.
    #[serde(default)]
    pub skipped: u32,
    /// All members were seen to.
    #[serde(default)]
    pub done: bool,
}

row!(GroupAnswer, |row| keys::group_answer(&row.group, &row.id));

/// How far an answer has come: a part of the group and the last sort key there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    part: GroupId,
    after: Option<String>,
}

/// The answers of a group, the newest first.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn answers(app: &App, actor: &Actor, group: &Group) -> Result<Vec<GroupAnswer>, AppError> {
    actor.require(Permission::Read)?;
    let mut found = Vec::new();
    for part in std::iter::once(&group.id).chain(&group.absorbed) {
        let query =
            Query::partition(TableName::Main, keys::group_partition(part), 20).prefix("A#").descending();
        for item in &app.table.query(&query).await?.items {
            found.push(parse::<GroupAnswer>(item)?.value);
        }
    }
    found.sort_by(|a, b| b.id.cmp(&a.id));
    Ok(found)
}

/// What was last said to a group: suggested to whoever answers one that came late.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn last(app: &App, actor: &Actor, group: &GroupId) -> Result<Option<GroupAnswer>, AppError> {
    let group = match resolved(app, group).await {
        Ok(group) => group.value,
        Err(AppError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(answers(app, actor, &group).await?.into_iter().find(|answer| !answer.taken_back))
}
