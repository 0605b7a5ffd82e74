//! Processes that are killed, and logs that are cut: what was acknowledged is there, whole; nothing is there in half.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod blobs;
mod child;
mod cut_log;
mod random;
mod table;
