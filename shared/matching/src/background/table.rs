//! The table as it is shipped: buckets of eight slots, each eleven bits of a fingerprint and five of weight.

use thiserror::Error;

use crate::grams::Gram;

pub(super) const SLOTS_A_BUCKET: usize = 8;
pub(super) const HEADER_BYTES: usize = 8;
const MAGIC: [u8; 4] = *b"WQB1";
/// One step of weight.
const STEP: f32 = 0.25;
/// Bits of weight in a slot; weight zero is an empty slot.
const LEVEL_BITS: u32 = 5;
const MOST_LEVEL: u16 = (1 << LEVEL_BITS) - 1;

static SHIPPED: &[u8] = include_bytes!("shipped.bin");

/// Why bytes are no table of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a table of background weights: {0}")]
pub struct TableError(&'static str);

/// The weight of each n-gram.
#[derive(Debug, Clone)]
pub struct Background {
    /// Level of what is not in the table.
    rare: u8,
    slots: Box<[u16]>,
}

impl Background {
    /// The table that is shipped.
    #[must_use]
    pub fn shipped() -> Self {
        // A test reads it; without a table every word counts the same.
        Self::read(SHIPPED).unwrap_or(Self { rare: 4, slots: Box::default() })
    }

    /// Reads what [`Counts::table`](super::Counts::table) wrote.
    ///
    /// # Errors
    ///
    /// When `bytes` are no such table.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let (header, slots) = bytes.split_at_checked(HEADER_BYTES).ok_or(TableError("too short"))?;
        let [a, b, c, d, rare, _, _, _] = *header else { return Err(TableError("too short")) };
        if [a, b, c, d] != MAGIC {
            return Err(TableError("other format"));
        }
        if !slots.len().is_multiple_of(SLOTS_A_BUCKET * 2) {
            return Err(TableError("cut off"));
        }
        let slots = slots.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        Ok(Self { rare, slots })
    }

    /// Inverse document frequency, natural logarithm: near 0 for what everybody writes.
    #[must_use]
    pub fn idf(&self, gram: Gram) -> f32 {
        Self::weight_of(self.level(gram))
    }

    /// The same in the table's steps.
    #[must_use]
    pub fn level(&self, gram: Gram) -> u8 {
        let place = place(gram, self.slots.len() / SLOTS_A_BUCKET);
        let bucket = self.slots.get(place.from..place.from + SLOTS_A_BUCKET).unwrap_or_default();
        let found =
            bucket.iter().find(|slot| *slot >> LEVEL_BITS == place.fingerprint && **slot & MOST_LEVEL != 0);
        found.map_or(self.rare, |slot| (slot & MOST_LEVEL) as u8)
    }

    /// The weight that a level stands for.
    #[must_use]
    pub fn weight_of(level: u8) -> f32 {
        f32::from(level) * STEP
    }
}

/// Where an n-gram stands.
pub(super) struct Place {
    pub(super) from: usize,
    pub(super) fingerprint: u16,
}

pub(super) fn place(gram: Gram, buckets: usize) -> Place {
    let mut hash = gram ^ (gram >> 16);
    hash = hash.wrapping_mul(0x7feb_352d);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x846c_a68b);
    hash ^= hash >> 16;
    let bucket = (u64::from(hash) * buckets as u64) >> 32;
    Place { from: bucket as usize * SLOTS_A_BUCKET, fingerprint: (hash & 0x7ff) as u16 }
}

/// The slot of an n-gram with this weight.
pub(super) fn slot(fingerprint: u16, idf: f32) -> u16 {
    (fingerprint << LEVEL_BITS) | level(idf)
}

fn level(idf: f32) -> u16 {
    ((idf / STEP).round() as u16).clamp(1, MOST_LEVEL)
}

pub(super) fn header(rare: f32) -> [u8; HEADER_BYTES] {
    let [a, b, c, d] = MAGIC;
    [a, b, c, d, level(rare) as u8, 0, 0, 0]
}
