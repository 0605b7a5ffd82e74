//! The contract of the two queues: what the consumers of [`Jobs`] rely on.
//!
//! The port only enqueues (in the cloud the platform of the functions receives), so the suite asks an adapter's test
//! for the consumer's side, [`Consumer`]. A rule needs queues of its own. "Comes" means within [`TRIES`] receives:
//! a distributed queue may answer with fewer jobs than it has.

use std::time::Duration;

use async_trait::async_trait;

use crate::{
    jobs::{OutboundJob, Work, WorkerJob},
    ports::Jobs,
};

pub mod outbound;
pub mod unordered;

/// How often a rule asks before it says that nothing comes.
pub const TRIES: usize = 5;

/// Which queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// `jobs`, in no order.
    Jobs,
    /// `outbound`, in order within a group.
    Outbound,
}

/// A job as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// JSON wire form.
    pub body: String,
    /// From 1.
    pub receive_count: u32,
    /// Names this receive to the queue.
    pub receipt: String,
}

/// The consumer's side of a pair of queues.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// The producer's side.
    fn jobs(&self) -> &dyn Jobs;
    /// How long a received job stays hidden: as short as the adapter allows, 2 s or more.
    fn visibility(&self) -> Duration;
    /// Receives at most `max` jobs; when there are none it may wait a second.
    async fn receive(&self, lane: Lane, max: usize) -> Vec<Taken>;
    /// Deletes a job that is done.
    async fn delete(&self, lane: Lane, taken: &Taken);
    /// Makes a job visible again after `delay`.
    async fn give_back(&self, lane: Lane, taken: &Taken, delay: Duration);
    /// Lets time pass: a sleep, or a step of a test's clock.
    async fn pass(&self, time: Duration);
}

/// Makes a test of each rule of the queue contract for the adapter that `$make` gives (an
/// `UnderTest<dyn Consumer>`).
#[macro_export]
macro_rules! queue_contract {
    ($make:expr) => {
        $crate::contract_rules! { $make, queue,
            unordered: [
                a_job_is_received_as_it_was_sent,
                an_empty_queue_gives_nothing,
                a_job_in_flight_is_hidden,
                a_job_not_deleted_comes_again,
                a_deleted_job_never_comes_again,
                a_job_given_back_comes_again,
                a_job_given_back_with_a_delay_waits,
                a_delayed_job_waits,
                a_delay_of_more_than_15_minutes_is_refused,
                a_batch_can_fail_in_part,
                the_same_job_twice_comes_twice,
                a_hundred_jobs_all_come,
                a_spilled_callback_is_received_as_it_was_sent_or_refused,
            ]
            outbound: [
                an_outbound_job_is_received_as_it_was_sent,
                the_jobs_of_a_resident_come_in_order,
                one_job_of_a_resident_is_in_flight,
                the_jobs_of_other_residents_go_on,
                a_job_given_back_holds_its_resident_back,
                a_job_not_deleted_comes_again_before_the_next,
                the_same_outbound_job_twice_comes_twice,
                the_two_queues_are_apart,
            ]
        }
    };
}

fn worker_job(id: &str) -> WorkerJob {
    let work = Work::Profile { follower: "7F3AK9QZ00000000".into() };
    WorkerJob { id: id.into(), due_ms: 1_793_000_000_000, work }
}

fn send(follower: &str, delivery: &str) -> OutboundJob {
    OutboundJob::Send { follower: follower.into(), delivery: delivery.into() }
}

async fn enqueue(consumer: &dyn Consumer, id: &str) {
    consumer.jobs().enqueue(&worker_job(id), Duration::ZERO).await.unwrap();
}

async fn enqueue_send(consumer: &dyn Consumer, follower: &str, delivery: &str) {
    consumer.jobs().enqueue_outbound(&send(follower, delivery)).await.unwrap();
}

/// Receives until `count` jobs have come or nothing comes any more.
async fn receive(consumer: &dyn Consumer, lane: Lane, count: usize) -> Vec<Taken> {
    let mut taken = Vec::new();
    let mut in_vain = 0;
    while taken.len() < count && in_vain < TRIES {
        let more = consumer.receive(lane, (count - taken.len()).min(10)).await;
        in_vain = if more.is_empty() { in_vain + 1 } else { 0 };
        taken.extend(more);
    }
    taken
}

/// Receives the one job that must come.
async fn one(consumer: &dyn Consumer, lane: Lane) -> Taken {
    let mut taken = receive(consumer, lane, 1).await;
    assert_eq!(taken.len(), 1, "one job was due on {lane:?}");
    taken.remove(0)
}

/// Nothing may come now.
async fn nothing(consumer: &dyn Consumer, lane: Lane) {
    let taken = consumer.receive(lane, 10).await;
    assert_eq!(taken, [], "nothing was due on {lane:?}");
}

fn worker_id(taken: &Taken) -> String {
    serde_json::from_str::<WorkerJob>(&taken.body).unwrap().id.to_string()
}

fn delivery(taken: &Taken) -> String {
    match serde_json::from_str(&taken.body).unwrap() {
        OutboundJob::Send { delivery, .. } => delivery.to_string(),
        other @ OutboundJob::Request { .. } => panic!("{other:?}"),
    }
}
