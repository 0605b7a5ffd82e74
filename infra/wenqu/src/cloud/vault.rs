//! A deployment's secrets in the SSM Parameter Store: which there are, what they must look like, writing and rotating
//! them. Values are read only to be checked or moved, and never shown.

use std::collections::BTreeMap;

use aws::{Secrets, Stored};
use secrecy::{ExposeSecret, SecretString};
use wechat::{envelope::EncodingAesKey, signature::Token};

use super::{connection::Cloud, failure::Failure};
use crate::{command::Usage, nearest::nearest};

/// The account key: 32 bytes in hex, made once.
pub(crate) const ACCOUNT_KEY: &str = "account/key";

/// A secret that the operator sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretName {
    /// The callback's token.
    Token,
    /// The key of encrypted callbacks.
    EncodingAesKey,
    /// For the access token.
    AppSecret,
}

impl SecretName {
    pub(crate) const ALL: [Self; 3] = [Self::Token, Self::EncodingAesKey, Self::AppSecret];

    /// The word on the command line, and the key in wenqu.toml.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::EncodingAesKey => "encoding_aes_key",
            Self::AppSecret => "app_secret",
        }
    }

    /// The secret of a word.
    ///
    /// # Errors
    /// [`Usage`], with the word that was probably meant.
    pub(crate) fn parse(word: &str) -> Result<Self, Usage> {
        let plain = word.to_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|secret| secret.as_str() == plain).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str);
            let hint = nearest(&plain, known).map(|near| format!("，是不是 {near}？ / do you mean {near}?"));
            Usage(format!(
                "没有密钥 {word} / there is no secret {word}{} ({})",
                hint.unwrap_or_default(),
                known.join(", ")
            ))
        })
    }

    /// Its name below the deployment's path.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Token => "webhook/token",
            Self::EncodingAesKey => "webhook/encoding_aes_key",
            Self::AppSecret => "sender/app_secret",
        }
    }

    /// The name of the value before, while it rotates.
    pub(crate) const fn old_path(self) -> Option<&'static str> {
        match self {
            Self::Token => Some("webhook/token_old"),
            Self::EncodingAesKey => Some("webhook/encoding_aes_key_old"),
            Self::AppSecret => None,
        }
    }

    /// Whether a value can be right; what to do otherwise, never the value.
    ///
    /// # Errors
    /// What to do.
    pub(crate) fn check(self, value: &str) -> Result<(), String> {
        match self {
            Self::Token => {
                Token::parse(value).map(drop).map_err(|error| format!("要 3 到 32 个字母或数字 / {error}"))
            }
            Self::EncodingAesKey => EncodingAesKey::parse(value)
                .map(drop)
                .map_err(|error| format!("要 43 个字母和数字，请重新复制 / {error}")),
            Self::AppSecret => crate::settings::secret(value).map(drop).map_err(str::to_owned),
        }
    }

    /// A fresh value, of those that we may choose.
    ///
    /// # Errors
    /// For an AppSecret: the platform makes it. When the system has no random bytes.
    pub(crate) fn generate(self) -> anyhow::Result<SecretString> {
        let length = match self {
            Self::Token => 32,
            Self::EncodingAesKey => 43,
            Self::AppSecret => anyhow::bail!(
                "AppSecret 由平台生成：在微信开发者平台重置后复制过来 / the platform makes the AppSecret: copy it from there"
            ),
        };
        Ok(SecretString::from(alphanumeric(length)?))
    }
}

/// Letters and digits, all equally likely.
fn alphanumeric(length: usize) -> anyhow::Result<String> {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let bytes = app::random::<64>()?;
        // 248 is the largest multiple of 62 in a byte.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        text.extend(fair.map(|byte| char::from(ALPHABET[usize::from(*byte) % 62])));
    }
    text.truncate(length);
    Ok(text)
}

/// The secrets of one deployment.
pub(crate) struct Vault {
    secrets: Secrets,
    path: String,
}

