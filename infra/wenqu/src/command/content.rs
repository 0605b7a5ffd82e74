//! `wenqu content check|import|export`

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use app::content;
use domain::content::Snapshot;
use jiff::Timestamp;

use super::{Context, runtime, say, store};
use crate::{
    cli::Content,
    content_files::{self, Issue, Level, Source},
};

pub(super) fn run(context: &Context, command: Content) -> anyhow::Result<ExitCode> {
    match command {
        Content::Check { dir } => check(&dir),
        Content::Import { dir } => import(context, &dir),
        Content::Export { dir, sample } => export(context, &dir, sample),
    }
}

fn check(dir: &Path) -> anyhow::Result<ExitCode> {
    let (snapshot, issues) = content_files::read(&source(dir)?, Timestamp::UNIX_EPOCH);
    for issue in &issues {
        say(&issue.to_string());
    }
    say(&summary(&issues));
    Ok(if snapshot.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn import(context: &Context, dir: &Path) -> anyhow::Result<ExitCode> {
    let (source, data) = (source(dir)?, context.data()?);
    runtime()?.block_on(async {
        let app = store::open(&data).await?;
        let (snapshot, issues) = content_files::read(&source, app.clock.now());
        for issue in &issues {
            eprintln!("{issue}");
        }
        eprintln!("{}", summary(&issues));
        let Some(snapshot) = snapshot else {
            eprintln!("没有发布 / nothing was published");
            return Ok(ExitCode::FAILURE);
        };
        let version = content::publish(app.table.as_ref(), snapshot).await?;
        say(&format!(
            "已发布第 {version} 版，15 秒内生效 / version {version} is published, live within 15 seconds"
        ));
        Ok(ExitCode::SUCCESS)
    })
}

fn export(context: &Context, dir: &Path, sample: bool) -> anyhow::Result<ExitCode> {
    let files = if sample {
        content_files::sample()
    } else {
        content_files::export(live(&context.data()?)?.as_ref())?
    };
    files.write(dir)?;
    let count = files.iter().count();
    say(&format!("已写入 {count} 个文件到 {} / {count} files written", dir.display()));
    Ok(ExitCode::SUCCESS)
}

fn live(data: &Path) -> anyhow::Result<std::sync::Arc<Snapshot>> {
    let snapshot =
        runtime()?.block_on(async { anyhow::Ok(store::open(data).await?.content.snapshot().await) })?;
    anyhow::ensure!(
        snapshot.version > 0,
        "{} 还没有发布过内容；示例用 `--sample` / nothing has been published yet; `--sample` gives the sample",
        data.display()
    );
    Ok(snapshot)
}

fn source(dir: &Path) -> anyhow::Result<Source> {
    Source::read(dir).with_context(|| format!("读不了 {} / can't be read", dir.display()))
}

fn summary(issues: &[Issue]) -> String {
    let errors = issues.iter().filter(|issue| issue.level == Level::Error).count();
    let warnings = issues.len() - errors;
    format!("{errors} 个错误，{warnings} 个提醒 / {errors} errors, {warnings} warnings")
}
