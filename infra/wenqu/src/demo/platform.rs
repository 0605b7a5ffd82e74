//! The simulated platform's API without a socket: for transcripts in process, and for the demo's own menu.

use std::time::Duration;

use app::ports::{CallError, Platform, RawAnswer};
use async_trait::async_trait;
use axum::{Router, body::Body};
use http::{Request, Uri, header};
use http_body_util::BodyExt;
use tower::ServiceExt;
use wechat::client::{Call, CallBody, Method};

/// As over HTTP: what takes longer has an unknown end.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Calls the simulator's router.
pub(super) struct InProcess(pub(super) Router);

#[async_trait]
impl Platform for InProcess {
    async fn call(&self, call: &Call, access_token: Option<&str>) -> Result<RawAnswer, CallError> {
        let mut query: Vec<(&str, &str)> =
            call.query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        query.extend(access_token.map(|token| ("access_token", token)));
        let url = reqwest::Url::parse_with_params(&format!("http://simulator{}", call.path), query)
            .map_err(|error| CallError::NotSent(error.to_string()))?;
        let method = match call.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
        };
        let request = Request::builder().method(method).uri(path_and_query(&url));
        let request = match &call.body {
            CallBody::None => request.body(Body::empty()),
            CallBody::Json(json) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(json.clone()))
            }
            // Nothing that the demo's product sends carries a file yet; over HTTP it would.
            CallBody::Multipart { .. } => {
                return Err(CallError::NotSent("files are not carried in process".to_owned()));
            }
        };
        self.send(request).await
    }

    async fn download(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, CallError> {
        let url = reqwest::Url::parse(url).map_err(|error| CallError::NotSent(error.to_string()))?;
        let answer = self.send(Request::builder().uri(path_and_query(&url)).body(Body::empty())).await?;
        if answer.body.len() > max_bytes { Err(CallError::TooLarge(max_bytes)) } else { Ok(answer) }
    }
}

impl InProcess {
    async fn send(&self, request: Result<Request<Body>, http::Error>) -> Result<RawAnswer, CallError> {
        let request = request.map_err(|error| CallError::NotSent(error.to_string()))?;
        let answer = async {
            let response = match self.0.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let (parts, body) = response.into_parts();
            let body = body.collect().await.map_err(|error| CallError::OutcomeUnknown(error.to_string()))?;
            let text =
                |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            match parts.status.as_u16() {
                200..=299 => Ok(RawAnswer {
                    content_type: text(header::CONTENT_TYPE),
                    body: body.to_bytes().to_vec(),
                    filename: None,
                }),
                500..=599 => Err(CallError::OutcomeUnknown(format!("HTTP status {}", parts.status.as_u16()))),
                other => Err(CallError::Status(other)),
            }
        };
        let late = |_| CallError::OutcomeUnknown("no answer in time".to_owned());
        tokio::time::timeout(TIMEOUT, answer).await.map_err(late)?
    }
}

fn path_and_query(url: &reqwest::Url) -> Uri {
    let text = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    text.parse().unwrap_or_default()
}
