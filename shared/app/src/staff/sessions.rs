//! Sessions are listed, and ended from another one.

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission},
};

use super::{commit_audited, members::whole};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, Session, SessionPointer, load},
};

/// Characters of a session's hash that name it.
const ID_CHARS: usize = 16;

/// What names a session in lists and addresses.
#[must_use]
pub fn session_id(session: &Session) -> &str {
    session.token_hash.get(..ID_CHARS).unwrap_or(&session.token_hash)
}

/// Which sessions to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// This one, by its [`session_id`].
    One(&'a str),
    /// All but this one, by its `token_hash`.
    AllBut(&'a str),
    /// All.
    All,
}

/// Somebody's sessions that are not over, the latest first. Everybody may see their own.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn sessions(app: &App, actor: &Actor, login: &Login) -> Result<Vec<Session>, AppError> {
    require(actor, login)?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for pointer in whole::<SessionPointer>(app, &keys::sessions_partition(login)).await? {
        let row = load::<Session>(app.table.as_ref(), &keys::session(&pointer.value.token_hash)).await?;
        found.extend(row.map(|row| row.value).filter(|session| session.expires_at > now));
    }
    found.sort_by_key(|session| std::cmp::Reverse(session.created_at));
    Ok(found)
}

/// Ends sessions of one's own, or, managing staff, of others. Ending what is over is no error.
///
/// # Errors
/// `Denied`, `Contended`, `Table`.
pub async fn end_sessions(
    app: &App,
    actor: &Actor,
    login: &Login,
    which: Which<'_>,
) -> Result<usize, AppError> {
    require(actor, login)?;
    retrying(|| attempt(app, actor, login, which)).await
}

fn require(actor: &Actor, login: &Login) -> Result<(), AppError> {
    if *login != actor.login {
        actor.require(Permission::ManageStaff)?;
    }
    Ok(())
}

async fn attempt(app: &App, actor: &Actor, login: &Login, which: Which<'_>) -> Result<usize, AppError> {
    let mut batch = Batch::new();
    let count = end(app, &mut batch, login, |hash| match which {
        Which::One(id) => hash.get(..ID_CHARS) == Some(id),
        Which::AllBut(kept) => hash != kept,
        Which::All => true,
    })
    .await?;
    if count > 0 {
        let detail = format!("{count}");
        let entry = (actor.login.as_str(), "ended_sessions", login, detail);
        commit_audited(app, batch, Source::Admin, app.clock.now(), entry).await?;
    }
    Ok(count)
}

/// Adds the end of all of somebody's sessions but one to the batch.
pub(super) async fn end_all(
    app: &App,
    batch: &mut Batch,
    login: &Login,
    but: Option<&str>,
) -> Result<usize, AppError> {
    end(app, batch, login, |hash| Some(hash) != but).await
}

/// Most sessions that end in one transaction: two rows each.
const MOST_AT_ONCE: usize = 40;

async fn end(
    app: &App,
    batch: &mut Batch,
    login: &Login,
    wanted: impl Fn(&str) -> bool,
) -> Result<usize, AppError> {
    let pointers = whole::<SessionPointer>(app, &keys::sessions_partition(login)).await?;
    let hashes: Vec<_> =
        pointers.into_iter().map(|row| row.value.token_hash).filter(|hash| wanted(hash)).collect();
    // More than that at once has no person: what is beyond goes in transactions of its own, before.
    let (first, rest) = hashes.split_at(hashes.len().min(MOST_AT_ONCE));
    for more in rest.chunks(MOST_AT_ONCE) {
        let mut batch = Batch::new();
        more.iter().for_each(|hash| delete(&mut batch, login, hash));
        batch.commit(app.table.as_ref()).await?;
    }
    first.iter().for_each(|hash| delete(batch, login, hash));
    Ok(hashes.len())
}

fn delete(batch: &mut Batch, login: &Login, hash: &str) {
    batch.delete(keys::session(hash));
    batch.delete(keys::session_pointer(login, hash));
}
