//! The data of an installation, for commands that work beside a serving process.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use app::{
    App,
    content::Content,
    ports::{Clock, NoPictures},
    settings::Work,
};
use embedded::{DataDirectory, DirectoryBlobs, MemoryQueue, QueueOptions, SqliteTable, SystemClock};

/// Opens the store of a data directory, which is made when it is missing.
pub(super) async fn open(data: &Path) -> anyhow::Result<App> {
    crate::stack::make_directory(data)
        .with_context(|| format!("数据目录 {} 用不了 / the data directory can't be used", data.display()))?;
    let table = Arc::new(SqliteTable::open(&DataDirectory::database_in(data))?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let key = App::account_key(table.as_ref(), app::random()?).await?;
    Ok(App {
        content: Arc::new(Content::open(table.clone()).await?),
        table,
        jobs: Arc::new(MemoryQueue::new(clock.clone(), QueueOptions::default())),
        blobs: Arc::new(DirectoryBlobs::open(&data.join("blobs"))?),
        pictures: Arc::new(NoPictures),
        clock,
        key,
        work: Work::default(),
    })
}
