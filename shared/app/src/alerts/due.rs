//! What is due to be told, from index rows alone.

use std::collections::HashSet;

use domain::{
    alert::Kind,
    content::{
        Category, Snapshot,
        freshness::{RED_LINE_DAYS, RedLine},
    },
    conversation::InboundMessage,
    group::Group,
    ids::FollowerId,
    question::State,
    time::beijing,
};
use jiff::{SignedDuration, Timestamp, civil::Time};
use serde::de::DeserializeOwned;

use super::{AlertLine, AlertSettings};
use crate::{
    App, AppError, groups,
    jobs::{Task, Work},
    keys::{self, SHARDS, millis},
    ports::{Item, Query, TableName},
    rows::{DeadJob, InboxLine, OpenPointer, load, parse},
    telemetry::count,
};

/// Most rows of one index partition that a look reads.
const LOOKED_AT: usize = 2_000;
/// Most residents whose window is looked up.
const WINDOWS: usize = 200;
/// What was due longer ago is old news.
const OLD: SignedDuration = SignedDuration::from_hours(24);
/// How long before a window closes it is told.
const BEFORE_CLOSING: SignedDuration = SignedDuration::from_hours(3);
/// Two days before the red line.
const NEAR_RED_LINE: SignedDuration = SignedDuration::from_hours((RED_LINE_DAYS - 2) * 24);
/// How long it is remembered that a topic was told.
const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

/// One thing to be told.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// The moment that it hangs on: with the object it names this once and for all.
    pub(super) moment: Timestamp,
    pub(super) object: String,
    pub(super) line: AlertLine,
    /// How long it must be remembered.
    pub(super) until: Timestamp,
}

/// What a look has before its eyes.
pub(super) struct Scene<'a> {
    app: &'a App,
    settings: &'a AlertSettings,
    now: Timestamp,
    lines: Vec<InboxLine>,
}

impl<'a> Scene<'a> {
    /// Reads the lines of all questions without an answer.
    pub(super) async fn read(app: &'a App, settings: &'a AlertSettings) -> Result<Self, AppError> {
        let mut lines = Vec::new();
        for state in [State::Waiting, State::Taken] {
            for shard in 0..SHARDS {
                let query = Query::partition(TableName::Main, keys::inbox_partition(state, shard), 200);
                lines.extend(
                    read(app, query.descending(), LOOKED_AT).await?.iter().filter_map(readable::<InboxLine>),
                );
            }
        }
        lines.sort_by_key(|line| line.since);
        Ok(Self { app, settings, now: app.clock.now(), lines })
    }

    /// What of this kind is due and was not told, the oldest first.
    pub(super) async fn due(&self, kind: Kind) -> Result<Vec<Due>, AppError> {
        let mut found = match kind {
            Kind::NewQuestion => self.asked(|line| !self.is_emergency(line)),
            Kind::Emergency => self.asked(|line| line.urgent),
            Kind::PromiseNear => self.promises_near().await,
            Kind::PromiseBroken => self.promises_broken(),
            Kind::WindowClosing => self.closing().await?,
            Kind::ContentStale => self.stale().await,
            Kind::Stuck => self.stuck().await?,
            Kind::HotTopic => self.hot().await?,
        };
        let (Some(first), Some(last)) =
            (found.iter().map(|due| due.moment).min(), found.iter().map(|due| due.moment).max())
        else {
            return Ok(found);
        };
        let query = Query::partition(TableName::Main, keys::alert_told_partition(kind), 500)
            .between(millis(first), format!("{}~", millis(last)));
        let told: HashSet<String> =
            read(self.app, query, usize::MAX).await?.into_iter().map(|item| item.key.sk).collect();
        found.retain(|due| !told.contains(&keys::alert_told(kind, due.moment, &due.object).sk));
        found.sort_by_key(|due| due.moment);
        Ok(found)
    }

    /// Words of danger are told as such, unless that is switched off.
    fn is_emergency(&self, line: &InboxLine) -> bool {
        line.urgent && self.settings.kinds.contains(&Kind::Emergency)
    }

    /// Whether a moment is neither old nor before alerts were told at all.
    fn is_news(&self, moment: Timestamp) -> bool {
        moment <= self.now
            && moment > self.now - OLD
            && self.settings.since.is_none_or(|since| moment >= since)
    }

