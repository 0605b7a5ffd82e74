//! Batches of a FIFO queue with partial failure (Amazon SQS: "FIFO queues and Lambda", `ReportBatchItemFailures`).

use std::collections::HashSet;

use app::{
    jobs::{OutboundJob, Record},
    telemetry::count,
};

use crate::sender::{Handled, Sender};

impl Sender {
    /// Does a batch in its order and gives the ids of those to be handed out again. After a failure the rest of that
    /// group is not tried but given back, too, so that its order stays. What can't be read is dropped: a queue is
    /// never the only memory.
    pub async fn handle_batch(&self, records: &[Record]) -> Vec<String> {
        let mut again = Vec::new();
        let mut stopped: HashSet<String> = HashSet::new();
        for record in records {
            let job = match serde_json::from_str::<OutboundJob>(&record.body) {
                Ok(job) => job,
                Err(error) => {
                    tracing::error!(%error, id = record.id, "an outbound job can't be read");
                    count("sender_poison", "job");
                    continue;
                }
            };
            if stopped.contains(job.group()) || self.handle(&job).await == Handled::Again {
                stopped.insert(job.group().to_owned());
                again.push(record.id.clone());
            }
        }
        again
    }
}
