//! The WeChat Official Account protocol (公众号 / 服务号) as values: no I/O, no async runtime, no clock, no
//! random source. Whatever is needed of those is an argument.
//!
//! # Map
//! | module | what it is for |
//! |---|---|
//! | [`callback`] | from a POST's query and body to a typed [`callback::Callback`]; the way in |
//! | [`message`], [`event`] | what residents send, and what happens |
//! | [`reply`] | passive replies, text limits, links |
//! | [`client`] | calls of the platform's API and their answers |
//! | [`errcode`] | error codes and what to do about each |
//! | [`ids`] | newtypes for the platform's ids |
//! | [`signature`], [`envelope`], [`xml`] | the layers below, for tools and simulators |
//!
//! # Invariants
//! Nothing panics on any input; nothing expands one. Unknown types and fields survive as
//! [`xml::Fields`]. Secrets and openids don't show in `Debug`. The hot path, [`callback::Receiver::open`],
//! decrypts in place and copies a body once.
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

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;
