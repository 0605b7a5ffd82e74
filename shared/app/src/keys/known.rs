//! Where it is counted what became of known answers.

use super::MAIN;
use crate::ports::Key;

/// Partition of the counts.
pub const KNOWN_PARTITION: &str = "KNOWN";

/// The counts of a known answer.
#[must_use]
pub fn known(id: &str) -> Key {
    Key::new(MAIN, KNOWN_PARTITION, id)
}
