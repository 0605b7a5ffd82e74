//! Mode `courier-token`: what is put, and when.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use app::testing::MemoryTable;
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use sender::{Credentials, PlatformTokens, Token};
use tokio::{sync::watch, time::sleep};

use super::{Api, Computer};
use crate::courier::{
    guard::Guard,
    run::{Courier, Duty},
    tokens::{Shelf, Tokens},
};

/// Keeps what was put.
#[derive(Default)]
struct Kept {
    put: Mutex<Vec<String>>,
    fails: AtomicBool,
}

#[async_trait]
impl Shelf for Kept {
    async fn put(&self, token: &SecretString) -> Result<(), String> {
        if self.fails.load(Ordering::SeqCst) {
            return Err("not allowed to use the parameter".to_owned());
        }
        assert!(Token::from_json(token).is_some());
        self.put.lock().unwrap().push(token.expose_secret().to_owned());
        Ok(())
    }
}

impl Kept {
    fn put(&self) -> Vec<String> {
        self.put.lock().unwrap().clone()
    }
}

struct Bringer {
    computer: Computer,
    api: Arc<Api>,
    shelf: Arc<Kept>,
    courier: Courier,
    stop: watch::Sender<bool>,
}

fn bringer(name: &str, rows: &Arc<MemoryTable>) -> Bringer {
    let computer = Computer::new(name, rows);
    let (api, shelf): (Arc<Api>, Arc<Kept>) = Default::default();
    let credentials = Credentials { app_id: "wx1".into(), secret: "s".to_owned().into() };
    let (lease, report) = (computer.lease.clone(), computer.report.clone());
    let tokens = Tokens {
        source: PlatformTokens::kept(credentials),
        platform: Arc::new(Guard::new(api.clone(), lease.clone(), report.clone())),
        clock: computer.clock.clone(),
        shelf: shelf.clone(),
        lease: lease.clone(),
        report: report.clone(),
    };
    let courier = Courier { duty: Duty::Tokens(tokens), lease, report };
    Bringer { computer, api, shelf, courier, stop: watch::Sender::new(false) }
}

impl Bringer {
    async fn runs(&self, seconds: u64) {
        let ended =
            tokio::time::timeout(Duration::from_secs(seconds), self.courier.run(self.stop.subscribe()));
        assert!(ended.await.is_err(), "it does not end by itself");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_put_once_a_new_one_within_a_minute_and_each_one_hourly() {
    let bringer = bringer("one", &Arc::default());
    bringer.runs(600).await;
    assert_eq!(bringer.shelf.put().len(), 1, "asked each minute, put once");
    assert!(bringer.shelf.put()[0].contains("\"T0\""));
    bringer.api.tokens.store(1, Ordering::SeqCst);
    bringer.runs(61).await;
    assert!(bringer.shelf.put().last().unwrap().contains("\"T1\""));
    let before = bringer.shelf.put().len();
    bringer.runs(3_700).await;
    assert_eq!(bringer.shelf.put().len(), before + 2, "at its start, and an hour later");
    assert_eq!(bringer.computer.report.heartbeat().1, None);
}

#[tokio::test(start_paused = true)]
async fn what_fails_is_told_and_tried_again_soon() {
    let bringer = bringer("one", &Arc::default());
    bringer.shelf.fails.store(true, Ordering::SeqCst);
    bringer.api.answers("{\"errcode\":40125,\"errmsg\":\"invalid appsecret\"}");
    bringer.runs(5).await;
    assert!(bringer.computer.report.heartbeat().1.unwrap().contains("40125"));
    bringer.runs(15).await;
    let trouble = bringer.computer.report.heartbeat().1.unwrap();
    assert_eq!(trouble, "not allowed to use the parameter", "the platform is fine by now");
    bringer.shelf.fails.store(false, Ordering::SeqCst);
    bringer.runs(15).await;
    assert_eq!((bringer.shelf.put().len(), bringer.computer.report.heartbeat().1), (1, None));
}

#[tokio::test(start_paused = true)]
async fn the_one_that_waits_puts_nothing() {
    let rows = Arc::default();
    let (one, two) = (bringer("one", &rows), bringer("two", &rows));
    let stops = async {
        sleep(Duration::from_secs(100)).await;
        one.stop.send_replace(true);
        two.stop.send_replace(true);
    };
    tokio::join!(one.courier.run(one.stop.subscribe()), two.courier.run(two.stop.subscribe()), stops);
    assert_eq!((one.shelf.put().len(), two.shelf.put().len()), (1, 0));
}
