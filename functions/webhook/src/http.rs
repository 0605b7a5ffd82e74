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
use domain::conversation::{Reply, ReplyCard};
use jiff::Timestamp;
use wechat::{
    callback::{Opened, Query, Receiver, Rejection},
    ids::{MediaId, OpenId, OriginalId},
    reply::{Article, Reply as WireReply, SUCCESS},
};

use crate::{genuine::Genuine, record::Arrival, spill::spill};

/// Longest body in bytes; a longer one is refused without reading on.
const MAX_BODY_BYTES: usize = wechat::xml::MAX_BYTES;
/// The platform hangs up after 5 s; whatever is behind us, we answer before 3, of which a process that has to start first
/// takes some. So long the table may take when there is nothing else that could keep the callback.
const TABLE_WITHIN: Duration = Duration::from_millis(2_300);
/// So long it may take when a queue can, which then needs its own time.
const TABLE_WITHIN_BEFORE_SPILL: Duration = Duration::from_millis(1_300);

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
    let genuine = Genuine::read(&opened.xml, &opened.callback);
    if genuine.callback.is_err() {
        telemetry::count("callback_unreadable", "xml");
    }
    let Some(reply) = kept(&state.app, &genuine).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match (reply, &opened.callback, &genuine.contact) {
        (Some(reply), Ok(callback), Some(contact)) => {
            sealed(&state, &opened, &callback.from, &callback.to, &reply, contact.key.as_str())
        }
        _ => text(SUCCESS.to_owned()),
    }
}

/// Makes the callback durable, in the table or else in the queue, and says what to answer; `None` when neither takes it.
async fn kept(app: &App, genuine: &Genuine<'_>) -> Option<Option<Reply>> {
    let at = app.clock.now();
    let within = if app.jobs.is_durable() { TABLE_WITHIN_BEFORE_SPILL } else { TABLE_WITHIN };
    let taken = genuine.take_in(app, Arrival { at, answered: None });
    let why = match tokio::time::timeout(within, taken).await {
        Ok(Ok(reply)) => return Some(reply),
        Ok(Err(error)) => {
            tracing::error!(%error, "callback not stored");
            "store"
        }
        Err(_) => {
            tracing::error!(within_ms = within.as_millis(), "callback not stored in time");
            "time_out"
        }
    };
    if app.jobs.is_durable() {
        return spilled(app, genuine, at, why).await;
    }
    telemetry::count("callback_failed", why);
    None
}

async fn spilled(app: &App, genuine: &Genuine<'_>, at: Timestamp, why: &str) -> Option<Option<Reply>> {
    match spill(app, genuine, at).await {
        Ok(answered) => {
            telemetry::count("callback_spilled", why);
            Some(answered.reply)
        }
        Err(error) => {
            tracing::error!(%error, "callback not spilled");
            telemetry::count("callback_failed", "queue");
            None
        }
    }
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
    let Some(xml) = on_the_wire(reply).to_xml(to, from, reply.create_time) else {
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

/// One item a reply: the card when there is one, else the words.
fn on_the_wire(reply: &Reply) -> WireReply {
    match reply.card.clone() {
        None => WireReply::Text(reply.text.clone()),
        Some(ReplyCard::Picture { media_id }) => WireReply::Image(MediaId::from(media_id)),
        Some(ReplyCard::Article { title, description, url, picture_url }) => {
            WireReply::News(Article { title, description, pic_url: picture_url, url })
        }
    }
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
