//! What a process knows of the open texts: read from the log, as far as it goes.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    group::Similar,
    ids::{FollowerId, GroupId, QuestionId},
    question::Question,
};
use jiff::Timestamp;
use matching::{
    background::Background,
    candidates::{self, Standing, candidates, surest},
    explain::explain,
    index::{Full, Index},
    rank::{Circumstances, Ranker},
    signature::Signature,
};
use tokio::sync::Mutex;

use super::{
    log::{self, LogEntry, OPEN_FOR, What},
    snapshot,
};
use crate::{App, AppError, ports::TableError};

/// How often words are used; the same for all.
pub(crate) static BACKGROUND: LazyLock<Background> = LazyLock::new(Background::shipped);
/// What makes two texts ask the same.
pub(crate) static RANKER: LazyLock<Ranker> = LazyLock::new(Ranker::chat);

/// Texts of the group that is left out, which may be nearer than all others.
const MOST_OWN: usize = 500;

/// The open texts. One a process.
#[derive(Default)]
pub struct OpenTexts(pub(super) Mutex<Known>);

/// A text.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) follower: FollowerId,
    pub(super) asked_at: Timestamp,
    pub(super) group: GroupId,
}

/// All that the log says.
#[derive(Default)]
pub(super) struct Known {
    /// The last entry that was taken in, and when that was written.
    pub(super) sequence: u64,
    pub(super) last_at: Option<Timestamp>,
    /// The last entry that is in a snapshot, as far as this process knows.
    pub(super) kept: u64,
    pub(super) index: Index<QuestionId>,
    pub(super) texts: HashMap<QuestionId, Text>,
    pub(super) sizes: HashMap<GroupId, usize>,
    pub(super) locked: HashSet<GroupId>,
    /// No text is older.
    pub(super) oldest: Option<Timestamp>,
    /// Whether a snapshot was looked for.
    pub(super) opened: bool,
}

/// A group that may be meant, and the question of it that is like the one asked.
pub(super) type Candidate = candidates::Candidate<QuestionId, GroupId>;

/// A text that is compared with the others.
pub(super) struct Asked<'a> {
    pub(super) question: &'a QuestionId,
    pub(super) follower: &'a FollowerId,
    pub(super) asked_at: Timestamp,
    pub(super) signature: &'a Signature,
}

impl Known {
    /// Reads what was added since, the first time from the snapshot on. So it does when the log is no longer the one that
    /// it knows: a table that was emptied, or restored from a backup, has fewer entries or others.
    pub(super) async fn catch_up(&mut self, app: &App) -> Result<u64, AppError> {
        let mut entries = if self.opened { log::from(app, self.sequence).await? } else { Vec::new() };
        if !self.opened || self.is_of_another(app, entries.first()).await? {
            *self = snapshot::open(app).await?.unwrap_or_default();
            self.opened = true;
            entries = log::from(app, self.sequence + 1).await?;
        }
        let known = self.sequence;
        for entry in entries.into_iter().filter(|entry| entry.sequence > known) {
            self.take(entry)?;
        }
        self.forget(app.clock.now());
        Ok(self.sequence)
    }

    /// Whether the log is another than the one that was read, given its first entry from the last known one on.
    async fn is_of_another(&self, app: &App, first: Option<&LogEntry>) -> Result<bool, AppError> {
        match first {
            Some(first) => Ok(first.sequence == self.sequence && Some(first.at) != self.last_at),
            // The last known one is gone when its question said more, or after a time: then the head still counts it.
            None => Ok(log::head(app).await?.map_or(0, |head| head.value.sequence) < self.sequence),
        }
    }

    /// Takes one entry in.
    pub(super) fn take(&mut self, entry: LogEntry) -> Result<(), AppError> {
        (self.sequence, self.last_at) = (entry.sequence, Some(entry.at));
        match entry.what {
            What::Asked { question, follower, group, signature } => {
                let signature = decoded(&signature)?;
                // One that has said more since.
                self.drop_text(&question);
                *self.sizes.entry(group.clone()).or_default() += 1;
                self.oldest = self.oldest.map(|oldest| oldest.min(entry.at));
                self.index.insert(question.clone(), signature).map_err(|full: Full| unreadable(&full))?;
                self.texts.insert(question, Text { follower, asked_at: entry.at, group });
            }
            What::Moved { question, group } => self.put(&question, group),
            What::Merged { from, into } => {
                let members: Vec<QuestionId> = self
                    .texts
                    .iter()
                    .filter(|(_, text)| text.group == from)
                    .map(|(id, _)| id.clone())
                    .collect();
                for question in members {
                    self.put(&question, into.clone());
                }
            }
            What::Locked { group, locked: true } => {
                self.locked.insert(group);
            }
            What::Locked { group, locked: false } => {
                self.locked.remove(&group);
            }
            What::Erased { question } => self.drop_text(&question),
        }
        Ok(())
    }

