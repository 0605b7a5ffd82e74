//! The data of an installation, for commands that work beside a serving process or a deployment.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use app::{
    App,
    content::Content,
    ports::{Clock, NoNotifier, NoPictures},
    settings::Work,
};
use embedded::{DataDirectory, DirectoryBlobs, MemoryQueue, QueueOptions, SqliteTable, SystemClock};

/// Where the data is.
pub(super) enum Store {
    /// In a data directory of this computer.
    Here(PathBuf),
    /// In a deployment on AWS: `--stack`.
    #[cfg(feature = "cloud")]
    Cloud(crate::cloud::settings::Place),
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here(data) => write!(f, "{}", data.display()),
            #[cfg(feature = "cloud")]
            Self::Cloud(place) => write!(f, "{}", place.stack),
        }
    }
}

/// Opens the store for what an installation begins with: a data directory is made when it is missing.
pub(super) async fn begin(store: &Store) -> anyhow::Result<App> {
    match store {
        Store::Here(data) => {
            crate::stack::make_directory(data).with_context(|| {
                format!("数据目录 {} 用不了 / the data directory can't be used", data.display())
            })?;
            here(data).await
        }
        #[cfg(feature = "cloud")]
        Store::Cloud(_) => open(store).await,
    }
}

/// Opens the store that is there.
pub(super) async fn open(store: &Store) -> anyhow::Result<App> {
    match store {
        Store::Here(data) if !DataDirectory::database_in(data).is_file() => bail!(
            "{data} 里没有问渠的数据：检查 --data，或先运行 `wenqu content import` 或 `wenqu serve` / {data} holds no data of wenqu: check --data, or begin with `wenqu content import` or `wenqu serve`",
            data = data.display()
        ),
        Store::Here(data) => here(data).await,
        #[cfg(feature = "cloud")]
        Store::Cloud(place) => {
            let cloud = crate::cloud::connection::Cloud::open(place).await?;
            crate::cloud::store::open(&cloud).await
        }
    }
}

async fn here(data: &Path) -> anyhow::Result<App> {
    let table = Arc::new(SqliteTable::open(&DataDirectory::database_in(data))?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let key = App::account_key(table.as_ref(), app::random()?).await?;
    Ok(App {
        content: Arc::new(Content::open(table.clone()).await?),
        table,
        jobs: Arc::new(MemoryQueue::new(clock.clone(), QueueOptions::default())),
        blobs: Arc::new(DirectoryBlobs::open(&data.join("blobs"))?),
        pictures: Arc::new(NoPictures),
        notifier: Arc::new(NoNotifier),
        open_texts: Arc::default(),
        categories: Arc::default(),
        clock,
        key,
        work: Work::default(),
    })
}
