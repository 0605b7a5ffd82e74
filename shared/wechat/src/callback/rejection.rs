//! Why a request is refused.

use crate::{envelope::EnvelopeError, xml::XmlError};

/// A refused request. To the outside show only [`Rejection::http_status`]: which check failed would help an
/// attacker. [`Rejection::reason`] is a stable label for metrics.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The body is longer than [`crate::xml::MAX_BYTES`].
    #[error("the body has {0} bytes, too many")]
    TooLarge(usize),
    /// A parameter of the query is missing or empty.
    #[error("the query parameter {0} is missing")]
    Missing(&'static str),
    /// The timestamp is not a number of seconds.
    #[error("the timestamp is not a number")]
    Timestamp,
    /// The timestamp is outside the allowed age: a replay, or a wrong clock.
    #[error("the timestamp is {0} s away from now; check this computer's clock if all requests fail")]
    Stale(u64),
    /// An encrypted body is required and this one isn't.
    #[error("an encrypted body is required; set the account's console to the mode that is configured here")]
    Plaintext,
    /// The body is not XML as the envelope must be.
    #[error("the envelope can't be read: {0}")]
    Xml(#[from] XmlError),
    /// More than one `Encrypt`.
    #[error("the envelope has {0} Encrypt elements, not one")]
    Envelopes(usize),
    /// The signature doesn't match.
    #[error("the signature does not match; compare the token here and in the account's console")]
    Signature,
    /// No key is configured though the mode needs one.
    #[error("no EncodingAESKey is configured")]
    NoKey,
    /// The envelope doesn't open.
    #[error("the envelope does not open: {0}")]
    Envelope(#[from] EnvelopeError),
    /// The callback is for another account.
    #[error("ToUserName is not the configured original id")]
    OriginalId,
}

impl Rejection {
    /// 400 for requests without the required shape, 413 for too large ones, 403 for all others.
    pub fn http_status(&self) -> u16 {
        match self {
            Self::TooLarge(_) => 413,
            Self::Missing(_) | Self::Timestamp | Self::Xml(_) | Self::Envelopes(_) => 400,
            Self::Stale(_)
            | Self::Plaintext
            | Self::Signature
            | Self::NoKey
            | Self::Envelope(_)
            | Self::OriginalId => 403,
        }
    }

    /// A stable label, for a metric.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "too_large",
            Self::Missing(_) => "missing_parameter",
            Self::Timestamp => "bad_timestamp",
            Self::Stale(_) => "stale",
            Self::Plaintext => "plaintext_refused",
            Self::Xml(_) => "bad_xml",
            Self::Envelopes(_) => "duplicate_encrypt",
            Self::Signature => "bad_signature",
            Self::NoKey => "no_key",
            Self::Envelope(EnvelopeError::AppId) => "wrong_appid",
            Self::Envelope(_) => "bad_envelope",
            Self::OriginalId => "wrong_original_id",
        }
    }

    /// The WXBizMsgCrypt number, where there is one. For logs only.
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::Signature => Some(-40001),
            Self::Xml(_) | Self::Envelopes(_) | Self::Plaintext => Some(-40002),
            Self::NoKey => Some(-40004),
            Self::Envelope(error) => Some(error.code()),
            Self::TooLarge(_) | Self::Missing(_) | Self::Timestamp | Self::Stale(_) | Self::OriginalId => {
                None
            }
        }
    }
}
