//! Alerts to officers outside the console: where they go, what is due, and sending it.
//!
//! The ticker asks for a look each minute ([`ask`]). The worker's [`look()`] finds what is due and has not been told, and
//! writes in one transaction that it is told, what to tell, and a job for each channel; [`send()`] does such a job. An
//! alert holds counts, numbers and links, never a resident's words.

mod change;
mod due;
mod look;
mod rows;
mod seal;
mod send;
mod test;

pub use change::{NewMail, NewRobot, When, change_when, forget, set_mail, set_robot};
pub use look::{ask, look};
pub use rows::{Alert, AlertLine, AlertSettings, Channel, Mail, Robot, Tested};
pub use send::{TRIES, send};
pub use test::{test, tested, try_channel};

use domain::staff::{Actor, Permission};

use crate::{App, AppError, keys, rows::load};

/// How many questions without an answer have a reply window that closes within three hours.
///
/// # Errors
/// `Table`.
pub async fn closing(app: &App) -> Result<usize, AppError> {
    let settings = AlertSettings::default();
    Ok(due::Scene::read(app, &settings).await?.closing().await?.len())
}

/// Where alerts go and when, with everything secret left sealed.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn settings(app: &App, actor: &Actor) -> Result<AlertSettings, AppError> {
    actor.require(Permission::ManageSettings)?;
    let row = load::<AlertSettings>(app.table.as_ref(), &keys::alert_settings()).await?;
    Ok(row.map(|row| row.value).unwrap_or_default())
}
