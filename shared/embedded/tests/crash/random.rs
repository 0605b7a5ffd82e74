//! Random numbers for when to kill and where to cut, from the standard library's hash seeds.

use std::hash::{BuildHasher as _, RandomState};

pub(crate) struct Random {
    seed: RandomState,
    count: u64,
}

impl Random {
    pub(crate) fn new() -> Self {
        Self { seed: RandomState::new(), count: 0 }
    }

    /// From 0 to `end`, not included.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.count += 1;
        self.seed.hash_one(self.count) % end
    }
}
