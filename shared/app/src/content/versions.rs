//! The versions: who published each, when and why; and going back to one.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    content::Snapshot,
    ids::Login,
    staff::{Actor, Permission},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Current,
    draft::{commit, load_working},
    put_next,
    review::within,
};
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    retry::retrying,
    rows::{Batch, load, parse, row},
};

/// How a version came to be. The command line writes none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The version.
    pub version: u64,
    /// Who published it.
    pub by: Login,
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Who edited it.
    #[serde(default)]
    pub authors: BTreeSet<Login>,
    /// It is equal to this older version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<u64>,
    /// It only confirms this topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<String>,
}

row!(Publication, |row| keys::content_publication(row.version));

/// A version in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The version.
    pub version: u64,
    /// How it came to be; `None` when the command line published it.
    pub publication: Option<Publication>,
}

/// The newest versions before `before`, newest first.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn versions(
    app: &App,
    actor: &Actor,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<Published>, AppError> {
    actor.require(Permission::Read)?;
    let table = app.table.as_ref();
    let current = load::<Current>(table, &keys::content_current()).await?;
    let live = current.map_or(0, |current| current.value.version);
    let newest = before.map_or(live, |before| live.min(before.saturating_sub(1)));
    let oldest = newest.saturating_sub(limit as u64).saturating_add(1);
    let query = Query::partition(TableName::Main, keys::CONTENT_PARTITION, limit)
        .between(keys::content_publication(oldest).sk, keys::content_publication(newest).sk)
        .descending();
    let page = if newest == 0 { Vec::new() } else { table.query(&query).await?.items };
    let mut known = BTreeMap::new();
    for item in &page {
        let row = parse::<Publication>(item)?.value;
        known.insert(row.version, row);
    }
    let all = (oldest..=newest).rev().filter(|version| *version > 0);
    Ok(all.map(|version| Published { version, publication: known.remove(&version) }).collect())
}

/// One version, with the one before it to compare with; an empty one before the first.
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn version(app: &App, actor: &Actor, version: u64) -> Result<(Snapshot, Snapshot), AppError> {
    actor.require(Permission::Read)?;
    let after = read(app, version).await?;
    let before = if version > 1 { read(app, version - 1).await? } else { Snapshot::default() };
    Ok((before, after))
}

async fn read(app: &App, version: u64) -> Result<Snapshot, AppError> {
    let row = load::<Snapshot>(app.table.as_ref(), &keys::content(version)).await?;
    row.map(|row| row.value).ok_or(AppError::NotFound("version"))
}

/// Publishes an old version again, as the next one; `live` is the version that was live when the officer decided. A
/// draft stays, to be compared with what is live then.
///
/// # Errors
/// `Overtaken` when another version is live meanwhile; `Input` for a reason that is too long; `NotFound`, `Denied`,
/// `Contended`, `Table`.
pub async fn restore(app: &App, actor: &Actor, version: u64, live: u64, why: &str) -> Result<u64, AppError> {
    actor.require(Permission::Publish)?;
    let why = within("why", why)?;
    retrying(|| async {
        let working = load_working(app).await?;
        if working.live.version != live {
            return Err(AppError::Overtaken);
        }
        let mut snapshot = read(app, version).await?;
        let mut batch = Batch::new();
        put_next(&mut batch, &mut snapshot, live, working.current)?;
        batch.insert(&Publication {
            version: snapshot.version,
            by: actor.login.clone(),
            name: actor.name.clone(),
            at: app.clock.now(),
            why: why.clone(),
            authors: BTreeSet::new(),
            restored: Some(version),
            confirmed: None,
        })?;
        let object = format!("v{}", snapshot.version);
        commit(app, actor, batch, "restored_content", &object, format!("v{version}")).await?;
        Ok(snapshot.version)
    })
    .await
}
