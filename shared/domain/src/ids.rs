//! Identifiers. Those of residents and questions are HMACs under the account key: a retry gives the same id, and
//! none tells the openid. Alphabet: Crockford base 32 (no I, L, O, U), so that people can read them aloud.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The account's secret key for ids, 32 bytes; made once, kept with the data, never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountKey([u8; 32]);

impl AccountKey {
    /// A key from random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// HMAC-SHA-256 over the parts, each preceded by its length.
    #[must_use]
    pub fn mac(&self, parts: &[&str]) -> [u8; 32] {
        // An HMAC takes keys of any length, so this can't fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    fn chars16(&self, parts: &[&str]) -> String {
        base32(&self.mac(parts)[..10])
    }

    /// The follower id of an openid.
    #[must_use]
    pub fn follower(&self, openid: &str) -> FollowerId {
        FollowerId(self.chars16(&["follower", openid]))
    }

    /// The question id of the message that asks it.
    #[must_use]
    pub fn question(&self, openid: &str, dedupe_key: &str) -> QuestionId {
        QuestionId(self.chars16(&["question", openid, dedupe_key]))
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountKey(…)")
    }
}

/// Crockford base 32 of the bytes, most significant bit first; 10 bytes give 16 characters.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut acc, mut bits) = (0u32, 0u32);
    for &byte in bytes {
        acc = (acc << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(acc >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(acc << (5 - bits)) as usize & 31]));
    }
    out
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as stored and as in addresses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A resident in addresses, logs and queues: 16 characters.
    FollowerId
);
id!(
    /// A question: 16 characters.
    QuestionId
);
id!(
    /// Sort key of a delivery within its follower: `<created ms, 15 digits>#<8 characters>`, in order of creation.
    DeliveryId
);
id!(
    /// A worker job.
    JobId
);
id!(
    /// Sort key of an inbound message within its follower, without the `M#`: `<create time, 12 digits>#<identity>`.
    MessageKey
);
id!(
    /// Sort key of an entry of ours within its follower, without the `E#`: `<ms, 15 digits>#<8 characters>`.
    EntryId
);
id!(
    /// An officer's sign-in name.
    Login
);
id!(
    /// Questions that ask the same: named after the first of them.
    GroupId
);

impl GroupId {
    /// The group that a question begins.
    #[must_use]
    pub fn of(first: &QuestionId) -> Self {
        Self(first.0.clone())
    }

    /// What officers say for it: `G-7F3AK9`.
    #[must_use]
    pub fn short(&self) -> String {
        format!("G-{}", self.0.get(..6).unwrap_or(&self.0))
    }
}

impl FollowerId {
    /// What officers see when there is no remark: 居民 7F3A.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..4).unwrap_or(&self.0)
    }
}

impl DeliveryId {
    /// A new id that sorts by its creation.
    #[must_use]
    pub fn new(created_ms: i64, random: [u8; 5]) -> Self {
        Self(sortable(created_ms, random))
    }
}

impl EntryId {
    /// A new id that sorts by its creation.
    #[must_use]
    pub fn new(created_ms: i64, random: [u8; 5]) -> Self {
        Self(sortable(created_ms, random))
    }
}

fn sortable(ms: i64, random: [u8; 5]) -> String {
    format!("{:015}#{}", ms.max(0), base32(&random))
}

/// What people say for a question: `Q-` + 6 characters + a check character, for example `Q-7F3AK9-X`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionNumber(String);

impl QuestionNumber {
    /// How many candidates [`Self::candidate`] has for one question.
    pub const CANDIDATES: usize = 11;

    /// The `n`th candidate for a question; the first whose row is absent is taken.
    #[must_use]
    pub fn candidate(question: &QuestionId, n: usize) -> Self {
        let start = n.min(Self::CANDIDATES - 1);
        let body: String = question.as_str().chars().skip(start).take(6).collect();
        let check = check_character(&body);
        Self(format!("Q-{body}-{check}"))
    }

    /// Reads what a resident typed: any case, full width, with or without `Q`, dashes and spaces; O is read as 0,
    /// I and L as 1. `None` when it is not seven characters or the check character is wrong.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        use unicode_normalization::UnicodeNormalization;
        let mut chars: Vec<char> = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '－' | '_' | '.' | '。' | '#'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if chars.len() == 8 && chars[0] == 'Q' {
            chars.remove(0);
        }
        if chars.len() != 7 {
            return None;
        }
        let chars: String = chars
            .into_iter()
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect();
        if !chars.bytes().all(|b| ALPHABET.contains(&b)) {
            return None;
        }
        let (body, check) = chars.split_at(6);
        check.starts_with(check_character(body)).then(|| Self(format!("Q-{body}-{check}")))
    }

    /// `Q-XXXXXX-X`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Finds every single wrong character and nearly all swaps of neighbours: a weighted sum modulo 31, a prime below
/// the alphabet's size, over odd weights.
fn check_character(body: &str) -> char {
    let sum: usize = body
        .bytes()
        .enumerate()
        .map(|(place, byte)| (ALPHABET.iter().position(|&a| a == byte).unwrap_or(0) + 1) * (place + 2))
        .sum();
    char::from(ALPHABET[sum % 31])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> AccountKey {
        AccountKey::new([7; 32])
    }

    #[test]
    fn the_same_openid_gives_the_same_follower_and_hides_it() {
        let id = key().follower("oUser1");
        assert_eq!(id, key().follower("oUser1"));
        assert_ne!(id, key().follower("oUser2"));
        assert_eq!(id.as_str().len(), 16);
        assert!(!id.as_str().contains("oUser"));
        assert_ne!(id, AccountKey::new([8; 32]).follower("oUser1"));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(key().mac(&["ab", "c"]), key().mac(&["a", "bc"]));
    }

    #[test]
    fn a_number_is_read_back_however_it_is_typed() {
        let question = key().question("oUser1", "msg:1");
        let number = QuestionNumber::candidate(&question, 0);
        let plain = number.as_str().replace('-', "");
        for typed in [
            number.as_str().to_owned(),
            number.as_str().to_lowercase(),
            plain.clone(),
            plain[1..].to_owned(),
            format!(" {} ", number.as_str().replace('-', " ")),
            number.as_str().chars().map(|c| if c == '-' { '－' } else { c }).collect(),
        ] {
            assert_eq!(QuestionNumber::parse(&typed), Some(number.clone()), "{typed}");
        }
    }

    #[test]
    fn one_wrong_character_is_found() {
        let number = QuestionNumber::candidate(&key().question("oUser1", "msg:1"), 0);
        let good: Vec<char> = number.as_str().chars().filter(|c| *c != '-').skip(1).collect();
        for place in 0..6 {
            for &other in ALPHABET {
                let mut typed = good.clone();
                typed[place] = char::from(other);
                let typed: String = typed.into_iter().collect();
                let wrap = good[place] == '0' && other == b'Z' || good[place] == 'Z' && other == b'0';
                if char::from(other) != good[place] && !wrap {
                    assert_eq!(QuestionNumber::parse(&typed), None, "{typed}");
                }
            }
        }
    }
}
