//! Open questions that may belong to a group and are not in it, for an officer who looks.
//!
//! Nothing of it stays in memory: the lines of the inbox are read when somebody asks, and the numbers that the log of groups
//! keeps of them are compared.

use std::collections::{HashMap, HashSet};

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
    log::{self, LogEntry, OPEN_FOR, What},
    read::of,
    rows::Member,
};
use crate::{
    App, AppError, keys,
    questions::{Filter, List, MAX_PAGE, Order, list},
    rows::{InboxLine, load},
};

/// Most questions that are offered.
pub const MOST_NEAR: usize = 20;
/// Pages of [`MAX_PAGE`] open questions that are looked at, the latest first.
const PAGES: usize = 3;
/// Pages of the log that are read to find them there.
const LOG_PAGES: usize = 10;
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
/// it, and none that would not be suggested. The 600 latest of the last 30 days are looked at.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn near(app: &App, actor: &Actor, group: &Group) -> Result<Vec<Near>, AppError> {
    actor.require(Permission::Read)?;
    let members = of(app, group).await?.0;
    let heard = heard(app, &members).await?;
    let mut lines = others(app, actor, group, &members).await?;
    let (mut found, mut after) = (Vec::new(), None);
    for _ in 0..LOG_PAGES {
        let (entries, next) = log::latest(app, after).await?;
        for one in entries.into_iter().filter_map(asked) {
            let Some(line) = lines.remove(&one.question) else { continue };
            let likelihood = likelihood(&one, &heard, members.len());
            if likelihood >= SUGGEST {
                found.push((likelihood, line));
            }
        }
        after = next;
        if lines.is_empty() || after.is_none() {
            break;
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.question.cmp(&b.1.question)));
    found.truncate(MOST_NEAR);
    let near =
        |(likelihood, line): (f32, InboxLine)| Near { line, percent: (likelihood * 100.0).round() as u8 };
    Ok(found.into_iter().map(near).collect())
}
/// The latest open questions that are not in the group, and that no officer has told from it.
async fn others(
    app: &App,
    actor: &Actor,
    group: &Group,
    members: &[Member],
) -> Result<HashMap<QuestionId, InboxLine>, AppError> {
    let inside: HashSet<&QuestionId> = members.iter().map(|member| &member.question).collect();
    let (mut found, mut cursor) = (HashMap::new(), None);
    for _ in 0..PAGES {
        let (states, order) = (State::OPEN.to_vec(), Order::NewestFirst);
        let page = List { states, filter: Filter::default(), order, limit: MAX_PAGE, cursor };
        let page = list(app, actor, page).await?;
        let others = page.lines.into_iter().filter(|line| {
            !inside.contains(&line.question)
                && line.group.as_ref().is_none_or(|own| !group.apart.contains(own))
        });
        found.extend(others.map(|line| (line.question.clone(), line)));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(found)
}

/// Questions of the group that the log still has, from the first to the last.
async fn heard(app: &App, members: &[Member]) -> Result<Vec<Asked>, AppError> {
    let table = app.table.as_ref();
    let kept = |member: &&Member| member.asked_at.unwrap_or(member.joined_at) + OPEN_FOR > app.clock.now();
    let mut in_order: Vec<&Member> = members.iter().filter(kept).collect();
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
