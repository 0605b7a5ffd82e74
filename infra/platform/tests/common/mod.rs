//! A world to test in: the simulator, and an account's webhook that verifies, decrypts and answers by script.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http::{Request, StatusCode};
use platform::{Account, CallbackTarget, Mode, Simulator, VirtualClock};
use serde_json::{Value, json};
use tower::ServiceExt;
use wechat::envelope::{Crypto, EncodingAesKey};
use wechat::ids::AppId;
use wechat::signature::sign;

pub(crate) const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
pub(crate) const TOKEN: &str = "callbacktoken";

pub(crate) fn account(mode: Mode) -> Account {
    Account { mode, ..Account::new("wx0123456789abcdef", "s3cret", TOKEN, KEY, "gh_wenqu") }
}

/// What the webhook answers to one delivery.
#[derive(Clone, Debug)]
pub(crate) enum Say {
    /// A text reply, sealed as the mode asks.
    Text(String),
    /// These bytes with this status.
    Raw(u16, String),
    /// A text reply after a real pause.
    Late(u64, String),
}

/// What the webhook saw.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) xml: String,
    pub(crate) query: HashMap<String, String>,
    pub(crate) user_agent: String,
    pub(crate) genuine: bool,
}

#[derive(Clone)]
pub(crate) struct Webhook {
    account: Account,
    pub(crate) seen: Arc<Mutex<Vec<Seen>>>,
    script: Arc<Mutex<VecDeque<Say>>>,
}

impl Webhook {
    fn crypto(&self) -> Crypto {
        let key = EncodingAesKey::parse(&self.account.encoding_aes_key).unwrap();
        Crypto { key, app_id: AppId::from(self.account.app_id.as_str()) }
    }

    /// Checks the signature and opens the body.
    fn open(&self, query: &HashMap<String, String>, body: &str) -> (String, bool) {
        let get = |name: &str| query.get(name).cloned().unwrap_or_default();
        let (timestamp, nonce) = (get("timestamp"), get("nonce"));
        let Some(encrypted) = field(body, "Encrypt") else {
            return (body.to_owned(), sign(&[TOKEN, &timestamp, &nonce]) == get("signature"));
        };
        let genuine = sign(&[TOKEN, &timestamp, &nonce, &encrypted]) == get("msg_signature");
        (self.crypto().decrypt(&encrypted).unwrap(), genuine)
    }

    fn sealed(&self, xml: String) -> String {
        if self.account.mode == Mode::Plain {
            return xml;
        }
        let encrypted = self.crypto().encrypt(&xml, [7; 16]);
        let signature = sign(&[TOKEN, "1767225600", "n", &encrypted]);
        format!(
            "<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature><TimeStamp>1767225600</TimeStamp><Nonce><![CDATA[n]]></Nonce></xml>"
        )
    }
}

async fn receive(
    State(webhook): State<Webhook>,
    Query(query): Query<HashMap<String, String>>,
    request: Request<Body>,
) -> Response {
    let user_agent = request.headers()["user-agent"].to_str().unwrap().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
    let (xml, genuine) = webhook.open(&query, std::str::from_utf8(&body).unwrap());
    let openid = field(&xml, "FromUserName").unwrap_or_default();
    webhook.seen.lock().unwrap().push(Seen { xml, query, user_agent, genuine });
    if !genuine {
        return StatusCode::FORBIDDEN.into_response();
    }
    let say = webhook.script.lock().unwrap().pop_front().unwrap_or(Say::Raw(200, "success".into()));
    let text = match say {
        Say::Raw(status, body) => return (StatusCode::from_u16(status).unwrap(), body).into_response(),
        Say::Text(text) => text,
        Say::Late(ms, text) => {
            tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
            text
        }
    };
    webhook.sealed(reply(&openid, &text)).into_response()
}

/// A text reply in plain.
pub(crate) fn reply(openid: &str, text: &str) -> String {
    format!(
        "<xml><ToUserName><![CDATA[{openid}]]></ToUserName><FromUserName><![CDATA[gh_wenqu]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"
    )
}

/// The CDATA or text of the first element of that name.
pub(crate) fn field(xml: &str, name: &str) -> Option<String> {
    let inside = xml.split(&format!("<{name}>")).nth(1)?.split(&format!("</{name}>")).next()?;
    let inside = inside.strip_prefix("<![CDATA[").unwrap_or(inside);
    Some(inside.strip_suffix("]]>").unwrap_or(inside).to_owned())
}

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) webhook: Webhook,
}

