//! Mode `courier`: takes jobs from `outbound` and does them.
//!
//! One poll at a time, so that an idle courier costs little; jobs of different residents at once, those of one in order.

use std::{collections::BTreeMap, pin::Pin, sync::Arc, time::Duration};

use app::{jobs::Record, ports::QueueError};
use sender::Sender;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    lease::Lease,
    queue::{HIDDEN, Message, Outbound},
    report::{Report, Side},
};

/// Residents served at once.
const AT_ONCE: usize = 8;
/// How long an empty queue is waited at; and so how long a stop may take.
const WAIT: Duration = Duration::from_secs(10);
/// How much longer a poll's answer is waited for at the stop.
const LATE: Duration = Duration::from_secs(3);
/// Pause before a job is handed out again whose rows could not be written.
const AGAIN_AFTER: Duration = Duration::from_secs(5);
/// Longest pause before a queue that failed is asked again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// An answer that the queue is yet to give.
type Poll<'a> = Pin<Box<dyn Future<Output = Result<Vec<Message>, QueueError>> + Send + 'a>>;

/// Takes jobs and does them.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) queue: Arc<dyn Outbound>,
    pub(crate) sender: Arc<Sender>,
    pub(crate) lease: Arc<Lease>,
    pub(crate) report: Arc<Report>,
}

impl Work {
    /// Works until the stop is signalled or the lease is lost; then what is under way has `patience` to end.
    pub(crate) async fn until(&self, mut stopped: watch::Receiver<bool>, patience: Duration) {
        let mut held = self.lease.watch();
        let mut running = JoinSet::new();
        let mut pause = Duration::from_secs(1);
        while !*stopped.borrow() && self.lease.holds() {
            if running.len() >= AT_ONCE {
                let _ = running.join_next().await;
                continue;
            }
            let mut poll = self.queue.receive(AT_ONCE - running.len(), WAIT);
            let received = tokio::select! {
                received = &mut poll => received,
                _ = stopped.wait_for(|stopped| *stopped) => return self.end(Some(poll), running, patience).await,
                _ = held.wait_for(|held| !*held) => return self.end(Some(poll), running, patience).await,
            };
            match received {
                Ok(messages) => {
                    self.report.fine(Side::Cloud);
                    pause = Duration::from_secs(1);
                    for group in by_group(messages) {
                        running.spawn(self.clone().group(group, stopped.clone()));
                    }
                }
                Err(error) => {
                    self.report.troubled(Side::Cloud, &error.to_string());
                    tokio::select! {
                        () = sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                        _ = stopped.wait_for(|stopped| *stopped) => {}
                    }
                }
            }
            while running.try_join_next().is_some() {}
        }
        self.end(None, running, patience).await;
    }

    /// What is under way ends. An open poll is not dropped: the queue may be handing it jobs, which would be hidden from
    /// everybody until their time is over.
    async fn end(&self, poll: Option<Poll<'_>>, mut running: JoinSet<()>, patience: Duration) {
        let given_back = async {
            let Some(poll) = poll else { return };
            if let Ok(Ok(messages)) = timeout(WAIT + LATE, poll).await {
                self.give_back(&messages, Duration::ZERO).await;
            }
        };
        let all = async { while running.join_next().await.is_some() {} };
        let ((), cut_off) = tokio::join!(given_back, timeout(patience, all));
        if cut_off.is_err() {
            tracing::warn!("calls under way were cut off: they become unknown");
            running.shutdown().await;
        }
    }

    /// Jobs of one resident, in order. After a failure, and at the stop, the rest is given back.
    async fn group(self, messages: Vec<Message>, stopped: watch::Receiver<bool>) {
        for (n, message) in messages.iter().enumerate() {
            // Earlier ones may have taken their time.
            let kept = n == 0 || self.hide(message, HIDDEN).await;
            if !kept || *stopped.borrow() || !self.lease.holds() {
                return self.give_back(&messages[n..], Duration::ZERO).await;
            }
            let record = Record { id: "0".to_owned(), body: message.body.clone(), receive_count: 1 };
            if !self.sender.handle_batch(std::slice::from_ref(&record)).await.is_empty() {
                return self.give_back(&messages[n..], AGAIN_AFTER).await;
            }
            self.report.did();
            if let Err(error) = self.queue.delete(message).await {
                tracing::warn!(%error, "a job that is done comes back, and is found done");
            }
        }
    }

    async fn give_back(&self, messages: &[Message], after: Duration) {
        for message in messages {
            self.hide(message, after).await;
        }
    }

    async fn hide(&self, message: &Message, time: Duration) -> bool {
        let done = self.queue.hide(message, time).await;
        if let Err(error) = &done {
            tracing::warn!(%error, "a job's time was not changed; it comes back by itself");
        }
        done.is_ok()
    }
}

/// Jobs by resident, each one's in order.
fn by_group(messages: Vec<Message>) -> impl Iterator<Item = Vec<Message>> {
    let mut groups: BTreeMap<String, Vec<Message>> = BTreeMap::new();
    for message in messages {
        groups.entry(message.group()).or_default().push(message);
    }
    groups.into_values()
}
