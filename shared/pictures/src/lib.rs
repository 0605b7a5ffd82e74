//! What a file is by its content, and pictures encoded again: small, upright, and without whatever else the file carried.
//!
//! Both ways: what residents send is shown to officers, what officers send goes to residents. It knows nothing of either.
#![warn(missing_docs)]

mod encode;
mod kind;

pub use encode::{MAX_PIXELS, MAX_SIDE, NoPreview, preview, preview_within};
pub use kind::Kind;
