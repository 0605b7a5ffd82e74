//! The data of a deployment, for commands that work beside its functions.

use std::sync::Arc;

use anyhow::{Context as _, anyhow, ensure};
use app::{
    App,
    content::Content,
    ports::{NoNotifier, NoPictures, Table},
    settings::Work,
};
use aws::{DynamoTable, QueueUrls, S3Blobs, SqsJobs, SystemClock, TableNames};
use domain::ids::AccountKey;
use secrecy::{ExposeSecret, SecretString};

use super::{
    connection::Cloud,
    failure::failure,
    vault::{ACCOUNT_KEY, Vault},
};

/// Opens tables, queues and bucket of a deployment.
///
/// # Errors
/// When there is no such deployment, or this identity may not use it.
pub(crate) async fn open(cloud: &Cloud) -> anyhow::Result<App> {
    let account = cloud.identity().await?.account;
    let secrets = Vault::new(cloud).load().await?;
    let key = secrets.get(ACCOUNT_KEY).with_context(|| no_deployment(cloud))?;
    let table = table(cloud);
    Ok(App {
        key: account_key(key)?,
        content: Arc::new(Content::open(table.clone()).await?),
        table,
        jobs: Arc::new(SqsJobs::patient(&cloud.config, queue_urls(cloud).await?)),
        blobs: Arc::new(S3Blobs::through_proxies(&cloud.config, cloud.stack.blobs(&account, &cloud.region))),
        pictures: Arc::new(NoPictures),
        notifier: Arc::new(NoNotifier),
        open_texts: Arc::default(),
        categories: Arc::default(),
        clock: Arc::new(SystemClock),
        work: Work::default(),
    })
}

/// The four tables.
pub(crate) fn table(cloud: &Cloud) -> Arc<dyn Table> {
    Arc::new(DynamoTable::patient(&cloud.config, TableNames::of_stack(cloud.stack.as_str())))
}

/// Addresses of both queues.
///
/// # Errors
/// When there is no such deployment, or this identity may not ask.
pub(crate) async fn queue_urls(cloud: &Cloud) -> anyhow::Result<QueueUrls> {
    let client = aws_sdk_sqs::Client::new(&cloud.config);
    let [jobs, outbound] = cloud.stack.queues();
    let url = async |name: String| match client.get_queue_url().queue_name(name).send().await.map_err(failure)
    {
        Ok(answer) => anyhow::Ok(answer.queue_url),
        Err(error) if error.is_missing() => Err(anyhow!(error).context(no_deployment(cloud))),
        Err(error) => Err(error.into()),
    };
    Ok(QueueUrls { jobs: url(jobs.source).await?, outbound: url(outbound.source).await? })
}

fn account_key(secret: &SecretString) -> anyhow::Result<AccountKey> {
    let bytes = parse_hex(secret.expose_secret());
    bytes.map(AccountKey::new).context(
        "account/key 不是 64 位十六进制：不要改动它 / account/key is not 64 hex digits: it must never be changed",
    )
}

/// 64 hex digits.
pub(crate) fn parse_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

fn no_deployment(cloud: &Cloud) -> String {
    format!(
        "{region} 里没有名为 {stack} 的部署：检查 --stack 和区域，或先运行 `wenqu deploy` / there is no deployment {stack} in {region}: check --stack and the region, or run `wenqu deploy`",
        region = cloud.region,
        stack = cloud.stack
    )
}

/// Refuses a deployment whose stack is not there.
///
/// # Errors
/// When it is not.
pub(crate) async fn require_stack(cloud: &Cloud) -> anyhow::Result<super::stacks::State> {
    let state = super::stacks::Stacks::new(cloud).state().await?;
    ensure!(state.is_some(), "{}", no_deployment(cloud));
    Ok(state.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_key_is_64_hex_digits() {
        let bytes = std::array::from_fn(|n| n as u8 * 7);
        assert_eq!(parse_hex(&domain::audit::hex(&bytes)), Some(bytes));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(parse_hex(bad), None, "{bad}");
        }
    }
}
