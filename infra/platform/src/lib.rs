//! A simulated WeChat Official Account platform, for trying and testing without an account.
//!
//! It signs and encrypts callbacks, cuts them off after 5 seconds and retries them; it answers the API with the
//! real limits, windows, quotas and error codes; it can be told to fail; and it has a page with a resident's
//! phone. It knows `wechat` only for signature and envelope: everything else is written from the platform's
//! documentation a second time, so that a misreading shows.
//!
//! [`Simulator::router`] serves the page at `/`, the controls at `/_sim/…` and the API at `/cgi-bin/…`.
//! Whoever serves it keeps it on loopback: the controls ask for no password.

#![warn(missing_docs)]

mod account;
mod act;
mod api;
mod callback;
mod clock;
mod hooks;
mod page;
mod phone;
mod random;
mod recording;
mod sim;
mod simulator;
mod state;
mod xml;

pub use account::{Account, Kind, Mode, UnknownMode};
pub use clock::VirtualClock;
pub use hooks::{Deed, OfficerAct, OfficersHook, PlayHook, ResetHook};
pub use simulator::{CallbackTarget, Simulator};
