//! What a process knows of the open texts: read from the log, as far as it goes.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
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
    explain::explain,
    index::{Full, Index},
    place::{apart, only_the_place},
    rank::{Circumstances, PRESELECT, Ranker, Rival},
    signature::Signature,
    similarity::{Measures, compare},
};
use tokio::sync::Mutex;

use super::log::{self, LogEntry, OPEN_FOR, What};
use crate::{App, AppError, ports::TableError};

/// How often words are used; the same for all.
static BACKGROUND: LazyLock<Background> = LazyLock::new(Background::shipped);
/// What makes two texts ask the same.
static RANKER: LazyLock<Ranker> = LazyLock::new(Ranker::chat);

/// Texts that are looked at closely.
const LOOKED_AT: usize = 16;
/// Just below what joins by itself.
const AT_MOST_SUGGESTED: f32 = PRESELECT - 0.01;

/// The open texts. One a process.
#[derive(Default)]
pub struct OpenTexts(pub(super) Mutex<Known>);

/// A text.
#[derive(Clone, Debug)]
struct Text {
    follower: FollowerId,
    asked_at: Timestamp,
    group: GroupId,
}

/// All that the log says.
#[derive(Default)]
pub(super) struct Known {
    sequence: u64,
    index: Index<QuestionId>,
    texts: HashMap<QuestionId, Text>,
    sizes: HashMap<GroupId, usize>,
    locked: HashSet<GroupId>,
}

/// A group that may be meant.
struct Candidate {
    group: GroupId,
    question: QuestionId,
    likelihood: f32,
}

impl Known {
    /// Reads what was added since.
    pub(super) async fn catch_up(&mut self, app: &App) -> Result<u64, AppError> {
        for entry in log::after(app, self.sequence).await? {
            self.take(entry)?;
        }
        self.forget(app.clock.now());
        Ok(self.sequence)
    }

    /// Takes one entry in.
    pub(super) fn take(&mut self, entry: LogEntry) -> Result<(), AppError> {
        self.sequence = entry.sequence;
        match entry.what {
            What::Asked { question, follower, group, signature } => {
                *self.sizes.entry(group.clone()).or_default() += 1;
                let signature = decoded(&signature)?;
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
        let old: Vec<QuestionId> = self
            .texts
            .iter()
            .filter(|(_, text)| text.asked_at + OPEN_FOR <= now)
            .map(|(question, _)| question.clone())
            .collect();
        for question in &old {
            self.drop_text(question);
        }
    }

    /// The likeliest group of a question, among those that may take it.
    pub(super) fn similar(
        &self,
        question: &Question,
        signature: &Signature,
        never: &[GroupId],
    ) -> Option<(Similar, f32)> {
        let best = self
            .candidates(question, signature)
            .into_iter()
            .find(|candidate| !self.locked.contains(&candidate.group) && !never.contains(&candidate.group))?;
        let theirs = self.index.signature(&best.question)?;
        let words = explain("", &question.text, theirs, &BACKGROUND);
        let similar = Similar {
            group: best.group,
            percent: (best.likelihood * 100.0).round() as u8,
            words: words.into_iter().map(|common| common.words).collect(),
        };
        Some((similar, best.likelihood))
    }

    /// Groups with their nearest text, the likeliest first.
    fn candidates(&self, question: &Question, signature: &Signature) -> Vec<Candidate> {
        let near = self.index.nearest(signature, LOOKED_AT);
        let texts: Vec<(&QuestionId, &Text, Measures)> = near
            .iter()
            .filter(|near| *near.key != question.id)
            .filter_map(|near| {
                Some((near.key, self.texts.get(near.key)?, compare(signature, near.signature)))
            })
            .collect();
        // One of a group's that is elsewhere speaks for all: a text that names no place joins two estates to none.
        let elsewhere: HashSet<&GroupId> = near
            .iter()
            .filter(|near| apart(signature, near.signature))
            .filter_map(|near| Some(&self.texts.get(near.key)?.group))
            .collect();
        let bare: HashSet<&QuestionId> = near
            .iter()
            .filter(|near| only_the_place(signature, near.signature))
            .map(|near| near.key)
            .collect();
        let groups: BTreeSet<&GroupId> = texts.iter().map(|(_, text, _)| &text.group).collect();
        let number = |group: &GroupId| groups.iter().position(|other| *other == group).unwrap_or_default();
        let rivals: Vec<Rival<'_>> = texts
            .iter()
            .map(|(_, text, measures)| Rival {
                measures,
                circumstances: Circumstances {
                    same_author: text.follower == question.follower,
                    days_between: days(question.asked_at, text.asked_at),
                },
                group: number(&text.group),
                size: self.sizes.get(&text.group).copied().unwrap_or(1),
            })
            .collect();
        let mut found: Vec<Candidate> = texts
            .iter()
            .zip(RANKER.rank(&rivals))
            .map(|((id, text, _), likelihood)| Candidate {
                group: text.group.clone(),
                question: (*id).clone(),
                // The same elsewhere, and something else at the same place, are at most suggested: an officer knows.
                likelihood: if elsewhere.contains(&text.group) || bare.contains(id) {
                    likelihood.min(AT_MOST_SUGGESTED)
                } else {
                    likelihood
                },
            })
            .collect();
        found.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
        found
    }
}

fn days(a: Timestamp, b: Timestamp) -> f32 {
    a.duration_since(b).abs().as_secs_f32() / 86_400.0
}

/// The signature of a question's text.
pub(super) fn signature(question: &Question) -> Signature {
    Signature::of("", &question.text, &BACKGROUND)
}

/// As it stands in the log.
pub(super) fn encoded(signature: &Signature) -> String {
    STANDARD.encode(signature.to_bytes())
}

fn decoded(text: &str) -> Result<Signature, AppError> {
    let bytes = STANDARD.decode(text).map_err(|error| unreadable(&error))?;
    Signature::from_bytes(&bytes).map_err(|error| unreadable(&error))
}

fn unreadable(error: &dyn std::fmt::Display) -> AppError {
    AppError::Table(TableError::Invalid(format!("the log of groups: {error}")))
}
