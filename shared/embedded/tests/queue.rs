//! What the queues in memory do beyond the contract: waiting, the demo's clock, bounds, draining.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    jobs::{OutboundJob, Work, WorkerJob},
    ports::Jobs,
};
use embedded::{MAX_JOB_BYTES, MemoryQueue, QueueName, QueueOptions, Verdict};

use self::clock::StepClock;

mod clock;

const LONG: Duration = Duration::from_secs(20);

fn queue(clock: &Arc<StepClock>) -> Arc<MemoryQueue> {
    let options = QueueOptions { capacity: 5, visibility: Duration::from_secs(60) };
    Arc::new(MemoryQueue::new(clock.clone(), options))
}

fn job(id: &str) -> WorkerJob {
    WorkerJob { id: id.into(), due_ms: 0, work: Work::Profile { follower: "A".into() } }
}

fn send(follower: &str, delivery: &str) -> OutboundJob {
    OutboundJob::Send { follower: follower.into(), delivery: delivery.into() }
}

#[tokio::test]
async fn a_waiting_consumer_gets_a_job_as_soon_as_it_comes() {
    let queue = queue(&Arc::default());
    let waiting = {
        let queue = queue.clone();
        tokio::spawn(async move { (queue.receive(QueueName::Jobs, 10, LONG).await, Instant::now()) })
    };
    tokio::time::sleep(Duration::from_millis(30)).await;
    let sent = Instant::now();
    queue.enqueue(&job("a"), Duration::ZERO).await.unwrap();
    let (received, at) = waiting.await.unwrap();
    assert_eq!(received[0].worker_job().unwrap(), job("a"));
    assert!(at - sent < Duration::from_secs(1));
}

#[tokio::test]
async fn waiting_ends_after_its_real_time() {
    let queue = queue(&Arc::default());
    let begin = Instant::now();
    assert!(queue.receive(QueueName::Outbound, 1, Duration::from_millis(80)).await.is_empty());
    assert!(begin.elapsed() >= Duration::from_millis(80));
    assert!(queue.receive(QueueName::Outbound, 1, Duration::ZERO).await.is_empty());
}

