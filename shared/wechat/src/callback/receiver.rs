//! The receiving end of one account.

use super::{Callback, Query, Rejection, Unreadable};
use crate::{
    envelope::{self, EncodingAesKey},
    ids::{AppId, OriginalId},
    signature::{self, Token},
    xml,
};
use std::{fmt, str::FromStr};

/// The message mode set in the account's console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Plain XML. The signature doesn't cover the body: only for test accounts.
    Plain,
    /// Plain fields and an `Encrypt` beside them; only the `Encrypt` is used, and it is required.
    Compatible,
    /// `Encrypt` only.
    Secure,
}

/// A mode that isn't one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mode is \"{0}\"; it must be plain, compatible or secure")]
pub struct ModeError(String);

impl FromStr for Mode {
    type Err = ModeError;

    fn from_str(mode: &str) -> Result<Self, ModeError> {
        match mode {
            "plain" => Ok(Self::Plain),
            "compatible" => Ok(Self::Compatible),
            "secure" => Ok(Self::Secure),
            other => Err(ModeError(other.to_owned())),
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Compatible => "compatible",
            Self::Secure => "secure",
        })
    }
}

/// Token and key that belong together.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The callback token.
    pub token: Token,
    /// The key; needed in every mode but plain.
    pub key: Option<EncodingAesKey>,
}

/// The receiving end of one account.
#[derive(Debug, Clone)]
pub struct Receiver {
    /// The mode set in the console.
    pub mode: Mode,
    /// The credentials of now.
    pub current: Credentials,
    /// Those before a rotation, tried when the current ones don't fit.
    pub previous: Option<Credentials>,
    /// The id that envelopes must carry.
    pub app_id: AppId,
    /// The `gh_…` that callbacks must be addressed to, when known.
    pub original_id: Option<OriginalId>,
    /// Greatest distance of a timestamp from now, in seconds; `None` = unchecked. The platform retries within
    /// about 15 s, so 600 leaves room for clocks.
    pub max_age_s: Option<u64>,
}

/// How the reply must be protected: with the credentials that opened the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplySecurity {
    /// Plain XML.
    Plain,
    /// Encrypted with the current credentials.
    Current,
    /// Encrypted with the previous credentials.
    Previous,
}

