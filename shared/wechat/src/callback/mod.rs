//! Callbacks: verification of the request, decryption, and the typed content.
//!
//! [`Receiver::open`] makes every check of the protocol in its order and gives an [`Opened`]; a request that
//! fails one is a [`Rejection`] with an HTTP status. A request that is genuine but whose XML can't be read is
//! *not* rejected: the platform gets its `success`, and [`Unreadable`] keeps the XML for the operator.
//! Nothing here reads a clock, a random source or the network.

mod inbound;
mod query;
mod receiver;
mod rejection;

pub use inbound::{ArticleRef, Body, Callback, Unreadable, UnreadableReason};
pub use query::{MAX_QUERY_BYTES, Query};
pub use receiver::{Credentials, Mode, ModeError, Opened, Receiver, ReplySecurity};
pub use rejection::Rejection;
