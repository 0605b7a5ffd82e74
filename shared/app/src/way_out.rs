//! Whether there is anybody to send what is due.

use domain::egress::Egress;
use jiff::Timestamp;

use crate::{
    App, keys,
    ports::{Table, TableError},
    rows::{CourierLease, load},
};

/// Whether anybody sends what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Somebody does, as far as is known.
    Open,
    /// Nobody, by the account's settings.
    Off,
    /// The district's computer should, and is not at work; with its last sign of life.
    CourierSilent(Option<Timestamp>),
}

/// The courier's lease, if one has ever been at work.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn lease(table: &dyn Table) -> Result<Option<CourierLease>, TableError> {
    Ok(load::<CourierLease>(table, &keys::courier()).await?.map(|row| row.value))
}

impl App {
    /// Whether anybody sends what is due. Where that is a courier's business, one row is read.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn way_out(&self) -> Result<WayOut, TableError> {
        match self.work.egress {
            Egress::Direct => Ok(WayOut::Open),
            Egress::None => Ok(WayOut::Off),
            Egress::Courier | Egress::CourierToken => Ok(match lease(self.table.as_ref()).await? {
                Some(lease) if lease.is_live(self.clock.now()) => WayOut::Open,
                lease => WayOut::CourierSilent(lease.map(|lease| lease.heartbeat)),
            }),
        }
    }

    /// Whether what is enqueued on `outbound` is taken. While no courier is at work it is better not enqueued: the rows
    /// say what is due, and the queue would only grow.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn outbound_is_taken(&self) -> Result<bool, TableError> {
        match self.work.egress {
            Egress::Direct | Egress::CourierToken => Ok(true),
            Egress::None => Ok(false),
            Egress::Courier => Ok(self.way_out().await? == WayOut::Open),
        }
    }
}
