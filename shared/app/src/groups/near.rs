//! Open questions that may belong to a group and are not in it, for an officer who looks.
//!
//! Nothing of it stays in memory: the lines of the inbox are read when somebody asks, and compared by their openings.

use std::collections::{BTreeSet, HashSet};

use domain::{
    group::Group,
    ids::QuestionId,
    question::{Question, State, words_of},
    staff::{Actor, Permission},
};
use matching::{
    candidates::AT_MOST_SUGGESTED,
    place::apart,
    rank::{Circumstances, Rival, SUGGEST},
    signature::Signature,
    similarity::{Measures, compare},
};

use super::{
    known::{BACKGROUND, RANKER, days, signature},
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

/// The open questions that are nearest to a group and not in it, the likeliest first; none that an officer has told from
/// it, and none that would not be suggested. The 600 latest are looked at.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn near(app: &App, actor: &Actor, group: &Group) -> Result<Vec<Near>, AppError> {
    actor.require(Permission::Read)?;
    let members = of(app, group).await?.0;
    let heard = heard(app, &members).await?;
    let inside: BTreeSet<&QuestionId> = members.iter().map(|member| &member.question).collect();
    let told_from: HashSet<_> = group.apart.iter().collect();
    let (mut found, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES {
        let (states, order) = (State::OPEN.to_vec(), Order::NewestFirst);
        let page = List { states, filter: Filter::default(), order, limit: MAX_PAGE, cursor };
        let page = list(app, actor, page).await?;
        let others = page.lines.into_iter().filter(|line| {
            !inside.contains(&line.question) && line.group.as_ref().is_none_or(|own| !told_from.contains(own))
        });
        found.extend(others.filter_map(|line| {
            let likelihood = likelihood(&line, &heard, members.len());
            (likelihood >= SUGGEST).then_some((likelihood, line))
        }));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.question.cmp(&b.1.question)));
    found.truncate(MOST_NEAR);
    let near =
        |(likelihood, line): (f32, InboxLine)| Near { line, percent: (likelihood * 100.0).round() as u8 };
    Ok(found.into_iter().map(near).collect())
}

/// Questions of the group, from the first to the last.
async fn heard(app: &App, members: &[Member]) -> Result<Vec<(Question, Signature)>, AppError> {
    let mut in_order: Vec<&Member> = members.iter().collect();
    in_order.sort_by_key(|member| member.joined_at);
    let step = in_order.len().div_ceil(HEARD).max(1);
    let mut heard = Vec::new();
    for member in in_order.into_iter().step_by(step) {
        let found = load::<Question>(app.table.as_ref(), &keys::question(&member.question)).await?;
        if let Some(found) = found.filter(|found| !found.value.words().is_empty()) {
            let signature = signature(&found.value);
            heard.push((found.value, signature));
        }
    }
    Ok(heard)
}

/// How sure it is that a line asks what these ask.
fn likelihood(line: &InboxLine, heard: &[(Question, Signature)], size: usize) -> f32 {
    let words = words_of(&line.preview);
    if words.is_empty() {
        return 0.0;
    }
    let own = Signature::of("", &words, &BACKGROUND);
    let measures: Vec<Measures> = heard.iter().map(|(_, theirs)| compare(&own, theirs)).collect();
    let rivals: Vec<Rival<'_>> = heard
        .iter()
        .zip(&measures)
        .map(|((question, _), measures)| Rival {
            measures,
            circumstances: Circumstances {
                same_author: question.follower == line.follower,
                days_between: days(line.since, question.asked_at),
            },
            group: 0,
            size,
        })
        .collect();
    let best = RANKER.rank(&rivals).into_iter().fold(0.0, f32::max);
    let held_back = heard.iter().any(|(_, theirs)| apart(&own, theirs));
    if held_back { best.min(AT_MOST_SUGGESTED) } else { best }
}
