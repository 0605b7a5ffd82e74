//! The object store of a function that has none.

use app::ports::{Blob, BlobError, Blobs};
use async_trait::async_trait;

use crate::NotSet;

/// Says what is missing.
pub(super) struct NoBlobs(pub(super) NotSet);

impl NoBlobs {
    fn refuse<T>(&self) -> Result<T, BlobError> {
        Err(BlobError::Unavailable(self.0.to_string()))
    }
}

#[async_trait]
impl Blobs for NoBlobs {
    async fn put(&self, _: &str, _: Blob) -> Result<(), BlobError> {
        self.refuse()
    }

    async fn get(&self, _: &str) -> Result<Option<Blob>, BlobError> {
        self.refuse()
    }

    async fn delete(&self, _: &str) -> Result<(), BlobError> {
        self.refuse()
    }
}
