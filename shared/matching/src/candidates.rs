//! Which groups a question may belong to: what the product asks, and what eval asks of labelled rows.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use crate::index::Index;
use crate::matters::Matters;
use crate::place::{apart, only_the_place};
use crate::rank::{Circumstances, PRESELECT, Ranker, Rival};
use crate::signature::Signature;
use crate::similarity::{Asked, Kind, Measures};

/// Texts that are looked at closely.
pub const LOOKED_AT: usize = 16;
/// Texts that are looked at beside these, because they speak of the same matters.
pub const MORE: usize = 8;
/// Just below what joins by itself.
pub const AT_MOST_SUGGESTED: f32 = PRESELECT - 0.01;

/// What is known of an open text beside its words.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a, G> {
    /// Its group.
    pub group: &'a G,
    /// Texts of that group.
    pub size: usize,
    /// What is known of it and the one that is asked about.
    pub circumstances: Circumstances,
}

/// An open text, and how likely its group is the one.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<K, G> {
    /// The group.
    pub group: G,
    /// The text.
    pub text: K,
    /// 0 to 1.
    pub likelihood: f32,
    /// It is at most suggested, however likely.
    pub held_back: bool,
    /// Which weights counted.
    pub kind: Kind,
}

/// What is measured of an open text.
struct Looked<'a, K, G> {
    key: &'a K,
    standing: Standing<'a, G>,
    measures: Measures,
    /// Each names a place that the other does not.
    apart: bool,
    /// They share but a place.
    bare: bool,
    matters: Matters,
}

/// Whether a text can at most be suggested beside another, taken by themselves: each names a place that the other does not,
/// they share but a place, or they speak of different matters.
#[must_use]
pub fn is_held_back(mine: &Signature, theirs: &Signature) -> bool {
    let [one, other] = [mine, theirs].map(|signature| signature.matters.matters());
    let is_other = one.count() > 0 && other.count() > 0 && one.common(other).count() == 0;
    is_other || apart(mine, theirs) || only_the_place(mine, theirs)
}

/// Texts like `mine` with their groups, the likeliest first. `standing` knows the open texts, none of those that are left
/// out, which are at most `left_out`.
#[must_use]
pub fn candidates<'a, K: Clone + Eq + Hash, G: Clone + Ord + Hash + 'a>(
    index: &'a Index<K>,
    mine: &Signature,
    left_out: usize,
    standing: impl Fn(&K) -> Option<Standing<'a, G>>,
    ranker: &Ranker,
) -> Vec<Candidate<K, G>> {
    let asked = Asked::of(mine);
    let near = index.related_to(&asked, LOOKED_AT + left_out, MORE + left_out);
    let looked: Vec<Looked<'_, K, G>> = near
        .iter()
        .filter_map(|near| Some((near, standing(near.key)?)))
        .take(LOOKED_AT + MORE)
        .map(|(near, standing)| Looked {
            key: near.key,
            standing,
            measures: asked.compare(near.signature),
            apart: apart(mine, near.signature),
            bare: only_the_place(mine, near.signature),
            matters: near.signature.matters.matters(),
        })
        .collect();
    // One of a group's that is elsewhere speaks for all: a text that names no place joins two estates to none.
    let elsewhere: HashSet<&G> =
        looked.iter().filter(|looked| looked.apart).map(|looked| looked.standing.group).collect();
    // Of a group's that speak of something at least one must speak of the same.
    let matters = mine.matters.matters();
    let speaks_of = |looked: &&Looked<'_, K, G>| looked.matters.count() > 0;
    let told: HashSet<&G> = looked.iter().filter(speaks_of).map(|looked| looked.standing.group).collect();
    let is_same = |looked: &&Looked<'_, K, G>| looked.matters.common(matters).count() > 0;
    let same: HashSet<&G> = looked.iter().filter(is_same).map(|looked| looked.standing.group).collect();
    let groups: BTreeSet<&G> = looked.iter().map(|looked| looked.standing.group).collect();
    let number = |group: &G| groups.iter().position(|other| *other == group).unwrap_or_default();
    let rivals: Vec<Rival<'_>> = looked
        .iter()
        .map(|looked| Rival {
            measures: &looked.measures,
            circumstances: looked.standing.circumstances,
            group: number(looked.standing.group),
            size: looked.standing.size,
        })
        .collect();
    let mut found: Vec<Candidate<K, G>> = looked
        .iter()
        .zip(ranker.rank(&rivals))
        .map(|(looked, likelihood)| {
            // The same elsewhere, and something else at the same place: an officer knows.
            let group = looked.standing.group;
            let is_other = matters.count() > 0 && told.contains(group) && !same.contains(group);
            let held_back = elsewhere.contains(group) || is_other || looked.bare;
            Candidate {
                group: looked.standing.group.clone(),
                text: looked.key.clone(),
                likelihood: if held_back { likelihood.min(AT_MOST_SUGGESTED) } else { likelihood },
                held_back,
                kind: Kind::of(&looked.measures),
            }
        })
        .collect();
    found.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
    found
}
