//! The open texts of a district in memory, and which are nearest to a new one.

mod postings;
mod snapshot;

use std::collections::HashMap;
use std::hash::Hash;

use thiserror::Error;

pub use snapshot::{SnapshotError, read_snapshot, write_snapshot};

use crate::matters::Matters;
use crate::signature::Signature;
use crate::similarity::Asked;
use postings::Postings;

/// Texts that an index can hold.
pub const MOST_TEXTS: usize = 1 << 16;
/// So many new texts are compared one by one before the postings are made anew.
const MOST_FRESH: usize = 64;
/// For each text that is wanted so many likely ones are measured.
const CHOSEN_FROM: usize = 2;
/// Scores that are passed over at once when none of them is high.
const CHUNK: usize = 64;

/// The index is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an index holds at most {MOST_TEXTS} texts")]
pub struct Full;

/// A text in the index.
#[derive(Debug, Clone)]
struct Entry<K> {
    key: K,
    signature: Signature,
    removed: bool,
}

/// Open texts by key.
#[derive(Debug, Clone)]
pub struct Index<K> {
    entries: Vec<Entry<K>>,
    places: HashMap<K, usize>,
    /// Of what each entry speaks.
    matters: Vec<Matters>,
    /// Of the first `indexed` entries.
    postings: Postings,
    indexed: usize,
}

/// A text near to the one that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Near<'a, K> {
    /// Its key.
    pub key: &'a K,
    /// Its signature.
    pub signature: &'a Signature,
    /// Half the cosine of the titles and half that of the whole texts.
    pub nearness: f32,
}

impl<K: Clone + Eq + Hash> Default for Index<K> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            places: HashMap::new(),
            matters: Vec::new(),
            postings: Postings::default(),
            indexed: 0,
        }
    }
}

impl<K: Clone + Eq + Hash> Index<K> {
    /// An index of many texts at once; of two with the same key the later counts.
    ///
    /// # Errors
    ///
    /// [`Full`] when they are more than [`MOST_TEXTS`].
    pub fn of(texts: impl IntoIterator<Item = (K, Signature)>) -> Result<Self, Full> {
        let mut index = Self::default();
        for (key, signature) in texts {
            index.push(key, signature)?;
        }
        index.rebuild();
        Ok(index)
    }

    /// Adds a text, or replaces the one with this key.
    ///
    /// # Errors
    ///
    /// [`Full`] when there is no room.
    pub fn insert(&mut self, key: K, signature: Signature) -> Result<(), Full> {
        self.push(key, signature)?;
        if self.entries.len() - self.indexed > MOST_FRESH {
            self.rebuild();
        }
        Ok(())
    }

    fn push(&mut self, key: K, signature: Signature) -> Result<(), Full> {
        self.remove(&key);
        if self.entries.len() == MOST_TEXTS {
            self.rebuild();
        }
        if self.entries.len() == MOST_TEXTS {
            return Err(Full);
        }
        self.places.insert(key.clone(), self.entries.len());
        self.matters.push(signature.matters.things());
        self.entries.push(Entry { key, signature, removed: false });
        Ok(())
    }

    /// Takes a text out; says whether it was there.
    pub fn remove(&mut self, key: &K) -> bool {
        let Some(place) = self.places.remove(key) else { return false };
        self.entries[place].removed = true;
        true
    }

