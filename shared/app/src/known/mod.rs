//! What became of known answers, and which questions should have one. The answers themselves are content
//! ([`crate::content`]): drafted, looked at by a second person, published with the rest.

mod count;
mod next;
mod propose;

pub use count::{Counts, Outcome, count, counts};
pub use next::next;
pub use propose::propose;
