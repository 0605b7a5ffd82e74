//! Which groups a question may belong to: what the product asks, and what eval asks of labelled rows.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use crate::index::{Index, Near};
use crate::matters::Matters;
use crate::place::{apart, only_the_place};
use crate::rank::{Circumstances, PRESELECT, Ranker, Rival};
use crate::signature::Signature;
use crate::similarity::{Asked, Kind, Measures};

/// Texts that are looked at closely.
pub const LOOKED_AT: usize = 16;
/// Texts that are looked at beside these, because they speak of the same matters.
pub const MORE: usize = 8;
/// Of texts that say it of another place so many are looked at by [`surest`].
const MOST_ELSEWHERE: usize = 8;
/// Texts behind the nearest among which [`surest`] looks for those of the same place.
const BEHIND: usize = 500;
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
    mine.is_of_another_matter(theirs) || apart(mine, theirs) || only_the_place(mine, theirs)
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
    let near = near
        .into_iter()
        .filter_map(|near| standing(near.key).map(|standing| (near, standing)))
        .take(LOOKED_AT + MORE);
    ranked(&asked, near.collect(), ranker)
}

/// As [`candidates`] the likeliest one, found also where more texts than are looked at there say the same of other
/// places. This takes several times as long.
#[must_use]
pub fn surest<'a, K: Clone + Eq + Hash, G: Clone + Ord + Hash + 'a>(
    index: &'a Index<K>,
    mine: &Signature,
    left_out: usize,
    standing: impl Fn(&K) -> Option<Standing<'a, G>>,
    ranker: &Ranker,
) -> Option<Candidate<K, G>> {
    let asked = Asked::of(mine);
    let near = index.related_to(&asked, BEHIND + left_out, MORE + left_out);
    let mut elsewhere = 0;
    let near = near
        .into_iter()
        .filter_map(|near| standing(near.key).map(|standing| (near, standing)))
        .filter(|(near, _)| {
            let is_elsewhere = apart(mine, near.signature);
            elsewhere += usize::from(is_elsewhere);
            !is_elsewhere || elsewhere <= MOST_ELSEWHERE
        });
    ranked(&asked, near.take(LOOKED_AT + MORE).collect(), ranker).into_iter().next()
}

/// Texts that are near, the likeliest first.
fn ranked<'a, K: Clone, G: Clone + Ord + Hash>(
    asked: &Asked<'_>,
    near: Vec<(Near<'a, K>, Standing<'a, G>)>,
    ranker: &Ranker,
) -> Vec<Candidate<K, G>> {
    let mine = asked.signature();
    let looked: Vec<Looked<'_, K, G>> = near
        .into_iter()
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Standing, candidates, surest};
    use crate::{
        background::Background,
        index::Index,
        rank::{Circumstances, Ranker},
        signature::Signature,
    };

    #[test]
    fn one_group_is_found_where_many_places_say_the_same() {
        let background = Background::shipped();
        let of = |text: &str| Signature::of("", text, &background);
        let told = |place: &str| {
            format!("{place}今天早上突然停电了，电梯也停了，一直到现在都没有动静，天又热，大家着急得很")
        };
        let ends = ["村", "苑", "小区", "新村"];
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        let elsewhere =
            numbers.iter().flat_map(|number| ends.iter().map(move |end| told(&format!("翠湖{number}{end}"))));
        let texts: Vec<String> =
            ["翠湖花园没电，电梯不动，老人下不了楼".to_owned()].into_iter().chain(elsewhere).collect();
        let groups: HashMap<usize, usize> = (0..texts.len()).map(|at| (at, at)).collect();
        let index = Index::of(texts.iter().enumerate().map(|(at, text)| (at, of(text)))).expect("few");
        let mine = of(&told("翠湖花园"));
        let circumstances = Circumstances { same_author: false, days_between: 0.1 };
        let standing = |at: &usize| Some(Standing { group: &groups[at], size: 2, circumstances });
        let found = candidates(&index, &mine, 0, standing, &Ranker::chat());
        assert!(found.iter().all(|found| found.group != 0), "else this shows nothing");
        assert_eq!(surest(&index, &mine, 0, standing, &Ranker::chat()).map(|found| found.group), Some(0));
    }
}
