//! How a player reaches the product: JSON over HTTP, or the same requests in process.

use async_trait::async_trait;
use axum::{Router, body::Body};
use http::{Method, Request, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as JSON; `null` when it is none.
    pub json: Value,
}

/// The product did not answer at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(pub String);

/// Reaches `/_sim/…` and `/admin/api/v1/…`.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Makes a request.
    ///
    /// # Errors
    /// When no answer came.
    async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        bearer: Option<&str>,
    ) -> Result<Answer, TransportError>;

    /// Does what is due now, if that does not happen by itself.
    async fn settle(&self) {}

    /// Whether nothing more comes by itself after [`Self::settle`].
    fn settles(&self) -> bool {
        false
    }
}

/// Does all that is due: drains the queues, lets the ticker look.
#[async_trait]
pub trait Settle: Send + Sync {
    /// Returns when nothing is due any more.
    async fn settle(&self);
}

/// Calls a router without a socket, and drains the queues itself: the same order every time.
pub struct RouterTransport<S> {
    router: Router,
    settle: S,
}

impl<S: Settle> RouterTransport<S> {
    /// Over the demo's whole router.
    pub const fn new(router: Router, settle: S) -> Self {
        Self { router, settle }
    }
}

#[async_trait]
impl<S: Settle> Transport for RouterTransport<S> {
    async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        bearer: Option<&str>,
    ) -> Result<Answer, TransportError> {
        let failed = |error: &dyn std::fmt::Display| TransportError(error.to_string());
        let mut request =
            Request::builder().method(method).uri(path).header(header::ACCEPT, "application/json");
        if let Some(bearer) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        let request = request.body(body).map_err(|error| failed(&error))?;
        let response = self.router.clone().oneshot(request).await.map_err(|error| failed(&error))?;
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.map_err(|error| failed(&error))?.to_bytes();
        Ok(Answer { status, json: serde_json::from_slice(&bytes).unwrap_or_default() })
    }

    async fn settle(&self) {
        self.settle.settle().await;
    }

    fn settles(&self) -> bool {
        true
    }
}
