//! The AES envelope around callbacks and replies (WXBizMsgCrypt).
//!
//! AES-256-CBC, IV = first 16 bytes of the key, PKCS#7 padding with a block of 32 bytes. The plain buffer is
//! 16 random bytes, the message's length in bytes (4, big-endian), the message in UTF-8, the appid.
//! Every check that the format allows is made; what failed is a number for the logs only, since telling the
//! outside would make a padding oracle. Source: "消息加解密说明" of the platform's documentation.

use crate::{ids::AppId, signature, xml};
use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use base64::{
    Engine,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use std::{fmt, str::FromStr};

type Aes256CbcDecryptor = cbc::Decryptor<aes::Aes256>;
type Aes256CbcEncryptor = cbc::Encryptor<aes::Aes256>;

const BLOCK_BYTES: usize = 16;
const PAD_BLOCK_BYTES: usize = 32;
const RANDOM_BYTES: usize = 16;
const HEADER_BYTES: usize = RANDOM_BYTES + 4;

/// 43 characters hold 258 bits: the two left over may be anything, and in real keys they are.
const KEY_ENGINE: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// The EncodingAESKey of the account's console. A secret: its `Debug` shows nothing.
#[derive(Clone)]
pub struct EncodingAesKey([u8; 32]);

/// Why an EncodingAESKey is refused. WXBizMsgCrypt calls it -40004.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not exactly 43 characters.
    #[error("the EncodingAESKey must have exactly 43 characters, it has {0}; copy it from the console again")]
    Length(usize),
    /// Something else than ASCII letters and digits.
    #[error("the EncodingAESKey may hold only the letters A-Z, a-z and the digits 0-9")]
    Alphabet,
}

impl EncodingAesKey {
    /// Decodes a key of 43 letters and digits. Non-zero trailing bits are tolerated.
    ///
    /// # Errors
    /// [`KeyError`] when the length or the alphabet is wrong.
    pub fn parse(key: &str) -> Result<Self, KeyError> {
        let length = key.chars().count();
        if length != 43 {
            return Err(KeyError::Length(length));
        }
        if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(KeyError::Alphabet);
        }
        let decoded = KEY_ENGINE.decode(key).map_err(|_| KeyError::Alphabet)?;
        decoded.try_into().map(Self).map_err(|_| KeyError::Length(length))
    }

    /// A key of ours, for sealing what is none of the platform's business.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn iv(&self) -> [u8; BLOCK_BYTES] {
        let mut iv = [0; BLOCK_BYTES];
        iv.copy_from_slice(&self.0[..BLOCK_BYTES]);
        iv
    }
}

impl FromStr for EncodingAesKey {
    type Err = KeyError;

    fn from_str(key: &str) -> Result<Self, KeyError> {
        Self::parse(key)
    }
}

impl fmt::Debug for EncodingAesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncodingAesKey(…)")
    }
}

/// Why an envelope can't be opened. For logs and metrics; to the outside all of them are one 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// `Encrypt` is not standard base64.
    #[error("Encrypt is not valid base64")]
    Base64,
    /// Fewer than 32 bytes, or not a multiple of the cipher's block.
    #[error("the ciphertext has {0} bytes, which is no whole number of blocks or too few")]
    Blocks(usize),
    /// The padding is not 1–32 equal bytes: wrong key or damaged text.
    #[error("the padding is wrong: another key, or a damaged text")]
    Padding,
    /// The buffer is shorter than its header, or its length field points beyond the end.
    #[error("the decrypted buffer contradicts its length field")]
    Length,
    /// The id at the end is not ours.
    #[error("the envelope is for another appid")]
    AppId,
    /// The message is not UTF-8.
    #[error("the decrypted message is not UTF-8")]
    Utf8,
}

impl EnvelopeError {
    /// The WXBizMsgCrypt number: -40010, -40007, -40008 or -40005.
    pub fn code(self) -> i32 {
        match self {
            Self::Base64 => -40010,
            Self::Blocks(_) | Self::Padding => -40007,
            Self::Length | Self::Utf8 => -40008,
            Self::AppId => -40005,
        }
    }
}

/// A key and the appid that its envelopes must end with.
#[derive(Debug, Clone)]
pub struct Crypto {
    /// The account's key.
    pub key: EncodingAesKey,
    /// The account's appid.
    pub app_id: AppId,
}

impl Crypto {
    /// Opens an `Encrypt` value. The signature must have been checked before.
    ///
    /// # Errors
    /// [`EnvelopeError`], in the order of the checks: base64, blocks, padding, length field, appid, UTF-8.
    pub fn decrypt(&self, encrypt: &str) -> Result<String, EnvelopeError> {
        decrypt(&self.key, &self.app_id, encrypt)
    }

    /// Makes an `Encrypt` value. `random16` must be fresh from the system's random source for each message.
    pub fn encrypt(&self, plaintext: &str, random16: [u8; RANDOM_BYTES]) -> String {
        encrypt(&self.key, &self.app_id, plaintext, random16)
    }
}

