//! A request under a key is done once.

use crate::support::Office;
use app::{
    AppError,
    repeats::{self, Begun, CUT_OFF, KEPT, Kept, Repeatable},
};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

fn asked<'a>(key: &'a str, request: &'a str) -> Repeatable<'a> {
    Repeatable { secret: "wenqu_token", key, request: request.as_bytes() }
}

fn kept(body: &str) -> Kept {
    Kept { status: 201, content_type: "application/json".to_owned(), body: body.to_owned() }
}

#[tokio::test]
async fn the_second_request_gets_the_answer_of_the_first() {
    let office = Office::open().await;
    let request = asked("k1", "POST /tokens {}");
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::New));
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::UnderWay));
    repeats::finish(&office.app, &request, &kept("{\"token\":\"秘密\"}")).await.unwrap();
    let again = repeats::begin(&office.app, &request).await;
    assert_eq!(again, Ok(Begun::Done(Some(kept("{\"token\":\"秘密\"}")))));
    assert_eq!(repeats::begin(&office.app, &asked("k1", "POST /tokens 2")).await, Ok(Begun::Other));
    let other = Repeatable { secret: "another", ..request };
    assert_eq!(repeats::begin(&office.app, &other).await, Ok(Begun::New), "keys are each caller's own");
    office.clock.advance(KEPT);
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::New), "after a day it is forgotten");
}

#[tokio::test]
async fn nobody_can_read_a_kept_answer_in_the_store() {
    let office = Office::open().await;
    let request = asked("k1", "x");
    repeats::begin(&office.app, &request).await.unwrap();
    repeats::finish(&office.app, &request, &kept("三农场停水了 wenqu_secret")).await.unwrap();
    let mut sha = Sha256::new();
    for part in ["request", "wenqu_token", "k1"] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    let key = app::keys::repeated(&domain::audit::hex(&sha.finalize()));
    let row = office.app.table.get(&key).await.unwrap().unwrap();
    assert!(!row.body.contains("停水") && !row.body.contains("wenqu_"), "{}", row.body);
    assert!(row.body.contains("sealed"));
}

#[tokio::test]
async fn what_was_cut_off_or_did_nothing_may_be_sent_again() {
    let office = Office::open().await;
    let request = asked("k1", "x");
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::New));
    office.clock.advance(CUT_OFF);
    assert_eq!(
        repeats::begin(&office.app, &request).await,
        Ok(Begun::New),
        "its program ended in the middle"
    );
    office.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::UnderWay));
    repeats::forget(&office.app, &request).await.unwrap();
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::New));
    let long = kept(&"长".repeat(60_000));
    repeats::finish(&office.app, &request, &long).await.unwrap();
    assert_eq!(repeats::begin(&office.app, &request).await, Ok(Begun::Done(None)));
}

#[tokio::test]
async fn a_key_has_1_to_200_bytes() {
    let office = Office::open().await;
    for key in ["", "a b", &"k".repeat(201)] {
        let refused = repeats::begin(&office.app, &asked(key, "x")).await;
        assert!(matches!(refused, Err(AppError::Input { field: "Idempotency-Key", .. })), "{refused:?}");
    }
}
