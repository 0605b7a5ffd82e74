//! The object store of a function that has no business with it.

use app::ports::{Blob, BlobError, Blobs};
use async_trait::async_trait;

/// Refuses.
pub(super) struct NoBlobs;

impl NoBlobs {
    fn refuse<T>(&self) -> Result<T, BlobError> {
        Err(BlobError::Unavailable("this function has no business with it".to_owned()))
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
