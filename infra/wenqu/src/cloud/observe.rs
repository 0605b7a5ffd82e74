//! What a running deployment shows of itself: functions and queues. Read by `status` and `doctor`.

use std::collections::BTreeMap;

use aws_sdk_sqs::types::QueueAttributeName;
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

/// How many messages lie in each dead-letter queue, by name.
pub(crate) async fn dead_letters(cloud: &Cloud) -> Result<BTreeMap<String, u64>, Failure> {
    let mut messages = BTreeMap::new();
    for pair in cloud.stack.queues() {
        let depth = depth(cloud, &pair.dead).await?.unwrap_or_default();
        messages.insert(pair.dead, depth.visible + depth.in_flight);
    }
    Ok(messages)
}
