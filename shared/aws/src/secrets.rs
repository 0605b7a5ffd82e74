//! Secrets in the SSM Parameter Store, as secure strings (AWS Systems Manager API reference: `GetParametersByPath`,
//! `PutParameter`).
//!
//! A function reads only the paths that its role allows: `/wenqu/<stack>/webhook`, `/wenqu/<stack>/account` and so on.

use std::{collections::BTreeMap, time::Duration};

use aws_config::SdkConfig;
use aws_sdk_ssm::{
    Client,
    config::{Builder, http::HttpResponse},
    error::{ProvideErrorMetadata, SdkError},
    types::ParameterType,
};
use secrecy::{ExposeSecret, SecretString};

use crate::{connection, failure::Failure};

/// Most parameters in one answer (the service's own limit).
const PAGE: i32 = 10;

/// Why the secrets could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// This caller may not; the text tells who may not do what.
    #[error("not allowed to use {path} in the parameter store: {reason}")]
    Denied {
        /// The path or name asked for.
        path: String,
        /// The service's text.
        reason: String,
    },
    /// Not reached, or refused for a passing reason.
    #[error("the parameter store did not answer for {path}: {reason}")]
    Unavailable {
        /// The path or name asked for.
        path: String,
        /// What failed.
        reason: String,
    },
    /// The service does not take it.
    #[error("the parameter store refused {path}: {reason}")]
    Refused {
        /// The path or name asked for.
        path: String,
        /// The service's word.
        reason: String,
    },
}

/// The parameter store.
#[derive(Clone, Copy, Debug)]
pub struct Secrets;

impl Secrets {
    /// Reads all parameters below `path`, decrypted, by their names below it: `webhook/token` of `/wenqu/<stack>`, `token`
    /// of `/wenqu/<stack>/webhook`. None are an empty map.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn load(
        config: &SdkConfig,
        path: &str,
    ) -> Result<BTreeMap<String, SecretString>, SecretsError> {
        let below = format!("{}/", path.trim_end_matches('/'));
        let mut found = BTreeMap::new();
        let client = client(config);
        let mut next = None;
        loop {
            let request = client
                .get_parameters_by_path()
                .path(path)
                .recursive(true)
                .with_decryption(true)
                .max_results(PAGE)
                .set_next_token(next);
            let page = request.send().await.map_err(|error| failed(path, &error))?;
            for parameter in page.parameters.unwrap_or_default() {
                let name = parameter.name.unwrap_or_default();
                let name = name.strip_prefix(&below).unwrap_or(&name).to_owned();
                found.insert(name, SecretString::from(parameter.value.unwrap_or_default()));
            }
            next = page.next_token;
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    /// Writes the parameter `name` (its whole path) as a secure string under the account's own key for parameters,
    /// whether or not it was there. At most 4 KiB.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn put(config: &SdkConfig, name: &str, value: &SecretString) -> Result<(), SecretsError> {
        let request = client(config)
            .put_parameter()
            .name(name)
            .value(value.expose_secret())
            .r#type(ParameterType::SecureString)
            .overwrite(true);
        request.send().await.map(drop).map_err(|error| failed(name, &error))
    }
}

fn client(config: &SdkConfig) -> Client {
    let config = Builder::from(config)
        .timeout_config(connection::timeouts(Duration::from_secs(2), Duration::from_secs(5)))
        .retry_config(connection::tries(3))
        .build();
    Client::from_conf(config)
}

fn failed<E: ProvideErrorMetadata>(path: &str, error: &SdkError<E, HttpResponse>) -> SecretsError {
    let failure = Failure::of(error);
    let (path, reason) = (path.to_owned(), failure.text().to_owned());
    match failure {
        Failure::Answered(answered) if answered.is_denied() => SecretsError::Denied { path, reason },
        Failure::Answered(answered) if answered.status < 500 && !answered.is_throttling() => {
            SecretsError::Refused { path, reason }
        }
        _ => SecretsError::Unavailable { path, reason },
    }
}
