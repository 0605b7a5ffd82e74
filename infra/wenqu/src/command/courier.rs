//! `wenqu courier`: the district's own computer makes the calls to the platform.

use std::{process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::{
    ports::{Clock, Table},
    random, way_out,
};
use async_trait::async_trait;
use aws::{S3Blobs, Secrets, SqsJobs, SystemClock};
use domain::egress::Egress;
use outbound::HttpPlatform;
use secrecy::SecretString;
use sender::{PlatformTokens, Ports, Sender, Way};

use super::{Context, listen, runtime, say};
use crate::{
    cli::courier::Courier as Options,
    cloud::{
        connection::Cloud,
        settings::{Place, place},
        store,
    },
    courier::{
        guard::Guard,
        lease::{Identity, Lease, Terms},
        report::Report,
        run::{Courier, Duty},
        settings::{self, Settings},
        sqs::SqsOutbound,
        status,
        tokens::{Shelf, Tokens},
        work::Work,
    },
    logs,
};

pub(super) fn run(context: &Context, options: &Options) -> anyhow::Result<ExitCode> {
    if options.status {
        let place = context.read(&|_| None, place)?;
        return runtime()?.block_on(Box::pin(show(&place, options.json)));
    }
    let settings = context.read(&|_| None, settings::read)?;
    logs::start(settings.log);
    runtime()?.block_on(Box::pin(serve(&settings)))?;
    Ok(ExitCode::SUCCESS)
}

/// 0 while a courier is at work, else 1.
async fn show(place: &Place, json: bool) -> anyhow::Result<ExitCode> {
    let cloud = Cloud::open(place).await?;
    let lease = match way_out::lease(store::table(&cloud).as_ref()).await {
        Ok(lease) => lease,
        Err(error) => {
            // Says what is wrong with the credentials, if anything is.
            cloud.identity().await?;
            return Err(error.into());
        }
    };
    let now = SystemClock.now();
    if json {
        say(&serde_json::to_string_pretty(&status::as_json(lease.as_ref(), now))?);
    } else {
        say(&status::as_words(lease.as_ref(), now));
    }
    let live = lease.is_some_and(|lease| lease.is_live(now));
    Ok(if live { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn serve(settings: &Settings) -> anyhow::Result<()> {
    let stopped = listen::stop_signal()?;
    let cloud = Cloud::open(&settings.place).await?;
    let (table, report) = (store::table(&cloud), Arc::new(Report::default()));
    let me =
        Identity { holder: domain::ids::base32(&random::<10>()?), host: host(), egress: settings.egress };
    tracing::info!(stack = %cloud.stack, region = cloud.region, egress = %settings.egress, "外发电脑启动 / the courier starts");
    let lease = Lease::new(table.clone(), Arc::new(SystemClock), me, Terms::STANDARD, report.clone());
    let lease = Arc::new(lease);
    let platform = Arc::new(HttpPlatform::new(&settings.transport)?);
    let platform = Arc::new(Guard::new(platform, lease.clone(), report.clone()));
    let duty = match settings.egress {
        Egress::CourierToken => Duty::Tokens(Tokens {
            source: PlatformTokens::kept(settings.credentials.clone()),
            platform,
            clock: Arc::new(SystemClock),
            shelf: Arc::new(Parameter {
                secrets: Secrets::through_proxies(&cloud.config),
                name: format!("{}/courier/access_token", cloud.stack.secrets()),
            }),
            lease: lease.clone(),
            report: report.clone(),
        }),
        _ => Duty::Work(work(settings, &cloud, table, platform, lease.clone(), report.clone()).await?),
    };
    Box::pin(Courier { duty, lease, report }.run(stopped)).await;
    Ok(())
}

/// Mode `courier`: the sender over the deployment's table, queues and bucket.
async fn work(
    settings: &Settings,
    cloud: &Cloud,
    table: Arc<dyn Table>,
    platform: Arc<Guard>,
    lease: Arc<Lease>,
    report: Arc<Report>,
) -> anyhow::Result<Work> {
    let urls = store::queue_urls(cloud).await?;
    let outbound = urls.outbound()?.to_owned();
    let bucket = match &settings.bucket {
        Some(bucket) => bucket.clone(),
        None => cloud.stack.blobs(account(&outbound)?, &cloud.region),
    };
    let ports = Ports {
        table,
        jobs: Arc::new(SqsJobs::patient(&cloud.config, urls)),
        blobs: Arc::new(S3Blobs::through_proxies(&cloud.config, bucket)),
        platform,
        clock: Arc::new(SystemClock),
    };
    let way = Way::Open(Arc::new(PlatformTokens::kept(settings.credentials.clone())));
    let sender = Sender::new(ports, way, settings.window, || random::<1>().map_or(0, |[byte]| byte));
    let queue = Arc::new(SqsOutbound::new(&cloud.config, outbound));
    Ok(Work { queue, sender: Arc::new(sender), lease, report })
}

/// The AWS account's number, from the queue's address: `https://sqs.….amazonaws.com/123456789012/name`.
fn account(queue_url: &str) -> anyhow::Result<&str> {
    let number = queue_url.rsplit('/').nth(1).filter(|number| number.bytes().all(|b| b.is_ascii_digit()));
    number.with_context(|| format!("{queue_url} 里没有账号 / holds no account number"))
}

/// This computer's name, for people.
fn host() -> String {
    let file = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = file.or_else(|| super::variable("COMPUTERNAME")).or_else(|| super::variable("HOSTNAME"));
    let name = name.map(|name| name.trim().chars().take(64).collect::<String>());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "unnamed".to_owned())
}

/// The parameter that the sender reads.
struct Parameter {
    secrets: Secrets,
    name: String,
}

#[async_trait]
impl Shelf for Parameter {
    async fn put(&self, token: &SecretString) -> Result<(), String> {
        self.secrets.put(&self.name, token).await.map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_stands_in_the_queues_address() {
        let url = "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/wenqu-outbound.fifo";
        assert_eq!(account(url).unwrap(), "123456789012");
        assert!(account("https://sqs.example.com/wenqu").is_err());
    }

    #[test]
    fn this_computer_has_a_name() {
        assert!(!host().is_empty());
    }
}