    fn put(&mut self, question: &QuestionId, group: GroupId) {
        let Some(text) = self.texts.get_mut(question) else { return };
        let before = std::mem::replace(&mut text.group, group.clone());
        self.shrink(&before);
        *self.sizes.entry(group).or_default() += 1;
    }

    fn drop_text(&mut self, question: &QuestionId) {
        self.index.remove(question);
        if let Some(text) = self.texts.remove(question) {
            self.shrink(&text.group);
        }
    }

    fn shrink(&mut self, group: &GroupId) {
        if let Some(size) = self.sizes.get_mut(group) {
            *size -= 1;
            if *size == 0 {
                self.sizes.remove(group);
            }
        }
    }

    /// Drops what is too old to be compared.
    fn forget(&mut self, now: Timestamp) {
        if self.oldest.is_some_and(|oldest| oldest + OPEN_FOR > now) {
            return;
        }
        let old: Vec<QuestionId> = self
            .texts
            .iter()
            .filter(|(_, text)| text.asked_at + OPEN_FOR <= now)
            .map(|(question, _)| question.clone())
            .collect();
        for question in &old {
            self.drop_text(question);
        }
        self.oldest = self.texts.values().map(|text| text.asked_at).min();
    }

    /// The likeliest group of a question, among those that may take it.
    pub(super) fn similar(&self, question: &Question, signature: &Signature) -> Option<Candidate> {
        let asked = Asked {
            question: &question.id,
            follower: &question.follower,
            asked_at: question.asked_at,
            signature,
        };
        self.candidates(&asked, None).into_iter().find(|candidate| !self.locked.contains(&candidate.group))
    }

    /// A candidate as it is kept with the question of these words.
    pub(super) fn kept(&self, words: &str, found: Candidate) -> Similar {
        let common = self.index.signature(&found.text).map(|other| explain("", words, other, &BACKGROUND));
        Similar {
            group: found.group,
            question: Some(found.text),
            percent: (found.likelihood * 100.0).round() as u8,
            words: common.into_iter().flatten().map(|common| common.words).collect(),
        }
    }

    /// Groups with their nearest text, the likeliest first; one group is left out.
    pub(super) fn candidates(&self, asked: &Asked<'_>, without: Option<&GroupId>) -> Vec<Candidate> {
        let standing = |id: &QuestionId| self.standing(id, asked, without);
        candidates(&self.index, asked.signature, self.left_out(without), standing, &RANKER)
    }

    /// The likeliest of them, however many say the same of other places.
    pub(super) fn surest(&self, asked: &Asked<'_>, without: Option<&GroupId>) -> Option<Candidate> {
        let standing = |id: &QuestionId| self.standing(id, asked, without);
        surest(&self.index, asked.signature, self.left_out(without), standing, &RANKER)
    }

    /// Texts that may be nearer and don't count: of the group that is left out, and its own.
    fn left_out(&self, without: Option<&GroupId>) -> usize {
        let own = without.and_then(|group| self.sizes.get(group)).copied().unwrap_or_default();
        1 + own.min(MOST_OWN)
    }

    fn standing<'a>(
        &'a self,
        id: &QuestionId,
        asked: &Asked<'_>,
        without: Option<&GroupId>,
    ) -> Option<Standing<'a, GroupId>> {
        let text = self.texts.get(id).filter(|text| id != asked.question && Some(&text.group) != without)?;
        Some(Standing {
            group: &text.group,
            size: self.sizes.get(&text.group).copied().unwrap_or(1),
            circumstances: Circumstances {
                same_author: text.follower == *asked.follower,
                days_between: days(asked.asked_at, text.asked_at),
            },
        })
    }
}

pub(super) fn days(a: Timestamp, b: Timestamp) -> f32 {
    a.duration_since(b).abs().as_secs_f32() / 86_400.0
}

/// The signature of a question's words.
pub(super) fn signature(words: &str) -> Signature {
    Signature::of("", words, &BACKGROUND)
}

/// As it stands in the log.
pub(super) fn encoded(signature: &Signature) -> String {
    STANDARD.encode(signature.to_bytes())
}

pub(super) fn decoded(text: &str) -> Result<Signature, AppError> {
    let bytes = STANDARD.decode(text).map_err(|error| unreadable(&error))?;
    Signature::from_bytes(&bytes).map_err(|error| unreadable(&error))
}

fn unreadable(error: &dyn std::fmt::Display) -> AppError {
    AppError::Table(TableError::Invalid(format!("the log of groups: {error}")))
}
