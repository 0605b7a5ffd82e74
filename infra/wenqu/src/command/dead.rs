//! `wenqu dead list|retry`: work that was given up.

use std::process::ExitCode;

use anyhow::bail;
use app::{App, dead, rows::DeadJob};
use domain::audit::Source;
use jiff::tz::Offset;
use serde_json::json;

use super::{Context, in_words, runtime, say};
use crate::{
    cli::cloud::Dead,
    cloud::{connection::Cloud, observe, redrive::redrive, settings::place, store},
};

/// Jobs that are listed at most.
const MOST: usize = 1_000;
/// In whose name the audit has it.
const ACTOR: &str = "command-line";

pub(super) fn run(context: &Context, command: Dead) -> anyhow::Result<ExitCode> {
    let place = context.read(&|_| None, place)?;
    runtime()?.block_on(async {
        let cloud = Cloud::open(&place).await?;
        let app = store::open(&cloud).await?;
        match command {
            Dead::List { json } => list(&cloud, &app, json).await,
            Dead::Retry { ids, all: false } => retry(&app, &ids).await,
            Dead::Retry { .. } => retry_all(&cloud, &app).await,
        }
    })
}

async fn list(cloud: &Cloud, app: &App, json: bool) -> anyhow::Result<ExitCode> {
    let jobs = dead::list(app, MOST).await?;
    let queues = observe::dead_letters(cloud).await?;
    if json {
        let queues: serde_json::Map<_, _> =
            queues.into_iter().map(|(name, count)| (name, json!(count))).collect();
        let jobs: Vec<_> = jobs.iter().map(describe).collect();
        say(&serde_json::to_string_pretty(&json!({ "jobs": jobs, "queues": queues }))?);
        return Ok(ExitCode::SUCCESS);
    }
    for job in &jobs {
        let at = Offset::constant(8).to_datetime(job.at);
        let what = job.task().map_or("unreadable", |task| task.as_str());
        say(&format!("{}  {}  {what:<14} {}", job.id, at.strftime("%m-%d %H:%M"), job.why));
    }
    if jobs.len() == MOST {
        say(
            "… 只列出最早的 1000 个；--all 会重新执行全部 / only the oldest 1,000; --all runs all of them again",
        );
    }
    for (name, count) in &queues {
        say(&format!("{name}  {count} 条消息 messages"));
    }
    if jobs.is_empty() && queues.values().all(|count| *count == 0) {
        eprintln!("没有放弃的任务 / nothing was given up");
    } else {
        eprintln!("原因排除后 / once the cause is mended: wenqu dead retry ID…, wenqu dead retry --all");
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(job: &DeadJob) -> serde_json::Value {
    json!({
        "id": job.id,
        "at": job.at,
        "work": job.task().map(|task| task.as_str()),
        "why": job.why,
    })
}

async fn retry(app: &App, ids: &[String]) -> anyhow::Result<ExitCode> {
    let jobs = dead::list(app, usize::MAX).await?;
    let mut chosen = Vec::new();
    for id in ids {
        match jobs.iter().find(|job| job.id == *id) {
            Some(job) => chosen.push(job),
            None => bail!(
                "没有编号为 {id} 的任务，见 `wenqu dead list` / there is no job {id}: see `wenqu dead list`"
            ),
        }
    }
    for job in chosen {
        again(app, job).await?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn retry_all(cloud: &Cloud, app: &App) -> anyhow::Result<ExitCode> {
    let mut failed = 0;
    // All are read before the first is run: those that fail at once come back, and are not run a second time.
    for job in &dead::list(app, usize::MAX).await? {
        // One that can't be run again must not keep the others from it.
        if let Err(error) = again(app, job).await {
            eprintln!("✗ {}: {error}", job.id);
            failed += 1;
        }
    }
    for pair in cloud.stack.queues() {
        let moved = redrive(cloud, &pair).await?;
        say(&format!("{} → {}  {moved} 条消息 messages", pair.dead, pair.source));
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn again(app: &App, job: &DeadJob) -> anyhow::Result<()> {
    dead::rerun(app, Source::Cli, ACTOR, job.at, &job.id).await.map_err(in_words)?;
    say(&format!("{} 已重新排队 queued again", job.id));
    Ok(())
}
