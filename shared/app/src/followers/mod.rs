//! What officers note about residents.

mod past;
mod remark;

pub use past::past;
pub use remark::{REMARK_LIMIT_CHARS, remark};
