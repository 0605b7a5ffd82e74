//! What every use case is given.

use std::sync::Arc;

use domain::ids::AccountKey;

use crate::{
    categories::Categories,
    content::Content,
    groups::OpenTexts,
    keys,
    ports::{Blobs, Clock, Expect, Jobs, Notifier, Op, Pictures, Table, TableError},
    settings::Work,
};

/// Ports and settings of one running function or binary.
#[derive(Clone)]
pub struct App {
    /// The store.
    pub table: Arc<dyn Table>,
    /// The queues.
    pub jobs: Arc<dyn Jobs>,
    /// The object store.
    pub blobs: Arc<dyn Blobs>,
    /// Pictures by their address, for an account whose API nobody calls.
    pub pictures: Arc<dyn Pictures>,
    /// Messages to officers outside the console: only the worker sends any.
    pub notifier: Arc<dyn Notifier>,
    /// The texts that a new question is compared with: only the worker compares.
    pub open_texts: Arc<OpenTexts>,
    /// What tells the topic of a question: only the worker asks it.
    pub categories: Arc<Categories>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The key of ids.
    pub key: AccountKey,
    /// The published content.
    pub content: Arc<Content>,
    /// How the work is done.
    pub work: Work,
}

impl App {
    /// Reads the account key, or makes it from `random` when there is none.
    ///
    /// # Errors
    /// Any [`TableError`].
    pub async fn account_key(table: &dyn Table, random: [u8; 32]) -> Result<AccountKey, TableError> {
        let key = keys::account_key();
        if let Some(found) = table.get(&key).await? {
            return decode_key(&found.body);
        }
        let body = serde_json::to_string(&random).map_err(|error| TableError::Invalid(error.to_string()))?;
        let put = Op::Put { key: key.clone(), body, expires_at: None, expect: Expect::Absent };
        match table.transact(vec![put]).await {
            Ok(()) => Ok(AccountKey::new(random)),
            Err(TableError::Conflict { .. }) => {
                let found = table.get(&key).await?;
                let found = found.ok_or_else(|| TableError::Invalid("the account key is gone".to_owned()))?;
                decode_key(&found.body)
            }
            Err(error) => Err(error),
        }
    }
}

fn decode_key(body: &str) -> Result<AccountKey, TableError> {
    serde_json::from_str(body)
        .map(AccountKey::new)
        .map_err(|error| TableError::Invalid(format!("the account key: {error}")))
}

/// Random bytes from the system.
///
/// # Errors
/// When the system has none to give.
pub fn random<const N: usize>() -> Result<[u8; N], TableError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| TableError::Unavailable(format!("no random bytes: {error}")))?;
    Ok(bytes)
}
