//! The queue `outbound`: in order within a resident's group, one in flight a group. Rules receive one job at a time:
//! SQS may put several of a group, in order, into one batch.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use super::{Consumer, Lane, delivery, enqueue, enqueue_send, nothing, one, receive, send, worker_id};
use crate::jobs::OutboundJob;

const SECOND: Duration = Duration::from_secs(1);

/// The body is the job's wire form, and it is the first receive.
pub async fn an_outbound_job_is_received_as_it_was_sent(consumer: Arc<dyn Consumer>) {
    enqueue_send(&*consumer, "A", "1").await;
    let taken = one(&*consumer, Lane::Outbound).await;
    assert_eq!(serde_json::from_str::<OutboundJob>(&taken.body).unwrap(), send("A", "1"));
    assert_eq!(taken.receive_count, 1);
}

/// As they were enqueued.
pub async fn the_jobs_of_a_resident_come_in_order(consumer: Arc<dyn Consumer>) {
    let sent: Vec<String> = (0..20).map(|n| format!("{n:02}")).collect();
    for id in &sent {
        enqueue_send(&*consumer, "A", id).await;
    }
    for id in &sent {
        let taken = one(&*consumer, Lane::Outbound).await;
        assert_eq!(&delivery(&taken), id);
        consumer.delete(Lane::Outbound, &taken).await;
    }
    nothing(&*consumer, Lane::Outbound).await;
}

/// The second waits until the first is deleted.
pub async fn one_job_of_a_resident_is_in_flight(consumer: Arc<dyn Consumer>) {
    enqueue_send(&*consumer, "A", "1").await;
    enqueue_send(&*consumer, "A", "2").await;
    let first = one(&*consumer, Lane::Outbound).await;
    assert_eq!(delivery(&first), "1");
    nothing(&*consumer, Lane::Outbound).await;
    enqueue_send(&*consumer, "A", "3").await;
    nothing(&*consumer, Lane::Outbound).await;
    consumer.delete(Lane::Outbound, &first).await;
    assert_eq!(delivery(&one(&*consumer, Lane::Outbound).await), "2");
}

/// One resident's job in flight holds nobody else back.
pub async fn the_jobs_of_other_residents_go_on(consumer: Arc<dyn Consumer>) {
    for follower in ["A", "B", "C"] {
        enqueue_send(&*consumer, follower, &format!("{follower}1")).await;
        enqueue_send(&*consumer, follower, &format!("{follower}2")).await;
    }
    let mut firsts = BTreeSet::new();
    for _ in 0..3 {
        firsts.insert(delivery(&one(&*consumer, Lane::Outbound).await));
    }
    assert_eq!(firsts, ["A1", "B1", "C1"].map(str::to_owned).into());
    nothing(&*consumer, Lane::Outbound).await;
}

/// Order survives a failure: what comes behind waits for it, other residents do not.
pub async fn a_job_given_back_holds_its_resident_back(consumer: Arc<dyn Consumer>) {
    for (follower, id) in [("A", "A1"), ("A", "A2"), ("B", "B1")] {
        enqueue_send(&*consumer, follower, id).await;
    }
    let first = one(&*consumer, Lane::Outbound).await;
    assert_eq!(delivery(&first), "A1");
    consumer.give_back(Lane::Outbound, &first, 4 * SECOND).await;
    let other = one(&*consumer, Lane::Outbound).await;
    assert_eq!(delivery(&other), "B1");
    consumer.delete(Lane::Outbound, &other).await;
    nothing(&*consumer, Lane::Outbound).await;
    consumer.pass(4 * SECOND).await;
    let again = one(&*consumer, Lane::Outbound).await;
    assert_eq!((delivery(&again).as_str(), again.receive_count), ("A1", 2));
    consumer.delete(Lane::Outbound, &again).await;
    assert_eq!(delivery(&one(&*consumer, Lane::Outbound).await), "A2");
}

/// A consumer that crashes changes no order.
pub async fn a_job_not_deleted_comes_again_before_the_next(consumer: Arc<dyn Consumer>) {
    enqueue_send(&*consumer, "A", "1").await;
    enqueue_send(&*consumer, "A", "2").await;
    assert_eq!(delivery(&one(&*consumer, Lane::Outbound).await), "1");
    consumer.pass(consumer.visibility() + SECOND).await;
    let again = one(&*consumer, Lane::Outbound).await;
    assert_eq!((delivery(&again).as_str(), again.receive_count), ("1", 2));
    consumer.delete(Lane::Outbound, &again).await;
    assert_eq!(delivery(&one(&*consumer, Lane::Outbound).await), "2");
}

/// The ticker enqueues a delivery again: no deduplication may swallow it.
pub async fn the_same_outbound_job_twice_comes_twice(consumer: Arc<dyn Consumer>) {
    enqueue_send(&*consumer, "A", "1").await;
    enqueue_send(&*consumer, "A", "1").await;
    for _ in 0..2 {
        let taken = one(&*consumer, Lane::Outbound).await;
        consumer.delete(Lane::Outbound, &taken).await;
    }
    nothing(&*consumer, Lane::Outbound).await;
}

/// Neither queue gives the other's jobs.
pub async fn the_two_queues_are_apart(consumer: Arc<dyn Consumer>) {
    enqueue(&*consumer, "worker").await;
    enqueue_send(&*consumer, "A", "sender").await;
    assert_eq!(
        receive(&*consumer, Lane::Jobs, 2).await.iter().map(worker_id).collect::<Vec<_>>(),
        ["worker"]
    );
    assert_eq!(
        receive(&*consumer, Lane::Outbound, 2).await.iter().map(delivery).collect::<Vec<_>>(),
        ["sender"]
    );
}