impl Vault {
    pub(crate) fn new(cloud: &Cloud) -> Self {
        Self { secrets: Secrets::through_proxies(&cloud.config), path: cloud.stack.secrets() }
    }

    /// All values, by their names below the path.
    pub(crate) async fn load(&self) -> Result<BTreeMap<String, SecretString>, Failure> {
        Ok(self.secrets.load(&self.path).await?)
    }

    /// What is known of all of them without their values.
    pub(crate) async fn list(&self) -> Result<BTreeMap<String, Stored>, Failure> {
        Ok(self.secrets.list(&self.path).await?)
    }

    pub(crate) async fn put(&self, name: &str, value: &SecretString) -> Result<(), Failure> {
        Ok(self.secrets.put(&format!("{}/{name}", self.path), value).await?)
    }

    /// Deletes one, if it is there.
    pub(crate) async fn delete(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.secrets.delete(&format!("{}/{name}", self.path)).await?)
    }

    /// Makes the account key unless there is one. Says whether it was made.
    pub(crate) async fn ensure_account_key(&self) -> anyhow::Result<bool> {
        if self.load().await?.contains_key(ACCOUNT_KEY) {
            return Ok(false);
        }
        let key = domain::audit::hex(&app::random::<32>()?);
        Ok(self.secrets.put_new(&format!("{}/{ACCOUNT_KEY}", self.path), &SecretString::from(key)).await?)
    }

    /// The current value becomes the old one, which stays valid; then the new one is written.
    ///
    /// # Errors
    /// When there is none, or when the rotation before is not finished.
    pub(crate) async fn rotate(&self, secret: SecretName, new: &SecretString) -> anyhow::Result<()> {
        let stored = self.load().await?;
        let Some(old_path) = secret.old_path() else {
            anyhow::bail!(
                "AppSecret 没有新旧并用：在平台重置后立即 `wenqu secrets set app_secret` / there is no old AppSecret beside the new: reset it on the platform, then `wenqu secrets set app_secret`"
            );
        };
        let Some(current) = stored.get(secret.path()) else {
            anyhow::bail!(
                "还没有 {name}：用 `wenqu secrets set {name}` / there is no {name} yet: `wenqu secrets set {name}`",
                name = secret.as_str()
            );
        };
        anyhow::ensure!(
            !stored.contains_key(old_path),
            "上一次轮换还没结束：平台切换后运行 `wenqu secrets rotate --finish` / the rotation before is not finished: `wenqu secrets rotate --finish` once the platform has switched"
        );
        anyhow::ensure!(
            current.expose_secret() != new.expose_secret(),
            "新值和现值相同 / the new value is the current one"
        );
        self.put(old_path, current).await?;
        Ok(self.put(secret.path(), new).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_passes_its_own_check_and_is_never_the_same() {
        for secret in [SecretName::Token, SecretName::EncodingAesKey] {
            let (one, two) = (secret.generate().unwrap(), secret.generate().unwrap());
            assert_eq!(secret.check(one.expose_secret()), Ok(()));
            assert_ne!(one.expose_secret(), two.expose_secret());
        }
        assert!(SecretName::AppSecret.generate().unwrap_err().to_string().contains("platform"));
    }

    #[test]
    fn a_wrong_value_is_refused_without_showing_it() {
        for (secret, value, hint) in [
            (SecretName::Token, "a b", "3 到 32"),
            (SecretName::EncodingAesKey, "sesame", "43"),
            (SecretName::AppSecret, "sesame", "32"),
        ] {
            let mend = secret.check(value).unwrap_err();
            assert!(mend.contains(hint) && !mend.contains(value), "{mend}");
        }
    }

    #[test]
    fn words_are_forgiving_and_mistakes_answered() {
        assert_eq!(SecretName::parse("Encoding-AES-Key").unwrap(), SecretName::EncodingAesKey);
        assert!(SecretName::parse("tokne").unwrap_err().to_string().contains("do you mean token?"));
    }
}
