//! What the use cases need from outside, as traits; each has at least two implementations.
//!
//! An adapter maps its own errors to the types here: no SDK type, no SQL error crosses a port.
//! Nothing here reads the clock or makes random bytes: both are arguments.

mod blobs;
mod clock;
mod intake;
mod jobs;
mod limits;
mod notifier;
mod pictures;
mod platform;
mod table;

pub use blobs::{Blob, BlobError, Blobs};
pub use clock::Clock;
pub use intake::{Intake, IntakeError};
pub use jobs::{Jobs, QueueError};
pub use limits::{
    MAX_BODY_BYTES, MAX_OPS, MAX_PK_BYTES, MAX_SK_BYTES, MAX_TRANSACT_BYTES, check_key, check_ops,
    check_query,
};
pub use notifier::{MailSecurity, NoNotifier, Notice, Notifier, NotifyError};
pub use pictures::{NoPictures, PictureError, Pictures};
pub use platform::{CallError, Platform, RawAnswer};
pub use table::{Direction, Expect, Item, Key, Op, Page, Query, SortKeys, Table, TableError, TableName};
