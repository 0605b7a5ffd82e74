//! Counting in how many texts an n-gram stands, and making the table of it.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::grams::{Gram, grams};
use crate::normalise;
use crate::question::plain;

use super::table::{HEADER_BYTES, Place, SLOTS_A_BUCKET, header, place, slot};

/// In how many texts each n-gram stands.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    texts: u32,
    counts: HashMap<Gram, u32>,
}

impl Counts {
    /// Counts one more text.
    pub fn add(&mut self, text: &str) {
        self.add_normal(&normalise(text));
    }

    /// Counts one more text that is in normal form already.
    pub fn add_normal(&mut self, normal: &str) {
        self.texts += 1;
        let distinct: HashSet<Gram> = grams(&plain(normal), 1, 3).into_iter().collect();
        for gram in distinct {
            *self.counts.entry(gram).or_default() += 1;
        }
    }

    /// The table of the most common n-grams, at most `bytes` long. N-grams that stand in fewer than `least` texts
    /// are left out.
    #[must_use]
    pub fn table(&self, bytes: usize, least: u32) -> Vec<u8> {
        let buckets = bytes.saturating_sub(HEADER_BYTES) / (SLOTS_A_BUCKET * 2);
        let mut slots = vec![0_u16; buckets * SLOTS_A_BUCKET];
        for (gram, count) in self.by_frequency(least) {
            let Place { from, fingerprint } = place(gram, buckets);
            let bucket = slots.get_mut(from..from + SLOTS_A_BUCKET).unwrap_or_default();
            if let Some(free) = bucket.iter_mut().find(|slot| **slot == 0) {
                *free = slot(fingerprint, self.idf(count as f32));
            }
        }
        let mut table = header(self.idf(least as f32 / 2.0)).to_vec();
        table.extend(slots.into_iter().flat_map(u16::to_le_bytes));
        table
    }

    fn by_frequency(&self, least: u32) -> Vec<(Gram, u32)> {
        let mut common: Vec<_> = self
            .counts
            .iter()
            .map(|(gram, count)| (*gram, *count))
            .filter(|(_, count)| *count >= least)
            .collect();
        common.sort_unstable_by_key(|(gram, count)| (std::cmp::Reverse(*count), *gram));
        common
    }

    fn idf(&self, count: f32) -> f32 {
        ((self.texts as f32 + 1.0) / (count + 0.5)).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;
    use crate::background::Background;
    use crate::grams::grams;

    fn weight(background: &Background, word: &str) -> f32 {
        background.idf(grams(word, 2, 2)[0])
    }

    #[test]
    fn what_many_write_weighs_little_and_what_nobody_wrote_much() {
        let mut counts = Counts::default();
        for number in 0..100 {
            counts.add(if number % 10 == 0 { "小区停水了" } else { "小区停电了" });
        }
        let background = Background::read(&counts.table(4_096, 2)).unwrap();
        let [often, seldom, never] = ["小区", "停水", "油烟"].map(|word| weight(&background, word));
        assert!(often < 0.5 && often < seldom && seldom < never, "{often} {seldom} {never}");
    }

    #[test]
    fn the_shipped_table_is_read_and_small() {
        let bytes = include_bytes!("shipped.bin");
        assert!(bytes.len() <= 256 * 1024);
        let background = Background::read(bytes).unwrap();
        assert!(weight(&background, "问题") < weight(&background, "油烟"));
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(Background::read(b"WQ").is_err());
        assert!(Background::read(b"other bytes here").is_err());
        assert!(Background::read(b"WQB1\x01\0\0\0\0").is_err());
    }
}
