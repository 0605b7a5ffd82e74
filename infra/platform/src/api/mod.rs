//! The platform's API: one entry for every path, the general checks in the platform's order, then the handler.
//!
//! Order: method, token, right, minute and day limits, body, JSON, fields, state. Errors are HTTP 200 with errcode.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod custom;
pub(crate) mod mass;
pub(crate) mod media;
pub(crate) mod menu;
pub(crate) mod message;
pub(crate) mod platform;
pub(crate) mod routes;
pub(crate) mod tags;
pub(crate) mod token;
pub(crate) mod trace;
pub(crate) mod users;

use std::time::Duration;

use axum::extract::{Request, State as Shared};
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use tokio::time::{Instant, sleep};

use crate::account::Account;
use crate::random;
use crate::simulator::Simulator;
use crate::state::State;
use crate::state::quota::OverLimit;
use crate::state::tokens::TokenFault;
use answer::{Answer, Refusal, broken_off, json_response};
use call::Call;
use routes::{Body, Route, Verb};

/// How long a time-out fault keeps the caller waiting, unless it says otherwise.
const TIME_OUT: Duration = Duration::from_secs(15);

/// Who may make a call ("接口权限说明").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Everyone,
    /// Everybody but unverified subscription accounts.
    Menu,
    Verified,
    VerifiedService,
}

/// What handlers work on.
pub(crate) struct Context<'a> {
    pub(crate) account: &'a Account,
    pub(crate) state: &'a mut State,
    pub(crate) now_ms: i64,
    pub(crate) public_base: &'a str,
    /// What happens after the answer.
    pub(crate) later: Vec<Later>,
}

impl Context<'_> {
    pub(crate) fn media_url(&self, id: &str) -> String {
        format!("{}{}", self.public_base, message::media_path(id))
    }
}

/// Work that goes on after the answer.
#[derive(Clone, Debug)]
pub(crate) enum Later {
    Mass(mass::Delivery),
}

/// Every request below `/cgi-bin/`.
pub(crate) async fn entry(Shared(simulator): Shared<Simulator>, request: Request) -> Response {
    let started = Instant::now();
    let Some(call) = Call::read(request).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut trace = trace::Trace::begin(&simulator, &call);
    if let Some(early) = before(&simulator, &call).await {
        trace.end(&simulator, None, Some(early.status), started);
        return early.response();
    }
    let after = simulator.state().faults.take_for("time_out_after_effect", &call.path);
    let outcome = perform(&simulator, &call);
    if let Some(fault) = after {
        trace.end(&simulator, Some(&outcome), None, started);
        sleep(fault.delay_ms.map_or(TIME_OUT, Duration::from_millis)).await;
        return broken_off();
    }
    trace.end(&simulator, Some(&outcome), Some(StatusCode::OK), started);
    match outcome {
        Ok(answer) => answer.response(),
        Err(refused) => json_response(&refused),
    }
}

/// A fault that keeps the call from being looked at.
struct Early {
    status: StatusCode,
    silent: bool,
}

impl Early {
    fn response(self) -> Response {
        if self.silent {
            return broken_off();
        }
        (self.status, "<html><body><h1>Bad Gateway</h1></body></html>").into_response()
    }
}

async fn before(simulator: &Simulator, call: &Call) -> Option<Early> {
    let take = |name: &str| simulator.state().faults.take_for(name, &call.path);
    if let Some(fault) = take("slow_api") {
        sleep(Duration::from_millis(fault.delay_ms.unwrap_or(3_000))).await;
    }
    if take("http_500").is_some() {
        return Some(Early { status: StatusCode::INTERNAL_SERVER_ERROR, silent: false });
    }
    if take("http_502").is_some() {
        return Some(Early { status: StatusCode::BAD_GATEWAY, silent: false });
    }
    let fault = take("time_out_before_effect")?;
    sleep(fault.delay_ms.map_or(TIME_OUT, Duration::from_millis)).await;
    Some(Early { status: StatusCode::GATEWAY_TIMEOUT, silent: true })
}

