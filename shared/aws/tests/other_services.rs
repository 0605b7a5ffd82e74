//! SQS, S3 and SSM: what is sent, what is tried again, and which failures mean what.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use app::{
    jobs::{OutboundJob, Work, WorkerJob},
    ports::{Blob, BlobError, Blobs, Jobs},
};
use aws::{QueueUrls, S3Blobs, Secrets, SecretsError, SqsJobs};
use secrecy::SecretString;
use serde_json::{Value, json};

use self::support::service::{Does, Service, error};

mod support;

fn jobs(service: &Service) -> SqsJobs {
    let url = |name: &str| Some(format!("{}/123456789012/{name}", service.config.endpoint_url().unwrap()));
    SqsJobs::new(&service.config, QueueUrls { jobs: url("w-jobs"), outbound: url("w-outbound.fifo") })
}

fn job() -> WorkerJob {
    let work = Work::Profile { follower: "7F3AK9QZ00000000".into() };
    WorkerJob { id: "J1".into(), due_ms: 1, work }
}

fn send() -> OutboundJob {
    OutboundJob::Send { follower: "7F3AK9QZ00000000".into(), delivery: "D1".into() }
}

fn taken() -> Does {
    Does::Answers(200, json!({"MessageId": "m"}))
}

/// The sequence of a FIFO answer is not looked at.
fn bodies(service: &Service) -> Vec<Value> {
    service.requests().iter().map(support::service::Request::json).collect()
}

#[tokio::test]
async fn a_delay_is_rounded_up_to_whole_seconds() {
    for (delay, seconds) in [(0, 0), (1, 1), (1_000, 1), (1_001, 2), (900_000, 900)] {
        let service = Service::new([taken()]).await;
        jobs(&service).enqueue(&job(), Duration::from_millis(delay)).await.unwrap();
        assert_eq!(bodies(&service)[0]["DelaySeconds"], seconds);
    }
    let service = Service::new([taken()]).await;
    jobs(&service).enqueue(&job(), Duration::from_millis(900_001)).await.unwrap_err();
    assert_eq!(service.requests().len(), 0);
}

#[tokio::test]
async fn an_outbound_job_goes_to_its_group_and_is_never_swallowed_as_a_copy() {
    let service = Service::new([taken(), taken()]).await;
    let queue = jobs(&service);
    queue.enqueue_outbound(&send()).await.unwrap();
    queue.enqueue_outbound(&send()).await.unwrap();
    let bodies = bodies(&service);
    assert_eq!(bodies[0]["MessageGroupId"], "7F3AK9QZ00000000");
    assert_ne!(bodies[0]["MessageDeduplicationId"], bodies[1]["MessageDeduplicationId"]);
}

#[tokio::test]
async fn a_job_whose_answer_was_lost_is_sent_again_as_the_same_one() {
    for first in [Does::Cuts, Does::Stalls, error(500, "InternalError"), error(400, "ThrottlingException")] {
        let service = Service::new([first, taken()]).await;
        jobs(&service).enqueue_outbound(&send()).await.unwrap();
        let bodies = bodies(&service);
        assert_eq!((bodies.len(), &bodies[0]), (2, &bodies[1]));
    }
}

#[tokio::test]
async fn a_queue_that_does_not_take_a_job_says_why_and_not_what() {
    for script in
        [vec![], vec![error(400, "AWS.SimpleQueueService.NonExistentQueue")], vec![Does::Stalls, Does::Cuts]]
    {
        let service = Service::new(script).await;
        let failure = jobs(&service).enqueue(&job(), Duration::ZERO).await.unwrap_err().to_string();
        assert!(!failure.contains("7F3A") && !failure.contains("private"), "{failure}");
    }
    let service = Service::new([]).await;
    let failure =
        SqsJobs::new(&service.config, QueueUrls::default()).enqueue_outbound(&send()).await.unwrap_err();
    assert!(failure.to_string().contains("WENQU_QUEUE_OUTBOUND"), "{failure}");
}

#[tokio::test]
async fn an_absent_object_is_none_and_a_forbidden_one_an_error() {
    let absent = "<Error><Code>NoSuchKey</Code><Message>absent</Message></Error>";
    let service = Service::new([Does::Says(404, "application/xml", absent)]).await;
    assert_eq!(S3Blobs::new(&service.config, "b").get("a/b").await, Ok(None));
    assert!(service.requests()[0].line.starts_with("GET /b/a/b"), "{:?}", service.requests());
    let denied = "<Error><Code>AccessDenied</Code><Message>not you</Message></Error>";
    let service = Service::new([Does::Says(403, "application/xml", denied)]).await;
    let failure = S3Blobs::new(&service.config, "b").get("a/b").await.unwrap_err();
    assert!(matches!(&failure, BlobError::Unavailable(text) if text.contains("AccessDenied")), "{failure:?}");
}

#[tokio::test]
async fn an_object_is_put_again_when_the_store_is_busy() {
    let busy = "<Error><Code>SlowDown</Code><Message>slower</Message></Error>";
    let service = Service::new([
        Does::Says(503, "application/xml", busy),
        Does::Cuts,
        Does::Says(200, "text/plain", ""),
    ])
    .await;
    let blob = Blob { content_type: "image/jpeg".to_owned(), bytes: b"bytes".to_vec() };
    S3Blobs::new(&service.config, "b").put("a", blob).await.unwrap();
    let requests = service.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(
        (requests[2].headers["content-type"].as_str(), &*requests[2].body),
        ("image/jpeg", b"bytes".as_slice())
    );
}

#[tokio::test]
async fn secrets_are_read_page_by_page_and_named_below_their_path() {
    let page = |name: &str, next: Option<&str>| {
        let parameter =
            json!({"Name": format!("/wenqu/w/webhook/{name}"), "Value": "v", "Type": "SecureString"});
        Does::Answers(200, json!({"Parameters": [parameter], "NextToken": next}))
    };
    let service = Service::new([page("token", Some("2")), page("encoding_aes_key", None)]).await;
    let found = Secrets::new(&service.config).load("/wenqu/w/webhook").await.unwrap();
    assert_eq!(found.into_keys().collect::<Vec<_>>(), ["encoding_aes_key", "token"]);
    let bodies = bodies(&service);
    assert_eq!((&bodies[0]["WithDecryption"], &bodies[1]["NextToken"]), (&json!(true), &json!("2")));
}

#[tokio::test]
async fn secrets_that_can_not_be_had_say_why() {
    let service = Service::new([error(400, "AccessDeniedException")]).await;
    let failure = Secrets::new(&service.config).load("/wenqu/w").await.unwrap_err();
    assert!(matches!(failure, SecretsError::Denied { .. }), "{failure:?}");
    let service = Service::new([]).await;
    let failure = Secrets::new(&service.config).load("/wenqu/w").await.unwrap_err();
    assert!(matches!(failure, SecretsError::Unavailable { .. }), "{failure:?}");
    let service = Service::new([error(400, "ParameterMaxVersionLimitExceeded")]).await;
    let failure =
        Secrets::new(&service.config).put("/wenqu/w/a", &SecretString::from("v")).await.unwrap_err();
    assert!(matches!(failure, SecretsError::Refused { .. }), "{failure:?}");
}
