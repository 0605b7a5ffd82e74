//! What a process has read of the texts, month by month.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    ids::{FollowerId, Login, QuestionId},
    input::folded,
    time::beijing,
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use tokio::{sync::Mutex, task::JoinSet};

use super::MONTHS;
use crate::{
    App, AppError, keys,
    ports::{Query, TableError, TableName},
    rows::{SearchEntry, SearchQuestion, parse},
};

/// Partitions that are read at the same time.
const AT_ONCE: usize = 8;
/// Rows of a request; a page ends after 1 MB anyway.
const PAGE: usize = 5_000;
/// After this long a past month is read again: what was erased, filed or given since is known then.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

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

/// The months that a process has read. One a process.
#[derive(Default)]
pub struct Index(Mutex<BTreeMap<String, Arc<Month>>>);

impl Index {
    /// An index that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The months from a day's to the current one; what is old is read again, and what is long past is not kept.
    pub(super) async fn months(&self, app: &App, from: Date) -> Result<Vec<Arc<Month>>, AppError> {
        let now = app.clock.now();
        let names = names(from, beijing(now).date());
        let changing = [month(now), month(now - SignedDuration::from_hours(24))];
        let mut known = self.0.lock().await;
        known.retain(|name, month| {
            !changing.contains(name) && month.read_at <= now && now < month.read_at + FRESH
        });
        let missing: BTreeSet<String> =
            names.iter().filter(|name| !known.contains_key(*name)).cloned().collect();
        for (name, month) in read(app, missing, now).await? {
            known.insert(name, Arc::new(month));
        }
        let wanted = names.iter().filter_map(|name| known.get(name).cloned()).collect();
        let kept = beijing(now).date().first_of_month().saturating_sub((MONTHS - 1).months());
        let kept = name(kept);
        known.retain(|name, _| *name >= kept);
        Ok(wanted)
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

async fn read(
    app: &App,
    months: BTreeSet<String>,
    now: Timestamp,
) -> Result<BTreeMap<String, Month>, AppError> {
    let empty =
        |name: &String| (name.clone(), Month { read_at: now, asked: Vec::new(), written: Vec::new() });
    let mut found: BTreeMap<String, Month> = months.iter().map(empty).collect();
    let mut parts =
        months.into_iter().flat_map(|name| (0..keys::SHARDS).map(move |shard| (name.clone(), shard)));
    let mut reads = JoinSet::new();
    loop {
        while reads.len() < AT_ONCE
            && let Some((name, shard)) = parts.next()
        {
            reads.spawn(part(app.clone(), name, shard));
        }
        let Some(done) = reads.join_next().await else { return Ok(found) };
        let (name, asked, written) = done.map_err(|error| TableError::Unavailable(error.to_string()))??;
        if let Some(month) = found.get_mut(&name) {
            month.asked.extend(asked);
            month.written.extend(written);
        }
    }
}

/// One shard of a month.
async fn part(app: App, name: String, shard: u8) -> Result<(String, Vec<Asked>, Vec<Written>), AppError> {
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
            return Ok((name, asked, written));
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