pub(crate) fn decrypt(key: &EncodingAesKey, app_id: &AppId, encrypt: &str) -> Result<String, EnvelopeError> {
    let mut buffer = STANDARD.decode(encrypt).map_err(|_| EnvelopeError::Base64)?;
    if buffer.len() < 2 * BLOCK_BYTES || !buffer.len().is_multiple_of(BLOCK_BYTES) {
        return Err(EnvelopeError::Blocks(buffer.len()));
    }
    let mut cipher = Aes256CbcDecryptor::new(&key.0.into(), &key.iv().into());
    let (blocks, _) = Array::slice_as_chunks_mut(&mut buffer);
    cipher.decrypt_blocks(blocks);
    let unpadded = unpadded_length(&buffer)?;
    buffer.truncate(unpadded);
    let end = message_end(&buffer)?;
    if &buffer[end..] != app_id.as_str().as_bytes() {
        return Err(EnvelopeError::AppId);
    }
    buffer.truncate(end);
    buffer.drain(..HEADER_BYTES);
    String::from_utf8(buffer).map_err(|_| EnvelopeError::Utf8)
}

fn unpadded_length(buffer: &[u8]) -> Result<usize, EnvelopeError> {
    let pad = buffer.last().copied().unwrap_or(0);
    let length = buffer.len().checked_sub(usize::from(pad)).ok_or(EnvelopeError::Padding)?;
    let legal = (1..=PAD_BLOCK_BYTES).contains(&usize::from(pad));
    if !legal || buffer[length..].iter().any(|byte| *byte != pad) {
        return Err(EnvelopeError::Padding);
    }
    Ok(length)
}

fn message_end(buffer: &[u8]) -> Result<usize, EnvelopeError> {
    let field: [u8; 4] = buffer
        .get(RANDOM_BYTES..HEADER_BYTES)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(EnvelopeError::Length)?;
    let length = usize::try_from(u32::from_be_bytes(field)).map_err(|_| EnvelopeError::Length)?;
    HEADER_BYTES.checked_add(length).filter(|end| *end <= buffer.len()).ok_or(EnvelopeError::Length)
}

pub(crate) fn encrypt(
    key: &EncodingAesKey,
    app_id: &AppId,
    plaintext: &str,
    random16: [u8; RANDOM_BYTES],
) -> String {
    let id = app_id.as_str();
    let mut buffer = Vec::with_capacity(HEADER_BYTES + plaintext.len() + id.len() + PAD_BLOCK_BYTES);
    buffer.extend_from_slice(&random16);
    // A reply has a few kilobytes; the field can't overflow short of 4 GiB.
    buffer.extend_from_slice(&(plaintext.len() as u32).to_be_bytes());
    buffer.extend_from_slice(plaintext.as_bytes());
    buffer.extend_from_slice(id.as_bytes());
    let pad = PAD_BLOCK_BYTES - buffer.len() % PAD_BLOCK_BYTES;
    buffer.resize(buffer.len() + pad, pad as u8);
    let mut cipher = Aes256CbcEncryptor::new(&key.0.into(), &key.iv().into());
    let (blocks, _) = Array::slice_as_chunks_mut(&mut buffer);
    cipher.encrypt_blocks(blocks);
    STANDARD.encode(buffer)
}

/// The envelope of an encrypted reply: `Encrypt`, `MsgSignature` over it, `TimeStamp` (Unix seconds) and
/// `Nonce`.
pub fn wrap(token: &signature::Token, encrypt: &str, timestamp_s: i64, nonce: &str) -> String {
    let timestamp = timestamp_s.to_string();
    let msg_signature = signature::sign(&[token.as_str(), &timestamp, nonce, encrypt]);
    let mut text = String::with_capacity(encrypt.len() + nonce.len() + 220);
    text.push_str("<xml><Encrypt>");
    xml::push_cdata(&mut text, encrypt);
    text.push_str("</Encrypt><MsgSignature>");
    xml::push_cdata(&mut text, &msg_signature);
    text.push_str("</MsgSignature><TimeStamp>");
    text.push_str(&timestamp);
    text.push_str("</TimeStamp><Nonce>");
    xml::push_cdata(&mut text, nonce);
    text.push_str("</Nonce></xml>");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_is_wrong_with_it_and_never_shows_itself() {
        assert_eq!(EncodingAesKey::parse("short").unwrap_err(), KeyError::Length(5));
        assert_eq!(EncodingAesKey::parse(&"钥".repeat(43)).unwrap_err(), KeyError::Alphabet);
        assert_eq!(EncodingAesKey::parse(&"=".repeat(43)).unwrap_err(), KeyError::Alphabet);
        let key = EncodingAesKey::parse("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").unwrap();
        assert_eq!(format!("{key:?}"), "EncodingAesKey(…)");
    }
}
