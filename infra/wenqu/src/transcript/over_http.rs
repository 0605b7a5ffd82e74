//! A player's way to a running demo.

use std::time::Duration;

use async_trait::async_trait;
use http::{Method, header};
use serde_json::Value;

use super::transport::{Answer, Transport, TransportError};

/// Longer than an act whose callback is cut off and retried three times.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Requests over HTTP.
pub struct HttpTransport {
    base: String,
    client: reqwest::Client,
}

impl HttpTransport {
    /// To the demo at `base`, for example `http://127.0.0.1:8600`.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(base: &str) -> Result<Self, TransportError> {
        outbound::install_tls();
        let client = reqwest::Client::builder().timeout(TIMEOUT).no_proxy().build();
        let client = client.map_err(|error| TransportError(error.to_string()))?;
        Ok(Self { base: base.trim_end_matches('/').to_owned(), client })
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        bearer: Option<&str>,
    ) -> Result<Answer, TransportError> {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        request = request.header(header::ACCEPT, "application/json");
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        if let Some(json) = body {
            request = request.header(header::CONTENT_TYPE, "application/json").body(json.to_string());
        }
        let unreached = |error: reqwest::Error| {
            let hint = if error.is_connect() { "; is `wenqu demo` running there?" } else { "" };
            TransportError(format!("{} does not answer: {error}{hint}", self.base))
        };
        let response = request.send().await.map_err(unreached)?;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.map_err(unreached)?;
        Ok(Answer { status, json: serde_json::from_slice(&bytes).unwrap_or_default() })
    }
}
