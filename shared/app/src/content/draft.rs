//! The draft of the next version: one for all, since it is published as a whole.

use std::collections::BTreeSet;

use domain::{
    audit::{Event, Source, hex},
    content::{Snapshot, check, diff},
    ids::Login,
    staff::{Actor, Permission},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::live;
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Audit, Batch, Stored, load, row},
};

/// What somebody wrote on a draft, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Who.
    pub by: Login,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// The draft's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The version that it was begun from.
    pub base: u64,
    /// What would be published.
    pub snapshot: Snapshot,
    /// Who has edited it.
    pub authors: BTreeSet<Login>,
    /// The last edit.
    pub changed_at: Timestamp,
    /// By whom.
    pub changed_by: Login,
    /// It waits for a reviewer; an edit takes this back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Note>,
    /// A reviewer sent it back, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Note>,
}

impl Draft {
    /// A short hash of all of it: the same for who has read the same.
    fn state(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        hex(&Sha256::digest(json.as_bytes())[..8])
    }
}

row!(Draft, |_| keys::content_draft());

/// What is edited: the draft, or what is live as long as nobody has begun one.
#[derive(Clone, Debug)]
pub struct Working {
    /// What is live.
    pub live: Snapshot,
    /// The version of the row that names it.
    pub(crate) current: Option<u64>,
    /// The draft, if there is one.
    pub draft: Option<Stored<Draft>>,
}

impl Working {
    /// The content as it would be published.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        self.draft.as_ref().map_or(&self.live, |draft| &draft.value.snapshot)
    }

    /// Which state of the draft this is; empty without one.
    #[must_use]
    pub fn state(&self) -> String {
        self.draft.as_ref().map_or_else(String::new, |draft| draft.value.state())
    }

    /// What publishing would change.
    #[must_use]
    pub fn changes(&self) -> Vec<diff::Change> {
        diff::diff(&self.live, self.snapshot())
    }

    /// What is wrong with the content as it would be published.
    #[must_use]
    pub fn findings(&self) -> Vec<check::Finding> {
        check::check(self.snapshot())
    }
}

pub(super) async fn load_working(app: &App) -> Result<Working, AppError> {
    let table = app.table.as_ref();
    let (live, current) = live(table).await?;
    let draft = load::<Draft>(table, &keys::content_draft()).await?;
    Ok(Working { live, current, draft })
}

/// Reads what is live and what is being edited.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn working(app: &App, actor: &Actor) -> Result<Working, AppError> {
    actor.require(Permission::Read)?;
    load_working(app).await
}

/// The draft that somebody has read, unless it has changed since.
pub(super) fn expected(working: &mut Working, seen: &str) -> Result<Stored<Draft>, AppError> {
    match working.draft.take() {
        Some(draft) if draft.value.state() == seen => Ok(draft),
        Some(_) => Err(AppError::Overtaken),
        None if seen.is_empty() => Err(AppError::NotFound("draft")),
        None => Err(AppError::Overtaken),
    }
}

/// Throws the draft away, as long as it is the one that was read.
///
/// # Errors
/// `Overtaken` when it has changed since; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn discard(app: &App, actor: &Actor, seen: &str) -> Result<(), AppError> {
    actor.require(Permission::EditContent)?;
    retrying(|| async {
        let draft = expected(&mut load_working(app).await?, seen)?;
        let mut batch = Batch::new();
        batch.delete_unchanged(keys::content_draft(), draft.version);
        commit(app, actor, batch, "discarded_draft", "draft", String::new()).await
    })
    .await
}

/// Writes it all with its audit entry: `object` is what it was done to, below `content:`.
pub(super) async fn commit(
    app: &App,
    actor: &Actor,
    mut batch: Batch,
    action: &str,
    object: &str,
    detail: String,
) -> Result<(), AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let event = Event {
        at: now,
        actor: actor.login.to_string(),
        action: action.to_owned(),
        object: format!("content:{object}"),
        detail,
    };
    Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
    Ok(batch.commit(table).await?)
}
