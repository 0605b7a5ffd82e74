//! Whom an answer to all would reach.

use domain::{
    follower::Follower,
    group::Group,
    language::Language,
    question::Question,
    staff::{Actor, Permission},
    window::{Allowance, Used},
};
use tokio::task::JoinSet;

use crate::{
    App, AppError,
    groups::{Member, read::of},
    keys,
    ports::TableError,
    questions::contacts,
    rows::load,
};

/// Members that are looked at for the page; of a larger group the rest is only counted.
pub const MOST_LOOKED_AT: usize = 1_000;
/// Members that are read at the same time.
const AT_ONCE: usize = 16;

/// What becomes of an answer to all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Get it at once.
    pub now: Vec<Member>,
    /// Get it with their next contact: window over, nothing left, or unfollowed.
    pub later: Vec<Member>,
    /// Are skipped: answered, ended or withdrawn.
    pub over: Vec<Member>,
    /// Of a large group: not looked at, and sent to all the same.
    pub unseen: usize,
}

impl Reach {
    /// Whether the answer is needed in a language.
    #[must_use]
    pub fn needs(&self, language: Language) -> bool {
        self.unseen > 0 || self.now.iter().chain(&self.later).any(|member| member.language == language)
    }

    /// Questions that it is written to.
    #[must_use]
    pub fn recipients(&self) -> usize {
        self.now.len() + self.later.len() + self.unseen
    }
}

enum Place {
    Now,
    Later,
    Over,
}

/// Looks at each member of a group.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn reach(app: &App, actor: &Actor, group: &Group) -> Result<Reach, AppError> {
    actor.require(Permission::Read)?;
    let mut members = of(app, group).await?.0;
    let unseen = members.len().saturating_sub(MOST_LOOKED_AT);
    members.truncate(MOST_LOOKED_AT);
    let (mut reads, mut rest) = (JoinSet::new(), members.into_iter());
    let mut reach = Reach { unseen, ..Reach::default() };
    loop {
        while reads.len() < AT_ONCE
            && let Some(member) = rest.next()
        {
            reads.spawn(look(app.clone(), member));
        }
        let Some(done) = reads.join_next().await else { break };
        let (place, member) = done.map_err(|error| TableError::Unavailable(error.to_string()))??;
        match place {
            Place::Now => reach.now.push(member),
            Place::Later => reach.later.push(member),
            Place::Over => reach.over.push(member),
        }
    }
    for list in [&mut reach.now, &mut reach.later, &mut reach.over] {
        list.sort_by(|a, b| a.joined_at.cmp(&b.joined_at).then_with(|| a.question.cmp(&b.question)));
    }
    Ok(reach)
}

async fn look(app: App, member: Member) -> Result<(Place, Member), AppError> {
    let table = app.table.as_ref();
    let question = load::<Question>(table, &keys::question(&member.question)).await?;
    if !question.is_some_and(|question| question.value.state.is_unanswered()) {
        return Ok((Place::Over, member));
    }
    let follower = load::<Follower>(table, &keys::follower(&member.follower)).await?;
    if !app.work.egress.calls() || follower.is_none_or(|follower| follower.value.openid.is_none()) {
        return Ok((Place::Later, member));
    }
    let used = load::<Used>(table, &keys::used(&member.follower)).await?;
    let used = used.map_or_else(Used::default, |row| row.value).seen(contacts(&app, &member.follower).await?);
    let open = matches!(app.work.window.allowance(&used, app.clock.now()), Allowance::Open { .. });
    Ok((if open { Place::Now } else { Place::Later }, member))
}
