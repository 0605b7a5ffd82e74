//! Groups of messages, opened and joined in order of arrival, then merged where two grew side by side.

use matching::merge::{Link, MERGE, merges_of};

use super::attach::Neighbour;

/// From these likelihoods on a message joins the group of an earlier one, and two groups become one.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// One message to another, by themselves.
    pub join: f32,
    /// Mean over the links between two groups; above 1 none are merged.
    pub merge: f32,
}

/// The thresholds that are shipped.
pub const SHIPPED: Thresholds = Thresholds { join: 0.9, merge: MERGE };

/// The group of each message, named by the place of its first member. `likelihood` is of a message, by its place, and
/// an earlier one.
#[must_use]
pub fn groups(
    neighbours: &[Vec<Neighbour>],
    likelihood: impl Fn(usize, &Neighbour) -> f32,
    thresholds: Thresholds,
) -> Vec<usize> {
    let mut groups: Vec<usize> = Vec::with_capacity(neighbours.len());
    let mut links: Vec<Link> = Vec::new();
    for (place, near) in neighbours.iter().enumerate() {
        let of =
            |near: &Neighbour| Link { one: place, other: near.place, likelihood: likelihood(place, near) };
        let mine: Vec<Link> = near.iter().map(of).collect();
        let best = mine.iter().max_by(|a, b| a.likelihood.total_cmp(&b.likelihood));
        let joined = best.filter(|link| link.likelihood >= thresholds.join).map(|link| groups[link.other]);
        groups.push(joined.unwrap_or(place));
        links.extend(mine);
    }
    let named: Vec<usize> = groups.clone();
    for merge in merges_of(&named.iter().collect::<Vec<_>>(), &links, thresholds.merge) {
        groups.iter_mut().filter(|group| **group == merge.given_up).for_each(|group| *group = merge.kept);
    }
    groups
}
