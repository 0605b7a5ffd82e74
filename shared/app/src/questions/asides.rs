//! What a list says of the residents of its lines: their remark, and what may still be sent to them.

use std::collections::{BTreeMap, HashMap};

use domain::{
    follower::Follower,
    ids::FollowerId,
    staff::{Actor, Permission},
    window::{Allowance, Used},
};
use tokio::task::JoinSet;

use super::act::contacts;
use crate::{
    App, AppError, keys,
    ports::TableError,
    rows::{InboxLine, load},
};

/// Residents that are read at the same time.
const AT_ONCE: usize = 8;

/// What is known of a resident beside their question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// The officers' remark.
    pub remark: Option<String>,
    /// They don't follow any more.
    pub left: bool,
    /// What may be sent now, as the sender judges it; only of who has an open question here, and where anybody calls
    /// the platform.
    pub allowance: Option<Allowance>,
}

/// Reads it for the residents of these lines; one whose profile is gone has none.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn asides(
    app: &App,
    actor: &Actor,
    lines: &[InboxLine],
) -> Result<HashMap<FollowerId, Aside>, AppError> {
    actor.require(Permission::Read)?;
    let mut wanted: BTreeMap<FollowerId, bool> = BTreeMap::new();
    for line in lines {
        let is_open = !line.state.is_final() && app.work.egress.calls();
        *wanted.entry(line.follower.clone()).or_default() |= is_open;
    }
    let (mut waiting, mut reads, mut found) = (wanted.into_iter(), JoinSet::new(), HashMap::new());
    loop {
        while reads.len() < AT_ONCE
            && let Some((follower, is_open)) = waiting.next()
        {
            reads.spawn(read(app.clone(), follower, is_open));
        }
        let Some(done) = reads.join_next().await else { return Ok(found) };
        let done = done.map_err(|error| TableError::Unavailable(error.to_string()))?;
        found.extend(done?);
    }
}

async fn read(
    app: App,
    follower: FollowerId,
    is_open: bool,
) -> Result<Option<(FollowerId, Aside)>, AppError> {
    let table = app.table.as_ref();
    let Some(profile) = load::<Follower>(table, &keys::follower(&follower)).await? else { return Ok(None) };
    let mut aside =
        Aside { remark: profile.value.remark, left: profile.value.openid.is_none(), allowance: None };
    if is_open && !aside.left {
        let used =
            load::<Used>(table, &keys::used(&follower)).await?.map_or_else(Used::default, |row| row.value);
        let used = used.seen(contacts(&app, &follower).await?);
        aside.allowance = Some(app.work.window.allowance(&used, app.clock.now()));
    }
    Ok(Some((follower, aside)))
}
