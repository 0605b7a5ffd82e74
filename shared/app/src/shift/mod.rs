//! The hand-over from one shift to the next: what is open, by when it is promised, what waits for its resident, and
//! what colleagues wrote for whoever comes.

mod hand_over;
mod note;

pub use hand_over::{HandOver, SHOWN, Whose, hand_over};
pub use note::{NOTE_LIMIT_BYTES, note, notes};
