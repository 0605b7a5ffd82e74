//! Which groups are one issue by now, asked of their texts once more: what came later may be like both.

use std::collections::BTreeMap;

use crate::rank::PRESELECT;

/// Texts of a group that are asked which other group they would join.
const HEARD: usize = 9;

/// Pairs of groups that should be one, the surest first: most of the smaller one's texts would join the larger if they
/// were asked now. `elsewhere` is the likeliest group of a text but its own.
#[must_use]
pub fn twins<K, G: Clone + Ord>(
    groups: &BTreeMap<&G, Vec<&K>>,
    elsewhere: impl Fn(&G, &K) -> Option<(G, f32)>,
) -> Vec<(G, G)> {
    let mut found = Vec::new();
    for (from, texts) in groups {
        let step = texts.len().div_ceil(HEARD).max(1);
        let answers = texts.iter().step_by(step).map(|text| elsewhere(from, text));
        let Some((into, sureness)) = drawn_to(&answers.collect::<Vec<_>>()) else { continue };
        // Of two alike in size one is the smaller.
        let others = groups.get(&into).map_or(0, Vec::len);
        if others > 1 && (others, &into) > (texts.len(), *from) {
            found.push((sureness, (*from).clone(), into));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, from, into)| (from, into)).collect()
}

/// The group that more than half would join, and how surely they would on the average.
fn drawn_to<G: Clone + Ord>(answers: &[Option<(G, f32)>]) -> Option<(G, f32)> {
    let mut drawn: BTreeMap<&G, (usize, f32)> = BTreeMap::new();
    for (group, likelihood) in answers.iter().flatten().filter(|(_, likelihood)| *likelihood >= PRESELECT) {
        let (texts, sum) = drawn.entry(group).or_default();
        *texts += 1;
        *sum += likelihood;
    }
    let (into, (texts, sum)) = drawn.into_iter().find(|(_, (texts, _))| texts * 2 > answers.len())?;
    Some((into.clone(), sum / texts as f32))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::twins;

    #[test]
    fn the_smaller_goes_where_most_of_its_texts_would() {
        let groups = BTreeMap::from([(&'a', vec![&1, &2, &3]), (&'b', vec![&4, &5]), (&'c', vec![&6])]);
        let elsewhere = |_: &char, text: &i32| match text {
            4 | 5 => Some(('a', 0.9)),
            6 => Some(('b', 0.7)),
            _ => Some(('b', 0.9)),
        };
        assert_eq!(twins(&groups, elsewhere), [('b', 'a')]);
    }
}
