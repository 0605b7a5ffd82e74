//! How common each n-gram is in what residents write: the table that says which words matter.
//!
//! Learnt once from public messages (docs/matching.md names them) and baked in as hashes with a rounded weight: no
//! text can be made from it again. An n-gram that is not in it is rare.

mod counts;
mod table;

pub use counts::Counts;
pub use table::{Background, TableError};
