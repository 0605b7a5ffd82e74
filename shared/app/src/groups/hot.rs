//! Which groups are hot: found now and then by the worker, and kept in one row for whoever looks.

use domain::{
    group::Group,
    hot::{self, Hot, LATELY, LEAST_ASKERS},
    staff::{Actor, Permission},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    read::of,
    rows::{GroupLine, Member},
};
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::{Batch, load, parse, row},
};

/// Groups that grew lately and are looked at, the last ones.
const LOOKED_AT: usize = 500;

/// What was found when somebody looked last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HotTopics {
    pub(super) at: Timestamp,
    /// How long the log of groups was.
    pub(super) sequence: u64,
    pub(super) topics: Vec<Hot>,
}

row!(HotTopics, |_| keys::hot_topics());

/// A group that is hot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotTopic {
    /// Who asks it, lately and before.
    pub hot: Hot,
    /// What it is.
    pub group: Group,
}

/// The hot topics, the one that most ask first, as they were within the last ten minutes; one that was put into another
/// meanwhile is left out.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn hot_topics(app: &App, actor: &Actor) -> Result<Vec<HotTopic>, AppError> {
    actor.require(Permission::Read)?;
    let mut topics = Vec::new();
    for hot in noted(app).await? {
        let found = load::<Group>(app.table.as_ref(), &keys::group(&hot.group)).await?;
        let found = found.map(|found| found.value).filter(|group| group.merged_into.is_none());
        topics.extend(found.map(|group| HotTopic { hot, group }));
    }
    Ok(topics)
}

/// How many there are.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn count_hot(app: &App, actor: &Actor) -> Result<usize, AppError> {
    actor.require(Permission::Read)?;
    Ok(noted(app).await?.len())
}

/// What the row says, unless it is so old that nobody looks any more.
pub(crate) async fn noted(app: &App) -> Result<Vec<Hot>, AppError> {
    let row = load::<HotTopics>(app.table.as_ref(), &keys::hot_topics()).await?;
    let row = row.map(|row| row.value).filter(|row| row.at + LATELY > app.clock.now());
    Ok(row.map(|row| row.topics).unwrap_or_default())
}

/// Looks at the groups that grew lately, and notes which are hot.
pub(super) async fn note(app: &App, sequence: u64) -> Result<(), AppError> {
    let now = app.clock.now();
    let mut topics = Vec::new();
    for line in grown(app, now).await? {
        let group = load::<Group>(app.table.as_ref(), &keys::group(&line.group)).await?;
        let Some(group) = group.filter(|group| group.value.askers as usize >= LEAST_ASKERS) else { continue };
        let members = of(app, &group.value).await?;
        let asked: Vec<_> = members.0.into_iter().map(asked).collect();
        topics.extend(hot::hot(&group.value.id, &asked, now));
    }
    topics.sort_by(|a, b| b.lately.cmp(&a.lately).then_with(|| a.group.cmp(&b.group)));
    let mut batch = Batch::new();
    batch.replace(&HotTopics { at: now, sequence, topics })?;
    Ok(batch.commit(app.table.as_ref()).await?)
}

fn asked(member: Member) -> (domain::ids::FollowerId, Timestamp) {
    (member.follower, member.asked_at.unwrap_or(member.joined_at))
}

/// The groups that somebody joined within [`LATELY`].
async fn grown(app: &App, now: Timestamp) -> Result<Vec<GroupLine>, AppError> {
    let mut query = Query::partition(TableName::Main, keys::GROUPS_PARTITION, 100)
        .between(keys::millis(now - LATELY), "~".to_owned())
        .descending();
    let mut found = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            found.push(parse::<GroupLine>(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() || found.len() >= LOOKED_AT {
            return Ok(found);
        }
    }
}
