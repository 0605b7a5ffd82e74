//! Messages of the dead-letter queues go back to where they came from: received, sent again, then deleted. (SQS's own
//! redrive does not exist in China.) If this ends halfway, a message is there twice, never gone; consumers bear that.

use aws_sdk_sqs::{
    Client,
    types::{Message, MessageSystemAttributeName},
};
use domain::audit::hex;

use super::{
    connection::Cloud,
    failure::{Failure, failure},
    names::QueuePair,
};

/// Messages received at once (SQS's limit).
const BATCH: i32 = 10;
/// Seconds that a message is ours to move.
const HIDDEN_S: i32 = 60;

/// Moves everything that the dead-letter queue holds; says how many messages.
///
/// # Errors
/// When a call fails: what was moved is moved, the rest is still there.
pub(crate) async fn redrive(cloud: &Cloud, pair: &QueuePair) -> anyhow::Result<usize> {
    let client = Client::new(&cloud.config);
    let (dead, source) = (url(&client, &pair.dead).await?, url(&client, &pair.source).await?);
    let mut moved = 0;
    loop {
        let request = client
            .receive_message()
            .queue_url(&dead)
            .max_number_of_messages(BATCH)
            .visibility_timeout(HIDDEN_S)
            .wait_time_seconds(1)
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .message_attribute_names("All");
        let messages = request.send().await.map_err(failure)?.messages.unwrap_or_default();
        if messages.is_empty() {
            return Ok(moved);
        }
        for message in messages {
            resend(&client, &source, &message).await?;
            let handle = message.receipt_handle.unwrap_or_default();
            client.delete_message().queue_url(&dead).receipt_handle(handle).send().await.map_err(failure)?;
            moved += 1;
        }
    }
}

async fn url(client: &Client, queue: &str) -> Result<String, Failure> {
    let answer = client.get_queue_url().queue_name(queue).send().await.map_err(failure)?;
    Ok(answer.queue_url.unwrap_or_default())
}

async fn resend(client: &Client, source: &str, message: &Message) -> anyhow::Result<()> {
    let mut request = client
        .send_message()
        .queue_url(source)
        .message_body(message.body().unwrap_or_default())
        .set_message_attributes(message.message_attributes.clone());
    let group = message.attributes().and_then(|all| all.get(&MessageSystemAttributeName::MessageGroupId));
    // A new deduplication id: within five minutes the old one would be taken for a repetition and swallowed.
    if let Some(group) = group.filter(|_| source.ends_with(".fifo")) {
        let unique = hex(&app::random::<16>()?);
        request = request.message_group_id(group).message_deduplication_id(unique);
    }
    request.send().await.map_err(failure)?;
    Ok(())
}
