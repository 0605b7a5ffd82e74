//! A sparse vector of weighted n-grams, of length one, five bytes a term.

use crate::background::Background;
use crate::grams::Gram;

/// One n-gram of a text and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// The n-gram's hash.
    pub gram: Gram,
    /// Its share of the vector's length.
    pub weight: f32,
}

/// Terms that a vector has at most.
pub(crate) const MOST_TERMS: usize = 1_000;

/// Terms sorted by n-gram, each once. Their squares add up to one (as far as rounding goes), unless there are none or
/// the lightest were left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vector {
    grams: Box<[Gram]>,
    /// Roots of the weights in 255ths: light terms are many, and want finer steps.
    roots: Box<[u8]>,
}

impl Vector {
    /// Weighs kinds of n-grams (repetitions included) and keeps of each its heaviest.
    pub(crate) fn weigh<const N: usize>(kinds: [(Vec<Gram>, usize); N], background: &Background) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        let mut square = 0.0;
        for (mut grams, most) in kinds {
            grams.sort_unstable();
            let from = terms.len();
            let weigh = |same: &[Gram]| repeated(same.len()) * background.idf(same[0]);
            let weighed = grams.chunk_by(|a, b| a == b);
            terms.extend(weighed.map(|same| Term { gram: same[0], weight: weigh(same) }));
            square += terms[from..].iter().map(|term| term.weight * term.weight).sum::<f32>();
            keep_heaviest(&mut terms, from, most);
        }
        if N > 1 {
            terms.sort_unstable_by_key(|term| term.gram);
            terms.dedup_by_key(|term| term.gram);
        }
        let length = square.sqrt();
        let roots = terms.iter().map(|term| root(term.weight / length)).collect();
        Self { grams: terms.iter().map(|term| term.gram).collect(), roots }
    }

    /// From n-grams in ascending order, and the root of each one's weight.
    pub(crate) fn from_parts(grams: Vec<Gram>, roots: Vec<u8>) -> Option<Self> {
        let ascending = grams.windows(2).all(|pair| pair[0] < pair[1]);
        (ascending && grams.len() == roots.len() && grams.len() <= MOST_TERMS)
            .then(|| Self { grams: grams.into_boxed_slice(), roots: roots.into_boxed_slice() })
    }

    /// The n-grams in ascending order.
    pub(crate) fn grams(&self) -> &[Gram] {
        &self.grams
    }

    /// The roots of the weights in 255ths, in the order of [`Self::grams`].
    pub(crate) fn roots(&self) -> &[u8] {
        &self.roots
    }

    /// The terms, sorted by n-gram.
    pub fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        self.grams.iter().zip(&self.roots).map(|(gram, root)| Term { gram: *gram, weight: weight(*root) })
    }

    /// Whether the vector has `gram`.
    #[must_use]
    pub fn has(&self, gram: Gram) -> bool {
        self.grams.binary_search(&gram).is_ok()
    }

    /// Cosine of the angle between both: 0 without a common n-gram, about 1 for equal texts.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.common(other).map(|(mine, theirs)| mine * theirs).sum()
    }

    /// The weights of the terms that both have.
    pub(crate) fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (f32, f32)> + 'a {
        let mut at = 0;
        self.grams.iter().zip(&self.roots).filter_map(move |(gram, mine)| {
            while other.grams.get(at).is_some_and(|their| their < gram) {
                at += 1;
            }
            let same = other.grams.get(at) == Some(gram);
            same.then(|| (weight(*mine), weight(other.roots[at])))
        })
    }
}

/// A word that stands ten times is not ten times as telling.
fn repeated(times: usize) -> f32 {
    if times == 1 { 1.0 } else { 1.0 + (times as f32).ln() }
}

fn root(weight: f32) -> u8 {
    (weight.max(0.0).sqrt() * 255.0).round().clamp(1.0, 255.0) as u8
}

/// The weight that a root stands for.
pub(crate) fn weight(root: u8) -> f32 {
    f32::from(u16::from(root) * u16::from(root)) / 65_025.0
}

/// Keeps of the terms from `from` on the heaviest.
fn keep_heaviest(terms: &mut Vec<Term>, from: usize, most: usize) {
    if terms.len() - from <= most {
        return;
    }
    // Equal weights are common: by n-gram then, so that equal texts keep equal terms.
    terms[from..]
        .select_nth_unstable_by(most, |a, b| b.weight.total_cmp(&a.weight).then(a.gram.cmp(&b.gram)));
    terms.truncate(from + most);
    terms[from..].sort_unstable_by_key(|term| term.gram);
}
