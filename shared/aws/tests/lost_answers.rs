//! DynamoDB out of reach, slow, or cut off after the write: what is tried again, and what is reported.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use app::ports::{Expect, Key, Op, Table, TableError, TableName};
use aws::{DynamoTable, TableNames};
use serde_json::{Value, json};

use self::support::service::{Does, Request, Service, done, error};

mod support;

/// What two tries may take in all, with some room for a busy machine.
const TWO_TRIES: Duration = Duration::from_millis(1_900);

fn key(sk: &str) -> Key {
    Key::new(TableName::Main, "P", sk)
}

fn put(sk: &str, expect: Expect) -> Op {
    Op::Put { key: key(sk), body: "{}".to_owned(), expires_at: None, expect }
}

fn two() -> Vec<Op> {
    vec![put("A", Expect::Absent), put("B", Expect::Version(3))]
}

/// Operations against a script; the outcome, and the requests that came.
async fn transact(ops: Vec<Op>, script: Vec<Does>) -> (Result<(), TableError>, Vec<Request>) {
    let service = Service::new(script).await;
    let started = Instant::now();
    let outcome = DynamoTable::new(&service.config, TableNames::of_stack("w")).transact(ops).await;
    assert!(started.elapsed() < TWO_TRIES, "{:?}", started.elapsed());
    (outcome, service.requests())
}

fn is_unknown(outcome: &Result<(), TableError>) -> bool {
    matches!(outcome, Err(TableError::OutcomeUnknown(_)))
}

/// What the service finds, and so answers.
type Find = fn(&Request) -> (u16, Value);