    fn question(&self, line: &InboxLine, moment: Timestamp) -> Due {
        Due {
            moment,
            object: line.question.to_string(),
            line: AlertLine {
                label: line.number.to_string(),
                path: format!("/admin/questions/{}", line.question),
            },
            until: moment.max(self.now) + OLD + OLD,
        }
    }

    fn asked(&self, which: impl Fn(&InboxLine) -> bool) -> Vec<Due> {
        let new = self.lines.iter().filter(|line| line.state == State::Waiting || line.urgent);
        new.filter(|line| which(line) && self.is_news(line.since))
            .map(|line| self.question(line, line.since))
            .collect()
    }

    fn promises_broken(&self) -> Vec<Due> {
        let broken = |line: &&InboxLine| line.promised_at.is_some_and(|at| self.is_news(at));
        let due = |line: &InboxLine| Some(self.question(line, line.promised_at?));
        self.lines.iter().filter(broken).filter_map(due).collect()
    }

    /// Three quarters of the working time between question and promise are over.
    async fn promises_near(&self) -> Vec<Due> {
        let snapshot = self.app.content.snapshot().await;
        let near = |line: &InboxLine| {
            let at = line.promised_at.filter(|at| *at > self.now)?;
            let whole = snapshot.schedule.between(line.since, at);
            let gone = snapshot.schedule.between(line.since, self.now);
            let (gone, whole) = match whole {
                // Without office hours the clock itself counts.
                0 => (self.now.duration_since(line.since).as_secs(), at.duration_since(line.since).as_secs()),
                whole => (gone, whole),
            };
            (gone * 4 >= whole * 3).then(|| self.question(line, at))
        };
        self.lines.iter().filter_map(near).collect()
    }

    /// Windows that close soon, of residents whom nobody has answered. Of those that close in quiet hours, or too soon
    /// after them, it is told before they begin.
    pub(super) async fn closing(&self) -> Result<Vec<Due>, AppError> {
        let mut found = Vec::new();
        if !self.app.work.egress.calls() {
            return Ok(found);
        }
        let window = SignedDuration::from_secs(self.app.work.window.message_seconds);
        let soon = self.now + BEFORE_CLOSING;
        let horizon = match self.settings.quiet {
            Some(quiet) if quiet.covers(soon) => quiet.end_from(soon) + BEFORE_CLOSING,
            _ => soon,
        };
        let long_ago = horizon - window;
        for line in self.lines.iter().rev().filter(|line| line.since <= long_ago).take(WINDOWS) {
            let Some(at) = self.last_message(&line.follower).await? else { continue };
            let closes = at + window;
            if closes > self.now && closes <= horizon {
                found.push(self.question(line, closes));
            }
        }
        Ok(found)
    }

    async fn last_message(&self, follower: &FollowerId) -> Result<Option<Timestamp>, AppError> {
        let query = Query::partition(TableName::Main, keys::follower_partition(follower), 1)
            .prefix("M#")
            .descending();
        let page = self.app.table.query(&query).await?;
        let newest = page.items.first().and_then(readable::<InboundMessage>);
        Ok(newest.and_then(|message| message.contacts.message_at))
    }

    async fn stale(&self) -> Vec<Due> {
        let snapshot = self.app.content.snapshot().await;
        let mut found = stale_topics(&snapshot.shown_at(self.now), self.now);
        found.extend(due_answers(&snapshot, self.now));
        found
    }

    /// Jobs that were given up and answers that failed.
    async fn stuck(&self) -> Result<Vec<Due>, AppError> {
        let mut found = Vec::new();
        let query = Query::partition(TableName::Main, keys::DEAD_PARTITION, 200)
            .between(millis(self.now - OLD), format!("{}~", millis(self.now)));
        for job in read(self.app, query, LOOKED_AT).await?.iter().filter_map(readable::<DeadJob>) {
            let task = job.task();
            // An alert that failed must not bring about another.
            let own = matches!(&task, Some(Task::Job(job)) if matches!(job.work, Work::AlertsDue | Work::Alert { .. } | Work::AlertTest { .. }));
            if !own && self.is_news(job.at) {
                let what = task.as_ref().map_or("job", Task::as_str).to_owned();
                found.push(self.trouble(job.at, job.id, what));
            }
        }
        for shard in 0..SHARDS {
            let query = Query::partition(TableName::Delivery, keys::stuck_partition(shard), 200);
            for item in read(self.app, query.descending(), LOOKED_AT).await? {
                let since = readable::<OpenPointer>(&item).map(|pointer| pointer.since);
                if let Some(since) = since.filter(|since| self.is_news(*since)) {
                    found.push(self.trouble(since, item.key.sk, "delivery".to_owned()));
                }
            }
        }
        Ok(found)
    }

