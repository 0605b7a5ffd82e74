//! Open questions that may belong to a group and are not in it, for an officer who looks.
//!
//! Nothing of it stays in memory: the latest entries of the log are read when somebody asks, and the numbers that stand
//! there are compared. So the console needs none of the tables with which a text becomes numbers.

use std::collections::HashSet;

use domain::{
    group::Group,
    ids::{FollowerId, QuestionId},
    question::{Question, State},
    staff::{Actor, Permission},
};
use jiff::Timestamp;
use matching::{
    candidates::AT_MOST_SUGGESTED,
    place::apart,
    rank::{Circumstances, Rival, SUGGEST},
    signature::Signature,
    similarity::{Measures, compare},
};

use super::{
    known::{RANKER, days, decoded},
    log::{self, LogEntry, What},
    read::of,
    rows::Member,
};
use crate::{
    App, AppError, keys,
    rows::{InboxLine, load},
};

/// Most questions that are offered.
pub const MOST_NEAR: usize = 20;
/// Latest entries of the log that are looked at.
const LOOKED_AT: usize = 1_000;
/// Most questions that are read to see whether they are still open.
const MOST_READ: usize = 100;
/// Questions of the group that each is compared with.
const HEARD: usize = 9;

/// A question that may belong to a group.
#[derive(Clone, Debug)]
pub struct Near {
    /// Its line in the inbox.
    pub line: InboxLine,
    /// How sure it is, from 0 to 100.
    pub percent: u8,
}

/// What was asked: the numbers made of it, by whom and when.
struct Asked {
    question: QuestionId,
    follower: FollowerId,
    at: Timestamp,
    signature: Signature,
}

/// The open questions that are nearest to a group and not in it, the likeliest first; none that an officer has told from
/// it, and none that would not be suggested. The latest thousand that were asked are looked at.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn near(app: &App, actor: &Actor, group: &Group) -> Result<Vec<Near>, AppError> {
    actor.require(Permission::Read)?;
    let members = of(app, group).await?.0;
    let heard = heard(app, &members).await?;
    let inside: HashSet<&QuestionId> = members.iter().map(|member| &member.question).collect();
    let mut likely: Vec<(f32, QuestionId)> = Vec::new();
    for one in log::latest(app, LOOKED_AT).await?.into_iter().filter_map(asked) {
        let likelihood = likelihood(&one, &heard, members.len());
        if likelihood >= SUGGEST && !inside.contains(&one.question) {
            likely.push((likelihood, one.question));
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut found = Vec::new();
    for (likelihood, question) in likely.into_iter().take(MOST_READ) {
        let row = load::<Question>(app.table.as_ref(), &keys::question(&question)).await?;
        let Some(row) = row.filter(|row| State::OPEN.contains(&row.value.state)) else { continue };
        let line = InboxLine::from(&row.value);
        let is_told_from = line.group.as_ref().is_some_and(|own| group.apart.contains(own));
        if !is_told_from {
            found.push(Near { line, percent: (likelihood * 100.0).round() as u8 });
        }
        if found.len() == MOST_NEAR {
            break;
        }
    }
    Ok(found)
}

/// Questions of the group, from the first to the last, as far as the log still has them.
async fn heard(app: &App, members: &[Member]) -> Result<Vec<Asked>, AppError> {
    let table = app.table.as_ref();
    let mut in_order: Vec<&Member> = members.iter().collect();
    in_order.sort_by_key(|member| member.joined_at);
    let step = in_order.len().div_ceil(HEARD).max(1);
    let mut heard = Vec::new();
    for member in in_order.into_iter().step_by(step) {
        let question = load::<Question>(table, &keys::question(&member.question)).await?;
        let logged = question.and_then(|question| question.value.membership?.logged);
        let Some(logged) = logged else { continue };
        let entry = load::<LogEntry>(table, &keys::group_log(logged)).await?;
        heard.extend(entry.and_then(|entry| asked(entry.value)));
    }
    Ok(heard)
}

/// What an entry says of a question; none where there is nothing to compare, or another version wrote it.
fn asked(entry: LogEntry) -> Option<Asked> {
    let What::Asked { question, follower, signature, .. } = entry.what else { return None };
    let signature = decoded(&signature).ok().filter(|signature| *signature != Signature::default())?;
    Some(Asked { question, follower, at: entry.at, signature })
}

/// How sure it is that one asks what these ask.
fn likelihood(one: &Asked, heard: &[Asked], size: usize) -> f32 {
    let measures: Vec<Measures> =
        heard.iter().map(|theirs| compare(&one.signature, &theirs.signature)).collect();
    let rivals: Vec<Rival<'_>> = heard
        .iter()
        .zip(&measures)
        .map(|(theirs, measures)| Rival {
            measures,
            circumstances: Circumstances {
                same_author: theirs.follower == one.follower,
                days_between: days(one.at, theirs.at),
            },
            group: 0,
            size,
        })
        .collect();
    let best = RANKER.rank(&rivals).into_iter().fold(0.0, f32::max);
    let held_back = heard.iter().any(|theirs| apart(&one.signature, &theirs.signature));
    if held_back { best.min(AT_MOST_SUGGESTED) } else { best }
}
