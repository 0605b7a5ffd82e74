//! The two requests of the platform: GET verifies the address, POST brings a callback.

use std::{sync::Arc, time::Duration};

use app::{App, telemetry};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{RawQuery, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::conversation::Reply;
use wechat::{
    callback::{Opened, Query, Receiver, Rejection},
    ids::{OpenId, OriginalId},
    reply::{Reply as WireReply, SUCCESS},
};

use crate::{account, inbound::Inbound, record::receive};

/// Longest body in bytes; a longer one is refused without reading on.
const MAX_BODY_BYTES: usize = wechat::xml::MAX_BYTES;
/// The platform hangs up after 5 s; whatever is behind us, we answer before 3.
const ANSWER_WITHIN: Duration = Duration::from_millis(2_700);

/// What the callback needs.
#[derive(Clone)]
pub struct WebhookState {
    /// Ports and settings.
    pub app: App,
    /// Credentials and mode.
    pub receiver: Arc<Receiver>,
}

/// The callback under `/wechat`.
pub fn router(state: WebhookState) -> Router {
    Router::new().route("/wechat", get(verify).post(callback)).with_state(state)
}

async fn verify(State(state): State<WebhookState>, RawQuery(query): RawQuery) -> Response {
    let query = Query::parse(query.as_deref().unwrap_or_default());
    match state.receiver.verify_url(&query, state.app.clock.real_now().as_second()) {
        Ok(echostr) => text(echostr),
        Err(rejection) => refuse(&rejection),
    }
}

async fn callback(State(state): State<WebhookState>, RawQuery(query): RawQuery, body: Body) -> Response {
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        return refuse(&Rejection::TooLarge(MAX_BODY_BYTES + 1));
    };
    let query = Query::parse(query.as_deref().unwrap_or_default());
    let opened = match state.receiver.open(&query, &body, state.app.clock.real_now().as_second()) {
        Ok(opened) => opened,
        Err(rejection) => return refuse(&rejection),
    };
    match tokio::time::timeout(ANSWER_WITHIN, answer(&state, &opened)).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            tracing::error!(%error, "callback not stored");
            unavailable("callback_failed", "store")
        }
        Err(_) => {
            tracing::error!(within_ms = ANSWER_WITHIN.as_millis(), "callback not stored in time");
            unavailable("callback_failed", "time_out")
        }
    }
}

async fn answer(state: &WebhookState, opened: &Opened) -> Result<Response, app::ports::TableError> {
    let callback = match &opened.callback {
        Ok(callback) => callback,
        Err(unreadable) => {
            telemetry::count("callback_unreadable", "xml");
            account::keep_unreadable(&state.app, unreadable).await?;
            return Ok(text(SUCCESS.to_owned()));
        }
    };
    let Some(inbound) = Inbound::read(callback, &opened.xml) else {
        if !account::is_noise(callback) {
            account::keep_event(&state.app, callback, &opened.xml).await?;
        }
        return Ok(text(SUCCESS.to_owned()));
    };
    let reply = receive(&state.app, &inbound).await?;
    Ok(match reply {
        Some(reply) => sealed(state, opened, &callback.from, &callback.to, &reply, inbound.key.as_str()),
        None => text(SUCCESS.to_owned()),
    })
}

/// The reply on the wire. Everything in it follows from the stored reply and the message, so that a retry gets the
/// same bytes: the platform leaves nonce and time of a reply to us.
fn sealed(
    state: &WebhookState,
    opened: &Opened,
    to: &OpenId,
    from: &OriginalId,
    reply: &Reply,
    message: &str,
) -> Response {
    let Some(xml) = WireReply::Text(reply.text.clone()).to_xml(to, from, reply.create_time) else {
        return text(SUCCESS.to_owned());
    };
    let mac = state.app.key.mac(&["reply", to.as_str(), message]);
    let mut random16 = [0; 16];
    random16.copy_from_slice(&mac[..16]);
    let nonce = mac[16..20].iter().fold(0u32, |nonce, byte| (nonce << 8) | u32::from(*byte)).to_string();
    let body = state.receiver.seal(&opened.security, &xml, reply.create_time, &nonce, random16);
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))], body)
        .into_response()
}

fn text(body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, body).into_response()
}

/// One answer for every kind of failure, without a body: nothing to learn from it.
fn refuse(rejection: &Rejection) -> Response {
    telemetry::count("callback_rejected", rejection.reason());
    StatusCode::from_u16(rejection.http_status()).unwrap_or(StatusCode::FORBIDDEN).into_response()
}

fn unavailable(metric: &'static str, label: &str) -> Response {
    telemetry::count(metric, label);
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
