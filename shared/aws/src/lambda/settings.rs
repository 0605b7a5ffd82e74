//! Settings of a function: its environment, and its secrets under the names that settings have elsewhere.

use std::{collections::BTreeMap, fmt};

use app::settings::{Problem, Reader};
use secrecy::{ExposeSecret, SecretString};

use crate::{NotSet, SecretsError};

/// Secrets by their path below the deployment's.
pub(super) type SecretTexts = BTreeMap<String, SecretString>;

/// Settings that are secrets here, and their places.
const SECRETS: [(&str, &str); 6] = [
    ("WENQU_TOKEN", "webhook/token"),
    ("WENQU_ENCODING_AES_KEY", "webhook/encoding_aes_key"),
    ("WENQU_TOKEN_OLD", "webhook/token_old"),
    ("WENQU_ENCODING_AES_KEY_OLD", "webhook/encoding_aes_key_old"),
    ("WENQU_APP_SECRET", "sender/app_secret"),
    ("WENQU_ACCOUNT_KEY", "account/key"),
];

/// Settings or secrets are wrong: all problems.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Wrong(pub Vec<Problem>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "设置有 {} 处不对 / {} settings are wrong:", self.0.len(), self.0.len())?;
        for problem in &self.0 {
            match place(&problem.setting) {
                Some(place) => write!(f, "\n  ✗ secret {place}: {}", problem.mend)?,
                None => write!(f, "\n  ✗ {problem}")?,
            }
        }
        Ok(())
    }
}

/// Why a function does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Settings or secrets.
    #[error(transparent)]
    Wrong(#[from] Wrong),
    /// The template did not say where the secrets are.
    #[error(transparent)]
    NotSet(#[from] NotSet),
    /// The secrets can't be read.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
}

/// A setting of the environment: the one place where it is read.
#[allow(clippy::disallowed_methods, reason = "the edge at which the environment is read")]
#[must_use]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn place(setting: &str) -> Option<&'static str> {
    SECRETS.iter().find(|(name, _)| *name == setting).map(|(_, place)| *place)
}

/// Reads settings from `environment` and `secrets`. A secret never comes from the environment.
///
/// # Errors
/// [`Wrong`] with all problems.
pub(super) fn read<T>(
    environment: &dyn Fn(&str) -> Option<String>,
    secrets: &SecretTexts,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Wrong> {
    let lookup = |setting: &str| match place(setting) {
        Some(place) => secrets.get(place).map(|secret| secret.expose_secret().to_owned()),
        None => environment(setting),
    };
    let mut reader = Reader::new(&lookup);
    let value = read(&mut reader);
    match (value, reader.finish()) {
        (Some(value), problems) if problems.is_empty() => Ok(value),
        (_, problems) => Err(Wrong(problems)),
    }
}

/// Whether nothing has changed.
pub(super) fn same(one: &SecretTexts, other: &SecretTexts) -> bool {
    let texts = |secrets: &SecretTexts| -> Vec<(String, String)> {
        secrets.iter().map(|(name, text)| (name.clone(), text.expose_secret().to_owned())).collect()
    };
    texts(one) == texts(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(texts: &[(&str, &str)]) -> SecretTexts {
        texts.iter().map(|(name, text)| ((*name).to_owned(), SecretString::from(*text))).collect()
    }

    #[test]
    fn secrets_come_from_their_store_only_and_every_problem_is_named_by_its_place() {
        let environment = |name: &str| match name {
            "WENQU_TOKEN" => Some("fromTheEnvironment".to_owned()),
            "WENQU_APP_ID" => Some("gh_wrong".to_owned()),
            _ => None,
        };
        let own = secrets(&[("webhook/encoding_aes_key", "tooshort")]);
        let wrong = read(&environment, &own, app::settings::receiver).unwrap_err().to_string();
        for shown in [
            "3 settings",
            "secret webhook/token: 没有设置 is not set",
            "secret webhook/encoding_aes_key",
            "WENQU_APP_ID",
        ] {
            assert!(wrong.contains(shown), "{shown} in:\n{wrong}");
        }
        assert!(!wrong.contains("tooshort") && !wrong.contains("fromTheEnvironment"), "{wrong}");
    }

    #[test]
    fn old_and_new_are_read_while_they_rotate() {
        let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        let environment = |name: &str| (name == "WENQU_APP_ID").then(|| "wx5823bf96d3bd56c7".to_owned());
        let mut own = secrets(&[("webhook/token", "tokenOfNow"), ("webhook/encoding_aes_key", key)]);
        assert!(read(&environment, &own, app::settings::receiver).unwrap().previous.is_none());
        let before = own.clone();
        own.extend(secrets(&[("webhook/token_old", "tokenOfThen")]));
        assert!(same(&before, &before.clone()) && !same(&before, &own));
        let previous = read(&environment, &own, app::settings::receiver).unwrap().previous.unwrap();
        assert_eq!(previous.token.as_str(), "tokenOfThen");
        assert!(previous.key.is_some(), "the key did not change");
    }
}
