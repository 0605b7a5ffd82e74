//! Groups that grew side by side and are about one issue: found again and again, so that large ones stay whole.
//!
//! A new message is compared with a few neighbours; two groups may each have taken a part of an issue before a message
//! came that is like both. What decides is not one pair: the mean of the surest links between both groups.

use std::collections::HashMap;
use std::hash::Hash;

use crate::index::{Full, Index};
use crate::rank::{Circumstances, Ranker};
use crate::signature::Signature;
use crate::similarity::Asked;

/// From this mean likelihood of the surest links on two groups are about one issue.
pub const MERGE: f32 = 0.8;
/// So many of the links count; where there are fewer pairs of members, all of them.
const LINKS: usize = 3;
/// Nearest texts that each text is compared with.
const LOOKED_AT: usize = 16;

/// An open text.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a, G> {
    /// Its signature.
    pub signature: &'a Signature,
    /// Its group.
    pub group: &'a G,
    /// Who asked; any number that is the same for the same resident.
    pub author: u64,
    /// When, in days since some day.
    pub day: f32,
}

/// How likely it is that two texts, given by their places, are about one issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// One.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// 0 to 1.
    pub likelihood: f32,
}

/// Two groups that should be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge<G> {
    /// The one that stays: the larger, of equally large ones the one with the earlier text.
    pub kept: G,
    /// The one that goes up in it.
    pub given_up: G,
    /// Mean of the surest links between both, 0 to 1.
    pub likelihood: f32,
}

