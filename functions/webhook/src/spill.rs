//! Callbacks that the table does not take in time: sealed, put on `jobs`, and taken in from there by the same use case.
//!
//! The key of the seal follows from the account key, so that the worker, and a webhook of tomorrow, can open it; a MAC
//! beside it makes sure that what is opened is ours.

use std::time::Duration;

use app::{
    App,
    jobs::{SpilledCallback, WorkerJob},
    ports::{Intake, IntakeError, QueueError, TableError},
    random,
};
use async_trait::async_trait;
use domain::ids::{AccountKey, base32};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use wechat::{
    callback::Callback,
    envelope::{Crypto, EncodingAesKey},
};

use crate::{from_memory::Answered, genuine::Genuine, lapsed, record::Arrival};

/// How long the queue may take. With the table's time before it, the answer leaves before 3 s.
const WITHIN: Duration = Duration::from_millis(800);

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Spilled {
    received_at: Timestamp,
    xml: String,
    answered: Answered,
}

/// Puts a callback on the queue and says what to answer. `received_at`: as when the table was tried, because that may
/// turn out to have taken it.
///
/// # Errors
/// When the queue does not take it in time: then the platform has to send it again.
pub(crate) async fn spill(
    app: &App,
    genuine: &Genuine<'_>,
    received_at: Timestamp,
) -> Result<Answered, QueueError> {
    let answered = genuine.answer_from_memory(app, received_at);
    let spilled = Spilled { received_at, xml: genuine.xml.to_owned(), answered };
    let random = random().map_err(|error| QueueError(error.to_string()))?;
    let sealed = seal(&app.key, &spilled, random).map_err(|error| QueueError(error.to_string()))?;
    match tokio::time::timeout(WITHIN, app.jobs.enqueue_spilled(&sealed)).await {
        Ok(taken) => taken.map(|()| spilled.answered),
        Err(_) => Err(QueueError(format!("no answer within {} ms", WITHIN.as_millis()))),
    }
}

fn crypto(key: &AccountKey) -> Crypto {
    Crypto { key: EncodingAesKey::new(key.mac(&["spilled callback, key"])), app_id: "wenqu".into() }
}

fn mac(key: &AccountKey, sealed: &str) -> String {
    base32(&key.mac(&["spilled callback, mac", sealed]))
}

fn seal(key: &AccountKey, spilled: &Spilled, random16: [u8; 16]) -> serde_json::Result<SpilledCallback> {
    let sealed = crypto(key).encrypt(&serde_json::to_string(spilled)?, random16);
    Ok(SpilledCallback { mac: mac(key, &sealed), sealed })
}

fn open(key: &AccountKey, callback: &SpilledCallback) -> Result<Spilled, IntakeError> {
    let own = mac(key, &callback.sealed);
    if !bool::from(own.as_bytes().ct_eq(callback.mac.as_bytes())) {
        return Err(IntakeError::Unreadable("it was not sealed under this account key".to_owned()));
    }
    let unreadable = |error: String| IntakeError::Unreadable(error);
    let json = crypto(key).decrypt(&callback.sealed).map_err(|error| unreadable(error.to_string()))?;
    // The error's text could show words: its place is enough.
    serde_json::from_str(&json).map_err(|error| {
        unreadable(format!(
            "its content is not what is sealed, line {} column {}",
            error.line(),
            error.column()
        ))
    })
}

/// The webhook's use case for the worker.
#[derive(Clone)]
pub struct Spills(App);

impl Spills {
    /// Takes in over these ports.
    #[must_use]
    pub const fn new(app: App) -> Self {
        Self(app)
    }
}

#[async_trait]
impl Intake for Spills {
    async fn take_in(&self, callback: &SpilledCallback) -> Result<(), IntakeError> {
        let spilled = open(&self.0.key, callback)?;
        let parsed = Callback::parse(&spilled.xml);
        let arrival = Arrival { at: spilled.received_at, answered: Some(&spilled.answered) };
        Genuine::read(&spilled.xml, &parsed).take_in(&self.0, arrival).await?;
        Ok(())
    }

    async fn open_unanswered(&self, job: &WorkerJob) -> Result<(), TableError> {
        lapsed::open(&self.0, job).await
    }
}

#[cfg(test)]
mod tests {
    use domain::conversation::Reply;

    use super::*;

    fn spilled() -> Spilled {
        let reply = Reply { text: "已收到".to_owned(), create_time: 1, own: None, card: None };
        Spilled {
            received_at: "2026-11-24T02:05:00.123456789Z".parse().unwrap(),
            xml: "<xml><Content>老年卡在哪里办？</Content></xml>".to_owned(),
            answered: Answered { reply: Some(reply), complete: false },
        }
    }

    #[test]
    fn what_is_sealed_is_opened_again_and_shows_nothing() {
        let key = AccountKey::new([7; 32]);
        let sealed = seal(&key, &spilled(), [9; 16]).unwrap();
        let wire = serde_json::to_string(&sealed).unwrap();
        assert!(!wire.contains("xml") && !wire.contains("老年卡"), "{wire}");
        let opened = open(&key, &serde_json::from_str(&wire).unwrap()).unwrap();
        assert_eq!((opened.received_at, opened.xml), (spilled().received_at, spilled().xml));
        assert_eq!(opened.answered, spilled().answered);
    }

    #[test]
    fn another_key_or_a_changed_byte_is_found() {
        let key = AccountKey::new([7; 32]);
        let sealed = seal(&key, &spilled(), [9; 16]).unwrap();
        assert!(open(&AccountKey::new([8; 32]), &sealed).is_err());
        for place in 0..sealed.sealed.len() {
            let mut changed = sealed.clone();
            let other = if changed.sealed.as_bytes()[place] == b'A' { "B" } else { "A" };
            changed.sealed.replace_range(place..=place, other);
            assert!(open(&key, &changed).is_err(), "byte {place}");
        }
        let cut = SpilledCallback { mac: sealed.mac[..20].to_owned(), ..sealed };
        assert!(open(&key, &cut).is_err());
    }
}
