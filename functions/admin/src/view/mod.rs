//! Pages and their components, as functions. What is written by people is escaped by maud.

mod bubble;
mod components;
mod composer;
mod delivery;
mod inbox;
mod layout;
mod message;
mod navigation;
mod notes;
mod sign_in;
mod thread;
mod timeline;

pub(crate) use composer::Draft;
pub(crate) use inbox::{InboxPage, inbox, inbox_parts};
pub(crate) use message::{message, session_over};
pub(crate) use sign_in::{SignInPage, sign_in};
pub(crate) use thread::{Notice, ThreadPage, thread, thread_parts};
