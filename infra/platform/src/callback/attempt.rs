//! One delivery attempt: sealed afresh, sent over HTTP or in process, cut off after 5 seconds of real time.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Request, header};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};
use tower::ServiceExt;

use super::Callback;
use super::seal::{NoKey, Sealed, seal};
use super::verdict::{Judge, Judged, Outcome, Verdict};
use crate::clock::beijing;
use crate::simulator::{CallbackTarget, Simulator};
use crate::state::faults::Fault;

/// The platform waits this long.
pub(crate) const CUT: Duration = Duration::from_secs(5);
const REPLY_BYTES: usize = 1 << 20;
/// How old the timestamp is under the fault `stale_timestamp`.
const STALE_S: i64 = 3_600;

/// What became of one attempt.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Attempt {
    pub(crate) attempt: u32,
    /// HTTP status; absent when no answer came in time.
    pub(crate) status: Option<u16>,
    pub(crate) latency_ms: u64,
    pub(crate) timed_out: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

impl Simulator {
    /// Sends once and judges the answer. After the `last` attempt the inspector shows no retry to come.
    ///
    /// # Errors
    /// [`NoKey`] when the callback can't be encrypted.
    pub(crate) async fn attempt(
        &self,
        callback: &Callback,
        number: u32,
        last: bool,
    ) -> Result<(Attempt, Verdict), NoKey> {
        let (slow, forged, stale) = {
            let faults = &mut self.state().faults;
            (faults.take("slow"), faults.take("bad_signature"), faults.take("stale_timestamp"))
        };
        let age_s = if stale.is_some() { STALE_S } else { 0 };
        let unix_s = self.clock().real_now().as_second() - age_s;
        let (account, crypto) = (self.account(), self.crypto());
        let sealed = seal(account, crypto, &callback.openid, &callback.xml, unix_s, forged.is_some())?;
        let started = Instant::now();
        let outcome = self.forward(&sealed, slow.as_ref()).await;
        let latency_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let now_ms = self.clock().now_ms();
        let judged = {
            let state = self.state();
            Judge { account, crypto, openid: &callback.openid, media: &state.media, now_ms }.judge(&outcome)
        };
        let (status, timed_out) = match &outcome {
            Outcome::Answered { status, .. } => (Some(*status), false),
            Outcome::TimedOut => (None, true),
            Outcome::Failed(_) => (None, false),
        };
        let error = match &judged.verdict {
            Verdict::Fault(reason) | Verdict::Retry(reason) => Some(reason.clone()),
            _ => None,
        };
        let attempt = Attempt { attempt: number, status, latency_ms, timed_out, error };
        let mut entry = entry(callback, &sealed, &attempt, &judged, &outcome);
        if last && matches!(judged.verdict, Verdict::Retry(_)) {
            entry["verdict"] = "fault".into();
        }
        entry["at"] = beijing(now_ms).into();
        entry["mode"] = account.mode.to_string().into();
        entry["request_signed"] = forged.is_none().into();
        let mut state = self.state();
        if state.era == callback.era {
            state.wire.push(entry);
        }
        Ok((attempt, judged.verdict))
    }

    /// Forwards the request. Under the fault `slow` it arrives, but its answer comes too late: after a real wait
    /// of `delay_ms` if that is set, else at once so that tests stay quick.
    async fn forward(&self, sealed: &Sealed, slow: Option<&Fault>) -> Outcome {
        let Some(slow) = slow else {
            return timeout(CUT, self.request(sealed)).await.unwrap_or(Outcome::TimedOut);
        };
        let delay = Duration::from_millis(slow.delay_ms.unwrap_or(0));
        let (simulator, request) = (self.clone(), sealed.clone());
        let late = tokio::spawn(async move {
            sleep(delay).await;
            simulator.request(&request).await
        });
        match timeout(CUT, late).await {
            Ok(Ok(outcome)) if !delay.is_zero() => outcome,
            _ => Outcome::TimedOut,
        }
    }

    async fn request(&self, sealed: &Sealed) -> Outcome {
        match self.target() {
            CallbackTarget::Url(url) => self.over_http(url, sealed).await,
            CallbackTarget::Router(router) => in_process(router.clone(), sealed).await,
        }
    }

    async fn over_http(&self, url: &str, sealed: &Sealed) -> Outcome {
        let request = self.http().post(url).query(&sealed.query).header(header::CONTENT_TYPE, "text/xml");
        let response = match request.body(sealed.body.clone()).send().await {
            Ok(response) => response,
            Err(error) => return Outcome::Failed(without_address(error)),
        };
        let status = response.status().as_u16();
        match response.bytes().await {
            Ok(body) => Outcome::Answered { status, body: body.to_vec() },
            Err(error) => Outcome::Failed(without_address(error)),
        }
    }
}

/// The address carries the query with the openid.
fn without_address(error: reqwest::Error) -> String {
    error.without_url().to_string()
}

async fn in_process(router: Router, sealed: &Sealed) -> Outcome {
    let query: Vec<_> =
        sealed.query.iter().map(|(name, value)| format!("{name}={}", percent_encode(value))).collect();
    let request = Request::post(format!("/wechat?{}", query.join("&")))
        .header(header::USER_AGENT, "Mozilla/4.0")
        .header(header::CONTENT_TYPE, "text/xml")
        .body(Body::from(sealed.body.clone()));
    let request = match request {
        Ok(request) => request,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let status = response.status().as_u16();
    match axum::body::to_bytes(response.into_body(), REPLY_BYTES).await {
        Ok(body) => Outcome::Answered { status, body: body.to_vec() },
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn percent_encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The inspector's entry.
fn entry(
    callback: &Callback,
    sealed: &Sealed,
    attempt: &Attempt,
    judged: &Judged,
    outcome: &Outcome,
) -> Value {
    let answer = match outcome {
        Outcome::Answered { body, .. } => String::from_utf8_lossy(body).into_owned(),
        _ => String::new(),
    };
    let verdict = match &judged.verdict {
        Verdict::Silent => "success",
        Verdict::Reply(_) => "reply",
        Verdict::Fault(_) => "fault",
        Verdict::Retry(_) => "retry",
    };
    let query: serde_json::Map<_, _> =
        sealed.query.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
    json!({
        "kind": "callback",
        "persona": callback.persona,
        "openid": callback.openid,
        "what": callback.what,
        "msg_id": callback.msg_id.map(|id| id.to_string()),
        "attempt": attempt.attempt,
        "query": query,
        "plain": callback.xml,
        "sealed": if sealed.body == callback.xml { Value::Null } else { sealed.body.clone().into() },
        "status": attempt.status,
        "latency_ms": attempt.latency_ms,
        "timed_out": attempt.timed_out,
        "verdict": verdict,
        "error": attempt.error,
        "reply_plain": judged.plain,
        "reply_sealed": if judged.plain.as_deref() == Some(answer.as_str()) { Value::Null } else { answer.into() },
        "reply_signed": judged.reply_signed,
    })
}