    /// Hot topics, each once a day by Beijing's clock. A title stands there only when an officer wrote it: before, it is a
    /// resident's words.
    async fn hot(&self) -> Result<Vec<Due>, AppError> {
        let mut found = Vec::new();
        for hot in groups::noted(self.app).await? {
            let group = load::<Group>(self.app.table.as_ref(), &keys::group(&hot.group)).await?;
            let Some(group) = group.map(|row| row.value).filter(|group| group.merged_into.is_none()) else {
                continue;
            };
            let mut label = format!("{} ×{}", group.id.short(), hot.lately);
            if group.is_titled_by_officer() {
                label = format!("{label} {}", group.title);
            }
            let line = AlertLine { label, path: format!("/admin/groups/{}", group.id) };
            let moment = start_of_day(self.now);
            found.push(Due { moment, object: group.id.to_string(), line, until: moment + OLD + OLD });
        }
        Ok(found)
    }

    fn trouble(&self, moment: Timestamp, object: String, label: String) -> Due {
        let line = AlertLine { label, path: "/admin/stuck".to_owned() };
        Due { moment, object, line, until: moment + OLD + OLD }
    }
}

/// When the day of a moment began in Beijing.
fn start_of_day(at: Timestamp) -> Timestamp {
    let seconds = beijing(at).time().duration_since(Time::midnight()).as_secs();
    Timestamp::from_second(at.as_second() - seconds).unwrap_or(at)
}

fn stale_topics(snapshot: &Snapshot, now: Timestamp) -> Vec<Due> {
    fn walk(list: &[Category], path: &str, now: Timestamp, found: &mut Vec<Due>) {
        for topic in list {
            let path =
                if path.is_empty() { topic.number.to_string() } else { format!("{path}-{}", topic.number) };
            let promise = topic.fresh_hours.map(|hours| SignedDuration::from_hours(i64::from(hours)));
            // What promises to last longer is not near the red line.
            let near = Some(NEAR_RED_LINE).filter(|_| topic.red_line(now) != RedLine::Far);
            let limits = [promise, near];
            let passed =
                limits.into_iter().flatten().map(|limit| topic.updated_at + limit).filter(|at| *at <= now);
            for moment in passed.filter(|_| !topic.body.is_empty() || topic.card.is_some()) {
                let label = format!("{path} {}", topic.title.zh);
                let line = AlertLine { label, path: "/admin/content".to_owned() };
                found.push(Due { moment, object: path.clone(), line, until: now + YEAR });
            }
            walk(&topic.children, &path, now, found);
        }
    }
    let mut found = Vec::new();
    walk(&snapshot.categories, "", now, &mut found);
    found
}

/// Known answers that somebody should have looked at again.
fn due_answers(snapshot: &Snapshot, now: Timestamp) -> impl Iterator<Item = Due> {
    snapshot.known_due(now).filter_map(move |known| {
        let line = AlertLine {
            label: known.question.zh.clone(),
            path: format!("/admin/content/known/{}", known.id),
        };
        let object = format!("known:{}", known.id);
        Some(Due { moment: known.due_from()?, object, line, until: now + YEAR })
    })
}

/// A row that can't be read silences no alert: the others are told.
fn readable<T: DeserializeOwned>(item: &Item) -> Option<T> {
    let read = parse::<T>(item);
    if let Err(error) = &read {
        count("alert_passed_over", "row");
        tracing::error!(%error, "a row that alerts are about can't be read");
    }
    read.ok().map(|row| row.value)
}

/// The rows of a query, about `most` at most.
async fn read(app: &App, mut query: Query, most: usize) -> Result<Vec<Item>, AppError> {
    let mut found = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        found.extend(page.items);
        query.after = page.next;
        if query.after.is_none() || found.len() >= most {
            return Ok(found);
        }
    }
}
