//! A district with an account, and residents who talk to it through signed, encrypted callbacks.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, unreachable_pub)]

pub mod content;
pub mod faults;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use app::{App, ports::Table, testing::Bench};
use axum::{Router, body::Body, http::Request};
use embedded::SqliteTable;
use http_body_util::BodyExt;
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;
use webhook::{WebhookState, router};
use wechat::{
    callback::{Credentials, Mode, Receiver},
    envelope::{Crypto, EncodingAesKey},
    ids::{AppId, OriginalId},
    signature::{Token, sign},
    xml,
};

pub const TOKEN: &str = "testtoken";
pub const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
pub const APP_ID: &str = "wx0000000000000001";
pub const ACCOUNT: &str = "gh_000000000001";

pub struct District {
    pub bench: Bench,
    pub app: App,
    pub router: Router,
    ids: AtomicU64,
    _directory: Option<tempfile::TempDir>,
}

/// What came back from the callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    /// The visible text, or the whole XML of another kind of reply; `None` for `success`.
    pub text: Option<String>,
}

impl Answer {
    #[track_caller]
    pub fn says(&self, fragment: &str) -> &Self {
        let text = self.text.as_deref().unwrap_or("(nothing)");
        assert!(visible(text).contains(fragment), "expected “{fragment}” in:\n{text}");
        self
    }

    #[track_caller]
    pub fn does_not_say(&self, fragment: &str) -> &Self {
        let text = self.text.as_deref().unwrap_or_default();
        assert!(!visible(text).contains(fragment), "did not expect “{fragment}” in:\n{text}");
        self
    }

    #[track_caller]
    pub fn is_silent(&self) -> &Self {
        assert_eq!((self.status, self.body.as_str()), (200, "success"), "{:?}", self.text);
        self
    }

    /// The question number in the text.
    #[track_caller]
    pub fn number(&self) -> String {
        let text = self.text.as_deref().unwrap_or_default();
        let at = text.find("Q-").unwrap_or_else(|| panic!("no number in: {text}"));
        text[at..at + 10].to_owned()
    }
}

/// The text without the tags of links.
fn visible(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

impl District {
    /// Tuesday, 24 November 2026, 10:05 in Beijing.
    pub async fn open() -> Self {
        Self::open_at("2026-11-24T10:05:00+08:00").await
    }

    pub async fn open_at(now: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
        let mut district = Self::over(Arc::new(table)).await;
        district._directory = Some(directory);
        district.passes(now.parse::<Timestamp>().unwrap().duration_since(district.now()));
        app::content::publish(district.app.table.as_ref(), content::sample(district.now())).await.unwrap();
        district.app.content.refresh().await.unwrap();
        district
    }

    /// Over a table of its own, without content.
    pub async fn over(table: Arc<dyn Table>) -> Self {
        Self::of(Bench::over(table).await)
    }

    /// With these ports.
    pub fn of(bench: Bench) -> Self {
        let app = bench.app.clone();
        let credentials = Credentials {
            token: Token::parse(TOKEN).unwrap(),
            key: Some(EncodingAesKey::parse(KEY).unwrap()),
        };
        let receiver = Receiver {
            mode: Mode::Secure,
            current: credentials,
            previous: None,
            app_id: AppId::from(APP_ID),
            original_id: Some(OriginalId::from(ACCOUNT)),
            max_age_s: Some(600),
        };
        let router = router(WebhookState { app: app.clone(), receiver: Arc::new(receiver) });
        Self { bench, app, router, ids: AtomicU64::new(24_000_000_000_000_000), _directory: None }
    }

    pub fn resident<'a>(&'a self, openid: &'a str) -> Resident<'a> {
        Resident { district: self, openid }
    }

    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    pub fn passes(&self, time: SignedDuration) {
        self.bench.clock.advance(time);
    }

    pub fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    /// Sends inner XML as the platform would, in secure mode.
    pub async fn receives(&self, xml: &str) -> Answer {
        let crypto = Crypto { key: EncodingAesKey::parse(KEY).unwrap(), app_id: AppId::from(APP_ID) };
        let encrypt = crypto.encrypt(xml, *b"0123456789abcdef");
        let timestamp = self.now().as_second().to_string();
        let signature = sign(&[TOKEN, &timestamp, "42", &encrypt]);
        let uri = format!(
            "/wechat?timestamp={timestamp}&nonce=42&encrypt_type=aes&msg_signature={signature}&signature=x"
        );
        let body = format!("<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt>{encrypt}</Encrypt></xml>");
        self.posts(&uri, body).await
    }

    pub async fn posts(&self, uri: &str, body: String) -> Answer {
        let request = Request::post(uri).header("content-type", "text/xml").body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body =
            String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status, text: open_reply(&body), body }
    }
}

fn open_reply(body: &str) -> Option<String> {
    let envelope = xml::parse(body).ok()?;
    let xml::Node::Fields(envelope) = envelope.node else { return None };
    let crypto = Crypto { key: EncodingAesKey::parse(KEY).unwrap(), app_id: AppId::from(APP_ID) };
    let inner = crypto.decrypt(envelope.text("Encrypt")?).unwrap();
    let signed =
        sign(&[TOKEN, envelope.text("TimeStamp")?, envelope.text("Nonce")?, envelope.text("Encrypt")?]);
    assert_eq!(Some(signed.as_str()), envelope.text("MsgSignature"));
    let xml::Node::Fields(fields) = xml::parse(&inner).unwrap().node else { panic!("{inner}") };
    assert_eq!(fields.text("FromUserName"), Some(ACCOUNT));
    Some(fields.text("Content").map_or(inner, str::to_owned))
}

#[derive(Clone, Copy)]
pub struct Resident<'a> {
    pub district: &'a District,
    pub openid: &'a str,
}

impl Resident<'_> {
    fn envelope(&self, fields: &str) -> String {
        format!(
            "<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName><FromUserName><![CDATA[{}]]></FromUserName><CreateTime>{}</CreateTime>{fields}</xml>",
            self.openid,
            self.district.now().as_second()
        )
    }

    pub fn message(&self, msg_type: &str, fields: &str) -> String {
        let id = self.district.next_id();
        self.envelope(&format!("<MsgType>{msg_type}</MsgType><MsgId>{id}</MsgId>{fields}"))
    }

    pub fn event(&self, name: &str, fields: &str) -> String {
        self.envelope(&format!("<MsgType>event</MsgType><Event>{name}</Event>{fields}"))
    }

    pub async fn sends(&self, msg_type: &str, fields: &str) -> Answer {
        self.district.receives(&self.message(msg_type, fields)).await
    }

    pub async fn does(&self, event: &str, fields: &str) -> Answer {
        self.district.receives(&self.event(event, fields)).await
    }

    pub async fn says(&self, text: &str) -> Answer {
        self.sends("text", &format!("<Content><![CDATA[{text}]]></Content>")).await
    }

    pub async fn follows(&self) -> Answer {
        self.does("subscribe", "<EventKey></EventKey>").await
    }

    pub async fn taps(&self, key: &str) -> Answer {
        self.does("CLICK", &format!("<EventKey>{key}</EventKey>")).await
    }

    pub fn id(&self) -> domain::ids::FollowerId {
        self.district.app.key.follower(self.openid)
    }
}
