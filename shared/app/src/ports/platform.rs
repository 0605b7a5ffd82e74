//! The platform's API as a transport: the calls are values of [`wechat::client`].

use async_trait::async_trait;
use wechat::client::Call;

/// An answer with HTTP status 2xx; whether it is an error is in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawAnswer {
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The body, at most 20 MB.
    pub body: Vec<u8>,
    /// File name of `Content-Disposition`, if any.
    pub filename: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The request never left: connection or name lookup failed. It has had no effect.
    #[error("the platform can't be reached: {0}")]
    NotSent(String),
    /// The request left and no complete answer came, or one with HTTP status 5xx: it may have had its effect.
    #[error("the platform did not answer: {0}")]
    OutcomeUnknown(String),
    /// An answer came that is larger than this many bytes, and was not read to its end.
    #[error("the platform's answer is larger than {0} bytes")]
    TooLarge(usize),
    /// An answer with another HTTP status, which the platform does not document.
    #[error("the platform answered with HTTP status {0}")]
    Status(u16),
}

/// Makes calls. Never repeats one that may have had an effect: an adapter may try another address of the same API when
/// the first can't be reached, or when the call only reads.
#[async_trait]
pub trait Platform: Send + Sync {
    /// Sends one call, with the access token in the query when the call needs one.
    ///
    /// # Errors
    /// [`CallError`]; an `errcode` in the body is not an error here.
    async fn call(&self, call: &Call, access_token: Option<&str>) -> Result<RawAnswer, CallError>;

    /// Fetches a plain `https` address that the platform gave (a video), at most `max_bytes`.
    ///
    /// # Errors
    /// [`CallError`].
    async fn download(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, CallError>;
}
