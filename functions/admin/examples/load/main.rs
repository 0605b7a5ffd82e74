//! The console under load, for `benches/console`: `load seed DIR COUNT`, `load warm DIR TIMES`, `load cold DIR SCREEN`.
//! Each prints one line of JSON. The router is asked in this process, so that what is measured is the server's time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for measurements"
)]

mod measure;
mod seed;

use std::{path::Path, sync::Arc, time::Instant};

use admin::{AdminState, Settings};
use app::testing::Bench;
use embedded::SqliteTable;
use serde_json::json;

/// Where the cookie of the officer who looks lies, so that a cold process need not sign in.
const COOKIE: &str = "cookie";

#[tokio::main]
async fn main() {
    let started = Instant::now();
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["seed", directory, count] => {
            let bench = open(directory).await;
            seed::conversations(&bench, count.parse().unwrap()).await;
            let console = measure::Console::over(router(&bench));
            std::fs::write(Path::new(directory).join(COOKIE), console.sign_in().await).unwrap();
            println!("{}", json!({ "seeded": count, "ms": started.elapsed().as_millis() }));
        }
        ["warm", directory, times] => {
            let bench = open(directory).await;
            let console = measure::Console::signed_in(router(&bench), cookie(directory));
            println!("{}", console.warm(&bench, times.parse().unwrap()).await);
        }
        ["cold", directory, screen] => {
            let bench = open(directory).await;
            let console = measure::Console::signed_in(router(&bench), cookie(directory));
            println!("{}", console.cold(&bench, screen, started).await);
        }
        _ => panic!("usage: load seed DIR COUNT | load warm DIR TIMES | load cold DIR SCREEN"),
    }
}

async fn open(directory: &str) -> Bench {
    std::fs::create_dir_all(directory).unwrap();
    let table = SqliteTable::open(&Path::new(directory).join("wenqu.db")).unwrap();
    Bench::over(Arc::new(table)).await
}

fn router(bench: &Bench) -> axum::Router {
    admin::router(AdminState::new(bench.app.clone(), Settings::default()))
}

fn cookie(directory: &str) -> String {
    std::fs::read_to_string(Path::new(directory).join(COOKIE)).unwrap()
}
