//! `wenqu content check|import|export`

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use app::content;
use domain::content::{Category, Snapshot};
use jiff::Timestamp;

use super::{
    Context, runtime, say,
    store::{self, Store},
};
use crate::{
    cli::Content,
    content_files::{self, Issue, Level, Source},
};

pub(super) fn run(context: &Context, command: Content) -> anyhow::Result<ExitCode> {
    match command {
        Content::Check { dir } => check(context, &dir),
        Content::Import { dir } => import(context, &dir),
        Content::Export { dir, sample } => export(context, &dir, sample),
    }
}

fn check(context: &Context, dir: &Path) -> anyhow::Result<ExitCode> {
    let (snapshot, issues) = content_files::read(&source(dir)?, Timestamp::UNIX_EPOCH);
    for issue in &issues {
        say(&issue.to_string());
    }
    say(&summary(&issues));
    if let Some(snapshot) = snapshot.as_ref().filter(|_| context.names_stack()) {
        say(&compare(&context.store()?, snapshot)?);
    }
    Ok(if snapshot.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether the directory is what is live there, times of confirmation left out.
fn compare(store: &Store, snapshot: &Snapshot) -> anyhow::Result<String> {
    let live =
        runtime()?.block_on(async { anyhow::Ok(store::open(store).await?.content.snapshot().await) })?;
    let timeless = |snapshot: &Snapshot| {
        let mut snapshot = Snapshot { version: 0, ..snapshot.clone() };
        confirmed_never(&mut snapshot.categories);
        snapshot
    };
    let version = live.version;
    Ok(if version == 0 {
        format!("{store} 还没有发布过内容 / nothing has been published there")
    } else if timeless(&live) == timeless(snapshot) {
        format!("与 {store} 已发布的第 {version} 版相同 / the same as what is live there")
    } else {
        format!(
            "与 {store} 已发布的第 {version} 版不同，`wenqu content import` 后生效 / differs from what is live there"
        )
    })
}

fn confirmed_never(categories: &mut [Category]) {
    for category in categories {
        category.updated_at = Timestamp::UNIX_EPOCH;
        confirmed_never(&mut category.children);
    }
}

fn import(context: &Context, dir: &Path) -> anyhow::Result<ExitCode> {
    let (source, store) = (source(dir)?, context.store()?);
    runtime()?.block_on(async {
        let app = store::begin(&store).await?;
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
        content_files::export(live(&context.store()?)?.as_ref())?
    };
    files.write(dir)?;
    let count = files.iter().count();
    say(&format!("已写入 {count} 个文件到 {} / {count} files written", dir.display()));
    Ok(ExitCode::SUCCESS)
}

fn live(store: &Store) -> anyhow::Result<std::sync::Arc<Snapshot>> {
    let snapshot =
        runtime()?.block_on(async { anyhow::Ok(store::open(store).await?.content.snapshot().await) })?;
    anyhow::ensure!(
        snapshot.version > 0,
        "{store} 还没有发布过内容；示例用 `--sample` / nothing has been published yet; `--sample` gives the sample"
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
