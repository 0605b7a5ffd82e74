//! What a process has read of the texts, month by month.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    ids::{FollowerId, Login, QuestionId},
    input::folded,
    time::beijing,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use tokio::task::JoinSet;

use super::MONTHS;
use crate::{
    App, AppError, keys,
    ports::{Query, TableError, TableName},
    rows::{SearchEntry, SearchQuestion, parse},
};

/// Rows of a request; a page ends after 1 MB anyway.
const PAGE: usize = 2_000;
/// After this long a month is read again, for what was given or filed since: the last one, and one before that.
const FRESH: [SignedDuration; 2] = [SignedDuration::from_mins(5), SignedDuration::from_hours(1)];

/// A question, its words ready to be compared.
pub(super) struct Asked {
    pub(super) question: QuestionId,
    pub(super) follower: FollowerId,
    pub(super) asked_at: Timestamp,
    pub(super) assignee: Option<Login>,
    pub(super) category: Vec<u8>,
    /// Number, alias and words.
    pub(super) words: String,
}

/// A text of ours.
pub(super) struct Written {
    pub(super) question: QuestionId,
    pub(super) by: Login,
    pub(super) words: String,
}

/// A month of both.
pub(super) struct Month {
    read_at: Timestamp,
    pub(super) asked: Vec<Asked>,
    pub(super) written: Vec<Written>,
}

/// The months that a process has read. One a process. What is read is kept month by month, so that a search that fails
/// half-way, or comes beside another, begins where that one was.
#[derive(Default)]
pub struct Index(Mutex<BTreeMap<String, Arc<Month>>>);

impl Index {
    /// An index that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets what is too old to be used: what was erased since does not stay in memory.
    pub fn forget(&self, now: Timestamp) {
        self.known().retain(|name, month| month.is_fresh(name, now));
    }

    /// The months from a day's to the current one; what is old is read again, and what is long past is not kept.
    pub(super) async fn months(&self, app: &App, from: Date) -> Result<Vec<Arc<Month>>, AppError> {
        let now = app.clock.now();
        let today = beijing(now).date();
        let changing = [month(now), month(now - SignedDuration::from_hours(24))];
        let kept = name(today.first_of_month().saturating_sub((MONTHS - 1).months()));
        self.forget(now);
        let mut months = Vec::new();
        for name in names(from, today) {
            let known = self.known().get(&name).filter(|_| !changing.contains(&name)).cloned();
            let month = match known {
                Some(known) => known,
                None => {
                    let read = Arc::new(read(app, &name, now).await?);
                    if name >= kept {
                        self.known().insert(name, Arc::clone(&read));
                    }
                    read
                }
            };
            months.push(month);
        }
        Ok(months)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Month>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Month {
    fn is_fresh(&self, name: &str, now: Timestamp) -> bool {
        let before_last = month(now - SignedDuration::from_hours(62 * 24));
        let [soon, later] = FRESH;
        let fresh = if name <= before_last.as_str() { later } else { soon };
        self.read_at <= now && now < self.read_at + fresh
    }
}

/// The month of a moment in Beijing, as keys name it.
fn month(at: Timestamp) -> String {
    keys::month(at)
}

fn name(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

fn names(from: Date, to: Date) -> Vec<String> {
    let mut names = Vec::new();
    let mut day = from.first_of_month();
    while day <= to {
        names.push(name(day));
        let next = day.saturating_add(1.month());
        if next == day {
            break;
        }
        day = next;
    }
    names
}

/// A month, its shards side by side.
async fn read(app: &App, name: &str, now: Timestamp) -> Result<Month, AppError> {
    let mut month = Month { read_at: now, asked: Vec::new(), written: Vec::new() };
    let mut reads = JoinSet::new();
    for shard in 0..keys::SHARDS {
        reads.spawn(part(app.clone(), name.to_owned(), shard));
    }
    while let Some(done) = reads.join_next().await {
        let (asked, written) = done.map_err(|error| TableError::Unavailable(error.to_string()))??;
        month.asked.extend(asked);
        month.written.extend(written);
    }
    Ok(month)
}

/// One shard of a month.
async fn part(app: App, name: String, shard: u8) -> Result<(Vec<Asked>, Vec<Written>), AppError> {
    let (mut asked, mut written) = (Vec::new(), Vec::new());
    let mut query = Query::partition(TableName::Main, keys::search_partition(&name, shard), PAGE);
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            if item.key.sk.starts_with("Q#") {
                asked.push(Asked::from(parse::<SearchQuestion>(item)?.value));
            } else {
                written.push(Written::from(parse::<SearchEntry>(item)?.value));
            }
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok((asked, written));
        }
    }
}

impl From<SearchQuestion> for Asked {
    fn from(row: SearchQuestion) -> Self {
        let words = folded(&format!("{}\n{}\n{}", row.number, row.follower.short(), row.words));
        Self {
            question: row.question,
            follower: row.follower,
            asked_at: row.asked_at,
            assignee: row.assignee,
            category: row.category,
            words,
        }
    }
}

impl From<SearchEntry> for Written {
    fn from(row: SearchEntry) -> Self {
        Self { question: row.question, by: row.by, words: folded(&row.words) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_run_over_a_new_year() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(names(day("2025-11-30"), day("2026-02-01")), ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(names(day("2026-02-28"), day("2026-02-01")), ["2026-02"]);
        assert!(names(day("2026-03-01"), day("2026-02-01")).is_empty());
    }
}
