//! Requests to the router, with their time and size.

use std::time::Instant;

use app::{
    questions::{self, Filter, List, Order},
    testing::{Bench, PASSWORD},
};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    question::State,
    staff::{Actor, Role},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

/// Screens, by the name under which they are reported.
const SCREENS: [&str; 8] = [
    "inbox",
    "inbox, ended",
    "inbox, filtered",
    "inbox, page 20",
    "search, a word",
    "search, nothing",
    "search, officer",
    "thread",
];

/// One answer.
struct Answered {
    ms: f64,
    bytes: usize,
    body: Vec<u8>,
}

/// A console and the cookie of who looks.
pub(crate) struct Console {
    router: Router,
    cookie: String,
}

impl Console {
    /// Nobody has signed in.
    pub(crate) fn over(router: Router) -> Self {
        Self { router, cookie: String::new() }
    }

    /// Somebody has, in another process.
    pub(crate) fn signed_in(router: Router, cookie: String) -> Self {
        Self { router, cookie }
    }

    /// Signs the first officer in; the cookie.
    pub(crate) async fn sign_in(&self) -> String {
        let form = format!("login=zhang&password={}", PASSWORD.replace(' ', "+"));
        let request = Request::post("/admin/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("host", "wenqu.test")
            .header("origin", "http://wenqu.test")
            .body(Body::from(form))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Each screen so many times, after a first time that is not counted.
    pub(crate) async fn warm(&self, bench: &Bench, times: usize) -> Value {
        let threads = threads(bench).await;
        let mut found = serde_json::Map::new();
        for screen in SCREENS {
            self.get(&self.address(bench, screen, 0, &threads).await).await;
            let (mut ms, mut bytes, mut plain) = (Vec::new(), Vec::new(), Vec::new());
            for n in 0..times {
                let answered = self.get(&self.address(bench, screen, n, &threads).await).await;
                check(screen, &answered.body);
                ms.push(answered.ms);
                bytes.push(answered.bytes);
                plain.push(answered.body.len());
            }
            found.insert(screen.to_owned(), json!({ "ms": ms, "bytes": bytes, "plain": plain }));
        }
        Value::Object(found)
    }

    /// One screen, the first that this process is asked for; and the time since it began.
    pub(crate) async fn cold(&self, bench: &Bench, screen: &str, started: Instant) -> Value {
        let threads = if screen == "thread" { threads(bench).await } else { Vec::new() };
        let address = self.address(bench, screen, 0, &threads).await;
        let answered = self.get(&address).await;
        check(screen, &answered.body);
        json!({ "ms": answered.ms, "since_start_ms": started.elapsed().as_secs_f64() * 1000.0 })
    }

    async fn address(&self, bench: &Bench, screen: &str, n: usize, threads: &[String]) -> String {
        const WORDS: [&str; 4] =
            ["%E8%B7%AF%E7%81%AF", "%E5%81%9C%E6%B0%B4", "%E5%B9%BC%E5%84%BF%E5%9B%AD", "%E6%8A%A2%E4%BF%AE"];
        match screen {
            "inbox" => "/admin/inbox".to_owned(),
            "inbox, ended" => "/admin/inbox?state=ended".to_owned(),
            "inbox, filtered" => "/admin/inbox?state=open&category=4&attachments=1&assignee=li".to_owned(),
            "inbox, page 20" => format!("/admin/inbox?state=ended&cursor={}", cursor(bench).await),
            "search, a word" => format!("/admin/search?words={}", WORDS[n % WORDS.len()]),
            "search, nothing" => format!("/admin/search?words=nobody-said-{n}"),
            "search, officer" => "/admin/search?assignee=li".to_owned(),
            "thread" => format!("/admin/questions/{}", threads[n % threads.len()]),
            other => panic!("no such screen: {other}"),
        }
    }

    async fn get(&self, address: &str) -> Answered {
        let request = |encoding: &str| {
            Request::get(address)
                .header(header::COOKIE, &self.cookie)
                .header(header::ACCEPT_ENCODING, encoding)
                .body(Body::empty())
                .unwrap()
        };
        let begun = Instant::now();
        let answer = self.router.clone().oneshot(request("gzip")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        let bytes = answer.into_body().collect().await.unwrap().to_bytes().len();
        let ms = begun.elapsed().as_secs_f64() * 1000.0;
        let plain = self.router.clone().oneshot(request("identity")).await.unwrap();
        let body = plain.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answered { ms, bytes, body }
    }
}

/// The page is what it stands for.
fn check(screen: &str, body: &[u8]) {
    let text = std::str::from_utf8(body).unwrap();
    let wanted = match screen {
        "search, nothing" => "没有找到",
        "thread" => "class=\"timeline",
        _ => "class=\"line\"",
    };
    assert!(text.contains(wanted), "{screen}: {wanted} is not on the page");
}

fn looker() -> Actor {
    Actor::new("zhang".into(), String::new(), &[Role::Officer].into())
}

async fn ended(bench: &Bench, limit: usize, cursor: Option<String>) -> questions::Questions {
    let list = List {
        states: vec![State::Ended],
        filter: Filter::default(),
        order: Order::NewestFirst,
        limit,
        cursor,
    };
    questions::list(&bench.app, &looker(), list).await.unwrap()
}

/// Questions whose threads are opened.
async fn threads(bench: &Bench) -> Vec<String> {
    let found = ended(bench, 200, None).await;
    found.lines.into_iter().map(|line| line.question.to_string()).collect()
}

/// Where the twentieth page begins.
async fn cursor(bench: &Bench) -> String {
    let mut cursor = None;
    for _ in 0..5 {
        cursor = ended(bench, 200, cursor).await.next;
    }
    cursor.unwrap()
}
