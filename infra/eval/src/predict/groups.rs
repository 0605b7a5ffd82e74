//! Groups of messages, opened and joined in order of arrival.

use std::collections::HashMap;

use matching::rank::Ranker;

use super::attach::Neighbour;

/// From this likelihood on a message joins the group of the earlier one.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// One message to another.
    pub join: f32,
    /// Mean over the links between two groups, to make them one.
    pub merge: f32,
}

/// The thresholds that are shipped.
pub const SHIPPED: Thresholds = Thresholds { join: 0.5, merge: 0.7 };

/// Two groups are compared when so many of the possible links between them, at most, are known.
const LINKS: usize = 3;

/// The group of each message, named by the place of its first member.
#[must_use]
pub fn groups(neighbours: &[Vec<Neighbour>], ranker: &Ranker, thresholds: Thresholds) -> Vec<usize> {
    let mut groups: Vec<usize> = Vec::with_capacity(neighbours.len());
    let mut links: Vec<(usize, usize, f32)> = Vec::new();
    for (place, near) in neighbours.iter().enumerate() {
        let likelihoods = near.iter().map(|n| (n.place, ranker.likelihood(&n.measures, n.circumstances)));
        let likelihoods: Vec<(usize, f32)> = likelihoods.collect();
        links.extend(likelihoods.iter().map(|(earlier, likelihood)| (place, *earlier, *likelihood)));
        let best = likelihoods.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let joined = best
            .filter(|(_, likelihood)| *likelihood >= thresholds.join)
            .map(|(earlier, _)| groups[*earlier]);
        groups.push(joined.unwrap_or(place));
    }
    while merge(&mut groups, &links, thresholds.merge) {}
    groups
}

/// Makes groups one that have enough sure links; says whether it did.
fn merge(groups: &mut [usize], links: &[(usize, usize, f32)], threshold: f32) -> bool {
    let mut between: HashMap<(usize, usize), Vec<f32>> = HashMap::new();
    for (a, b, likelihood) in links {
        let (a, b) = (groups[*a], groups[*b]);
        if a != b {
            between.entry((a.min(b), a.max(b))).or_default().push(*likelihood);
        }
    }
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    groups.iter().for_each(|group| *sizes.entry(*group).or_default() += 1);
    let mut sure: Vec<(f32, usize, usize)> = Vec::new();
    for ((a, b), mut likelihoods) in between {
        likelihoods.sort_unstable_by(|a, b| b.total_cmp(a));
        let wanted = LINKS.min(sizes[&a] * sizes[&b]);
        let mean = likelihoods.iter().take(wanted).sum::<f32>() / wanted as f32;
        if mean >= threshold && sizes[&a] + sizes[&b] > 2 {
            sure.push((mean, a, b));
        }
    }
    let best = sure.into_iter().max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    if let Some((_, kept, given_up)) = best {
        groups.iter_mut().filter(|group| **group == given_up).for_each(|group| *group = kept);
    }
    best.is_some()
}
