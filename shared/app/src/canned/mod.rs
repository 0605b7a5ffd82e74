//! Canned responses: kept by those who edit content, put into answers by everybody who answers.

mod fill;
mod list;
mod remove;
mod save;
mod used;

pub use fill::filled;
pub use list::{find, list, usable};
pub use remove::remove;
pub use save::{Save, initials, save};
pub use used::used;

use domain::{
    audit::{Event, Source},
    canned::CannedResponse,
    staff::Actor,
};
use jiff::Timestamp;

use crate::{
    keys,
    ports::{Table, TableError},
    rows::{Audit, Batch, row},
};

row!(CannedResponse, |row| keys::canned(&row.code));

async fn audited(
    table: &dyn Table,
    mut batch: Batch,
    actor: &Actor,
    now: Timestamp,
    action: &str,
    code: &str,
) -> Result<(), TableError> {
    let event = Event {
        at: now,
        actor: actor.login.to_string(),
        action: action.to_owned(),
        object: format!("canned:{code}"),
        detail: String::new(),
    };
    Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
    batch.commit(table).await
}
