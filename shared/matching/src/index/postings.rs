//! Which texts have an n-gram: one array of postings, ordered by the upper half of the n-gram's hash.

use crate::grams::Gram;
use crate::matters::MOST_ROWS;
use crate::signature::{MATTERS, Signature};
use crate::vector::Vector;

const BUCKETS: usize = 1 << 16;

/// One n-gram in one text.
#[derive(Debug, Clone, Copy, Default)]
struct Posting {
    /// Lower half of the n-gram's hash; the bucket is the upper one.
    low: u16,
    text: u16,
    /// In 65,025ths.
    weight: u16,
}

/// The postings of a fixed list of texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// Where each bucket begins, and the end of the last.
    starts: Box<[u32]>,
    postings: Box<[Posting]>,
    /// For each matter the texts that speak of it.
    by_matter: Vec<Vec<u16>>,
    /// How many matters each text speaks of.
    matters: Box<[u8]>,
}

impl Postings {
    /// The postings of `signatures`, at most 65,536 of them; the texts are numbered in their order.
    pub(super) fn of<'a>(signatures: impl Iterator<Item = &'a Signature> + Clone) -> Self {
        let mut starts = vec![0_u32; BUCKETS + 1];
        for key in signatures.clone().flat_map(keys) {
            starts[bucket(key) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut by_matter = vec![Vec::new(); MOST_ROWS];
        let mut matters = Vec::new();
        for (text, signature) in (0..=u16::MAX).zip(signatures.clone()) {
            let of = signature.matters.things();
            of.rows().for_each(|row| by_matter[row].push(text));
            matters.push(of.count() as u8);
        }
        let mut next = starts.clone();
        let mut postings = vec![Posting::default(); starts[BUCKETS] as usize];
        for (text, signature) in (0..=u16::MAX).zip(signatures) {
            for (key, weight) in terms(signature) {
                let place = &mut next[bucket(key)];
                postings[*place as usize] = Posting { low: key as u16, text, weight };
                *place += 1;
            }
        }
        Self {
            starts: starts.into_boxed_slice(),
            postings: postings.into_boxed_slice(),
            by_matter,
            matters: matters.into_boxed_slice(),
        }
    }

    /// Adds to each text's score the product of its weights with the query's.
    pub(super) fn score(&self, query: &Signature, scores: &mut [f32]) {
        if self.postings.is_empty() {
            return;
        }
        let of = query.matters.things();
        for text in of.rows().flat_map(|row| &self.by_matter[row]) {
            let cosine = 1.0 / ((of.count() as f32) * f32::from(self.matters[usize::from(*text)])).sqrt();
            scores[usize::from(*text)] += 2.0 * MATTERS * ONE * cosine;
        }
        for (key, weight) in terms(query) {
            let (from, to) = (self.starts[bucket(key)] as usize, self.starts[bucket(key) + 1] as usize);
            let weight = f32::from(weight);
            for posting in &self.postings[from..to] {
                if posting.low == key as u16 {
                    scores[usize::from(posting.text)] += weight * f32::from(posting.weight);
                }
            }
        }
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        let by_matter: usize = self.by_matter.iter().map(|texts| size_of_val(&**texts)).sum();
        size_of_val(&*self.starts) + size_of_val(&*self.postings) + by_matter + self.matters.len()
    }
}

/// What [`Postings::score`] counts for a product of one.
pub(super) const ONE: f32 = 65_025.0 * 65_025.0;

fn bucket(key: Gram) -> usize {
    (key >> 16) as usize
}

fn keys(signature: &Signature) -> impl Iterator<Item = Gram> + '_ {
    terms(signature).map(|(key, _)| key)
}

/// Terms of title and text in one space: the same words there and here are no match.
fn terms(signature: &Signature) -> impl Iterator<Item = (Gram, u16)> + '_ {
    let title = squares(&signature.title).map(|(gram, weight)| (gram ^ 0x9e37_79b9, weight));
    title.chain(squares(&signature.body))
}

fn squares(vector: &Vector) -> impl Iterator<Item = (Gram, u16)> + '_ {
    vector.grams().iter().zip(vector.roots()).map(|(gram, root)| (*gram, u16::from(*root) * u16::from(*root)))
}