/// The condition failed because of this row.
fn because_of(item: Value) -> (u16, Value) {
    (400, json!({"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "Item": item}))
}

fn row_at(version: u64) -> Value {
    json!({"pk": {"S": "P"}, "sk": {"S": "S"}, "v": {"N": version.to_string()}, "body": {"S": "{}"},
        "w": {"B": "b3RoZXI="}})
}

#[tokio::test]
async fn nobody_there_is_unavailable() {
    for ops in [vec![put("S", Expect::Absent)], two(), vec![put("S", Expect::Any)]] {
        let (outcome, _) = transact(ops, vec![]).await;
        assert!(matches!(outcome, Err(TableError::Unavailable(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn too_many_requests_are_tried_once_more() {
    for code in ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"] {
        let slow = || error(400, code);
        for ops in [vec![put("S", Expect::Absent)], two()] {
            let (outcome, _) = transact(ops.clone(), vec![slow(), done()]).await;
            assert_eq!(outcome, Ok(()), "{code}");
            let (outcome, requests) = transact(ops, vec![slow(), slow(), done()]).await;
            assert_eq!((outcome, requests.len()), (Err(TableError::Throttled), 2), "{code}");
        }
        let service = Service::new([slow(), slow()]).await;
        let table = DynamoTable::new(&service.config, TableNames::of_stack("w"));
        assert_eq!(table.get(&key("S")).await, Err(TableError::Throttled));
    }
}

#[tokio::test]
async fn a_write_without_an_answer_is_of_unknown_outcome() {
    for script in [
        vec![Does::Stalls, Does::Stalls],
        vec![Does::Cuts, Does::Cuts],
        vec![error(500, "InternalServerError"), error(503, "ServiceUnavailable")],
        vec![Does::Says(502, "text/html", "<html>"), Does::Cuts],
    ] {
        let (outcome, requests) = transact(vec![put("S", Expect::Absent)], script).await;
        assert!(is_unknown(&outcome), "{outcome:?}");
        assert_eq!(requests.len(), 2);
    }
}

#[tokio::test]
async fn a_second_try_that_never_leaves_does_not_hide_the_first() {
    // Behind the script's end connections are refused.
    for ops in [vec![put("S", Expect::Absent)], two(), vec![put("S", Expect::Any)]] {
        let (outcome, requests) = transact(ops.clone(), vec![Does::Cuts]).await;
        assert!(is_unknown(&outcome) && requests.len() == 1, "{outcome:?}");
        let (outcome, _) = transact(ops, vec![Does::Cuts, error(400, "ThrottlingException")]).await;
        assert!(is_unknown(&outcome), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_read_without_an_answer_is_tried_again_and_then_unavailable() {
    let found = json!({"Item": row_at(1)});
    let service = Service::new([Does::Stalls, Does::Answers(200, found)]).await;
    let table = DynamoTable::new(&service.config, TableNames::of_stack("w"));
    assert_eq!(table.get(&key("S")).await.unwrap().unwrap().version, 1);
    for script in
        [vec![Does::Cuts, Does::Cuts], vec![error(500, "InternalServerError"), Does::Stalls], vec![]]
    {
        let service = Service::new(script).await;
        let table = DynamoTable::new(&service.config, TableNames::of_stack("w"));
        let outcome = table.get(&key("S")).await;
        assert!(matches!(outcome, Err(TableError::Unavailable(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_transaction_is_sent_again_under_the_same_token() {
    let (outcome, requests) = transact(two(), vec![Does::Cuts, done()]).await;
    assert_eq!(outcome, Ok(()));
    let tokens: Vec<Value> =
        requests.iter().map(|request| request.json()["ClientRequestToken"].clone()).collect();
    assert_eq!(tokens[0], tokens[1]);
    assert_eq!(requests[0].body, requests[1].body);
    let (_, other) = transact(two(), vec![done()]).await;
    assert_ne!(other[0].json()["ClientRequestToken"], tokens[0]);
}

#[tokio::test]
async fn a_transaction_under_way_tells_nothing() {
    let conflict = json!({"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}]});
    let second = [error(400, "TransactionInProgressException"), Does::Answers(400, conflict)];
    for second in second {
        let (outcome, _) = transact(two(), vec![Does::Stalls, second]).await;
        assert!(is_unknown(&outcome), "{outcome:?}");
    }
    let unmet = json!({"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "CancellationReasons": [{"Code": "None"}, {"Code": "ConditionalCheckFailed"}]});
    let (outcome, _) = transact(two(), vec![Does::Stalls, Does::Answers(400, unmet)]).await;
    assert_eq!(outcome, Err(TableError::Conflict { ops: vec![1] }));
}

#[tokio::test]
async fn a_put_that_finds_its_own_row_has_succeeded() {
    for expect in [Expect::Absent, Expect::Version(3)] {
        for first in [Does::Cuts, Does::Stalls, error(500, "InternalServerError")] {
            let own = Does::Finds(|request| because_of(request.json()["Item"].clone()));
            let (outcome, requests) = transact(vec![put("S", expect)], vec![first, own]).await;
            assert_eq!(outcome, Ok(()));
            assert_eq!(requests[1].json()["ReturnValuesOnConditionCheckFailure"], "ALL_OLD");
            assert_eq!(requests[0].json()["Item"], requests[1].json()["Item"]);
        }
    }
}

#[tokio::test]
async fn a_put_that_finds_the_row_of_a_faster_one_is_a_conflict() {
    let cases: [(Expect, Find); 3] = [
        (Expect::Absent, |_| because_of(row_at(1))),
        (Expect::Version(3), |_| because_of(row_at(4))),
        (Expect::Version(3), |_| because_of(row_at(2))),
    ];
    for (expect, find) in cases {
        let (outcome, _) = transact(vec![put("S", expect)], vec![Does::Cuts, Does::Finds(find)]).await;
        assert_eq!(outcome, Err(TableError::Conflict { ops: vec![0] }), "{expect:?}");
    }
}

#[tokio::test]
async fn a_put_whose_row_has_moved_on_can_not_be_told() {
    let cases: [(Expect, Find); 4] = [
        (Expect::Absent, |_| because_of(row_at(2))),
        (Expect::Version(3), |_| because_of(row_at(5))),
        (Expect::Version(3), |_| because_of(Value::Null)),
        (Expect::Version(3), |_| (400, json!({"__type": "x#TransactionConflictException"}))),
    ];
    for (expect, find) in cases {
        let (outcome, _) = transact(vec![put("S", expect)], vec![Does::Cuts, Does::Finds(find)]).await;
        assert!(is_unknown(&outcome), "{expect:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn what_may_be_overwritten_is_written_again() {
    let delete = Op::Delete { key: key("S"), expect: Expect::Any };
    for op in [put("S", Expect::Any), delete] {
        let (outcome, requests) = transact(vec![op], vec![Does::Cuts, done()]).await;
        assert_eq!((outcome, requests.len()), (Ok(()), 2));
    }
}

#[tokio::test]
async fn a_delete_that_finds_the_row_gone_can_not_be_told() {
    let delete = || vec![Op::Delete { key: key("S"), expect: Expect::Version(3) }];
    let gone = Does::Finds(|_| because_of(Value::Null));
    let (outcome, _) = transact(delete(), vec![Does::Cuts, gone]).await;
    assert!(is_unknown(&outcome), "{outcome:?}");
    let again = Does::Finds(|_| because_of(row_at(1)));
    let (outcome, _) = transact(delete(), vec![Does::Cuts, again]).await;
    assert!(is_unknown(&outcome), "{outcome:?}");
    let newer = Does::Finds(|_| because_of(row_at(4)));
    let (outcome, _) = transact(delete(), vec![Does::Cuts, newer]).await;
    assert_eq!(outcome, Err(TableError::Conflict { ops: vec![0] }));
}
