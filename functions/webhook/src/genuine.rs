//! A genuine callback, from the platform or from the queue: what it is to us, and taking it in.

use app::{App, ports::TableError};
use domain::conversation::Reply;
use jiff::Timestamp;
use wechat::callback::{Callback, Unreadable};

use crate::{
    account,
    from_memory::{self, Answered},
    inbound::Inbound,
    record::{Arrival, receive},
};

/// A callback whose signature was verified.
pub(crate) struct Genuine<'a> {
    /// Its XML, decrypted.
    pub(crate) xml: &'a str,
    /// Its content.
    pub(crate) callback: &'a Result<Callback, Unreadable>,
    /// The contact that it is, if it is about a resident.
    pub(crate) contact: Option<Inbound>,
}

impl<'a> Genuine<'a> {
    /// Reads what it is.
    pub(crate) fn read(xml: &'a str, callback: &'a Result<Callback, Unreadable>) -> Self {
        let contact = callback.as_ref().ok().and_then(|callback| Inbound::read(callback, xml));
        Self { xml, callback, contact }
    }

    /// Makes it durable, with its effects, and says what to answer; `None` is the bare `success`.
    ///
    /// # Errors
    /// [`TableError`] when it is not durable.
    pub(crate) async fn take_in(&self, app: &App, arrival: Arrival<'_>) -> Result<Option<Reply>, TableError> {
        let callback = match self.callback {
            Ok(callback) => callback,
            Err(unreadable) => return account::keep_unreadable(app, unreadable).await.map(|()| None),
        };
        match &self.contact {
            Some(inbound) => receive(app, inbound, arrival).await,
            None if account::is_noise(callback) => Ok(None),
            None => account::keep_event(app, callback, self.xml).await.map(|()| None),
        }
    }

    /// What is answered when the table takes nothing.
    pub(crate) fn answer_from_memory(&self, app: &App, now: Timestamp) -> Answered {
        match (&self.contact, self.callback) {
            (Some(inbound), Ok(callback)) => {
                let content = app.content.in_memory();
                let content = content.shown_at(now);
                from_memory::answer(inbound, &content, &app.key, callback.create_time, now)
            }
            _ => Answered::NOTHING,
        }
    }
}
