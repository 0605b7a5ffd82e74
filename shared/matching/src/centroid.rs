//! The middle of a group's texts: which groups are near enough to be one.

use std::collections::HashMap;

use crate::grams::Gram;
use crate::signature::Signature;
use crate::vector::Vector;

/// Terms kept of a group: the heaviest say what it is about.
const TERMS: usize = 200;

/// The mean of the texts of a group, of length one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Centroid {
    /// Sorted by n-gram.
    title: Vec<(Gram, f32)>,
    body: Vec<(Gram, f32)>,
}

impl Centroid {
    /// Of all these.
    #[must_use]
    pub fn of<'a>(signatures: impl IntoIterator<Item = &'a Signature>) -> Self {
        let (mut title, mut body) = (HashMap::new(), HashMap::new());
        for signature in signatures {
            add(&mut title, signature.title());
            add(&mut body, signature.body());
        }
        Self { title: heaviest(title), body: heaviest(body) }
    }

    /// Half the cosine of the titles and half that of the whole texts, as [`Signature::nearness`].
    #[must_use]
    pub fn nearness(&self, other: &Self) -> f32 {
        0.5 * cosine(&self.title, &other.title) + 0.5 * cosine(&self.body, &other.body)
    }
}

fn add(sum: &mut HashMap<Gram, f32>, vector: &Vector) {
    for term in vector.terms() {
        *sum.entry(term.gram).or_default() += term.weight;
    }
}

fn heaviest(sum: HashMap<Gram, f32>) -> Vec<(Gram, f32)> {
    let mut terms: Vec<(Gram, f32)> = sum.into_iter().collect();
    // Equal weights by n-gram, so that the same texts always have the same middle.
    terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(TERMS);
    let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    terms.iter_mut().for_each(|(_, weight)| *weight /= length);
    terms.sort_unstable_by_key(|(gram, _)| *gram);
    terms
}

fn cosine(mine: &[(Gram, f32)], theirs: &[(Gram, f32)]) -> f32 {
    let (mut at, mut sum) = (0, 0.0);
    for (gram, weight) in mine {
        while theirs.get(at).is_some_and(|(their, _)| their < gram) {
            at += 1;
        }
        if let Some((_, their)) = theirs.get(at).filter(|(their, _)| their == gram) {
            sum += weight * their;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Centroid;
    use crate::background::Background;
    use crate::signature::Signature;

    fn centroid(texts: &[&str]) -> Centroid {
        let background = Background::shipped();
        let signatures: Vec<Signature> =
            texts.iter().map(|text| Signature::of("", text, &background)).collect();
        Centroid::of(&signatures)
    }

    #[test]
    fn groups_of_one_matter_are_nearer_than_others() {
        let water = centroid(&["三农场小区停水了", "三农场停水什么时候恢复供水"]);
        let too = centroid(&["停水了，三农场小区何时恢复供水", "我们三农场小区没有水"]);
        let light = centroid(&["幸福路路灯坏了", "路灯不亮"]);
        assert!((water.nearness(&water) - 1.0).abs() < 1e-4);
        assert!(water.nearness(&too) > 0.3, "{}", water.nearness(&too));
        assert!(water.nearness(&light) < 0.05);
        assert_eq!(centroid(&[]).nearness(&water), 0.0);
    }
}
