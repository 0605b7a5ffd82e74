//! How often a known answer was offered, and what residents said of it.

use std::collections::BTreeMap;

use domain::staff::{Actor, Permission};
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError,
    jobs::WorkerJob,
    keys,
    ports::{Query, TableName},
    retry::retrying,
    rows::{Batch, Row, Stored, load, parse, row},
};

/// What happened to a known answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was shown to somebody.
    Offered,
    /// They said that it helped.
    Solved,
    /// They asked for an officer.
    Person,
}

/// All that happened to a known answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Its id.
    pub id: String,
    /// How often it was shown.
    pub offered: u64,
    /// How often it helped.
    pub solved: u64,
    /// How often an officer was asked for all the same.
    pub person: u64,
}

row!(Counts, |row| keys::known(&row.id));

/// Counts an outcome and ends the job, together: done twice, it counts once.
///
/// # Errors
/// `Contended`, `Table`.
pub async fn count(app: &App, job: &WorkerJob, id: &str, outcome: Outcome) -> Result<(), AppError> {
    retrying(|| async {
        let table = app.table.as_ref();
        let Some(left) = load::<WorkerJob>(table, &job.key()).await? else { return Ok(()) };
        let mut batch = Batch::new();
        let found = load::<Counts>(table, &keys::known(id)).await?;
        let (mut counts, version) = match found {
            Some(Stored { value, version }) => (value, Some(version)),
            None => (Counts { id: id.to_owned(), ..Counts::default() }, None),
        };
        match outcome {
            Outcome::Offered => counts.offered += 1,
            Outcome::Solved => counts.solved += 1,
            Outcome::Person => counts.person += 1,
        }
        match version {
            Some(version) => batch.update(&Stored { value: counts, version })?,
            None => batch.insert(&counts)?,
        }
        batch.delete_unchanged(job.key(), left.version);
        Ok(batch.commit(table).await?)
    })
    .await
}

/// The counts of all known answers, by id; those of answers that are gone too.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn counts(app: &App, actor: &Actor) -> Result<BTreeMap<String, Counts>, AppError> {
    actor.require(Permission::Read)?;
    let mut query = Query::partition(TableName::Main, keys::KNOWN_PARTITION, 500);
    let mut found = BTreeMap::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            let counts = parse::<Counts>(item)?.value;
            found.insert(counts.id.clone(), counts);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(found);
        }
    }
}
