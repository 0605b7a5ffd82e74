//! Callbacks that belong to no resident's conversation: results of the account's own jobs, certificates, and genuine
//! requests that can't be read. They are kept raw, for staff to see.

use app::{
    App, keys,
    ports::{Expect, TableError},
    rows::{Batch, RawCallback},
};
use jiff::SignedDuration;
use wechat::{
    callback::{Body, Callback, Unreadable},
    event::Event,
};

/// How long they are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 180);

/// Whether there is nothing to keep: positions that phones report, pages that were opened, the platform's own desk.
#[must_use]
pub(crate) fn is_noise(callback: &Callback) -> bool {
    matches!(
        &callback.body,
        Body::Event(
            Event::Location { .. } | Event::View { .. } | Event::ViewMiniProgram { .. } | Event::KfSession(_)
        )
    )
}

/// Keeps an event of the account.
///
/// # Errors
/// [`TableError`] when it is not durable.
pub(crate) async fn keep_event(app: &App, callback: &Callback, raw: &str) -> Result<(), TableError> {
    let key = keys::account_event(&keys::message_key(callback.create_time, &callback.identity()));
    keep(app, key, callback.event().unwrap_or(callback.msg_type()), raw).await
}

/// Keeps what can't be read.
///
/// # Errors
/// [`TableError`] when it is not durable.
pub(crate) async fn keep_unreadable(app: &App, unreadable: &Unreadable) -> Result<(), TableError> {
    let hash = app.key.mac(&["unreadable", &unreadable.raw]);
    let key = keys::unreadable(&domain::ids::base32(&hash[..10]));
    keep(app, key, &unreadable.reason.to_string(), &unreadable.raw).await
}

async fn keep(app: &App, key: app::ports::Key, about: &str, raw: &str) -> Result<(), TableError> {
    let now = app.clock.now();
    let row = RawCallback { received_at: now, about: about.to_owned(), raw: raw.to_owned() };
    let mut batch = Batch::new();
    batch.put(key, &row, Some(now + KEPT), Expect::Any)?;
    batch.commit(app.table.as_ref()).await
}