/// Checks and executes; a refusal comes back as its JSON.
fn perform(simulator: &Simulator, call: &Call) -> Result<Answer, serde_json::Value> {
    let now_ms = simulator.clock().now_ms();
    let mut state = simulator.state();
    let mut context = Context {
        account: simulator.account(),
        state: &mut state,
        now_ms,
        public_base: simulator.public_base(),
        later: Vec::new(),
    };
    let result = checked(&mut context, call);
    let later = std::mem::take(&mut context.later);
    let old_tail = state.faults.take_for("old_errmsg", &call.path).is_some();
    let bare = state.faults.take_for("missing_errcode", &call.path).is_some();
    let outcome = result.map_err(|refusal| {
        let rid = random::rid(now_ms);
        let answer = refusal.json(&rid, old_tail);
        let (request, ip) = (trace::masked_body(call), call.peer.to_string());
        state.rids.keep(rid, now_ms, &call.path, &request, &answer.to_string(), &ip);
        answer
    });
    if call.path == "/cgi-bin/message/custom/send"
        && let Some(body) = &call.json
    {
        let refused = outcome.as_ref().err();
        let error = refused.and_then(|answer| answer["errmsg"].as_str()).map(str::to_owned);
        let code = refused.and_then(|answer| answer["errcode"].as_i64()).unwrap_or(0);
        custom::note(&mut state, body, code, error, now_ms);
    }
    let era = state.era;
    drop(state);
    for work in later {
        simulator.later(work, era);
    }
    outcome.map(|answer| if bare { without_errcode(answer) } else { answer })
}

/// Some successes come without errcode; clients must read that as 0.
fn without_errcode(answer: Answer) -> Answer {
    match answer {
        Answer::Json(serde_json::Value::Object(mut fields)) => {
            fields.remove("errcode");
            fields.remove("errmsg");
            Answer::Json(fields.into())
        }
        other => other,
    }
}

fn checked(context: &mut Context<'_>, call: &Call) -> Result<Answer, Refusal> {
    let route = routes::find(&call.path).ok_or(40066)?;
    match (route.verb, call.method == Method::GET, call.method == Method::POST) {
        (Verb::Get, false, _) => return Err(43001.into()),
        (Verb::Post, _, false) => return Err(43002.into()),
        _ => {}
    }
    if route.token {
        token_holds(context, call)?;
    }
    if !context.account.may(route.right) {
        return Err(48001.into());
    }
    let limits = route.limits(context.account.test_account);
    let counted = context.state.quota.count(route.path, limits, context.now_ms);
    counted.map_err(|over| if over == OverLimit::Minute { 45011 } else { 45009 })?;
    let result = body_fits(route, call).and_then(|()| match context.state.faults.take_code(&call.path) {
        Some(40164) => Err(token::not_whitelisted(&call.peer.to_string())),
        Some(code) => Err(code.into()),
        None => (route.handler)(context, call),
    });
    if result.is_err() && !context.account.refused_calls_count {
        context.state.quota.uncount(route.path);
    }
    result
}

fn token_holds(context: &Context<'_>, call: &Call) -> Result<(), Refusal> {
    let token = call.param("access_token").ok_or(41001)?;
    context.state.tokens.check(token, context.now_ms).map_err(|fault| {
        let code = match fault {
            TokenFault::Malformed => 40014,
            TokenFault::NotLatest => 40001,
            TokenFault::Expired => 42001,
        };
        code.into()
    })
}

fn body_fits(route: &Route, call: &Call) -> Result<(), Refusal> {
    match route.body {
        Body::Nothing => Ok(()),
        Body::Form => {
            if call.parts.is_empty() {
                Err(41005.into())
            } else {
                Ok(())
            }
        }
        Body::Json | Body::RawJson => {
            if call.text.is_empty() {
                Err(44002.into())
            } else if !call.json.as_ref().is_some_and(serde_json::Value::is_object) {
                Err(47001.into())
            } else if route.body == Body::RawJson && call.has_escapes() {
                Err(40033.into())
            } else {
                Ok(())
            }
        }
    }
}
