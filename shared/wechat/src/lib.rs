//! The WeChat Official Account protocol (公众号 / 服务号), without any I/O.
#![warn(missing_docs)]

pub mod callback;
pub mod client;
pub mod envelope;
pub mod errcode;
pub mod event;
pub mod ids;
pub mod message;
pub mod reply;
pub mod signature;
pub mod xml;
