//! Batches of a queue (AWS Lambda: "Using Lambda with Amazon SQS", `ReportBatchItemFailures`).
//!
//! Each record is read by itself: one that is not as it should be does not fail the others.

use std::{future::Future, sync::Arc};

use app::{jobs::Record, telemetry::count};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

use super::{Rotating, Stopped, returns::Returns};

/// Works batches off until the sandbox is put away. `work` gives the ids of the records to be handed out again.
///
/// # Errors
/// [`Stopped`].
pub async fn run<T, W, F>(made: Rotating<T>, work: W) -> Result<(), Stopped>
where
    T: Send + Sync + 'static,
    W: Fn(Arc<T>, Vec<Record>) -> F,
    F: Future<Output = Vec<String>>,
{
    let returns = Returns::new(made.function().config());
    let (made, work, returns) = (&made, &work, &returns);
    let handler = service_fn(move |event: LambdaEvent<Value>| async move {
        let again = work(made.current().await, records(&event.payload)).await;
        returns.hasten(&event.payload, &again).await;
        Ok::<Value, Error>(answer(&again))
    });
    lambda_runtime::run(handler).await.map_err(Stopped)
}

/// The records of an event. One without an id can't be given back: it is left out, and comes again by itself.
fn records(event: &Value) -> Vec<Record> {
    let records = event["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
    let read = records.iter().filter_map(record).collect::<Vec<_>>();
    if read.len() < records.len() || records.is_empty() {
        tracing::error!(records = records.len(), read = read.len(), "the event is not one of a queue");
        count("queue_event_wrong", "record");
    }
    read
}

fn record(record: &Value) -> Option<Record> {
    let receive_count = record["attributes"]["ApproximateReceiveCount"].as_str();
    Some(Record {
        id: record["messageId"].as_str().filter(|id| !id.is_empty())?.to_owned(),
        body: record["body"].as_str().unwrap_or_default().to_owned(),
        receive_count: receive_count.and_then(|count| count.parse().ok()).unwrap_or(1),
    })
}

fn answer(again: &[String]) -> Value {
    let items: Vec<Value> = again.iter().map(|id| json!({ "itemIdentifier": id })).collect();
    json!({ "batchItemFailures": items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_is_read_by_itself() {
        let event = json!({ "Records": [
            { "messageId": "a", "body": "{}", "attributes": { "ApproximateReceiveCount": "3" } },
            { "messageId": "b", "body": 7, "attributes": [] },
            { "body": "no id" },
            "nothing at all",
        ]});
        let expected = [("a", "{}", 3), ("b", "", 1)].map(|(id, body, receive_count)| Record {
            id: id.to_owned(),
            body: body.to_owned(),
            receive_count,
        });
        assert_eq!(records(&event), expected);
        assert_eq!(records(&json!({})), []);
        assert_eq!(records(&json!(["a"])), []);
    }

    #[test]
    fn the_answer_names_what_comes_again() {
        assert_eq!(answer(&[]).to_string(), r#"{"batchItemFailures":[]}"#);
        let two = answer(&["a".to_owned(), "b".to_owned()]).to_string();
        assert_eq!(two, r#"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}"#);
    }
}
