//! Callbacks that are kept as they came.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A callback that belongs to no conversation, or that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCallback {
    /// When it came.
    pub received_at: Timestamp,
    /// The event's name, or why it can't be read.
    pub about: String,
    /// Its XML, decrypted.
    pub raw: String,
}
