//! Rows as typed values: reading one, and collecting the writes of a use case into one transaction.

mod audit;
mod batch;
mod courier;
mod deliveries;
mod inbox;
mod jobs;
mod menu;
mod raw;
mod requests;
mod search;
mod staff;
mod stuck;

pub use audit::{Audit, audit_heads};
pub use batch::Batch;
pub use courier::{CourierLease, EgressMode};
pub use deliveries::{DuePointer, OpenPointer, deliveries, delivery, put_delivery};
pub use inbox::{InboxLine, move_inbox, put_line};
pub use jobs::{DeadJob, new_job};
pub use menu::{
    LiveMenu, MenuCall, MenuDraft, MenuEnd, MenuFailure, MenuPending, MenuState, MenuVersion,
    WORTH_ASKING as MENU_WORTH_ASKING,
};
pub use raw::RawCallback;
pub use requests::{PlatformRequest, RequestOutcome, RequestRow};
pub use search::{Remark, SearchEntry, SearchQuestion, put_remark};
pub use staff::{
    AdministratorsGuard, ApiToken, Attempts, HalfSignIn, LastSignIn, Link, LinkReason, SecondFactor, Session,
    SessionPointer, TokenPointer,
};
pub use stuck::{AccountAlarm, FailedFile, ShiftNote};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::ports::{Item, Key, Table, TableError};

/// A value that is kept as one row.
pub trait Row: Serialize + DeserializeOwned + Send {
    /// Where it lives.
    fn key(&self) -> Key;

    /// When the store may delete it.
    fn expires_at(&self) -> Option<Timestamp> {
        None
    }
}

/// A row as read, with the version that a later write expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value; change it in place and give it to [`Batch::update`].
    pub value: T,
    /// Its version.
    pub version: u64,
}

/// Parses a row.
///
/// # Errors
/// `Invalid` when the row is not what its reader expects.
pub fn parse<T: DeserializeOwned>(item: &Item) -> Result<Stored<T>, TableError> {
    let value = serde_json::from_str(&item.body)
        .map_err(|error| TableError::Invalid(format!("row {}/{}: {error}", item.key.pk, item.key.sk)))?;
    Ok(Stored { value, version: item.version })
}

/// Reads one row.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn load<T: DeserializeOwned>(
    table: &dyn Table,
    key: &Key,
) -> Result<Option<Stored<T>>, TableError> {
    table.get(key).await?.as_ref().map(parse).transpose()
}

macro_rules! row {
    ($type:ty, $key:expr) => {
        impl $crate::rows::Row for $type {
            fn key(&self) -> $crate::ports::Key {
                let key: fn(&Self) -> $crate::ports::Key = $key;
                key(self)
            }
        }
    };
}
pub(crate) use row;

row!(domain::follower::Follower, |row| crate::keys::follower(&row.id));
row!(domain::question::Question, |row| crate::keys::question(&row.id));
row!(domain::conversation::InboundMessage, |row| crate::keys::message(&row.follower, &row.key));
row!(domain::conversation::Entry, |row| crate::keys::entry(&row.follower, &row.id));
row!(domain::staff::FurtherRole, |row| crate::keys::role(&row.name));
row!(domain::staff::StaffMember, |row| crate::keys::staff(&row.login));