/// Which groups of `texts` (in order of arrival) should be one, the surest first. Each is named as it is after those
/// before it were done. Two groups of a single text each never are: a text by itself was looked at when it came.
///
/// # Errors
///
/// [`Full`] when the texts are more than an index holds.
pub fn merges<G: Clone + Eq + Hash>(
    texts: &[Text<'_, G>],
    ranker: &Ranker,
    threshold: f32,
) -> Result<Vec<Merge<G>>, Full> {
    let links = links(texts, ranker)?;
    let groups: Vec<&G> = texts.iter().map(|text| text.group).collect();
    Ok(merges_of(&groups, &links, threshold))
}

fn links<G>(texts: &[Text<'_, G>], ranker: &Ranker) -> Result<Vec<Link>, Full> {
    let index = Index::of(texts.iter().enumerate().map(|(place, text)| (place, text.signature.clone())))?;
    let mut links = Vec::new();
    for (one, mine) in texts.iter().enumerate() {
        // Of two near texts the later finds the earlier, unless its neighbours are all later ones.
        let asked = Asked::of(mine.signature);
        for near in index.nearest_to(&asked, LOOKED_AT).iter().filter(|near| *near.key < one) {
            let theirs = &texts[*near.key];
            let circumstances = Circumstances {
                same_author: mine.author == theirs.author,
                days_between: (mine.day - theirs.day).abs(),
            };
            let likelihood = ranker.likelihood(&asked.compare(near.signature), circumstances);
            links.push(Link { one, other: *near.key, likelihood });
        }
    }
    Ok(links)
}

/// Which of `groups` (the group of each text, in order of arrival) should be one, given the links between texts.
#[must_use]
pub fn merges_of<G: Clone + Eq + Hash>(groups: &[&G], links: &[Link], threshold: f32) -> Vec<Merge<G>> {
    let mut numbers: HashMap<&G, usize> = HashMap::new();
    let mut now: Vec<usize> =
        groups.iter().enumerate().map(|(place, group)| *numbers.entry(group).or_insert(place)).collect();
    let mut merges = Vec::new();
    while let Some((kept, given_up, likelihood)) = surest(&now, links, threshold) {
        now.iter_mut().filter(|group| **group == given_up).for_each(|group| *group = kept);
        let [kept, given_up] = [kept, given_up].map(|first| groups[first].clone());
        merges.push(Merge { kept, given_up, likelihood });
    }
    merges
}

/// The two groups, named by the places of their first texts, that are surest to be one.
fn surest(groups: &[usize], links: &[Link], threshold: f32) -> Option<(usize, usize, f32)> {
    let mut between: HashMap<(usize, usize), Vec<f32>> = HashMap::new();
    for link in links {
        let (a, b) = (groups[link.one], groups[link.other]);
        if a != b {
            between.entry((a.min(b), a.max(b))).or_default().push(link.likelihood);
        }
    }
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    groups.iter().for_each(|group| *sizes.entry(*group).or_default() += 1);
    let sure = between.into_iter().filter_map(|((a, b), mut likelihoods)| {
        let wanted = LINKS.min(sizes[&a] * sizes[&b]);
        likelihoods.sort_unstable_by(|a, b| b.total_cmp(a));
        let mean = likelihoods.iter().take(wanted).sum::<f32>() / wanted as f32;
        let (kept, given_up) = if sizes[&b] > sizes[&a] { (b, a) } else { (a, b) };
        (mean >= threshold && sizes[&a] + sizes[&b] > 2).then_some((kept, given_up, mean))
    });
    sure.max_by(|a, b| a.2.total_cmp(&b.2).then((b.0, b.1).cmp(&(a.0, a.1))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Link, MERGE, Merge, Text, merges, merges_of};
    use crate::background::Background;
    use crate::rank::Ranker;
    use crate::signature::Signature;

    fn link(one: usize, other: usize, likelihood: f32) -> Link {
        Link { one, other, likelihood }
    }

    #[test]
    fn the_larger_group_stays() {
        let groups = [&"a", &"b", &"b", &"c"];
        let links = [link(1, 0, 0.9), link(2, 0, 0.9), link(3, 2, 0.2)];
        let merges = merges_of(&groups, &links, MERGE);
        assert_eq!(merges.len(), 1);
        assert_eq!((merges[0].kept, merges[0].given_up), ("b", "a"));
    }

    #[test]
    fn one_sure_link_between_two_larger_groups_is_not_enough() {
        let groups = [&"a", &"a", &"b", &"b"];
        assert_eq!(merges_of(&groups, &[link(2, 0, 1.0)], MERGE), []);
    }

    #[test]
    fn two_texts_by_themselves_stay_so() {
        assert_eq!(merges_of(&[&"a", &"b"], &[link(1, 0, 1.0)], MERGE), []);
    }

    #[test]
    fn one_water_cut_in_two_groups() {
        let background = Background::shipped();
        let said = [
            ("x", "三农场停水了"),
            ("x", "三农场停水了吗"),
            ("y", "三农场怎么停水了"),
            ("y", "三农场停水了什么时候来水"),
            ("z", "五一广场油烟太大"),
            ("z", "五一广场烧烤油烟太大"),
        ];
        let signatures = said.map(|(_, text)| Signature::of("", text, &background));
        let texts: Vec<Text<'_, &str>> = said
            .iter()
            .zip(&signatures)
            .zip(1..)
            .map(|(((group, _), signature), author)| Text { signature, group, author, day: 0.0 })
            .collect();
        let merges = merges(&texts, &Ranker::chat(), MERGE).unwrap();
        assert!(matches!(merges[..], [Merge { kept: "x", given_up: "y", .. }]), "{merges:?}");
    }

    proptest! {
        #[test]
        fn each_group_goes_up_once_in_one_that_is_there(
            groups in proptest::collection::vec(0_usize..8, 1..30),
            ends in proptest::collection::vec((0_usize..30, 0_usize..30, 0.0_f32..1.0), 0..120),
        ) {
            let places = groups.len();
            let links: Vec<Link> = ends.iter().map(|(a, b, l)| link(a % places, b % places, *l)).collect();
            let named: Vec<&usize> = groups.iter().collect();
            let mut gone: Vec<usize> = Vec::new();
            for merge in merges_of(&named, &links, MERGE) {
                prop_assert!(merge.kept != merge.given_up && merge.likelihood >= MERGE);
                prop_assert!(!gone.contains(&merge.kept) && !gone.contains(&merge.given_up));
                prop_assert!(groups.contains(&merge.kept) && groups.contains(&merge.given_up));
                gone.push(merge.given_up);
            }
        }
    }
}
