//! `wenqu destroy`: export, then delete everything that `deploy` has made.

use std::{path::PathBuf, process::ExitCode};

use anyhow::ensure;
use app::ports::Clock;
use aws::SystemClock;
use jiff::tz::Offset;

use super::{Context, runtime, say};
use crate::{
    cli::cloud::Destroy,
    cloud::{
        ask::{Ask, missing},
        buckets::Buckets,
        connection::Cloud,
        export, observe, remains,
        settings::place,
        stacks::{Stacks, State},
        store,
        vault::Vault,
    },
};

pub(super) fn run(context: &Context, options: &Destroy) -> anyhow::Result<ExitCode> {
    let place = context.read(&|_| None, place)?;
    let mut ask = Ask::terminal(false);
    if options.yes && context.stack.is_none() {
        return Err(missing("--stack", "哪个部署 which deployment").into());
    }
    if !options.yes && !ask.is_interactive() {
        return Err(missing("--yes --stack", "删除部署 delete the deployment").into());
    }
    runtime()?.block_on(async {
        let cloud = Cloud::open(&place).await?;
        let account = cloud.identity().await?.account;
        let stacks = Stacks::new(&cloud);
        let state = stacks.settled().await?;
        if state.is_none() && !has_leftovers(&cloud, &account).await? {
            // Says where it was looked for.
            store::require_stack(&cloud).await?;
        }
        eprintln!(
            "将删除部署 {stack}（{region}，账户 {account}）：四张表、队列、图片、日志、密钥\n先在微信平台停用服务器配置，否则导出后收到的话会丢失\nThis deletes the deployment {stack} in {region}: tables, queues, pictures, logs, secrets\nFirst disable the server configuration on the platform: what arrives after the export is lost",
            stack = cloud.stack,
            region = cloud.region
        );
        if !options.yes {
            let typed = ask.text("输入部署名以确认 / type its name:", None, "--yes", |text| Ok(text.to_owned()))?;
            ensure!(typed == cloud.stack.as_str(), "名称不符，没有删除 / that is not its name: nothing was deleted");
        }
        if let Some(state) = state {
            if options.no_export {
                eprintln!("! 不导出 / no export");
            } else {
                save(&cloud, &account, options).await?;
            }
            Box::pin(delete(&cloud, &account, &stacks, &state)).await?;
        }
        Box::pin(clear(&cloud, &account)).await?;
        say(&format!("部署 {} 已删除 / is deleted", cloud.stack));
        Ok(ExitCode::SUCCESS)
    })
}

/// Whether a deletion was broken off after its stack was gone.
async fn has_leftovers(cloud: &Cloud, account: &str) -> anyhow::Result<bool> {
    let bucket = cloud.stack.deploy_bucket(account, &cloud.region);
    Ok(!Vault::new(cloud).list().await?.is_empty() || Buckets::new(cloud).exists(&bucket).await?)
}

async fn delete(cloud: &Cloud, account: &str, stacks: &Stacks, state: &State) -> anyhow::Result<()> {
    remains::unprotect(cloud).await?;
    let (buckets, blobs) = (Buckets::new(cloud), cloud.stack.blobs(account, &cloud.region));
    if buckets.exists(&blobs).await? {
        buckets.empty(&blobs).await?;
    }
    stacks.delete(state).await
}

async fn save(cloud: &Cloud, account: &str, options: &Destroy) -> anyhow::Result<()> {
    let day = Offset::constant(8).to_datetime(SystemClock.now()).strftime("%Y%m%d-%H%M%S").to_string();
    let standard = || PathBuf::from(format!("wenqu-export-{}-{day}", cloud.stack));
    let directory = options.export.clone().unwrap_or_else(standard);
    let [jobs, _] = cloud.stack.queues();
    for queue in [jobs.dead, jobs.source] {
        let depth = observe::depth(cloud, &queue).await?.unwrap_or_default();
        let count = depth.visible + depth.in_flight;
        ensure!(
            count == 0,
            "队列 {queue} 里还有 {count} 条，其中可能有居民的话，别处没有：死信先 `wenqu dead retry --all`，再等队列处理完（`wenqu status`），或者用 --no-export 放弃 / that queue holds messages, maybe residents' words that are nowhere else: `wenqu dead retry --all`, wait until the queue is empty, or give them up with --no-export"
        );
    }
    for (table, count) in export::tables(cloud, &directory).await? {
        eprintln!("  ✓ {}.jsonl  {count} 行 rows", table.as_str());
    }
    if export::key(cloud, &directory).await? {
        eprintln!("  ✓ account.key  居民编号由它而来 / residents' ids are made with it");
    }
    if options.no_blobs {
        eprintln!("! 图片等文件不导出 / pictures and other files are not exported");
    } else {
        let bucket = cloud.stack.blobs(account, &cloud.region);
        // Gone already when a deletion was broken off.
        if Buckets::new(cloud).exists(&bucket).await? {
            let count = export::blobs(cloud, &bucket, &directory).await?;
            eprintln!("  ✓ blobs/  {count} 个文件 files");
        }
    }
    eprintln!(
        "已导出到 {}，其中有居民的话，妥善保管 / exported; it holds residents' words",
        directory.display()
    );
    Ok(())
}

/// What the stack does not hold.
async fn clear(cloud: &Cloud, account: &str) -> anyhow::Result<()> {
    let vault = Vault::new(cloud);
    for name in vault.list().await?.keys() {
        vault.delete(name).await?;
    }
    let buckets = Buckets::new(cloud);
    buckets.delete(&cloud.stack.deploy_bucket(account, &cloud.region)).await?;
    remains::delete_logs(cloud).await?;
    eprintln!("  ✓ 密钥、部署包、日志 / secrets, zips, logs");
    Ok(())
}
