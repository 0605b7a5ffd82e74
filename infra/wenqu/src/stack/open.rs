//! Puts the parts together.

use std::{fs, io, path::Path, sync::Arc};

use admin::AdminState;
use anyhow::Context as _;
use app::{
    App,
    content::Content,
    ports::{Clock, Pictures, Platform},
    settings::Work,
};
use embedded::{DataDirectory, DirectoryBlobs, MemoryQueue, QueueOptions, SqliteOptions, SqliteTable};
use outbound::OutsideNotifier;
use sender::{Credentials, Ports, Sender, Way};
use ticker::Ticker;
use webhook::{Spills, WebhookState};
use wechat::callback::Receiver;

use super::Stack;

/// What a stack is made from.
#[derive(Clone)]
pub struct Parts {
    /// Opens callbacks.
    pub receiver: Arc<Receiver>,
    /// For the access token; needed unless nobody calls the platform.
    pub credentials: Option<Credentials>,
    /// The platform.
    pub platform: Arc<dyn Platform>,
    /// Pictures by their links, where nobody calls the platform.
    pub pictures: Arc<dyn Pictures>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// How the console is served.
    pub console: admin::Settings,
    /// How the work is done.
    pub work: Work,
    /// Makes the account key of a new data directory.
    pub key: [u8; 32],
    /// How the database works.
    pub database: SqliteOptions,
}

impl Stack {
    /// Opens a data directory, which is made when it is missing.
    ///
    /// # Errors
    /// When the database or the directory can't be used.
    pub async fn open(data: &Path, parts: &Parts) -> anyhow::Result<Self> {
        make_directory(data).with_context(|| {
            format!("数据目录 {} 用不了 / the data directory can't be used", data.display())
        })?;
        let table = Arc::new(SqliteTable::open_with(&DataDirectory::database_in(data), parts.database)?);
        let queue = Arc::new(MemoryQueue::new(parts.clock.clone(), QueueOptions::default()));
        let blobs = DirectoryBlobs::open(&data.join("blobs"))?;
        blobs.remove_unfinished()?;
        let app = App {
            key: App::account_key(table.as_ref(), parts.key).await?,
            content: Arc::new(Content::open(table.clone()).await?),
            table: table.clone(),
            jobs: queue.clone(),
            blobs: Arc::new(blobs),
            pictures: parts.pictures.clone(),
            notifier: Arc::new(OutsideNotifier::new(parts.work.local)),
            open_texts: Arc::default(),
            categories: Arc::default(),
            clock: parts.clock.clone(),
            work: parts.work.clone(),
        };
        let ports = Ports {
            table: app.table.clone(),
            jobs: app.jobs.clone(),
            blobs: app.blobs.clone(),
            platform: parts.platform.clone(),
            clock: app.clock.clone(),
        };
        let sender = Sender::new(ports, way(parts)?, parts.work.window, jitter);
        let router = webhook::router(WebhookState { app: app.clone(), receiver: parts.receiver.clone() })
            .merge(admin::router(AdminState::new(app.clone(), parts.console.clone())))
            .merge(admin::health(app.clone()));
        Ok(Self {
            spills: Spills::new(app.clone()),
            app,
            table,
            queue,
            sender,
            ticker: Ticker::new(),
            router,
        })
    }
}

fn way(parts: &Parts) -> anyhow::Result<Way> {
    if !parts.work.egress.calls() {
        return Ok(Way::Off);
    }
    let credentials = parts.credentials.clone();
    Ok(credentials.context("没有 AppSecret / there is no AppSecret")?.into())
}

/// Without random bytes pauses are just not lengthened.
fn jitter() -> u8 {
    app::random::<1>().map_or(0, |[byte]| byte)
}

/// Makes a data directory that other users can't read: it holds residents' words.
///
/// # Errors
/// When it can't be made.
pub fn make_directory(data: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data)
}
