//! Secrets in the SSM Parameter Store, as secure strings (AWS Systems Manager API reference: `GetParametersByPath`,
//! `PutParameter`, `DeleteParameter`).
//!
//! A function reads only the paths that its role allows: `/wenqu/<stack>/webhook`, `/wenqu/<stack>/account` and so on.

use std::{collections::BTreeMap, time::Duration};

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use http::{HeaderName, Method, header};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::signed::{self, Answer, Service, Signed};

const SSM: Service = Service {
    name: "ssm",
    id: "SSM",
    a_try: Duration::from_secs(2),
    all_tries: Duration::from_secs(5),
    code,
};
const SSM_FROM_AFAR: Service =
    Service { a_try: Duration::from_secs(20), all_tries: Duration::from_secs(45), ..SSM };

/// Most parameters in one answer (the service's own limit).
const PAGE: u32 = 10;

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

/// What is known of a parameter without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// How often it was written.
    pub version: i64,
    /// Last write, in seconds since 1970.
    pub changed_s: i64,
}

/// The parameter store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Secrets(Signed);

impl Secrets {
    /// As a function reaches it. Connects to nothing yet.
    #[must_use]
    pub fn new(config: &SdkConfig) -> Self {
        Self(Signed::new(SSM, signed::near(), config, None))
    }

    /// The same from outside AWS, through the proxy that `HTTPS_PROXY` names.
    #[must_use]
    pub fn through_proxies(config: &SdkConfig) -> Self {
        Self::over(signed::from_afar(), config)
    }

    pub(crate) fn over(connector: SharedHttpConnector, config: &SdkConfig) -> Self {
        Self(Signed::new(SSM_FROM_AFAR, connector, config, None))
    }

    /// Reads all parameters below `path`, decrypted, by their names below it: `webhook/token` of `/wenqu/<stack>`, `token`
    /// of `/wenqu/<stack>/webhook`. None are an empty map.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn load(&self, path: &str) -> Result<BTreeMap<String, SecretString>, SecretsError> {
        let found = self.below(path, true).await?;
        Ok(found.into_iter().map(|(name, parameter)| (name, parameter.value.into())).collect())
    }

    /// The same parameters without their values.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn list(&self, path: &str) -> Result<BTreeMap<String, Stored>, SecretsError> {
        let found = self.below(path, false).await?;
        Ok(found.into_iter().map(|(name, parameter)| (name, parameter.stored())).collect())
    }

    /// Writes the parameter `name` (its whole path) as a secure string under the account's own key for parameters,
    /// whether or not it was there. At most 4 KiB.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn put(&self, name: &str, value: &SecretString) -> Result<(), SecretsError> {
        self.ask("PutParameter", name, &parameter(name, value, true)).await.map(drop)
    }

    /// The same, unless there is one; false then.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn put_new(&self, name: &str, value: &SecretString) -> Result<bool, SecretsError> {
        match self.ask("PutParameter", name, &parameter(name, value, false)).await {
            Ok(_) => Ok(true),
            Err(SecretsError::Refused { reason, .. }) if reason.starts_with("ParameterAlreadyExists") => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Deletes the parameter `name`; false when it was not there.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn delete(&self, name: &str) -> Result<bool, SecretsError> {
        match self.ask("DeleteParameter", name, &json!({"Name": name})).await {
            Ok(_) => Ok(true),
            Err(SecretsError::Refused { reason, .. }) if reason.starts_with("ParameterNotFound") => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn below(&self, path: &str, decrypted: bool) -> Result<BTreeMap<String, Parameter>, SecretsError> {
        let below = format!("{}/", path.trim_end_matches('/'));
        let (mut found, mut next) = (BTreeMap::new(), None);
        loop {
            let mut request =
                json!({"Path": path, "Recursive": true, "WithDecryption": decrypted, "MaxResults": PAGE});
            if let Some(next) = next {
                request["NextToken"] = Value::String(next);
            }
            let answer = self.ask("GetParametersByPath", path, &request).await?;
            let page: Page =
                serde_json::from_slice(&answer.bytes).map_err(|_| SecretsError::Unavailable {
                    path: path.to_owned(),
                    reason: "an answer that can't be read".to_owned(),
                })?;
            for parameter in page.parameters {
                let name = parameter.name.strip_prefix(&below).unwrap_or(&parameter.name).to_owned();
                found.insert(name, parameter);
            }
            next = page.next_token;
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    async fn ask(&self, operation: &str, path: &str, request: &Value) -> Result<Answer, SecretsError> {
        let target = format!("AmazonSSM.{operation}");
        let headers = [
            (HeaderName::from_static("x-amz-target"), target.as_str()),
            (header::CONTENT_TYPE, "application/x-amz-json-1.1"),
        ];
        let asked = self.0.ask(Method::POST, "", &headers, request.to_string().as_bytes()).await;
        let path = path.to_owned();
        let answer = asked.map_err(|reason| SecretsError::Unavailable { path: path.clone(), reason })?;
        match answer.status {
            200..=299 => Ok(answer),
            _ if answer.is_passing() => Err(SecretsError::Unavailable { path, reason: answer.text() }),
            401 | 403 => Err(SecretsError::Denied { path, reason: why(&answer) }),
            _ if answer.code.starts_with("AccessDenied") => {
                Err(SecretsError::Denied { path, reason: why(&answer) })
            }
            _ => Err(SecretsError::Refused { path, reason: answer.text() }),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    #[serde(default)]
    parameters: Vec<Parameter>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter {
    name: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    version: i64,
    /// Seconds since 1970, with a fraction.
    #[serde(default)]
    last_modified_date: f64,
}

impl Parameter {
    #[allow(clippy::cast_possible_truncation, reason = "whole seconds are meant")]
    const fn stored(&self) -> Stored {
        Stored { version: self.version, changed_s: self.last_modified_date as i64 }
    }
}

/// What a service says of an error.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default, rename = "__type")]
    code: String,
    #[serde(default, alias = "Message")]
    message: String,
}

fn refusal(answer: &[u8]) -> Refusal {
    serde_json::from_slice(answer).unwrap_or_default()
}

/// `{"__type": "com.amazonaws.ssm#ParameterNotFound", …}`
fn code(answer: &[u8]) -> String {
    let code = refusal(answer).code;
    code.rsplit('#').next().map(ToOwned::to_owned).unwrap_or_default()
}

/// Who may not do what, in the service's words, which name no value.
fn why(answer: &Answer) -> String {
    format!("{}: {}", answer.text(), refusal(&answer.bytes).message)
}
fn parameter(name: &str, value: &SecretString, overwrite: bool) -> Value {
    json!({"Name": name, "Value": value.expose_secret(), "Type": "SecureString", "Overwrite": overwrite})
}
