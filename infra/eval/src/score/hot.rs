//! Hot topics: groups with many askers.

use std::collections::{HashMap, HashSet};

use crate::rows::Message;
use crate::score::Found;

/// Distinct askers that make a topic hot.
pub const HOT_ASKERS: usize = 4;
/// A named topic is the labelled one when they share this much of their members.
const SAME: f64 = 0.5;

/// The labelled groups that are hot.
#[must_use]
pub fn labelled(messages: &[Message]) -> Vec<HashSet<String>> {
    let mut groups: HashMap<&str, Vec<&Message>> = HashMap::new();
    for message in messages {
        groups.entry(&message.group).or_default().push(message);
    }
    let hot = groups.into_values().filter(|group| askers(group) >= HOT_ASKERS);
    hot.map(|group| group.iter().map(|message| message.id.clone()).collect()).collect()
}

fn askers(group: &[&Message]) -> usize {
    group.iter().map(|message| &message.user).collect::<HashSet<_>>().len()
}

/// Scores named topics, each its members' ids.
#[must_use]
pub fn score(messages: &[Message], named: &[HashSet<String>]) -> Found {
    let labelled = labelled(messages);
    let is_same = |a: &HashSet<String>, b: &HashSet<String>| {
        let common = a.intersection(b).count();
        crate::score::share(common, a.len() + b.len() - common) >= SAME
    };
    let right = named.iter().filter(|topic| labelled.iter().any(|label| is_same(topic, label))).count();
    Found { right, named: named.len(), wanted: labelled.len() }
}
