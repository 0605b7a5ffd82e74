//! Secrets, and the clock that a row moves, on an emulator: `tests/run emulator`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use aws::Secrets;
use secrecy::{ExposeSecret, SecretString};

use self::support::emulator;

mod support;

/// Text and name of what stands below a path.
async fn read(path: &str) -> Vec<(String, String)> {
    let found = Secrets::new(&emulator::config().await).load(path).await.unwrap();
    found.into_iter().map(|(name, secret)| (name, secret.expose_secret().to_owned())).collect()
}

async fn put(name: &str, value: &str) {
    Secrets::new(&emulator::config().await).put(name, &SecretString::from(value)).await.unwrap();
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_function_reads_what_is_below_its_path_and_nothing_else() {
    let path = format!("/wenqu/{}", emulator::unique());
    put(&format!("{path}/webhook/token"), "t0ken").await;
    put(&format!("{path}/webhook/encoding_aes_key"), "k").await;
    put(&format!("{path}/webhook2/token"), "other").await;
    put(&format!("{path}/sender/app_secret"), "s3cret").await;
    assert_eq!(
        read(&format!("{path}/webhook")).await,
        pairs(&[("encoding_aes_key", "k"), ("token", "t0ken")])
    );
    let all = [
        ("sender/app_secret", "s3cret"),
        ("webhook/encoding_aes_key", "k"),
        ("webhook/token", "t0ken"),
        ("webhook2/token", "other"),
    ];
    assert_eq!(read(&path).await, pairs(&all));
}

#[tokio::test]
async fn no_secrets_are_an_empty_map() {
    assert_eq!(read(&format!("/wenqu/{}", emulator::unique())).await, []);
}

#[tokio::test]
async fn a_secret_put_again_is_replaced() {
    let path = format!("/wenqu/{}", emulator::unique());
    for value in ["old", "new 问渠"] {
        put(&format!("{path}/account/key"), value).await;
        assert_eq!(read(&path).await, pairs(&[("account/key", value)]));
    }
}

#[tokio::test]
async fn a_secret_is_listed_without_its_value_and_deleted_once() {
    let (path, secrets) = (format!("/wenqu/{}", emulator::unique()), Secrets::new(&emulator::config().await));
    let name = format!("{path}/webhook/token_old");
    for value in ["a", "b"] {
        put(&name, value).await;
    }
    let listed = secrets.list(&path).await.unwrap();
    let stored = &listed["webhook/token_old"];
    assert_eq!(stored.version, 2);
    assert!(stored.changed_s > 1_700_000_000, "{stored:?}");
    assert!(secrets.delete(&name).await.unwrap());
    assert!(!secrets.delete(&name).await.unwrap());
    assert!(secrets.list(&path).await.unwrap().is_empty());
}

#[tokio::test]
async fn more_secrets_than_one_answer_holds_are_all_read() {
    let path = format!("/wenqu/{}", emulator::unique());
    for n in 0..23 {
        put(&format!("{path}/many/{n:02}"), &n.to_string()).await;
    }
    let found = read(&path).await;
    assert_eq!(found.len(), 23);
    assert_eq!(found[22], ("many/22".to_owned(), "22".to_owned()));
}

#[cfg(feature = "test-clock")]
#[tokio::test]
async fn the_test_clock_goes_by_its_row() {
    use std::sync::Arc;

    use app::ports::{Clock, Expect, Key, Op, Table, TableName};
    use aws::{DynamoTable, TestClock};
    use jiff::SignedDuration;

    let config = emulator::config().await;
    let table = Arc::new(DynamoTable::new(&config, support::stores::tables(&config).await));
    let clock = TestClock::new(table.clone());
    let ahead = |clock: &TestClock| clock.now().duration_since(clock.real_now()).abs();
    clock.refresh().await.unwrap();
    assert!(ahead(&clock) < SignedDuration::from_secs(1));
    let key = Key::new(TableName::Delivery, "TEST", "CLOCK");
    let body = r#"{"offset_ms": -7200000}"#.to_owned();
    let put = Op::Put { key, body, expires_at: None, expect: Expect::Any };
    table.transact(vec![put]).await.unwrap();
    clock.refresh().await.unwrap();
    assert!((ahead(&clock) - SignedDuration::from_hours(2)).abs() < SignedDuration::from_secs(1));
}
