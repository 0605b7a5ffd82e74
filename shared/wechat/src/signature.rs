//! The platform's SHA-1 signatures over sorted strings.
//!
//! `signature` covers token, timestamp and nonce; `msg_signature` covers the `Encrypt` value too. Neither
//! covers `openid`. The plain `signature` doesn't cover the body: never accept a body on its strength where
//! an encrypted one is expected. Comparison takes constant time.
//! Source: "消息推送 / Message push" guide of the platform's documentation.

use sha1::{Digest, Sha1};
use std::{fmt, str::FromStr};
use subtle::ConstantTimeEq;

/// The callback token set in the account's console: 3–32 characters. The console takes letters and digits;
/// any visible ASCII is accepted here, since test tools use more. A secret: its `Debug` shows nothing.
#[derive(Clone)]
pub struct Token(String);

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Shorter than 3 or longer than 32 characters.
    #[error("the callback token must be 3 to 32 characters long, it has {0}; set the one from the console")]
    Length(usize),
    /// A space, a control character, or something beyond ASCII.
    #[error("the callback token may hold only letters and digits, without spaces")]
    Alphabet,
}

impl Token {
    /// Checks and keeps a token.
    ///
    /// # Errors
    /// [`TokenError`] when the length or the alphabet is not what the console allows.
    pub fn parse(token: &str) -> Result<Self, TokenError> {
        let length = token.chars().count();
        if !(3..=32).contains(&length) {
            return Err(TokenError::Length(length));
        }
        if !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(TokenError::Alphabet);
        }
        Ok(Self(token.to_owned()))
    }

    /// The secret itself, to sign with.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(token: &str) -> Result<Self, TokenError> {
        Self::parse(token)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Signs: sorts the parts by their bytes, concatenates them, and gives the SHA-1 as 40 lower-case hex digits.
///
/// ```
/// // The worked example of the official guide.
/// let signature = wechat::signature::sign(&["AAAAA", "1714036504", "1514711492"]);
/// assert_eq!(signature, "f464b24fc39322e44b38aa78f5edd27bd1441696");
/// ```
pub fn sign(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    hex_text(&digest(&sorted))
}

/// Whether `given` is the signature over token, timestamp, nonce and, for a `msg_signature`, the `Encrypt`
/// value in `extra`. Only lower-case hex is accepted, which is what the platform sends.
pub fn verify(token: &Token, timestamp: &str, nonce: &str, extra: Option<&str>, given: &str) -> bool {
    let expected = match extra {
        None => {
            let mut parts = [token.as_str(), timestamp, nonce];
            parts.sort_unstable();
            digest(&parts)
        }
        Some(encrypt) => {
            let mut parts = [token.as_str(), timestamp, nonce, encrypt];
            parts.sort_unstable();
            digest(&parts)
        }
    };
    hex(&expected).ct_eq(given.as_bytes()).into()
}

/// The JS-SDK's signature: SHA-1 of `jsapi_ticket=…&noncestr=…&timestamp=…&url=…`, the page's address
/// without its fragment. Source: "JS-SDK 使用权限签名算法".
pub fn sign_js_sdk(ticket: &str, nonce: &str, timestamp: &str, url: &str) -> String {
    let page = url.split_once('#').map_or(url, |(page, _)| page);
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}");
    hex_text(&digest(&[&text]))
}

pub(crate) fn digest(parts: &[&str]) -> [u8; 20] {
    let mut sha = Sha1::new();
    for part in parts {
        sha.update(part.as_bytes());
    }
    sha.finalize().into()
}

pub(crate) fn hex_text(digest: &[u8]) -> String {
    digest.iter().flat_map(|byte| hex_pair(*byte)).map(char::from).collect()
}

fn hex(digest: &[u8; 20]) -> [u8; 40] {
    let mut text = [0; 40];
    for (pair, byte) in text.chunks_exact_mut(2).zip(digest) {
        pair.copy_from_slice(&hex_pair(*byte));
    }
    text
}

fn hex_pair(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_what_is_wrong_with_it() {
        assert_eq!(Token::parse("ab").unwrap_err(), TokenError::Length(2));
        assert_eq!(Token::parse(&"a".repeat(33)).unwrap_err(), TokenError::Length(33));
        assert_eq!(Token::parse("with space").unwrap_err(), TokenError::Alphabet);
        assert_eq!(Token::parse("三个字").unwrap_err(), TokenError::Alphabet);
        assert_eq!(format!("{:?}", Token::parse("secret1").unwrap()), "Token(…)");
    }

    #[test]
    fn only_the_exact_signature_verifies() {
        let token = Token::parse("AAAAA").unwrap();
        let good = "f464b24fc39322e44b38aa78f5edd27bd1441696";
        assert!(verify(&token, "1714036504", "1514711492", None, good));
        assert!(!verify(&token, "1714036504", "1514711492", None, &good.to_uppercase()));
        assert!(!verify(&token, "1714036504", "1514711492", None, &good[..39]));
        assert!(!verify(&token, "1714036504", "1514711492", Some(""), ""));
        assert!(!verify(&token, "1714036505", "1514711492", None, good));
    }
}
