//! Groups against the labelled ones, pair by pair.

use std::collections::HashMap;

use crate::rows::{Ignored, Message};
use crate::score::Found;

/// Groups with more members are left out of the second measure: a few large ones would decide it.
pub const LARGE: usize = 12;

/// Pairs of messages in one group.
#[derive(Debug, Clone, Copy)]
pub struct Clusters {
    /// All pairs.
    pub all: Found,
    /// Without the messages of labelled groups of more than [`LARGE`].
    pub without_large: Found,
}

/// Scores `groups` (message id to a group's name) against the labels.
#[must_use]
pub fn score(messages: &[Message], ignored: &Ignored, groups: &HashMap<String, String>) -> Clusters {
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    for message in messages {
        *sizes.entry(&message.group).or_default() += 1;
    }
    let small: Vec<&Message> =
        messages.iter().filter(|message| sizes[message.group.as_str()] <= LARGE).collect();
    let all: Vec<&Message> = messages.iter().collect();
    Clusters { all: pairs(&all, ignored, groups), without_large: pairs(&small, ignored, groups) }
}

fn pairs(messages: &[&Message], ignored: &Ignored, groups: &HashMap<String, String>) -> Found {
    let mut found = Found::default();
    for (at, a) in messages.iter().enumerate() {
        for b in &messages[..at] {
            let wanted = a.group == b.group;
            let named = groups.get(&a.id).is_some_and(|group| groups.get(&b.id) == Some(group));
            if (wanted || named) && !ignored.has(&a.id, &b.id) {
                found.wanted += usize::from(wanted);
                found.named += usize::from(named);
                found.right += usize::from(wanted && named);
            }
        }
    }
    found
}
