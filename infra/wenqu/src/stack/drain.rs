//! All that is due, now, one after the other.

use domain::delivery::SENDING_LIMIT;
use embedded::QueueName;

use super::{Stack, loops::AGAIN_AFTER};

/// A chain of jobs that bring about each other is never longer; a job that always comes back ends here.
const MOST_ROUNDS: usize = 50;

impl Stack {
    /// Lets the ticker look, then works both queues off, until nothing is due. Not while loops run.
    pub async fn drain(&self) {
        for _ in 0..MOST_ROUNDS {
            if let Err(error) = self.ticker.tick(&self.app, SENDING_LIMIT).await {
                tracing::warn!(%error, "the ticker failed");
            }
            if self.drain_queues().await == 0 {
                return;
            }
        }
        tracing::warn!(rounds = MOST_ROUNDS, "jobs keep coming");
    }

    /// Works both queues off, without the ticker; gives how many jobs were done. Not while loops run.
    pub async fn drain_queues(&self) -> usize {
        let mut all = 0;
        for _ in 0..MOST_ROUNDS {
            let done = self.drain_queue(QueueName::Jobs).await + self.drain_queue(QueueName::Outbound).await;
            if done == 0 {
                break;
            }
            all += done;
        }
        all
    }

    /// Each visible job once, those that come in meanwhile too; gives how many were done.
    async fn drain_queue(&self, name: QueueName) -> usize {
        let (mut done, mut again) = (0, Vec::new());
        while let Some(job) = self.queue.take(name, 1).pop() {
            if self.does(name, &job).await {
                self.queue.delete(&job);
                done += 1;
            } else {
                again.push(job);
            }
        }
        for job in again {
            self.queue.give_back(&job, AGAIN_AFTER);
        }
        done
    }
}
