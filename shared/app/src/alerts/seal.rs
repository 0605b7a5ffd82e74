//! Secrets of channels at rest: encrypted under a key that follows from the account key.

use domain::ids::{AccountKey, base32};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use wechat::envelope::{Crypto, EncodingAesKey};

use crate::{ports::TableError, random};

/// An encrypted secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    sealed: String,
    mac: String,
}

impl Sealed {
    /// Seals a secret; `what` binds it to its place.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub(super) fn new(key: &AccountKey, what: &str, secret: &str) -> Result<Self, TableError> {
        let sealed = crypto(key).encrypt(secret, random()?);
        Ok(Self { mac: mac(key, what, &sealed), sealed })
    }

    /// Opens it.
    ///
    /// # Errors
    /// `Invalid` when it was sealed under another key, for another place, or changed.
    pub(super) fn open(&self, key: &AccountKey, what: &str) -> Result<String, TableError> {
        let invalid = || TableError::Invalid("a channel's secret can't be opened: set it again".to_owned());
        if !bool::from(mac(key, what, &self.sealed).as_bytes().ct_eq(self.mac.as_bytes())) {
            return Err(invalid());
        }
        crypto(key).decrypt(&self.sealed).map_err(|_| invalid())
    }
}

fn crypto(key: &AccountKey) -> Crypto {
    Crypto { key: EncodingAesKey::new(key.mac(&["alert channels, key"])), app_id: "wenqu".into() }
}

fn mac(key: &AccountKey, what: &str, sealed: &str) -> String {
    base32(&key.mac(&["alert channels, mac", what, sealed]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_opened_only_by_its_key_at_its_place() {
        let key = AccountKey::new([7; 32]);
        let sealed = Sealed::new(&key, "robot", "https://robot?key=SECRET").unwrap();
        assert!(!serde_json::to_string(&sealed).unwrap().contains("SECRET"));
        assert_eq!(sealed.open(&key, "robot").unwrap(), "https://robot?key=SECRET");
        assert!(sealed.open(&key, "mail").is_err());
        assert!(sealed.open(&AccountKey::new([8; 32]), "robot").is_err());
    }
}
