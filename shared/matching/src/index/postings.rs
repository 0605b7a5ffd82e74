//! Which texts have an n-gram: one array of postings, ordered by the upper half of the n-gram's hash.

use std::ops::Range;

use crate::grams::Gram;
use crate::signature::Signature;
use crate::vector::Vector;

const BUCKETS: usize = 1 << 16;
/// So many postings are looked at for one text: those of its rarest n-grams. What everybody writes is left out then.
const MOST_LOOKED_AT: usize = 12_000;
/// So many n-grams are looked for however many texts have them.
const LEAST_ROWS: usize = 8;
/// Rows that are looked through at once, most of them in vain.
const SHORT_ROW: usize = 32;

/// One n-gram in one text, by some bits of its hash: what is found is measured exactly afterwards.
#[derive(Debug, Clone, Copy, Default)]
struct Posting {
    text: u16,
    /// Bits of the n-gram's hash; the bucket is the upper half.
    low: u8,
    /// Root of its weight in 255ths.
    root: u8,
}

/// The postings of a fixed list of texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// Where each bucket begins, and the end of the last.
    starts: Box<[u32]>,
    postings: Box<[Posting]>,
}

impl Postings {
    /// The postings of `signatures`, at most 65,536 of them; the texts are numbered in their order.
    pub(super) fn of<'a>(signatures: impl Iterator<Item = &'a Signature> + Clone) -> Self {
        let mut starts = vec![0_u32; BUCKETS + 1];
        for (key, _) in signatures.clone().flat_map(terms) {
            starts[bucket(key) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut postings = vec![Posting::default(); starts[BUCKETS] as usize];
        for (text, signature) in (0..=u16::MAX).zip(signatures) {
            for (key, root) in terms(signature) {
                let place = &mut next[bucket(key)];
                postings[*place as usize] = Posting { text, low: key as u8, root };
                *place += 1;
            }
        }
        Self { starts: starts.into_boxed_slice(), postings: postings.into_boxed_slice() }
    }

    /// About the product of each text's weights with the query's, in no particular unit.
    pub(super) fn scores(&self, query: &Signature, texts: usize) -> Vec<i32> {
        let mut scores = vec![0; texts];
        if self.postings.is_empty() {
            return scores;
        }
        let range = |key| self.starts[bucket(key)]..self.starts[bucket(key) + 1];
        let mut rows: Vec<Row> = terms(query)
            .map(|(key, root)| Row { range: range(key), low: key as u8, root })
            .filter(|row| self.may_have(row))
            .collect();
        rows.sort_unstable_by_key(|row| row.range.len());
        let mut looked_at = 0;
        for (number, row) in rows.into_iter().enumerate() {
            if looked_at >= MOST_LOOKED_AT && number >= LEAST_ROWS {
                break;
            }
            looked_at += row.range.len();
            for posting in self.of_row(&row) {
                let root = u32::from(row.root) * u32::from(posting.root);
                // Twelve bits less, and the sum of all fits: a vector has at most `MOST_TERMS`.
                let product = ((root * root) >> 12) as i32;
                scores[usize::from(posting.text)] += if posting.low == row.low { product } else { 0 };
            }
        }
        scores
    }

    /// Whether any text has the n-gram; long rows are not looked through for it.
    fn may_have(&self, row: &Row) -> bool {
        row.range.len() > SHORT_ROW || self.of_row(row).iter().any(|posting| posting.low == row.low)
    }

    fn of_row(&self, row: &Row) -> &[Posting] {
        &self.postings[row.range.start as usize..row.range.end as usize]
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.postings)
    }
}

/// A bucket to look at for one n-gram.
struct Row {
    range: Range<u32>,
    low: u8,
    root: u8,
}

fn bucket(key: Gram) -> usize {
    (key >> 16) as usize
}

/// Terms of title and text in one space: the same words there and here are no match.
fn terms(signature: &Signature) -> impl Iterator<Item = (Gram, u8)> + '_ {
    let title = roots(&signature.title).map(|(gram, root)| (gram ^ 0x9e37_79b9, root));
    title.chain(roots(&signature.body))
}

fn roots(vector: &Vector) -> impl Iterator<Item = (Gram, u8)> + '_ {
    vector.grams().iter().copied().zip(vector.roots().iter().copied())
}
