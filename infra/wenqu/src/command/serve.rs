//! `wenqu serve`: one computer, for real.

use std::{process::ExitCode, sync::Arc};

use axum::{Router, response::Redirect, routing::get};
use embedded::{DataDirectory, SqliteOptions, SystemClock};
use outbound::PictureHosts;
use sender::Credentials;
use tracing::level_filters::LevelFilter;

use super::{Context, api, listen, runtime};
use crate::{
    cli::Serve,
    logs,
    settings::{self, Settings},
    stack::{Loops, Parts, Stack},
};

pub(super) fn run(context: &Context, options: &Serve) -> anyhow::Result<ExitCode> {
    let mut settings = context.read(&|_| None, settings::read)?;
    settings.port = options.port.unwrap_or(settings.port);
    settings.listen = options.listen.unwrap_or(settings.listen);
    logs::start(settings.log.unwrap_or(LevelFilter::INFO));
    let directory = DataDirectory::open(&settings.data)?;
    runtime()?.block_on(serve(settings, &directory))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(settings: Settings, directory: &DataDirectory) -> anyhow::Result<()> {
    let stopped = listen::stop_signal()?;
    let listener = listen::bind(settings.listen, settings.port).await?;
    let address = listener.local_addr()?;
    let parts = parts(settings)?;
    let stack = Arc::new(Stack::open(directory.path(), &parts).await?);
    let snapshot = stack.app.content.snapshot().await;
    if snapshot.version == 0 {
        tracing::warn!(
            "nothing has been published: run `wenqu content import DIR`; the sample: `wenqu content export DIR --sample`"
        );
    }
    let loops = Loops::start(&stack).await?;
    let root = Router::new().route("/", get(|| async { Redirect::to("/admin") }));
    tracing::info!(%address, content_version = snapshot.version, "serving: callback /wechat, console /admin, health /healthz");
    let served = listen::serve(listener, stack.router().merge(root), stopped).await;
    tracing::info!("stopping");
    loops.stop(listen::PATIENCE).await;
    served
}

fn parts(settings: Settings) -> anyhow::Result<Parts> {
    let platform = api::platform(&settings)?;
    let secret = settings.app_secret;
    Ok(Parts {
        receiver: Arc::new(settings.receiver),
        credentials: secret.map(|secret| Credentials { app_id: settings.app_id, secret }),
        platform,
        pictures: Arc::new(PictureHosts::new(&settings.api_base)?),
        clock: Arc::new(SystemClock),
        console: settings.console,
        work: settings.work,
        key: app::random()?,
        database: SqliteOptions::default(),
    })
}
