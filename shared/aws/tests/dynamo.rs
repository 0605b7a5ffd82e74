//! DynamoDB's requests: what is sent for which operations and queries, and which answers mean what.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use app::ports::{Expect, Key, Op, Query, Table, TableError, TableName};
use aws::{DynamoTable, TableNames};
use serde_json::{Value, json};

use self::support::service::{Does, Service, done, error};

mod support;

fn table(service: &Service) -> DynamoTable {
    DynamoTable::new(&service.config, TableNames::of_stack("w"))
}

fn key(sk: &str) -> Key {
    Key::new(TableName::Main, "P", sk)
}

fn put(sk: &str, expect: Expect) -> Op {
    Op::Put { key: key(sk), body: "{}".to_owned(), expires_at: None, expect }
}

/// Runs operations on a service with one answer; the outcome, and the only request.
async fn transact(ops: Vec<Op>, answer: Does) -> (Result<(), TableError>, String, Value) {
    let service = Service::new([answer]).await;
    let outcome = table(&service).transact(ops).await;
    let requests = service.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    (outcome, requests[0].operation().to_owned(), requests[0].json())
}

fn conflict(ops: &[usize]) -> Result<(), TableError> {
    Err(TableError::Conflict { ops: ops.to_vec() })
}

#[tokio::test]
async fn one_put_is_one_conditional_put() {
    let (outcome, operation, request) = transact(vec![put("S", Expect::Absent)], done()).await;
    assert_eq!((outcome, operation.as_str()), (Ok(()), "PutItem"));
    assert_eq!(request["TableName"], "w-main");
    assert_eq!(request["ConditionExpression"], "attribute_not_exists(pk)");
    assert_eq!(request["Item"]["v"], json!({"N": "1"}));
    assert_eq!(request["ReturnValuesOnConditionCheckFailure"], Value::Null);

    let (_, operation, request) = transact(vec![put("S", Expect::Version(7))], done()).await;
    assert_eq!((operation.as_str(), &request["Item"]["v"]), ("PutItem", &json!({"N": "8"})));
    assert_eq!(request["ConditionExpression"], "v = :expected");
    assert_eq!(request["ExpressionAttributeValues"], json!({":expected": {"N": "7"}}));
}

#[tokio::test]
async fn one_put_of_whatever_is_there_lets_the_table_count() {
    let (outcome, operation, request) = transact(vec![put("S", Expect::Any)], done()).await;
    assert_eq!((outcome, operation.as_str()), (Ok(()), "UpdateItem"));
    let expression = request["UpdateExpression"].as_str().unwrap();
    assert!(expression.contains("v = if_not_exists(v, :none) + :one"), "{expression}");
    assert!(expression.ends_with("REMOVE expires_at"), "{expression}");
}

#[tokio::test]
async fn one_delete_is_one_delete() {
    let delete = |expect| vec![Op::Delete { key: key("S"), expect }];
    let (_, operation, request) = transact(delete(Expect::Any), done()).await;
    assert_eq!((operation.as_str(), &request["ConditionExpression"]), ("DeleteItem", &Value::Null));
    let (_, operation, request) = transact(delete(Expect::Version(2)), done()).await;
    assert_eq!(
        (operation.as_str(), &request["ConditionExpression"]),
        ("DeleteItem", &json!("v = :expected"))
    );
}

#[tokio::test]
async fn one_check_is_one_strong_read() {
    let check = vec![Op::Check { key: key("S"), expect: Expect::Version(2) }];
    let item = json!({"Item": {"pk": {"S": "P"}, "sk": {"S": "S"}, "v": {"N": "2"}, "body": {"S": "{}"}}});
    let (outcome, operation, request) = transact(check.clone(), Does::Answers(200, item)).await;
    assert_eq!((outcome, operation.as_str()), (Ok(()), "GetItem"));
    assert_eq!(request["ConsistentRead"], true);
    let (outcome, ..) = transact(check, done()).await;
    assert_eq!(outcome, conflict(&[0]));
}

#[tokio::test]
async fn several_operations_are_one_transaction_with_a_token() {
    let audit = Key::new(TableName::Audit, "A", "1");
    let ops = vec![
        put("A", Expect::Absent),
        put("B", Expect::Any),
        Op::Delete { key: key("C"), expect: Expect::Version(1) },
        Op::Check { key: audit, expect: Expect::Absent },
    ];
    let (outcome, operation, request) = transact(ops, done()).await;
    assert_eq!((outcome, operation.as_str()), (Ok(()), "TransactWriteItems"));
    assert_eq!(request["ClientRequestToken"].as_str().unwrap().len(), 32);
    let items = request["TransactItems"].as_array().unwrap();
    let kinds: Vec<&str> =
        items.iter().map(|item| item.as_object().unwrap().keys().next().unwrap().as_str()).collect();
    assert_eq!(kinds, ["Put", "Update", "Delete", "ConditionCheck"]);
    assert_eq!(items[3]["ConditionCheck"]["TableName"], "w-audit");
}

