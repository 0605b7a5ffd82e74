//! What a running deployment shows of itself: functions, queues, work that waits. Read by `status` and `doctor`.

use std::collections::BTreeMap;

use app::{
    keys::{self, DEAD_PARTITION, SHARDS, due_partition},
    ports::{Query, Table, TableError, TableName},
    rows::{CourierLease, DuePointer, load, parse},
};
use aws_sdk_sqs::types::QueueAttributeName;
use jiff::Timestamp;
use serde::Serialize;

use super::{
    connection::Cloud,
    failure::{Failure, failure},
    names::FUNCTIONS,
};

/// A function as it is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FunctionState {
    /// Which.
    pub(crate) name: &'static str,
    /// `Active`, `Pending`, `Failed`, `Inactive`, or `missing`.
    pub(crate) state: String,
    /// `Successful`, `Failed`, `InProgress`.
    pub(crate) last_update: String,
    /// Last change.
    pub(crate) last_modified: String,
    /// SHA-256 of its zip.
    pub(crate) code_sha256: String,
    /// `arm64` or `x86_64`.
    pub(crate) architecture: String,
    /// Memory in MB.
    pub(crate) memory_mb: i32,
}

/// The functions, in their usual order.
pub(crate) async fn functions(cloud: &Cloud) -> Result<Vec<FunctionState>, Failure> {
    let client = aws_sdk_lambda::Client::new(&cloud.config);
    let mut states = Vec::new();
    for name in FUNCTIONS {
        let request = client.get_function_configuration().function_name(cloud.stack.function(name));
        let answer = match request.send().await.map_err(failure) {
            Ok(answer) => answer,
            Err(error) if error.is_missing() => {
                states.push(missing(name));
                continue;
            }
            Err(error) => return Err(error),
        };
        let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
        states.push(FunctionState {
            name,
            state: word(answer.state().map(|state| state.as_str())),
            last_update: word(answer.last_update_status().map(|status| status.as_str())),
            last_modified: word(answer.last_modified()),
            code_sha256: word(answer.code_sha256()),
            architecture: word(answer.architectures().first().map(|architecture| architecture.as_str())),
            memory_mb: answer.memory_size().unwrap_or_default(),
        });
    }
    Ok(states)
}

fn missing(name: &'static str) -> FunctionState {
    FunctionState {
        name,
        state: "missing".to_owned(),
        last_update: String::new(),
        last_modified: String::new(),
        code_sha256: String::new(),
        architecture: String::new(),
        memory_mb: 0,
    }
}

/// How full a queue is, by SQS's own estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Depth {
    /// Ready to be received.
    pub(crate) visible: u64,
    /// Received and not done.
    pub(crate) in_flight: u64,
    /// Not ready yet.
    pub(crate) delayed: u64,
}

/// Depth of a queue by its name; `None` when there is no such queue.
pub(crate) async fn depth(cloud: &Cloud, queue: &str) -> Result<Option<Depth>, Failure> {
    let client = aws_sdk_sqs::Client::new(&cloud.config);
    let url = match client.get_queue_url().queue_name(queue).send().await.map_err(failure) {
        Ok(answer) => answer.queue_url.unwrap_or_default(),
        Err(error) if error.is_missing() => return Ok(None),
        Err(error) => return Err(error),
    };
    let names = [
        QueueAttributeName::ApproximateNumberOfMessages,
        QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        QueueAttributeName::ApproximateNumberOfMessagesDelayed,
    ];
    let request = client.get_queue_attributes().queue_url(url).set_attribute_names(Some(names.to_vec()));
    let attributes = request.send().await.map_err(failure)?.attributes.unwrap_or_default();
    let [visible, in_flight, delayed] =
        names.map(|name| attributes.get(&name).and_then(|text| text.parse().ok()).unwrap_or_default());
    Ok(Some(Depth { visible, in_flight, delayed }))
}

/// Depths of both queues and their dead-letter queues, by name.
pub(crate) async fn depths(cloud: &Cloud) -> Result<BTreeMap<String, Option<Depth>>, Failure> {
    let mut depths = BTreeMap::new();
    for pair in cloud.stack.queues() {
        for queue in [pair.source, pair.dead] {
            let depth = depth(cloud, &queue).await?;
            depths.insert(queue, depth);
        }
    }
    Ok(depths)
}

/// Rows counted at most: beyond it the exact number matters to nobody.
const COUNT_UP_TO: usize = 1_000;

/// Deliveries that are to be tried and jobs that were given up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Waiting {
    /// Deliveries whose time has come, counted up to 1,000 a shard.
    pub(crate) due: usize,
    /// When the oldest of them was to be tried.
    pub(crate) oldest_due: Option<Timestamp>,
    /// Jobs that were given up, counted up to 1,000.
    pub(crate) dead: usize,
}

/// Counts what waits.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub(crate) async fn waiting(table: &dyn Table, now: Timestamp) -> Result<Waiting, TableError> {
    let mut waiting = Waiting::default();
    for shard in 0..SHARDS {
        let mut query = Query::partition(TableName::Delivery, due_partition(shard), COUNT_UP_TO)
            .between("0", format!("{}~", keys::millis(now)));
        loop {
            let page = table.query(&query).await?;
            if let Some(first) = page.items.first() {
                let at = parse::<DuePointer>(first)?.value.at;
                waiting.oldest_due = Some(waiting.oldest_due.map_or(at, |oldest| oldest.min(at)));
            }
            waiting.due += page.items.len();
            query.after = page.next;
            if query.after.is_none() || waiting.due >= COUNT_UP_TO * usize::from(SHARDS) {
                break;
            }
        }
    }
    let dead = Query::partition(TableName::Main, DEAD_PARTITION, COUNT_UP_TO);
    waiting.dead = table.query(&dead).await?.items.len();
    Ok(waiting)
}

/// The courier, if one has ever been at work.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub(crate) async fn courier(table: &dyn Table) -> Result<Option<CourierLease>, TableError> {
    Ok(load::<CourierLease>(table, &keys::courier()).await?.map(|row| row.value))
}

#[cfg(test)]
mod tests {
    use app::{
        rows::{Batch, DeadJob, Row},
        testing::MemoryTable,
    };
    use domain::ids::{DeliveryId, FollowerId};
    use jiff::SignedDuration;

    use super::*;

    #[tokio::test]
    async fn what_is_due_and_what_was_given_up_is_counted() {
        let table = MemoryTable::default();
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let mut batch = Batch::new();
        for (n, minutes) in [("1", -30), ("2", -5), ("3", 5)] {
            let at = now + SignedDuration::from_mins(minutes);
            let (follower, delivery) = (FollowerId::from(format!("F{n}")), DeliveryId::from(n));
            batch.replace(&DuePointer { at, follower, delivery }).unwrap();
        }
        let dead = DeadJob { id: "J".into(), at: now, body: "{}".into(), why: "tried 8 times".into() };
        batch.replace(&dead).unwrap();
        batch.commit(&table).await.unwrap();
        let waiting = waiting(&table, now).await.unwrap();
        assert_eq!((waiting.due, waiting.dead), (2, 1));
        assert_eq!(waiting.oldest_due, Some(now - SignedDuration::from_mins(30)));
        assert!(courier(&table).await.unwrap().is_none());
        assert_eq!(dead.key().pk, DEAD_PARTITION);
    }
}
