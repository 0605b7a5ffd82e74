//! Writing the heads of the open chains down where who writes the chains can't change them.

use std::sync::Arc;

use domain::{
    audit::{Source, Witness},
    time::beijing,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use tokio::task::JoinSet;

use crate::{
    App, AppError,
    ports::{Blob, BlobError, Blobs, TableError},
    rows::audit_heads,
};

/// Hours of a day.
const HOURS: i8 = 24;

/// The hour of a moment in Beijing: `2026-11-24/15`.
#[must_use]
pub fn hour(at: Timestamp) -> String {
    let at = beijing(at);
    named(at.date(), at.hour())
}

fn named(date: Date, hour: i8) -> String {
    format!("{date}/{hour:02}")
}

fn object(hour: &str) -> String {
    format!("audit-heads/{hour}.json")
}

/// Writes the heads of today's and yesterday's chains down, as the object of this hour: yesterday's, too, so that the
/// last entries of a day are witnessed. Gives how many heads there were; without any nothing is written.
///
/// # Errors
/// `Table`, `Blob`.
pub async fn witness(app: &App, now: Timestamp) -> Result<usize, AppError> {
    let today = beijing(now).date();
    let mut witnesses = Vec::new();
    for date in [today.saturating_sub(1.day()), today] {
        for source in Source::ALL {
            for (chain, head) in audit_heads(app.table.as_ref(), date, source).await? {
                witnesses.push(Witness { chain: chain.to_string(), head: head.value, at: now });
            }
        }
    }
    if !witnesses.is_empty() {
        let bytes = serde_json::to_vec(&witnesses).map_err(|error| TableError::Invalid(error.to_string()))?;
        let blob = Blob { content_type: "application/json".to_owned(), bytes };
        app.blobs.put(&object(&hour(now)), blob).await?;
    }
    Ok(witnesses.len())
}

/// What was written down on a day, and the names of objects that can't be read.
pub(super) async fn of_day(app: &App, date: Date) -> Result<(Vec<Witness>, Vec<String>), AppError> {
    let mut reads = JoinSet::new();
    for hour in 0..HOURS {
        reads.spawn(read(app.blobs.clone(), object(&named(date, hour))));
    }
    let (mut witnesses, mut unreadable) = (Vec::new(), Vec::new());
    while let Some(read) = reads.join_next().await {
        let (name, found) = read.map_err(|error| BlobError::Unavailable(error.to_string()))?;
        match found?.map(|blob| serde_json::from_slice::<Vec<Witness>>(&blob.bytes)) {
            None => {}
            Some(Ok(found)) => witnesses.extend(found),
            Some(Err(_)) => unreadable.push(name),
        }
    }
    unreadable.sort();
    Ok((witnesses, unreadable))
}

async fn read(blobs: Arc<dyn Blobs>, name: String) -> (String, Result<Option<Blob>, BlobError>) {
    let found = blobs.get(&name).await;
    (name, found)
}
