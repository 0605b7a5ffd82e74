//! The WeChat Official Account protocol (公众号 / 服务号), without any I/O.
#![warn(missing_docs)]

pub mod envelope;
pub mod ids;
pub mod signature;
pub mod xml;
