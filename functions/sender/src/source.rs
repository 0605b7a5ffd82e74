//! Where access tokens come from, and whether the platform is called at all: what the modes of egress mean to a
//! sender.

use std::{future::Future, sync::Arc};

use app::ports::{CallError, Platform};
use async_trait::async_trait;
use domain::egress::Egress;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use wechat::{
    client::{Request, StableToken},
    errcode::ApiError,
    ids::AppId,
};

use crate::token::{NoToken, Token, USE_ABOVE};

/// With what the account asks for its access token.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account.
    pub app_id: AppId,
    /// Its AppSecret.
    pub secret: SecretString,
}

/// The account's token as it is now, asked for when the one at hand is old or refused.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// A token that lives at `now`. It may be the one that was given before.
    ///
    /// # Errors
    /// [`NoToken`].
    async fn token(&self, platform: &dyn Platform, now: Timestamp) -> Result<Token, NoToken>;

    /// Whether other senders of the account may find it in table `delivery`.
    fn is_shared(&self) -> bool;
}

/// Whether and with whose tokens the platform is called.
#[derive(Clone)]
pub enum Way {
    /// By this sender.
    Open(Arc<dyn TokenSource>),
    /// By a courier: this sender does no job, and gives back what still reaches it while the mode changes.
    Elsewhere,
    /// By nobody: what is due is parked without being tried.
    Off,
}

/// The mode needs a secret that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "没有 AppSecret：先运行 `wenqu secrets set app-secret` / there is no AppSecret: run `wenqu secrets set app-secret`"
)]
pub struct NoSecret;

impl Way {
    /// The way of a sender in the cloud. `courier_token` reads what the courier has put, if anything.
    ///
    /// # Errors
    /// [`NoSecret`] when the mode is `direct` and there are no credentials.
    pub fn in_the_cloud<R, F>(
        egress: Egress,
        credentials: Option<Credentials>,
        courier_token: R,
    ) -> Result<Self, NoSecret>
    where
        R: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<Option<SecretString>, String>> + Send + 'static,
    {
        Ok(match egress {
            Egress::Direct => credentials.ok_or(NoSecret)?.into(),
            Egress::Courier => Self::Elsewhere,
            Egress::CourierToken => Self::Open(Arc::new(CourierTokens::new(courier_token))),
            Egress::None => Self::Off,
        })
    }

    /// Whose tokens calls are made with.
    pub(crate) fn tokens(&self) -> Arc<dyn TokenSource> {
        match self {
            Self::Open(source) => source.clone(),
            Self::Elsewhere | Self::Off => Arc::new(Nobody),
        }
    }
}

impl From<Credentials> for Way {
    /// By this sender, with tokens that it asks for and shares.
    fn from(credentials: Credentials) -> Self {
        Self::Open(Arc::new(PlatformTokens { credentials, shared: true }))
    }
}

/// Asks the platform. Never by force: that would kill the token that others hold.
#[derive(Clone, Debug)]
pub struct PlatformTokens {
    credentials: Credentials,
    shared: bool,
}

impl PlatformTokens {
    /// Tokens that stay in this process: a courier's.
    #[must_use]
    pub const fn kept(credentials: Credentials) -> Self {
        Self { credentials, shared: false }
    }
}

#[async_trait]
impl TokenSource for PlatformTokens {
    async fn token(&self, platform: &dyn Platform, now: Timestamp) -> Result<Token, NoToken> {
        let request = StableToken {
            app_id: self.credentials.app_id.clone(),
            secret: self.credentials.secret.expose_secret().to_owned(),
            force_refresh: false,
        };
        let answer = match platform.call(&request.call(), None).await {
            Ok(answer) => answer,
            Err(CallError::Status(status)) => {
                return Err(NoToken::Unreached(format!("HTTP status {status}")));
            }
            Err(error) => return Err(NoToken::Unreached(error.to_string())),
        };
        match StableToken::parse(answer.content_type.as_deref(), &answer.body) {
            Ok(token) => {
                let life = SignedDuration::from_secs(token.expires_in_s.clamp(0, 86_400));
                Ok(Token::new(token.access_token, now + life))
            }
            Err(error) if error.code == ApiError::UNREADABLE => Err(NoToken::Unreached(error.message)),
            Err(error) => Err(NoToken::Refused(error)),
        }
    }

    fn is_shared(&self) -> bool {
        self.shared
    }
}

/// No tokens for a sender that does not call.
struct Nobody;

#[async_trait]
impl TokenSource for Nobody {
    async fn token(&self, _: &dyn Platform, _: Timestamp) -> Result<Token, NoToken> {
        Err(NoToken::Awaited("this sender does not call the platform".to_owned()))
    }

    fn is_shared(&self) -> bool {
        false
    }
}

/// Reads what the courier has put: [`Token::to_json`]. Never asks the platform.
pub struct CourierTokens<R> {
    read: R,
}

impl<R> CourierTokens<R> {
    /// `read` gives what was put, `None` when nothing was, or why it can't be read.
    pub const fn new(read: R) -> Self {
        Self { read }
    }
}

#[async_trait]
impl<R, F> TokenSource for CourierTokens<R>
where
    R: Fn() -> F + Send + Sync,
    F: Future<Output = Result<Option<SecretString>, String>> + Send,
{
    async fn token(&self, _: &dyn Platform, now: Timestamp) -> Result<Token, NoToken> {
        let found = (self.read)().await.map_err(NoToken::Awaited)?;
        let found = found.ok_or_else(|| NoToken::Awaited("the courier has not put one yet".to_owned()))?;
        let token = Token::from_json(&found)
            .ok_or_else(|| NoToken::Awaited("what the courier put can't be read".to_owned()))?;
        if token.lives(now, USE_ABOVE) {
            return Ok(token);
        }
        Err(NoToken::Awaited(format!("the courier's last one ended at {}", token.expires_at())))
    }

    fn is_shared(&self) -> bool {
        false
    }
}