impl World {
    pub(crate) fn new(account: Account) -> Self {
        Self::with(account, |webhook| CallbackTarget::Router(Self::webhook_router(webhook)))
    }

    pub(crate) fn webhook_router(webhook: &Webhook) -> Router {
        Router::new().route("/wechat", post(receive)).with_state(webhook.clone())
    }

    pub(crate) fn with(account: Account, target: impl FnOnce(&Webhook) -> CallbackTarget) -> Self {
        let webhook = Webhook { account: account.clone(), seen: Arc::default(), script: Arc::default() };
        let target = target(&webhook);
        let simulator = Simulator::new(account, VirtualClock::new(), target, "http://127.0.0.1:8600".into());
        World { router: simulator.router(), webhook }
    }

    /// What the webhook will answer, delivery by delivery; `success` when nothing is left.
    pub(crate) fn script(&self, says: impl IntoIterator<Item = Say>) {
        self.webhook.script.lock().unwrap().extend(says);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.webhook.seen.lock().unwrap().clone()
    }

    pub(crate) async fn request(&self, request: Request<Body>) -> (StatusCode, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 64 << 20).await;
        (status, body.map(|body| body.to_vec()).unwrap_or_default())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (_, body) = self.request(Request::get(path).body(Body::empty()).unwrap()).await;
        serde_json::from_slice(&body).unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let (_, body) = self.request(Request::post(path).body(Body::from(body.to_string())).unwrap()).await;
        serde_json::from_slice(&body).unwrap_or(Value::Null)
    }

    /// A resident acts.
    pub(crate) async fn act(&self, persona: &str, act: &str, more: Value) -> Value {
        let mut body = json!({ "persona": persona, "act": act });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.post("/_sim/act", body).await
    }

    pub(crate) async fn says(&self, persona: &str, text: &str) -> Value {
        self.act(persona, "text", json!({ "text": text })).await
    }

    pub(crate) async fn fault(&self, fault: Value) {
        let answer = self.post("/_sim/fault", fault).await;
        assert!(answer["error"].is_null(), "{answer}");
    }

    pub(crate) async fn advance(&self, duration: &str) {
        self.post("/_sim/clock", json!({ "advance": duration })).await;
    }

    pub(crate) async fn openid(&self, persona: &str) -> String {
        self.get(&format!("/_sim/phone/{persona}")).await["openid"].as_str().unwrap().to_owned()
    }

    /// The last entry of a phone.
    pub(crate) async fn last(&self, persona: &str) -> Value {
        let phone = self.get(&format!("/_sim/phone/{persona}")).await;
        phone["items"].as_array().unwrap().last().unwrap().clone()
    }

    pub(crate) async fn token(&self) -> String {
        let body =
            json!({ "grant_type": "client_credential", "appid": "wx0123456789abcdef", "secret": "s3cret" });
        self.post("/cgi-bin/stable_token", body).await["access_token"].as_str().unwrap().to_owned()
    }

    /// An API call with a fresh look at the current token.
    pub(crate) async fn call(&self, path: &str, body: Value) -> Value {
        let token = self.token().await;
        self.post(&format!("/cgi-bin/{path}?access_token={token}"), body).await
    }

    pub(crate) async fn fetch(&self, path: &str) -> Value {
        let token = self.token().await;
        let separator = if path.contains('?') { '&' } else { '?' };
        self.get(&format!("/cgi-bin/{path}{separator}access_token={token}")).await
    }

    /// The account writes to a resident; returns the errcode.
    pub(crate) async fn writes(&self, persona: &str, text: &str) -> i64 {
        let touser = self.openid(persona).await;
        let body = json!({ "touser": touser, "msgtype": "text", "text": { "content": text } });
        self.call("message/custom/send", body).await["errcode"].as_i64().unwrap()
    }

    pub(crate) async fn upload(&self, kind: &str, filename: &str, bytes: &[u8]) -> Value {
        let token = self.token().await;
        let path = format!("/cgi-bin/media/upload?access_token={token}&type={kind}");
        self.upload_to(&path, filename, bytes).await
    }

    pub(crate) async fn upload_to(&self, path: &str, filename: &str, bytes: &[u8]) -> Value {
        let mut body = format!(
            "--B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{filename}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--B--\r\n");
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=B");
        let (_, body) = self.request(request.body(Body::from(body)).unwrap()).await;
        serde_json::from_slice(&body).unwrap()
    }
}
