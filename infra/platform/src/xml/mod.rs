//! XML of callbacks, written by hand, and of replies, read strictly. Deliberately not `wechat::xml`: two readings
//! of the format, so that a misreading shows.

pub(crate) mod reader;
pub(crate) mod writer;
