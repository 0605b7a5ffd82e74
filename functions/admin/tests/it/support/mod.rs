//! An officer's browser and a program, speaking to the router as HTTP does.

pub(crate) mod markup;
pub(crate) mod phone;

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use admin::{AdminState, Settings};
use app::{
    staff::{self, IssueToken},
    testing::{Bench, PASSWORD},
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{audit::Source, egress::Egress, staff::Role};
use embedded::SqliteTable;
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

/// A console over a real table.
pub(crate) struct Console {
    bench: Bench,
    router: Router,
    english: bool,
    _directory: TempDir,
}

impl Deref for Console {
    type Target = Bench;

    fn deref(&self) -> &Bench {
        &self.bench
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub(crate) fn shows(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(
                self.text().contains(word),
                "“{word}” is not on the page ({}):\n{}",
                self.status,
                self.text()
            );
        }
        self
    }

    #[track_caller]
    pub(crate) fn hides(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(!self.text().contains(word), "“{word}” is on the page:\n{}", self.text());
        }
        self
    }

    /// The value of a hidden field.
    #[track_caller]
    pub(crate) fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) =
            self.text().split_once(&mark).unwrap_or_else(|| panic!("no field {name}: {}", self.text()));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Console {
    pub(crate) async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
        let bench = Bench::over(Arc::new(table)).await;
        let router = admin::router(AdminState::new(bench.app.clone(), settings));
        Self { bench, router, english: false, _directory: directory }
    }

    /// The same console after the way out has changed.
    pub(crate) fn in_mode(mut self, egress: Egress) -> Self {
        self.bench.app.work.egress = egress;
        self.router = admin::router(AdminState::new(self.bench.app.clone(), Settings::default()));
        self
    }

    /// The same console, visited by browsers that ask for English.
    pub(crate) fn in_english(self) -> Self {
        Self { english: true, ..self }
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        if self.english {
            request
                .headers_mut()
                .insert(header::ACCEPT_LANGUAGE, header::HeaderValue::from_static("en-GB,en"));
        }
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// An officer who has signed in.
    pub(crate) async fn officer(&self, login: &str, name: &str) -> Browser<'_> {
        self.member(login, name, Role::Officer).await;
        self.browser(login).await
    }

    /// A browser that nobody has signed in.
    pub(crate) fn stranger(&self) -> Browser<'_> {
        Browser { console: self, cookie: String::new(), csrf: String::new() }
    }

    /// Signs somebody in.
    pub(crate) async fn browser(&self, login: &str) -> Browser<'_> {
        let mut browser = self.stranger();
        let answer = browser.post("/admin/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/admin/inbox"));
        browser.cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        browser.csrf = browser.get("/admin/inbox").await.hidden("csrf");
        browser
    }

    /// A program's token with these roles.
    pub(crate) async fn program(&self, role: Role) -> Program<'_> {
        let command = IssueToken {
            name: "测试".to_owned(),
            login: format!("program-{}", role.as_str()),
            roles: BTreeSet::from([role]),
            expires_at: None,
            source: Source::Cli,
        };
        let issued = staff::issue_token(&self.app, &staff::command_line(), command).await.unwrap();
        Program { console: self, token: issued.token }
    }
}

/// A browser without JavaScript.
pub(crate) struct Browser<'a> {
    console: &'a Console,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header(header::COOKIE, &self.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.console.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form of ours, as the browser sends it.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = [("csrf", self.csrf.as_str())];
        self.post_with(
            path,
            &[("host", "wenqu.test"), ("origin", "http://wenqu.test")],
            &[&csrf, fields].concat(),
        )
        .await
    }

    pub(crate) async fn post_with(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let mut request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.console.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    /// A form with a file, as the browser sends it.
    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in [("csrf", self.csrf.as_str())].iter().chain(fields) {
            let part = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (field, name, bytes) = file;
        let head = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--XX--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
            .header("host", "wenqu.test")
            .header("origin", "http://wenqu.test");
        self.console.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form and goes where it leads.
    pub(crate) async fn follow(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text());
        self.get(answer.header("location")).await
    }
}

/// Everything but letters and digits percent-encoded.
pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A program with a bearer token.
pub(crate) struct Program<'a> {
    console: &'a Console,
    pub(crate) token: String,
}

impl<'a> Program<'a> {
    pub(crate) fn with(console: &'a Console, token: String) -> Self {
        Self { console, token }
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.call_with(method, path, &[], body.map(|body| body.to_string())).await
    }

    pub(crate) async fn call_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/admin/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.console.send(request.body(body.map_or_else(Body::empty, Body::from)).unwrap()).await
    }

    /// A call whose body is a file.
    pub(crate) async fn call_bytes(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/admin/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.console.send(request.body(Body::from(body)).unwrap()).await
    }
}
