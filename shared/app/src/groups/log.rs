//! The log of groups: who joined what, in one order for all workers.

use domain::ids::{FollowerId, GroupId, QuestionId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError, keys,
    ports::{Query, TableError, TableName},
    rows::{Batch, Row, Stored, load, parse, row},
};

/// How long a text stays among those that a new one is compared with.
pub const OPEN_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// No log is longer: twelve digits.
const LAST: u64 = 999_999_999_999;
/// Entries of a request.
const PAGE: usize = 1_000;

/// How many entries there are. Whoever adds one changes it: so there is one writer at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) sequence: u64,
}

row!(Head, |_| keys::group_head());

/// An entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct LogEntry {
    pub(super) sequence: u64,
    pub(super) at: Timestamp,
    pub(super) what: What,
}

impl Row for LogEntry {
    fn key(&self) -> crate::ports::Key {
        keys::group_log(self.sequence)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        // Longer than a text is compared, so that nobody who reads from a snapshot misses one.
        Some(self.at + OPEN_FOR + SignedDuration::from_hours(7 * 24))
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum What {
    /// A question was asked.
    Asked {
        question: QuestionId,
        follower: FollowerId,
        group: GroupId,
        /// Numbers made of its text, in base 64.
        signature: String,
    },
    /// An officer put a question into a group.
    Moved { question: QuestionId, group: GroupId },
    /// All of one group is now in another.
    Merged { from: GroupId, into: GroupId },
    /// Nothing joins it by itself, or again something does.
    Locked { group: GroupId, locked: bool },
    /// A question's words were erased.
    Erased { question: QuestionId },
}

/// The head as it is, to be changed by [`append`].
pub(super) async fn head(app: &App) -> Result<Option<Stored<Head>>, AppError> {
    Ok(load(app.table.as_ref(), &keys::group_head()).await?)
}

/// Adds an entry after all that the head counts; the commit fails when somebody else was faster.
pub(super) fn append(
    batch: &mut Batch,
    head: Option<&Stored<Head>>,
    at: Timestamp,
    what: What,
) -> Result<LogEntry, TableError> {
    let sequence = head.map_or(0, |head| head.value.sequence) + 1;
    let entry = LogEntry { sequence, at, what };
    batch.insert(&entry)?;
    match head {
        Some(head) => batch.update(&Stored { value: Head { sequence }, version: head.version })?,
        None => batch.insert(&Head { sequence })?,
    }
    Ok(entry)
}

/// A page of the latest entries, latest first, and where to go on.
pub(super) async fn latest(
    app: &App,
    after: Option<String>,
) -> Result<(Vec<LogEntry>, Option<String>), AppError> {
    let query = Query::partition(TableName::Main, keys::GROUP_LOG_PARTITION, PAGE)
        .between(keys::group_log_sort(0), keys::group_log_sort(LAST))
        .descending()
        .after(after);
    let page = app.table.query(&query).await?;
    let entries = page.items.iter().map(|item| Ok(parse::<LogEntry>(item)?.value));
    Ok((entries.collect::<Result<_, TableError>>()?, page.next))
}

/// The entries from one on, oldest first.
pub(super) async fn from(app: &App, sequence: u64) -> Result<Vec<LogEntry>, AppError> {
    let mut query = Query::partition(TableName::Main, keys::GROUP_LOG_PARTITION, PAGE)
        .between(keys::group_log_sort(sequence), keys::group_log_sort(LAST));
    let mut entries = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            entries.push(parse::<LogEntry>(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(entries);
        }
    }
}
