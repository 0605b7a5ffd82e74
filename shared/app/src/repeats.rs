//! Requests that a program may send twice under a key of its own (`Idempotency-Key`): the second one gets the answer of
//! the first, and does nothing.
//!
//! An answer may hold a secret that is shown once, or a resident's words. It is kept sealed under a key that follows from
//! the account key and the caller's own secret, which is nowhere in the store: nobody but the caller can read it again.

use domain::ids::base32;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use wechat::envelope::{Crypto, EncodingAesKey};

use crate::{
    App, AppError, keys,
    ports::{Expect, TableError},
    random,
    rows::{Batch, Stored, load},
};

/// Longest key, in bytes.
pub const KEY_LIMIT_BYTES: usize = 200;
/// How long an answer is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// A request that has not ended after this was cut off: the next one under its key runs.
pub const CUT_OFF: SignedDuration = SignedDuration::from_mins(1);
/// Longer answers are not kept: their repetition is told that it was done.
const KEPT_LIMIT_BYTES: usize = 150_000;

/// Whose request it is, and which.
#[derive(Clone, Copy, Debug)]
pub struct Repeatable<'a> {
    /// The caller's secret, such as the bearer token: keys of different callers are different keys.
    pub secret: &'a str,
    /// The caller's key, 1 to [`KEY_LIMIT_BYTES`].
    pub key: &'a str,
    /// Everything that the request asks for.
    pub request: &'a [u8],
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Nothing: do it, then [`finish`] or [`forget`].
    New,
    /// It was done; `None` when the answer was too long to be kept.
    Done(Option<Kept>),
    /// It is being done.
    UnderWay,
    /// The key was used for something else.
    Other,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Status.
    pub status: u16,
    /// Media type.
    pub content_type: String,
    /// Body.
    pub body: String,
}

/// The row of a key.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    request_hash: String,
    began_at: Timestamp,
    done: bool,
    sealed: Option<Sealed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Sealed {
    text: String,
    mac: String,
}

/// Begins a request, unless it was begun before.
///
/// # Errors
/// `Input` when the key is empty, too long or holds a space; `Table`.
pub async fn begin(app: &App, request: &Repeatable<'_>) -> Result<Begun, AppError> {
    let is_printable = request.key.bytes().all(|byte| byte.is_ascii_graphic());
    if request.key.is_empty() || request.key.len() > KEY_LIMIT_BYTES || !is_printable {
        return Err(AppError::Input {
            field: "Idempotency-Key",
            zh: format!("键请用 1 至 {KEY_LIMIT_BYTES} 个字母、数字或符号，不含空格"),
            en: format!("use 1 to {KEY_LIMIT_BYTES} letters, digits or signs without a space for the key"),
        });
    }
    let now = app.clock.now();
    let found = load::<Row>(app.table.as_ref(), &keys::repeated(&request.row())).await?;
    let Some(Stored { value: row, version }) = found else {
        return start(app, request, now, Expect::Absent).await;
    };
    if now.duration_since(row.began_at) >= KEPT {
        return start(app, request, now, Expect::Version(version)).await;
    }
    if row.request_hash != request.hash() {
        return Ok(Begun::Other);
    }
    if row.done {
        return Ok(Begun::Done(row.sealed.and_then(|sealed| open(app, request, &sealed))));
    }
    if now.duration_since(row.began_at) < CUT_OFF {
        return Ok(Begun::UnderWay);
    }
    start(app, request, now, Expect::Version(version)).await
}

/// Keeps the answer.
///
/// # Errors
/// `Table`: the request was done all the same.
pub async fn finish(app: &App, request: &Repeatable<'_>, answer: &Kept) -> Result<(), AppError> {
    let sealed = if answer.body.len() > KEPT_LIMIT_BYTES { None } else { Some(seal(app, request, answer)?) };
    let began_at = app.clock.now();
    let row = Row { request_hash: request.hash(), began_at, done: true, sealed };
    let mut batch = Batch::new();
    batch.put(keys::repeated(&request.row()), &row, Some(began_at + KEPT), Expect::Any)?;
    Ok(batch.commit(app.table.as_ref()).await?)
}

/// Forgets a request that did nothing: it may be sent again.
///
/// # Errors
/// `Table`.
pub async fn forget(app: &App, request: &Repeatable<'_>) -> Result<(), AppError> {
    let mut batch = Batch::new();
    batch.delete(keys::repeated(&request.row()));
    Ok(batch.commit(app.table.as_ref()).await?)
}

async fn start(
    app: &App,
    request: &Repeatable<'_>,
    now: Timestamp,
    expect: Expect,
) -> Result<Begun, AppError> {
    let row = Row { request_hash: request.hash(), began_at: now, done: false, sealed: None };
    let mut batch = Batch::new();
    batch.put(keys::repeated(&request.row()), &row, Some(now + KEPT), expect)?;
    match batch.commit(app.table.as_ref()).await {
        Ok(()) => Ok(Begun::New),
        Err(TableError::Conflict { .. }) => Ok(Begun::UnderWay),
        Err(error) => Err(error.into()),
    }
}

impl Repeatable<'_> {
    fn row(&self) -> String {
        digest(&[b"request", self.secret.as_bytes(), self.key.as_bytes()])
    }

    fn hash(&self) -> String {
        digest(&[self.request])
    }
}

fn digest(parts: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    domain::audit::hex(&sha.finalize())
}

fn crypto(app: &App, request: &Repeatable<'_>) -> Crypto {
    let key = app.key.mac(&["kept answer, key", request.secret, request.key]);
    Crypto { key: EncodingAesKey::new(key), app_id: "wenqu".into() }
}

fn mac(app: &App, request: &Repeatable<'_>, text: &str) -> String {
    base32(&app.key.mac(&["kept answer, mac", request.secret, request.key, text]))
}

fn seal(app: &App, request: &Repeatable<'_>, answer: &Kept) -> Result<Sealed, AppError> {
    let plain = serde_json::to_string(answer).map_err(|error| TableError::Invalid(error.to_string()))?;
    let text = crypto(app, request).encrypt(&plain, random()?);
    Ok(Sealed { mac: mac(app, request, &text), text })
}

/// `None` when it is not ours to open any more: the account key was changed.
fn open(app: &App, request: &Repeatable<'_>, sealed: &Sealed) -> Option<Kept> {
    let own = mac(app, request, &sealed.text);
    if !bool::from(own.as_bytes().ct_eq(sealed.mac.as_bytes())) {
        return None;
    }
    serde_json::from_str(&crypto(app, request).decrypt(&sealed.text).ok()?).ok()
}
