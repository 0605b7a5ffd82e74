//! Works a queue off without waiting, for tests and for steps that a test drives by hand.

use std::{future::Future, time::Duration};

use super::{MemoryQueue, QueueName, Received};

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done: it is deleted.
    Done,
    /// To be received again after this time.
    Again(Duration),
}

impl MemoryQueue {
    /// Gives the jobs that are visible to `work`, one at a time, oldest first, also those that come in meanwhile,
    /// until none is left; returns how many it gave. A job to be done again goes back only at the end, so each is
    /// given once; its group waits. Always in the same order for the same calls.
    pub async fn drain<W, F>(&self, queue: QueueName, mut work: W) -> usize
    where
        W: FnMut(&Received) -> F,
        F: Future<Output = Verdict>,
    {
        let mut given = 0;
        let mut again = Vec::new();
        while let Some(received) = self.take(queue, 1).pop() {
            given += 1;
            match work(&received).await {
                Verdict::Done => {
                    self.delete(&received);
                }
                Verdict::Again(delay) => again.push((received, delay)),
            }
        }
        for (received, delay) in again {
            self.give_back(&received, delay);
        }
        given
    }
}
