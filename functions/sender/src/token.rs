//! The access token, shared by all senders that ask the platform for it through one row.
//!
//! The row is written only with a later expiry than it has, so that an old token never replaces a newer one. The
//! platform gives the same stable token to everybody, so no lock across processes is needed; within a process one
//! fetch is under way at a time. A token is never thrown away before there is another, and never refreshed by force:
//! that would kill it for everybody.

use std::sync::Arc;

use app::{
    keys,
    ports::{Expect, TableError},
    rows::{Batch, Stored, load},
};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use wechat::errcode::{ApiError, Class};

use crate::{sender::Ports, source::TokenSource};

/// A token with less life than this is refreshed: the platform then gives the next one.
const REFRESH_BELOW: SignedDuration = SignedDuration::from_secs(300);
/// A token with less life than this is not used.
pub(crate) const USE_ABOVE: SignedDuration = SignedDuration::from_secs(5);
/// A fetch is not repeated sooner, unless its token was refused.
const FETCH_PAUSE: SignedDuration = SignedDuration::from_secs(15);
/// How long a refusal of the account's credentials is believed without asking again.
const REFUSAL_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// A token, as in its row and as a courier puts it. A secret: neither logged nor shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    access_token: String,
    expires_at: Timestamp,
}

impl Token {
    pub(crate) const fn new(access_token: String, expires_at: Timestamp) -> Self {
        Self { access_token, expires_at }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.access_token
    }

    /// Whether it is the same token: the platform tells its rest of life anew each time.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.access_token == other.access_token
    }

    /// When it ends.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Whether it lives for longer than this from `now` on.
    #[must_use]
    pub fn lives(&self, now: Timestamp, longer_than: SignedDuration) -> bool {
        self.expires_at > now + longer_than
    }

    /// What a courier puts: `{"access_token": …, "expires_at": "2026-11-24T12:00:00Z"}`.
    ///
    /// # Errors
    /// None that a token can bring about.
    pub fn to_json(&self) -> serde_json::Result<SecretString> {
        serde_json::to_string(self).map(SecretString::from)
    }

    /// Reads [`to_json`](Self::to_json); `None` when it is something else.
    #[must_use]
    pub fn from_json(json: &SecretString) -> Option<Self> {
        serde_json::from_str(json.expose_secret()).ok()
    }
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoToken {
    /// The platform did not answer.
    #[error("no access token: {0}")]
    Unreached(String),
    /// The platform refused.
    #[error("no access token: {0}")]
    Refused(ApiError),
    /// The district's computer has to bring one first.
    #[error("waiting for an access token from the district's computer: {0}")]
    Awaited(String),
}

/// Where a renewed token comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renewed {
    /// Somebody else had it already.
    Known,
    /// It was fetched now.
    Fetched,
}

#[derive(Default)]
struct Held {
    token: Option<Token>,
    fetched_at: Option<Timestamp>,
    refused: Option<(Timestamp, ApiError)>,
}

/// The token of one account.
pub(crate) struct TokenCache {
    source: Arc<dyn TokenSource>,
    held: Mutex<Held>,
}

impl TokenCache {
    pub(crate) fn new(source: Arc<dyn TokenSource>) -> Self {
        Self { source, held: Mutex::default() }
    }

    pub(crate) async fn forget(&self) {
        *self.held.lock().await = Held::default();
    }

    /// A token that lives.
    pub(crate) async fn current(&self, ports: &Ports) -> Result<Token, NoToken> {
        let mut held = self.held.lock().await;
        let now = ports.clock.now();
        if let Some(token) = held.token.as_ref().filter(|token| token.lives(now, REFRESH_BELOW)) {
            return Ok(token.clone());
        }
        if let Some(row) = self.shared(ports).await.filter(|row| row.value.lives(now, USE_ABOVE)) {
            let fresh = row.value.lives(now, REFRESH_BELOW);
            held.token = Some(row.value.clone());
            if fresh {
                return Ok(row.value);
            }
        }
        let usable = held.token.clone().filter(|token| token.lives(now, USE_ABOVE));
        let fetched_lately = held.fetched_at.is_some_and(|at| at <= now && now < at + FETCH_PAUSE);
        match usable {
            Some(token) if fetched_lately => Ok(token),
            Some(token) => Ok(self.fetch(ports, &mut held, now).await.unwrap_or(token)),
            None => self.fetch(ports, &mut held, now).await,
        }
    }

    /// Another token than the one that the platform has just refused, or the same one fetched anew.
    pub(crate) async fn renew(&self, ports: &Ports, refused: &Token) -> Result<(Token, Renewed), NoToken> {
        let mut held = self.held.lock().await;
        let now = ports.clock.now();
        let other = |token: &Token| token.access_token != refused.access_token && token.lives(now, USE_ABOVE);
        if let Some(token) = held.token.as_ref().filter(|token| other(token)) {
            return Ok((token.clone(), Renewed::Known));
        }
        if let Some(row) = self.shared(ports).await.filter(|row| other(&row.value)) {
            held.token = Some(row.value.clone());
            return Ok((row.value, Renewed::Known));
        }
        self.fetch(ports, &mut held, now).await.map(|token| (token, Renewed::Fetched))
    }

    /// The shared token, if tokens are.
    async fn shared(&self, ports: &Ports) -> Option<Stored<Token>> {
        if self.source.is_shared() { read(ports).await } else { None }
    }

    async fn fetch(&self, ports: &Ports, held: &mut Held, now: Timestamp) -> Result<Token, NoToken> {
        if let Some((_, error)) =
            held.refused.as_ref().filter(|(at, _)| *at <= now && now < *at + REFUSAL_LIFE)
        {
            return Err(NoToken::Refused(error.clone()));
        }
        match self.source.token(ports.platform.as_ref(), now).await {
            Ok(token) => {
                *held = Held { token: Some(token.clone()), fetched_at: Some(now), refused: None };
                if self.source.is_shared() {
                    share(ports, &token).await;
                }
                Ok(token)
            }
            // Pauses of the account's rate and quota are the gate's.
            Err(NoToken::Refused(error)) if !matches!(error.class(), Class::RetryLater | Class::Quota) => {
                held.refused = Some((now, error.clone()));
                Err(NoToken::Refused(error))
            }
            Err(error) => Err(error),
        }
    }
}

/// The shared token. A store that fails must not turn into a fetch for each call, so its error is only logged.
async fn read(ports: &Ports) -> Option<Stored<Token>> {
    match load::<Token>(ports.table.as_ref(), &keys::access_token()).await {
        Ok(row) => row,
        Err(error) => {
            tracing::warn!(%error, "the shared token can't be read");
            None
        }
    }
}

async fn share(ports: &Ports, token: &Token) {
    match write(ports, token).await {
        // Whoever was faster has a token that is as good.
        Ok(()) | Err(TableError::Conflict { .. }) => {}
        Err(error) => tracing::warn!(%error, "the token can't be shared"),
    }
}

async fn write(ports: &Ports, token: &Token) -> Result<(), TableError> {
    let table = ports.table.as_ref();
    let row = load::<Token>(table, &keys::access_token()).await?;
    if row.as_ref().is_some_and(|row| row.value.expires_at >= token.expires_at) {
        return Ok(());
    }
    let mut batch = Batch::new();
    let expect = row.map_or(Expect::Absent, |row| Expect::Version(row.version));
    batch.put(keys::access_token(), token, None, expect)?;
    batch.commit(table).await
}
