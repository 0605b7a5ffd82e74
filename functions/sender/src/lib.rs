//! Every call to the platform is made here: deliveries as customer-service messages, and the calls that worker jobs
//! ask for.
//!
//! - It touches table `delivery` only, and the object store for files that it fetches and pictures that it uploads.
//! - `sending` is committed before a request leaves. Whatever ends between then and the outcome's commit leaves
//!   `unknown`, which only an officer can move. No copy arrives twice unmarked.
//! - A job may be lost, repeated and reordered: the row says what is due. What waits leaves the queue and comes back
//!   by the ticker.
//! - Order per resident: see [`Sender::handle`].
//! - Whether it calls at all, and with whose tokens, is its [`Way`].
//!
//! The same code runs behind a FIFO queue in the cloud ([`Sender::handle_batch`]), in the binary for one computer and
//! as a courier on a district's own computer.
#![warn(missing_docs)]

mod alarms;
mod attempt;
mod batch;
mod call;
mod gate;
mod order;
mod request;
mod sender;
mod settle;
mod source;
mod token;
mod upload;
mod verdict;

pub use sender::{Handled, Ports, Sender};
pub use source::{CourierTokens, Credentials, NoSecret, PlatformTokens, TokenSource, Way};
pub use token::{NoToken, Token};
