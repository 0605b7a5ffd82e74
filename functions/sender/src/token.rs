//! The access token, shared by all senders through one row.
//!
//! The row is written only with a later expiry than it has, so that an old token never replaces a newer one. The
//! platform gives the same stable token to everybody, so no lock across processes is needed; within a process one
//! fetch is under way at a time. A token is never thrown away before there is another, and never refreshed by force:
//! that would kill it for everybody.

use app::{
    keys,
    ports::{CallError, Expect, TableError},
    rows::{Batch, Stored, load},
};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use wechat::{
    client::{Request, StableToken},
    errcode::{ApiError, Class},
};

use crate::sender::{Credentials, Ports};

/// A token with less life than this is refreshed: the platform then gives the next one.
const REFRESH_BELOW: SignedDuration = SignedDuration::from_secs(300);
/// A token with less life than this is not used.
const USE_ABOVE: SignedDuration = SignedDuration::from_secs(5);
/// A fetch is not repeated sooner, unless its token was refused.
const FETCH_PAUSE: SignedDuration = SignedDuration::from_secs(15);
/// How long a refusal of the account's credentials is believed without asking again.
const REFUSAL_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// A token, as in its row. A secret: neither logged nor shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Token {
    access_token: String,
    expires_at: Timestamp,
}

impl Token {
    pub(crate) fn as_str(&self) -> &str {
        &self.access_token
    }

    fn lives(&self, now: Timestamp, longer_than: SignedDuration) -> bool {
        self.expires_at > now + longer_than
    }
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) enum NoToken {
    /// The platform did not answer.
    Unreached(String),
    /// The platform refused.
    Refused(ApiError),
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
    credentials: Credentials,
    held: Mutex<Held>,
}

impl TokenCache {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self { credentials, held: Mutex::default() }
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
        if let Some(row) = read(ports).await.filter(|row| row.value.lives(now, USE_ABOVE)) {
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
        if let Some(row) = read(ports).await.filter(|row| other(&row.value)) {
            held.token = Some(row.value.clone());
            return Ok((row.value, Renewed::Known));
        }
        self.fetch(ports, &mut held, now).await.map(|token| (token, Renewed::Fetched))
    }

    async fn fetch(&self, ports: &Ports, held: &mut Held, now: Timestamp) -> Result<Token, NoToken> {
        if let Some((_, error)) =
            held.refused.as_ref().filter(|(at, _)| *at <= now && now < *at + REFUSAL_LIFE)
        {
            return Err(NoToken::Refused(error.clone()));
        }
        match ask(ports, &self.credentials, now).await {
            Ok(token) => {
                *held = Held { token: Some(token.clone()), fetched_at: Some(now), refused: None };
                share(ports, &token).await;
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

async fn ask(ports: &Ports, credentials: &Credentials, now: Timestamp) -> Result<Token, NoToken> {
    let secret: &SecretString = &credentials.secret;
    let request = StableToken {
        app_id: credentials.app_id.clone(),
        secret: secret.expose_secret().to_owned(),
        force_refresh: false,
    };
    let answer = match ports.platform.call(&request.call(), None).await {
        Ok(answer) => answer,
        Err(CallError::Status(status)) => return Err(NoToken::Unreached(format!("HTTP status {status}"))),
        Err(error) => return Err(NoToken::Unreached(error.to_string())),
    };
    match StableToken::parse(answer.content_type.as_deref(), &answer.body) {
        Ok(token) => {
            let life = SignedDuration::from_secs(token.expires_in_s.clamp(0, 86_400));
            Ok(Token { access_token: token.access_token, expires_at: now + life })
        }
        Err(error) if error.code == ApiError::UNREADABLE => Err(NoToken::Unreached(error.message)),
        Err(error) => Err(NoToken::Refused(error)),
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