/// A genuine request. Its `Debug` doesn't show the XML.
#[derive(Clone)]
pub struct Opened {
    /// The callback's XML as received, after decryption. Bytes of a plain body that are no UTF-8 are replaced.
    pub xml: String,
    /// Its content.
    pub callback: Result<Callback, Unreadable>,
    /// How to protect the reply.
    pub security: ReplySecurity,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("callback", &self.callback)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl Receiver {
    /// Checks the verification of the URL (GET) and gives the `echostr` to answer with, byte for byte and as
    /// `text/plain`. The echostr of an Official Account is plain in all modes.
    ///
    /// # Errors
    /// [`Rejection`]: a missing parameter, a stale timestamp, or a wrong signature.
    pub fn verify_url(&self, q: &Query, now_unix_s: i64) -> Result<String, Rejection> {
        let signature = present(&q.signature, "signature")?;
        let (timestamp, nonce) = self.fresh(q, now_unix_s)?;
        let echostr = present(&q.echostr, "echostr")?;
        self.signed_plain(timestamp, nonce, signature)?;
        Ok(echostr.to_owned())
    }

    /// Makes all checks of a callback (POST), in order: size and parameters, the required mode, age, envelope,
    /// signature, decryption, appid, and that it is addressed to this account.
    ///
    /// # Errors
    /// [`Rejection`] for the first check that fails. A genuine request with unreadable XML is no error.
    pub fn open(&self, q: &Query, body: &[u8], now_unix_s: i64) -> Result<Opened, Rejection> {
        if body.len() > xml::MAX_BYTES {
            return Err(Rejection::TooLarge(body.len()));
        }
        let (xml, security) = match self.mode {
            Mode::Plain => {
                let signature = present(&q.signature, "signature")?;
                let (timestamp, nonce) = self.fresh(q, now_unix_s)?;
                self.signed_plain(timestamp, nonce, signature)?;
                (String::from_utf8_lossy(body).into_owned(), ReplySecurity::Plain)
            }
            Mode::Compatible | Mode::Secure => self.open_envelope(q, body, now_unix_s)?,
        };
        let callback = Callback::parse(&xml);
        if let (Ok(callback), Some(own)) = (&callback, &self.original_id)
            && callback.to != *own
        {
            return Err(Rejection::OriginalId);
        }
        Ok(Opened { xml, callback, security })
    }

    /// The reply as bytes for the wire: the XML itself, or an envelope made with the credentials that opened
    /// the request. `success` and the empty answer need no sealing. `timestamp_s` is now in Unix seconds,
    /// `nonce` the request's, `random16` fresh from the system's random source.
    pub fn seal(
        &self,
        opened: &ReplySecurity,
        reply_xml: &str,
        timestamp_s: i64,
        nonce: &str,
        random16: [u8; 16],
    ) -> String {
        let credentials = match opened {
            ReplySecurity::Plain => None,
            ReplySecurity::Current => Some(&self.current),
            ReplySecurity::Previous => self.previous.as_ref(),
        };
        match credentials.and_then(|c| c.key.as_ref().map(|key| (&c.token, key))) {
            None => reply_xml.to_owned(),
            Some((token, key)) => {
                let encrypt = envelope::encrypt(key, &self.app_id, reply_xml, random16);
                envelope::wrap(token, &encrypt, timestamp_s, nonce)
            }
        }
    }

    fn open_envelope(&self, q: &Query, body: &[u8], now: i64) -> Result<(String, ReplySecurity), Rejection> {
        if self.mode == Mode::Secure && q.encrypt_type.as_deref() != Some("aes") {
            return Err(Rejection::Plaintext);
        }
        let given = present(&q.msg_signature, "msg_signature")?;
        let (timestamp, nonce) = self.fresh(q, now)?;
        let text = xml::decode(body)?;
        let envelopes = xml::direct_children(&text, "Encrypt")?;
        let encrypt = match envelopes.as_slice() {
            [] => return Err(Rejection::Plaintext),
            [one] => one.trim(),
            several => return Err(Rejection::Envelopes(several.len())),
        };
        let mut failure = Rejection::Signature;
        for (credentials, security) in self.candidates() {
            if !signature::verify(&credentials.token, timestamp, nonce, Some(encrypt), given) {
                continue;
            }
            let key = credentials.key.as_ref().ok_or(Rejection::NoKey);
            match key.and_then(|key| Ok(envelope::decrypt(key, &self.app_id, encrypt)?)) {
                Ok(xml) => return Ok((xml, security)),
                // What the current credentials say is more to the point than what older ones say.
                Err(error) if failure == Rejection::Signature => failure = error,
                Err(_) => {}
            }
        }
        Err(failure)
    }

    fn candidates(&self) -> impl Iterator<Item = (&Credentials, ReplySecurity)> {
        let previous = self.previous.iter().map(|c| (c, ReplySecurity::Previous));
        std::iter::once((&self.current, ReplySecurity::Current)).chain(previous)
    }

    fn signed_plain(&self, timestamp: &str, nonce: &str, given: &str) -> Result<(), Rejection> {
        let signed = |(c, _): (&Credentials, _)| signature::verify(&c.token, timestamp, nonce, None, given);
        if self.candidates().any(signed) { Ok(()) } else { Err(Rejection::Signature) }
    }

    /// Timestamp and nonce, present and within the allowed age.
    fn fresh<'q>(&self, q: &'q Query, now: i64) -> Result<(&'q str, &'q str), Rejection> {
        let timestamp = present(&q.timestamp, "timestamp")?;
        let nonce = present(&q.nonce, "nonce")?;
        if !timestamp.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Rejection::Timestamp);
        }
        let seconds: i64 = timestamp.parse().map_err(|_| Rejection::Timestamp)?;
        let age = seconds.abs_diff(now);
        match self.max_age_s {
            Some(max) if age > max => Err(Rejection::Stale(age)),
            _ => Ok((timestamp, nonce)),
        }
    }
}

fn present<'q>(value: &'q Option<String>, name: &'static str) -> Result<&'q str, Rejection> {
    value.as_deref().filter(|value| !value.is_empty()).ok_or(Rejection::Missing(name))
}
