//! Each message, in order of time, attached to an earlier one of its issue.

use std::collections::{HashMap, HashSet};

use crate::rows::{Ignored, Message};
use crate::score::{Found, share};

/// What was said of one message.
#[derive(Debug, Clone)]
pub struct Said {
    /// Candidates with their scores, the best first.
    pub candidates: Vec<(String, f32)>,
}

/// How right the attaching is.
#[derive(Debug, Clone, Copy)]
pub struct Attach {
    /// At the threshold.
    pub found: Found,
    /// Share of messages with an earlier mate that have one among the first three candidates.
    pub top_3: f64,
    /// Messages without an earlier mate that were attached to one.
    pub false_rate: f64,
}

/// Which candidates count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mates {
    /// Everybody's messages.
    All,
    /// Only other people's.
    OtherAskers,
}

/// One message with what is needed to score it at any threshold.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its label.
    pub group: String,
    /// Whether an earlier message of its group is there.
    pub has_mate: bool,
    /// For each candidate that counts, its score and whether it is right.
    pub candidates: Vec<(f32, bool)>,
}

/// The cases of `messages`, which are in order of time.
#[must_use]
pub fn cases(
    messages: &[Message],
    ignored: &Ignored,
    said: &HashMap<String, Said>,
    mates: Mates,
) -> Vec<Case> {
    let by_id: HashMap<&str, &Message> =
        messages.iter().map(|message| (message.id.as_str(), message)).collect();
    let mut earlier: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut cases = Vec::with_capacity(messages.len());
    for message in messages {
        let users = earlier.entry(&message.group).or_default();
        let has_mate = match mates {
            Mates::All => !users.is_empty(),
            Mates::OtherAskers => users.iter().any(|user| *user != message.user),
        };
        users.insert(&message.user);
        let counts = |other: &&Message| {
            !ignored.has(&message.id, &other.id) && (mates == Mates::All || other.user != message.user)
        };
        let candidates = said.get(&message.id).into_iter().flat_map(|said| &said.candidates);
        let candidates = candidates
            .filter_map(|(id, score)| {
                by_id.get(id.as_str()).filter(|other| counts(other)).map(|other| (*score, *other))
            })
            .map(|(score, other)| (score, other.group == message.group))
            .collect();
        cases.push(Case { group: message.group.clone(), has_mate, candidates });
    }
    cases
}

/// Scores cases at a threshold.
#[must_use]
pub fn score(cases: &[Case], threshold: f32) -> Attach {
    let best = |case: &Case| case.candidates.first().copied().filter(|(score, _)| *score >= threshold);
    let wanted = cases.iter().filter(|case| case.has_mate).count();
    let named = cases.iter().filter_map(best).count();
    let right = cases.iter().filter_map(best).filter(|(_, right)| *right).count();
    let in_three = |case: &&Case| case.has_mate && case.candidates.iter().take(3).any(|(_, right)| *right);
    let alone = |case: &&Case| !case.has_mate;
    Attach {
        found: Found { right, named, wanted },
        top_3: share(cases.iter().filter(in_three).count(), wanted),
        false_rate: share(
            cases.iter().filter(alone).filter_map(best).count(),
            cases.iter().filter(alone).count(),
        ),
    }
}
