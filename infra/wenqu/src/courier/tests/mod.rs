//! Couriers over a table in memory that fails when told to, in a time that is the test's.

mod bringing;
mod leases;
mod working;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use app::{
    ports::{CallError, Clock, Item, Key, Op, Page, Platform, Query, RawAnswer, Table, TableError},
    testing::MemoryTable,
};
use async_trait::async_trait;
use domain::egress::Egress;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use wechat::client::{Call, CallBody};

use super::{
    lease::{Identity, Lease, Terms},
    report::Report,
};

/// A computer's clock: it goes with the test's time, and may be set wrong.
struct Wall {
    begun: Instant,
    off_ms: AtomicI64,
}

impl Wall {
    fn off_by(seconds: i64) -> Arc<Self> {
        Arc::new(Self { begun: Instant::now(), off_ms: AtomicI64::new(seconds * 1_000) })
    }

    /// As after a sleep: it goes on, and the monotonic clock does not.
    fn jump(&self, seconds: i64) {
        self.off_ms.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        let ms = i64::try_from(self.begun.elapsed().as_millis()).unwrap();
        Timestamp::from_second(1_800_000_000).unwrap()
            + SignedDuration::from_millis(ms + self.off_ms.load(Ordering::SeqCst))
    }
}

/// What becomes of a request to the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    Refused,
    LostBefore,
    LostAfter,
}

/// The way of one computer to the table.
struct Line {
    rows: Arc<MemoryTable>,
    fault: Mutex<Fault>,
}

impl Line {
    fn to(rows: &Arc<MemoryTable>) -> Arc<Self> {
        Arc::new(Self { rows: rows.clone(), fault: Mutex::new(Fault::None) })
    }

    fn now(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn read(&self) -> Result<(), TableError> {
        match *self.fault.lock().unwrap() {
            Fault::None | Fault::LostAfter => Ok(()),
            Fault::Refused | Fault::LostBefore => Err(TableError::Unavailable("no line".to_owned())),
        }
    }
}

#[async_trait]
impl Table for Line {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        self.read()?;
        self.rows.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        self.read()?;
        self.rows.query(query).await
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        let fault = *self.fault.lock().unwrap();
        let lost = || Err(TableError::OutcomeUnknown("no answer".to_owned()));
        match fault {
            Fault::None => self.rows.transact(ops).await,
            Fault::Refused => Err(TableError::Unavailable("no line".to_owned())),
            Fault::LostBefore => lost(),
            Fault::LostAfter => self.rows.transact(ops).await.and_then(|()| lost()),
        }
    }
}

/// One courier's lease with its line and its clock.
struct Computer {
    lease: Arc<Lease>,
    line: Arc<Line>,
    clock: Arc<Wall>,
    report: Arc<Report>,
}

impl Computer {
    fn new(name: &str, rows: &Arc<MemoryTable>) -> Self {
        Self::with_clock(name, rows, Wall::off_by(0))
    }

    fn with_clock(name: &str, rows: &Arc<MemoryTable>, clock: Arc<Wall>) -> Self {
        let (line, report) = (Line::to(rows), Arc::new(Report::default()));
        let me = Identity { holder: name.to_owned(), host: name.to_owned(), egress: Egress::Courier };
        let lease = Arc::new(Lease::new(line.clone(), clock.clone(), me, Terms::STANDARD, report.clone()));
        Self { lease, line, clock, report }
    }
}

/// A platform that answers each call with the next of these, and then with success.
#[derive(Default)]
struct Api {
    next: Mutex<Vec<String>>,
    made: Mutex<Vec<String>>,
    tokens: AtomicI64,
    /// How long a send takes.
    takes_ms: AtomicI64,
}

impl Api {
    fn made(&self) -> Vec<String> {
        self.made.lock().unwrap().clone()
    }

    fn answers(&self, body: &str) {
        self.next.lock().unwrap().insert(0, body.to_owned());
    }
}

#[async_trait]
impl Platform for Api {
    async fn call(&self, call: &Call, _: Option<&str>) -> Result<RawAnswer, CallError> {
        let is_token = call.path == "/cgi-bin/stable_token";
        if let CallBody::Json(json) = &call.body
            && !is_token
        {
            let body: serde_json::Value = serde_json::from_str(json).unwrap();
            self.made.lock().unwrap().push(body["text"]["content"].as_str().unwrap_or_default().to_owned());
            let takes = u64::try_from(self.takes_ms.load(Ordering::SeqCst)).unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(takes)).await;
        }
        let body = match self.next.lock().unwrap().pop() {
            Some(body) => body,
            None if is_token => {
                let token = self.tokens.load(Ordering::SeqCst);
                format!("{{\"access_token\":\"T{token}\",\"expires_in\":7200}}")
            }
            None => "{\"errcode\":0,\"errmsg\":\"ok\"}".to_owned(),
        };
        Ok(RawAnswer { content_type: None, body: body.into_bytes(), filename: None })
    }

    async fn download(&self, _: &str, _: usize) -> Result<RawAnswer, CallError> {
        Err(CallError::Status(404))
    }
}