#[tokio::test]
async fn an_unmet_expectation_is_a_conflict_and_is_not_tried_again() {
    let unmet = || error(400, "ConditionalCheckFailedException");
    let (outcome, ..) = transact(vec![put("S", Expect::Absent)], unmet()).await;
    assert_eq!(outcome, conflict(&[0]));
    let delete = vec![Op::Delete { key: key("S"), expect: Expect::Version(1) }];
    let (outcome, ..) = transact(delete, unmet()).await;
    assert_eq!(outcome, conflict(&[0]));
    let (outcome, ..) =
        transact(vec![put("S", Expect::Any)], error(400, "TransactionConflictException")).await;
    assert_eq!(outcome, conflict(&[0]));
}

fn canceled(codes: &[&str]) -> Does {
    let reasons: Vec<Value> =
        codes.iter().map(|code| json!({"Code": code, "Message": "a private text"})).collect();
    let code = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    Does::Answers(400, json!({"__type": code, "Message": "canceled", "CancellationReasons": reasons}))
}

#[tokio::test]
async fn the_reasons_of_a_canceled_transaction_say_which_operations_failed() {
    let three = || vec![put("A", Expect::Absent), put("B", Expect::Any), put("C", Expect::Any)];
    let cases = [
        (["None", "ConditionalCheckFailed", "TransactionConflict"], conflict(&[1, 2])),
        (["TransactionConflict", "None", "None"], conflict(&[0])),
        (["ThrottlingError", "None", "ConditionalCheckFailed"], conflict(&[2])),
    ];
    for (codes, expected) in cases {
        let (outcome, ..) = transact(three(), canceled(&codes)).await;
        assert_eq!(outcome, expected, "{codes:?}");
    }
    let (outcome, ..) = transact(three(), canceled(&["None", "ValidationError", "None"])).await;
    let text = outcome.unwrap_err().to_string();
    assert!(text.contains("ValidationError") && !text.contains("private"), "{text}");
}

#[tokio::test]
async fn a_canceled_transaction_that_was_throttled_is_tried_again() {
    let slow = || canceled(&["None", "ProvisionedThroughputExceeded"]);
    let two = || vec![put("A", Expect::Absent), put("B", Expect::Any)];
    let service = Service::new([slow(), done()]).await;
    assert_eq!(table(&service).transact(two()).await, Ok(()));
    let service = Service::new([slow(), slow()]).await;
    assert_eq!(table(&service).transact(two()).await, Err(TableError::Throttled));
}

#[tokio::test]
async fn a_wrong_request_is_invalid_and_a_forbidden_table_unavailable() {
    let one = || vec![put("S", Expect::Absent)];
    let (outcome, ..) = transact(one(), error(400, "ValidationException")).await;
    let failure = outcome.unwrap_err();
    assert!(
        matches!(failure, TableError::Invalid(_)) && !failure.to_string().contains("private"),
        "{failure}"
    );
    for code in ["AccessDeniedException", "ResourceNotFoundException", "UnrecognizedClientException"] {
        let (outcome, ..) = transact(one(), error(400, code)).await;
        let failure = outcome.unwrap_err();
        assert!(
            matches!(failure, TableError::Unavailable(_)) && failure.to_string().contains(code),
            "{failure}"
        );
    }
}

#[tokio::test]
async fn a_query_is_strong_bounded_and_goes_on_behind_its_cursor() {
    let item = json!({"pk": {"S": "P"}, "sk": {"S": "M#2"}, "v": {"N": "1"}, "body": {"S": "{}"}});
    let page = json!({"Items": [item], "LastEvaluatedKey": {"pk": {"S": "P"}, "sk": {"S": "M#2"}}});
    let service = Service::new([Does::Answers(200, page)]).await;
    let query =
        Query::partition(TableName::Main, "P", 1).prefix("M#").descending().after(Some("M#3".to_owned()));
    let page = table(&service).query(&query).await.unwrap();
    assert_eq!((page.items.len(), page.next.as_deref()), (1, Some("M#2")));
    let request = service.requests()[0].json();
    assert_eq!(request["KeyConditionExpression"], "pk = :pk AND begins_with(sk, :prefix)");
    assert_eq!(request["ExclusiveStartKey"], json!({"pk": {"S": "P"}, "sk": {"S": "M#3"}}));
    let flags = [&request["ConsistentRead"], &request["ScanIndexForward"], &request["Limit"]];
    assert_eq!(flags, [&json!(true), &json!(false), &json!(1)]);
}

#[tokio::test]
async fn an_item_that_is_no_row_is_invalid() {
    let strange = json!({"Item": {"pk": {"S": "P"}, "sk": {"S": "S"}, "secret": {"S": "x"}}});
    let service = Service::new([Does::Answers(200, strange)]).await;
    let failure = table(&service).get(&key("S")).await.unwrap_err();
    assert!(matches!(failure, TableError::Invalid(_)), "{failure:?}");
}

#[tokio::test]
async fn a_table_that_this_function_was_not_given_is_named() {
    let service = Service::new([]).await;
    let names = TableNames { main: None, ..TableNames::of_stack("w") };
    let table = DynamoTable::new(&service.config, names);
    let failure = table.transact(vec![put("A", Expect::Any), put("B", Expect::Any)]).await.unwrap_err();
    assert!(failure.to_string().contains("WENQU_TABLE_MAIN"), "{failure}");
    assert!(table.get(&key("S")).await.unwrap_err().to_string().contains("WENQU_TABLE_MAIN"));
}
