//! What the tests share.
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod emulator;
pub(crate) mod queues;
pub(crate) mod service;
pub(crate) mod stores;
