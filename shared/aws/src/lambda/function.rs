//! The start of a function.

use std::{future::Future, pin::Pin, sync::Arc};

use app::{
    App,
    content::Content,
    ports::{Blobs, Clock, Jobs, NoNotifier, NoPictures, Table, TableName},
    settings::{self, Reader},
};
use domain::ids::AccountKey;
use secrecy::SecretString;
use tracing::level_filters::LevelFilter;

use super::{
    Rotating, StartError, Wrong, logs,
    no_blobs::NoBlobs,
    settings::{SecretTexts, read, setting},
};
use crate::{DynamoTable, Environment, S3Blobs, SdkConfig, Secrets, SecretsError, SqsJobs, connect};

/// A secret that is being read; why not, in English.
pub type SecretRead = Pin<Box<dyn Future<Output = Result<Option<SecretString>, String>> + Send>>;

/// A function that has started: what the template told it, and the adapters to it. Cheap to clone.
#[derive(Clone)]
pub struct Function {
    config: SdkConfig,
    store: Secrets,
    /// Path of the secrets.
    path: Arc<str>,
    /// Which of them it reads.
    below: &'static [&'static str],
    /// As read at the start.
    pub(super) secrets: SecretTexts,
    table: Arc<dyn Table>,
    jobs: Arc<dyn Jobs>,
    content: Arc<Content>,
    #[cfg(feature = "test-clock")]
    clock: Arc<crate::TestClock>,
    #[cfg(not(feature = "test-clock"))]
    clock: crate::SystemClock,
}

impl Function {
    /// Begins to log, reads the names of tables and queues, loads the secrets below the paths that the role allows (such
    /// as `webhook`), and the content where the function may read it. Tables that are down only leave the content empty.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn start(below: &'static [&'static str]) -> Result<Self, StartError> {
        let names = read(&setting, &SecretTexts::new(), |reader| {
            let level = reader.optional("WENQU_LOG", settings::level).unwrap_or(LevelFilter::INFO);
            Some((Environment::read(reader), level))
        });
        let (names, level) = names?;
        logs::start(level, names.stack()?);
        let config = connect().await;
        let table: Arc<dyn Table> = Arc::new(DynamoTable::new(&config, names.tables.clone()));
        let (store, path) = (Secrets::new(&config), Arc::<str>::from(names.secrets()?));
        let has_content = names.tables.get(TableName::Published).is_ok();
        let content = async {
            if has_content {
                Content::open_or_empty(table.clone()).await
            } else {
                Content::empty(table.clone())
            }
        };
        let (secrets, content) = tokio::join!(load(&store, &path, below), content);
        Ok(Self {
            secrets: secrets?,
            jobs: Arc::new(SqsJobs::new(&config, names.queues)),
            content: Arc::new(content),
            #[cfg(feature = "test-clock")]
            clock: Arc::new(crate::TestClock::new(table.clone())),
            #[cfg(not(feature = "test-clock"))]
            clock: crate::SystemClock,
            config,
            store,
            path,
            below,
            table,
        })
    }

    /// What `make` makes of the settings and secrets, now and whenever the secrets have changed. It reads all that it
    /// needs before it gives up, so that every problem is found at once.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn rotating<T>(
        self,
        make: impl Fn(&Self, &mut Reader<'_>) -> Option<T> + Send + Sync + 'static,
    ) -> Result<Rotating<T>, Wrong> {
        Rotating::new(self, Box::new(make))
    }

    /// What use cases are given, without blobs and pictures: not every function has business with them, and who links
    /// the client of an object store starts more slowly.
    pub fn app(&self, reader: &mut Reader<'_>) -> Option<App> {
        let egress = settings::egress(reader);
        let work = settings::work(reader, egress);
        let mend = "run `wenqu deploy`, which makes it";
        let key = reader.required("WENQU_ACCOUNT_KEY", mend, account_key);
        Some(App {
            table: self.table.clone(),
            jobs: self.jobs.clone(),
            blobs: Arc::new(NoBlobs),
            pictures: Arc::new(NoPictures),
            notifier: Arc::new(NoNotifier),
            open_texts: Arc::default(),
            categories: Arc::default(),
            clock: self.clock(),
            key: key?,
            content: self.content.clone(),
            work,
        })
    }

    /// The tables that the function may use.
    #[must_use]
    pub fn table(&self) -> Arc<dyn Table> {
        self.table.clone()
    }

    /// The queues that it may send to.
    #[must_use]
    pub fn jobs(&self) -> Arc<dyn Jobs> {
        self.jobs.clone()
    }

    /// The object store.
    pub fn blobs(&self, reader: &mut Reader<'_>) -> Option<Arc<dyn Blobs>> {
        let mend = "the template sets it: deploy it again";
        let bucket = reader.required("WENQU_BUCKET", mend, |bucket| Ok::<_, &str>(bucket.to_owned()))?;
        Some(Arc::new(S3Blobs::new(&self.config, bucket)))
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        #[cfg(feature = "test-clock")]
        return self.clock.clone();
        #[cfg(not(feature = "test-clock"))]
        Arc::new(self.clock)
    }

    /// Reads one secret anew each time, such as `access_token` below `courier`; `None` when it was never put.
    pub fn reading(
        &self,
        below: &'static str,
        name: &'static str,
    ) -> impl Fn() -> SecretRead + Send + Sync + use<> {
        let (store, path) = (self.store.clone(), format!("{}/{below}", self.path));
        move || {
            let (store, path) = (store.clone(), path.clone());
            let read: SecretRead = Box::pin(async move {
                let found = store.load(&path).await.map_err(|error| error.to_string())?;
                Ok(found.get(name).cloned())
            });
            read
        }
    }

    /// What its clients are made from.
    pub(super) const fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// Loads the secrets again.
    pub(super) async fn reload(&self) -> Result<SecretTexts, SecretsError> {
        load(&self.store, &self.path, self.below).await
    }

    /// Whether it has any secrets.
    pub(super) fn has_secrets(&self) -> bool {
        !self.below.is_empty()
    }

    /// To be called at the start of each invocation.
    pub(super) async fn begin(&self) {
        #[cfg(feature = "test-clock")]
        if let Err(error) = self.clock.refresh().await {
            tracing::warn!(%error, "the test's clock was not read");
        }
    }
}

async fn load(store: &Secrets, path: &str, below: &[&str]) -> Result<SecretTexts, SecretsError> {
    let mut all = SecretTexts::new();
    for below in below {
        let found = store.load(&format!("{path}/{below}")).await?;
        all.extend(found.into_iter().map(|(name, text)| (format!("{below}/{name}"), text)));
    }
    Ok(all)
}

/// Reads 64 hexadecimal digits.
fn account_key(text: &str) -> Result<AccountKey, &'static str> {
    const WRONG: &str = "must have 64 hexadecimal digits; never replace it, all ids follow from it";
    let mut key = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(WRONG);
    }
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| WRONG)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| WRONG)?;
    }
    Ok(AccountKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_key_has_64_hexadecimal_digits() {
        let text: String = (0..32).map(|n| format!("{:02x}", n * 8)).collect();
        let bytes: Vec<u8> = (0..32).map(|n| n * 8).collect();
        assert_eq!(account_key(&text), Ok(AccountKey::new(bytes.try_into().unwrap())));
        for wrong in ["", "00", &"0".repeat(63), &"g".repeat(64), &"+f".repeat(32), &"é".repeat(32)] {
            assert!(account_key(wrong).is_err(), "{wrong}");
        }
    }
}
