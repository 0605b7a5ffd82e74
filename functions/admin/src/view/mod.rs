//! Pages and their components, as functions. What is written by people is escaped by maud.

mod alike;
mod audit;
mod beside;
mod bubble;
mod components;
mod composer;
pub(crate) mod content;
mod delivery;
pub(crate) mod groups;
mod help;
mod inbox;
mod inbox_bulk;
mod inbox_filter;
mod inbox_row;
mod keys;
mod layout;
mod menu;
mod message;
mod more;
mod navigation;
mod notes;
pub(crate) mod people;
mod search;
pub(crate) mod settings;
mod shift;
mod sign_in;
mod stuck;
mod thread;
mod timeline;

pub(crate) use audit::{AuditPage, audit, audit_rows};
pub(crate) use beside::Beside;
pub(crate) use components::segment;
pub(crate) use composer::Draft;
pub(crate) use help::help;
pub(crate) use inbox::{InboxPage, Tab, address as inbox_address, inbox, inbox_parts};
pub(crate) use inbox_bulk::{Named, Notice as BulkNotice, Refused, confirm_end, notice as bulk_notice};
pub(crate) use keys::{keys, keys_part};
pub(crate) use menu::{
    MenuNotice, MenuPage, check as menu_check, confirm_delete as menu_delete, menu, menu_platform,
};
pub(crate) use message::{message, message_again, session_over};
pub(crate) use more::more;
pub(crate) use people::{Again, step_up};
pub(crate) use search::{SearchPage, search};
pub(crate) use shift::{ShiftPage, hand_over};
pub(crate) use sign_in::{CodePage, SignInPage, code, sign_in};
pub(crate) use stuck::{stuck, stuck_callback};
pub(crate) use thread::{Notice, ThreadPage, thread, thread_parts};
