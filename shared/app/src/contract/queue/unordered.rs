//! The queue `jobs`: at least once, hidden while in flight, delayed on request.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use super::{Consumer, Lane, enqueue, nothing, one, receive, worker_id, worker_job};
use crate::jobs::{SpilledCallback, Task, WorkerJob};

const SECOND: Duration = Duration::from_secs(1);

/// The body is the job's wire form, and it is the first receive.
pub async fn a_job_is_received_as_it_was_sent(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    let taken = one(&*consumer, Lane::Jobs).await;
    assert_eq!(serde_json::from_str::<WorkerJob>(&taken.body).unwrap(), worker_job("a"));
    assert_eq!(taken.receive_count, 1);
}

/// No job, no error.
pub async fn an_empty_queue_gives_nothing(consumer: Arc<dyn Consumer>) {
    nothing(&*consumer, Lane::Jobs).await;
    nothing(&*consumer, Lane::Outbound).await;
}

/// Until its visibility time-out ends, nobody else gets it.
pub async fn a_job_in_flight_is_hidden(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    one(&*consumer, Lane::Jobs).await;
    nothing(&*consumer, Lane::Jobs).await;
}

/// A consumer that crashes loses nothing; the count tells of it.
pub async fn a_job_not_deleted_comes_again(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    for count in 1..=3 {
        let taken = one(&*consumer, Lane::Jobs).await;
        assert_eq!((worker_id(&taken).as_str(), taken.receive_count), ("a", count));
        consumer.pass(consumer.visibility() + SECOND).await;
    }
}

/// Not when its visibility time-out would have ended either.
pub async fn a_deleted_job_never_comes_again(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    let taken = one(&*consumer, Lane::Jobs).await;
    consumer.delete(Lane::Jobs, &taken).await;
    nothing(&*consumer, Lane::Jobs).await;
    consumer.pass(consumer.visibility() + SECOND).await;
    nothing(&*consumer, Lane::Jobs).await;
}

/// At once, when no delay is asked.
pub async fn a_job_given_back_comes_again(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    let taken = one(&*consumer, Lane::Jobs).await;
    consumer.give_back(Lane::Jobs, &taken, Duration::ZERO).await;
    let again = one(&*consumer, Lane::Jobs).await;
    assert_eq!((worker_id(&again).as_str(), again.receive_count), ("a", 2));
}

/// Not before the delay is over.
pub async fn a_job_given_back_with_a_delay_waits(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    let taken = one(&*consumer, Lane::Jobs).await;
    consumer.give_back(Lane::Jobs, &taken, 4 * SECOND).await;
    nothing(&*consumer, Lane::Jobs).await;
    consumer.pass(4 * SECOND).await;
    assert_eq!(one(&*consumer, Lane::Jobs).await.receive_count, 2);
}

/// Others overtake it meanwhile.
pub async fn a_delayed_job_waits(consumer: Arc<dyn Consumer>) {
    consumer.jobs().enqueue(&worker_job("later"), 4 * SECOND).await.unwrap();
    enqueue(&*consumer, "now").await;
    let taken = one(&*consumer, Lane::Jobs).await;
    assert_eq!(worker_id(&taken), "now");
    consumer.delete(Lane::Jobs, &taken).await;
    nothing(&*consumer, Lane::Jobs).await;
    consumer.pass(4 * SECOND).await;
    assert_eq!(worker_id(&one(&*consumer, Lane::Jobs).await), "later");
}

/// 15 minutes pass, a second more does not.
pub async fn a_delay_of_more_than_15_minutes_is_refused(consumer: Arc<dyn Consumer>) {
    let most = Duration::from_secs(900);
    consumer.jobs().enqueue(&worker_job("a"), most).await.unwrap();
    consumer.jobs().enqueue(&worker_job("b"), most + SECOND).await.unwrap_err();
}

/// Of one batch, what was deleted stays away and the rest comes again.
pub async fn a_batch_can_fail_in_part(consumer: Arc<dyn Consumer>) {
    for id in ["a", "b", "c", "d"] {
        enqueue(&*consumer, id).await;
    }
    let batch = receive(&*consumer, Lane::Jobs, 4).await;
    assert_eq!(batch.len(), 4);
    for taken in &batch {
        match worker_id(taken).as_str() {
            "a" | "c" => consumer.delete(Lane::Jobs, taken).await,
            "b" => consumer.give_back(Lane::Jobs, taken, Duration::ZERO).await,
            _ => {}
        }
    }
    assert_eq!(worker_id(&one(&*consumer, Lane::Jobs).await), "b");
    consumer.pass(consumer.visibility() + SECOND).await;
    let again: BTreeSet<String> = receive(&*consumer, Lane::Jobs, 2).await.iter().map(worker_id).collect();
    assert_eq!(again, ["b".to_owned(), "d".to_owned()].into());
}

/// The ticker enqueues a lost job again: no deduplication may swallow it.
pub async fn the_same_job_twice_comes_twice(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "a").await;
    enqueue(&*consumer, "a").await;
    assert_eq!(receive(&*consumer, Lane::Jobs, 2).await.len(), 2);
}

/// In batches, each once while it is in flight.
pub async fn a_hundred_jobs_all_come(consumer: Arc<dyn Consumer>) {
    let sent: BTreeSet<String> = (0..100).map(|n| format!("{n:03}")).collect();
    for id in &sent {
        enqueue(&*consumer, id).await;
    }
    let mut come = BTreeSet::new();
    while come.len() < sent.len() {
        let batch = receive(&*consumer, Lane::Jobs, 10).await;
        assert!(!batch.is_empty(), "only {} came", come.len());
        for taken in batch {
            consumer.delete(Lane::Jobs, &taken).await;
            come.insert(worker_id(&taken));
        }
    }
    assert_eq!(come, sent);
    nothing(&*consumer, Lane::Jobs).await;
}

/// A durable queue takes it, beside jobs; another one refuses it.
pub async fn a_spilled_callback_is_received_as_it_was_sent_or_refused(consumer: Arc<dyn Consumer>) {
    let spilled = SpilledCallback { sealed: "A+/=".repeat(1_000), mac: "0123456789ABCDEF".to_owned() };
    let taken = consumer.jobs().enqueue_spilled(&spilled).await;
    if !consumer.jobs().is_durable() {
        taken.unwrap_err();
        return nothing(&*consumer, Lane::Jobs).await;
    }
    taken.unwrap();
    let taken = one(&*consumer, Lane::Jobs).await;
    assert_eq!(Task::parse(&taken.body).unwrap(), Task::Callback(spilled));
    consumer.delete(Lane::Jobs, &taken).await;
    enqueue(&*consumer, "a").await;
    let taken = one(&*consumer, Lane::Jobs).await;
    assert_eq!(Task::parse(&taken.body).unwrap(), Task::Job(worker_job("a")));
}
