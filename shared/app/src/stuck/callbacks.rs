//! Callbacks that belong to no conversation: what can't be read, and events of the account.

use domain::staff::{Actor, Permission};

use super::act::commit;
use crate::{
    App, AppError, keys,
    ports::{Key, TableName},
    retry::retrying,
    rows::{Batch, RawCallback, Stored, load},
};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackKind {
    /// Genuine, and can't be read.
    Unreadable,
    /// An event of the account.
    Event,
}

impl CallbackKind {
    /// The word in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Event => "event",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Unreadable, Self::Event].into_iter().find(|kind| kind.as_str() == word)
    }

    pub(super) const fn partition(self) -> &'static str {
        match self {
            Self::Unreadable => keys::UNREADABLE_PARTITION,
            Self::Event => keys::EVENTS_PARTITION,
        }
    }

    fn key(self, id: &str) -> Key {
        Key::new(TableName::Main, self.partition(), id)
    }
}

/// A callback that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which kind.
    pub kind: CallbackKind,
    /// Names it within its kind.
    pub id: String,
    /// The row.
    pub callback: RawCallback,
}

async fn row(app: &App, kind: CallbackKind, id: &str) -> Result<Stored<RawCallback>, AppError> {
    let found = if id.is_empty() { None } else { load(app.table.as_ref(), &kind.key(id)).await? };
    found.ok_or(AppError::NotFound("callback"))
}

/// Reads one as it came. It may hold a resident's words, so each reading is audited.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn open_callback(app: &App, actor: &Actor, kind: CallbackKind, id: &str) -> Result<Kept, AppError> {
    actor.require(Permission::Operate)?;
    let found = row(app, kind, id).await?;
    let object = || format!("callback:{}:{id}", kind.as_str());
    retrying(|| commit(app, actor, Batch::new(), ("read_callback", object(), String::new()))).await?;
    Ok(Kept { kind, id: id.to_owned(), callback: found.value })
}

/// Takes one off the list: somebody has seen to it.
///
/// # Errors
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn dismiss_callback(
    app: &App,
    actor: &Actor,
    kind: CallbackKind,
    id: &str,
) -> Result<(), AppError> {
    actor.require(Permission::Operate)?;
    retrying(|| async {
        let found = row(app, kind, id).await?;
        let mut batch = Batch::new();
        batch.delete_unchanged(kind.key(id), found.version);
        let object = format!("callback:{}:{id}", kind.as_str());
        commit(app, actor, batch, ("dismissed_callback", object, found.value.about)).await
    })
    .await
}