#[tokio::test]
async fn a_jump_of_the_clock_lets_a_delayed_job_through_promptly() {
    let clock = Arc::new(StepClock::default());
    let queue = queue(&clock);
    queue.enqueue(&job("a"), Duration::from_secs(900)).await.unwrap();
    let waiting = {
        let queue = queue.clone();
        tokio::spawn(async move { queue.receive(QueueName::Jobs, 1, LONG).await })
    };
    tokio::time::sleep(Duration::from_millis(120)).await;
    assert!(!waiting.is_finished());
    let begin = Instant::now();
    clock.jump(Duration::from_secs(3_600));
    assert_eq!(waiting.await.unwrap().len(), 1);
    assert!(begin.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_jump_of_the_clock_takes_no_job_from_its_consumer() {
    let clock = Arc::new(StepClock::default());
    let queue = queue(&clock);
    queue.enqueue(&job("a"), Duration::ZERO).await.unwrap();
    let held = queue.take(QueueName::Jobs, 1).remove(0);
    clock.jump(Duration::from_secs(3_600));
    assert!(queue.take(QueueName::Jobs, 1).is_empty());
    clock.pass(Duration::from_secs(60));
    let again = queue.take(QueueName::Jobs, 1).remove(0);
    assert_eq!(again.receive_count, 2);
    // The first consumer is too late: the job is not its any more.
    assert!(!queue.delete(&held));
    assert!(!queue.give_back(&held, Duration::ZERO));
    assert!(queue.delete(&again));
    assert!(queue.is_empty());
}

#[tokio::test]
async fn a_waiting_consumer_gets_the_next_of_a_group_when_the_first_is_done() {
    let queue = queue(&Arc::default());
    queue.enqueue_outbound(&send("A", "1")).await.unwrap();
    queue.enqueue_outbound(&send("A", "2")).await.unwrap();
    let first = queue.take(QueueName::Outbound, 10);
    assert_eq!(first.len(), 1, "one in flight a group");
    let waiting = {
        let queue = queue.clone();
        tokio::spawn(async move { queue.receive(QueueName::Outbound, 10, LONG).await })
    };
    tokio::time::sleep(Duration::from_millis(30)).await;
    let begin = Instant::now();
    queue.delete(&first[0]);
    assert_eq!(waiting.await.unwrap()[0].outbound_job().unwrap(), send("A", "2"));
    assert!(begin.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_full_queue_refuses_and_takes_again_when_there_is_room() {
    let queue = queue(&Arc::default());
    for follower in ["A", "A", "A", "B", "C"] {
        queue.enqueue_outbound(&send(follower, "1")).await.unwrap();
    }
    queue.enqueue_outbound(&send("D", "1")).await.unwrap_err();
    // The other queue has its own bound.
    queue.enqueue(&job("a"), Duration::ZERO).await.unwrap();
    // In flight it still takes room.
    let taken = queue.take(QueueName::Outbound, 10);
    queue.enqueue_outbound(&send("D", "1")).await.unwrap_err();
    assert!(queue.delete(&taken[0]));
    queue.enqueue_outbound(&send("D", "1")).await.unwrap();
    assert_eq!(queue.len(QueueName::Outbound), 5);
}

#[tokio::test]
async fn a_job_of_more_than_256_kib_is_refused() {
    let queue = queue(&Arc::default());
    let wire = serde_json::to_string(&job("")).unwrap().len();
    queue.enqueue(&job(&"x".repeat(MAX_JOB_BYTES - wire)), Duration::ZERO).await.unwrap();
    queue.enqueue(&job(&"x".repeat(MAX_JOB_BYTES - wire + 1)), Duration::ZERO).await.unwrap_err();
}

#[tokio::test]
async fn a_drain_gives_each_job_once_in_order_with_those_that_come_meanwhile() {
    let queue = queue(&Arc::default());
    for (follower, delivery) in [("A", "a1"), ("B", "b1"), ("A", "a2")] {
        queue.enqueue_outbound(&send(follower, delivery)).await.unwrap();
    }
    let mut seen = Vec::new();
    let given = queue
        .drain(QueueName::Outbound, |received| {
            let job = received.outbound_job().unwrap();
            seen.push(job.clone());
            let queue = queue.clone();
            async move {
                if job == send("B", "b1") {
                    queue.enqueue_outbound(&send("C", "c1")).await.unwrap();
                    return Verdict::Again(Duration::ZERO);
                }
                Verdict::Done
            }
        })
        .await;
    assert_eq!(given, 4);
    assert_eq!(seen, [send("A", "a1"), send("B", "b1"), send("A", "a2"), send("C", "c1")]);
    let left = queue.take(QueueName::Outbound, 10);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].outbound_job().unwrap(), left[0].receive_count), (send("B", "b1"), 2));
}

#[tokio::test]
async fn a_purge_forgets_everything() {
    let queue = queue(&Arc::default());
    queue.enqueue_outbound(&send("A", "1")).await.unwrap();
    queue.enqueue_outbound(&send("A", "2")).await.unwrap();
    let held = queue.take(QueueName::Outbound, 1).remove(0);
    queue.purge();
    assert!(queue.is_empty());
    assert!(!queue.delete(&held));
    queue.enqueue_outbound(&send("A", "3")).await.unwrap();
    assert_eq!(queue.take(QueueName::Outbound, 10)[0].outbound_job().unwrap(), send("A", "3"));
}

/// Jobs come while several consumers wait: each is received by one of them, and none is forgotten.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_consumers_share_all_jobs() {
    let options = QueueOptions::default();
    let queue = Arc::new(MemoryQueue::new(Arc::new(StepClock::default()), options));
    let consumers: Vec<_> = (0..4)
        .map(|_| {
            let queue = queue.clone();
            tokio::spawn(async move {
                let mut count = 0;
                loop {
                    let batch = queue.receive(QueueName::Jobs, 3, Duration::from_millis(300)).await;
                    if batch.is_empty() {
                        return count;
                    }
                    count += batch.iter().filter(|received| queue.delete(received)).count();
                }
            })
        })
        .collect();
    for id in 0..500 {
        queue.enqueue(&job(&id.to_string()), Duration::ZERO).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut received = 0;
    for consumer in consumers {
        received += consumer.await.unwrap();
    }
    assert_eq!(received, 500);
}