    /// Drops what was removed and orders the rest.
    fn rebuild(&mut self) {
        if self.places.len() < self.entries.len() {
            self.entries.retain(|entry| !entry.removed);
            self.places =
                self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        }
        self.matters = self.entries.iter().map(|entry| entry.signature.matters.things()).collect();
        self.entries.shrink_to_fit();
        self.postings = Postings::of(self.entries.iter().map(|entry| &entry.signature));
        self.indexed = self.entries.len();
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The signature of a text.
    #[must_use]
    pub fn signature(&self, key: &K) -> Option<&Signature> {
        self.places.get(key).map(|place| &self.entries[*place].signature)
    }

    /// The `most` nearest texts that have something in common with `asked`, the nearest first; of equally near ones
    /// the one that came first. Where many texts say the same, those are chosen by their rarer words.
    #[must_use]
    pub fn nearest_to(&self, asked: &Asked<'_>, most: usize) -> Vec<Near<'_, K>> {
        let indexed = self.likeliest(asked.signature(), CHOSEN_FROM * most);
        let fresh = self.indexed..self.entries.len();
        let mut best: Vec<(f32, usize)> = Vec::with_capacity(most + 1);
        for at in indexed.into_iter().chain(fresh.filter(|at| !self.entries[*at].removed)) {
            let nearness = asked.nearness(&self.entries[at].signature);
            if nearness > 0.0 {
                keep_best(&mut best, most, nearness, at);
            }
        }
        best.into_iter().map(|(nearness, at)| self.near(at, nearness)).collect()
    }

    /// As [`Self::nearest_to`], and behind these the `more` that speak of the most alike matters, in whatever words; of
    /// equally alike ones those that came last. Each once.
    #[must_use]
    pub fn related_to(&self, asked: &Asked<'_>, most: usize, more: usize) -> Vec<Near<'_, K>> {
        let mut found = self.nearest_to(asked, most);
        let mine = asked.signature().matters.things();
        if mine.count() == 0 {
            return found;
        }
        let mut best: Vec<(f32, usize)> = Vec::with_capacity(more + 1);
        for (at, theirs) in self.matters.iter().enumerate().rev() {
            let alike = mine.cosine(*theirs);
            if alike > 0.0 && !self.entries[at].removed {
                keep_best(&mut best, more, alike, at);
            }
        }
        for (_, at) in best {
            let Entry { key, signature, .. } = &self.entries[at];
            if !found.iter().any(|near| near.key == key) {
                found.push(self.near(at, asked.nearness(signature)));
            }
        }
        found
    }

    /// As [`Self::nearest_to`].
    #[must_use]
    pub fn nearest(&self, query: &Signature, most: usize) -> Vec<Near<'_, K>> {
        self.nearest_to(&Asked::of(query), most)
    }

    fn near(&self, at: usize, nearness: f32) -> Near<'_, K> {
        let Entry { key, signature, .. } = &self.entries[at];
        Near { key, signature, nearness }
    }

    /// Places of the `most` likeliest of the indexed texts, in ascending order.
    fn likeliest(&self, query: &Signature, most: usize) -> Vec<usize> {
        let scores = self.postings.scores(query, self.indexed);
        let mut best: Vec<(i32, usize)> = Vec::with_capacity(most + 1);
        let mut worst = 0;
        for (scores, from) in scores.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
            if scores.iter().copied().fold(0, i32::max) <= worst {
                continue;
            }
            for (score, at) in scores.iter().zip(from..) {
                if *score > worst && !self.entries[at].removed {
                    keep_best(&mut best, most, *score, at);
                    worst = best.last().filter(|_| best.len() == most).map_or(0, |(score, _)| *score);
                }
            }
        }
        let mut places: Vec<usize> = best.into_iter().map(|(_, at)| at).collect();
        places.sort_unstable();
        places
    }

    /// The texts in the order in which they came.
    pub fn texts(&self) -> impl Iterator<Item = (&K, &Signature)> {
        self.entries.iter().filter(|entry| !entry.removed).map(|entry| (&entry.key, &entry.signature))
    }

    /// Bytes that the index holds, keys' own heap left out.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let entries = self.entries.capacity() * size_of::<Entry<K>>();
        let signatures: usize = self.entries.iter().map(|entry| entry.signature.heap_bytes()).sum();
        let places = self.places.capacity() * (size_of::<(K, usize)>() + 1);
        let matters = self.matters.capacity() * size_of::<Matters>();
        entries + signatures + places + matters + self.postings.bytes()
    }
}

/// Keeps the `most` best, the best first; of equal ones the first.
fn keep_best<S: PartialOrd>(best: &mut Vec<(S, usize)>, most: usize, score: S, at: usize) {
    let place = best.partition_point(|(better, _)| *better >= score);
    if place < most {
        best.insert(place, (score, at));
        best.truncate(most);
    }
}
