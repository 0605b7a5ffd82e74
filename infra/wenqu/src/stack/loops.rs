//! The consumers of the queues and the ticker, as tasks.

use std::{sync::Arc, time::Duration};

use app::jobs::Record;
use domain::delivery::SENDING_LIMIT;
use embedded::{QueueName, Received};
use jiff::SignedDuration;
use tokio::{sync::watch, task::JoinSet, time};

use super::Stack;

/// Tasks that take worker jobs.
const WORKERS: usize = 2;
/// Tasks that take outbound jobs: calls to the platform at once, of different residents.
const SENDERS: usize = 8;
/// How often the ticker looks.
const TICK_EVERY: Duration = Duration::from_secs(1);
/// How long an empty queue is waited at before the stop is looked at again.
const WAIT: Duration = Duration::from_secs(5);
/// Pause before a job that failed in passing is handed out again.
pub(super) const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Expired rows deleted at a time.
const EXPIRED_AT_A_TIME: usize = 500;

/// Running tasks of a stack.
pub struct Loops {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Loops {
    /// Starts them. Deliveries that a crash left `sending` become unknown first: no other process sends for this
    /// data directory.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn start(stack: &Arc<Stack>) -> anyhow::Result<Self> {
        let recovered = stack.ticker.tick(&stack.app, SignedDuration::ZERO).await?;
        if recovered.unknown > 0 {
            tracing::warn!(
                deliveries = recovered.unknown,
                "were being sent when the last run ended: unknown now"
            );
        }
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for _ in 0..WORKERS {
            tasks.spawn(consume(stack.clone(), QueueName::Jobs, stopped.clone()));
        }
        for _ in 0..SENDERS {
            tasks.spawn(consume(stack.clone(), QueueName::Outbound, stopped.clone()));
        }
        tasks.spawn(tick(stack.clone(), stopped));
        Ok(Self { stop, tasks })
    }

    /// Stops: jobs under way have `patience` to finish. What is cut off then is found in its row by the next start.
    pub async fn stop(mut self, patience: Duration) {
        // Without receivers everything has ended already.
        let _ = self.stop.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if time::timeout(patience, all).await.is_err() {
            tracing::warn!("jobs under way were cut off");
            self.tasks.shutdown().await;
        }
    }
}

async fn consume(stack: Arc<Stack>, name: QueueName, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let received = tokio::select! {
            received = stack.queue.receive(name, 1, WAIT) => received,
            _ = stopped.changed() => return,
        };
        for job in received {
            if stack.does(name, &job).await {
                stack.queue.delete(&job);
            } else {
                stack.queue.give_back(&job, AGAIN_AFTER);
            }
        }
    }
}

async fn tick(stack: Arc<Stack>, mut stopped: watch::Receiver<bool>) {
    let mut every = time::interval(TICK_EVERY);
    every.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    let mut ticks = 0u64;
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = stopped.changed() => return,
        }
        if let Err(error) = stack.ticker.tick(&stack.app, SENDING_LIMIT).await {
            tracing::warn!(%error, "the ticker goes on with its next tick");
        }
        if ticks.is_multiple_of(60)
            && let Err(error) = stack.table.delete_expired(stack.app.clock.now(), EXPIRED_AT_A_TIME).await
        {
            tracing::warn!(%error, "expired rows stay for now");
        }
        ticks += 1;
    }
}

impl Stack {
    /// Does one job; false when it has to be handed out again.
    pub(super) async fn does(&self, name: QueueName, job: &Received) -> bool {
        let record = Record { id: "0".to_owned(), body: job.body.clone(), receive_count: job.receive_count };
        let records = std::slice::from_ref(&record);
        let again = match name {
            QueueName::Jobs => worker::handle_batch(&self.app, &self.spills, records).await,
            QueueName::Outbound => self.sender.handle_batch(records).await,
        };
        again.is_empty()
    }
}
