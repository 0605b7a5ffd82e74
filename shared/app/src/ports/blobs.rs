//! Attachments and other large objects, by key.

use async_trait::async_trait;

/// An object and its media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Media type, for example `image/jpeg`.
    pub content_type: String,
    /// The bytes, at most 20 MB.
    pub bytes: Vec<u8>,
}

/// Why the object store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// A passing failure.
    #[error("the object store can't be reached: {0}")]
    Unavailable(String),
    /// The key breaks the rule below.
    #[error("not a valid object key: {0}")]
    InvalidKey(String),
}

/// The object store. Keys are 1 to 512 characters of `a-z A-Z 0-9 - _ . /`, no empty or dot-only segment.
/// A put replaces and is durable when it returns.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Writes an object.
    ///
    /// # Errors
    /// Any [`BlobError`].
    async fn put(&self, key: &str, blob: Blob) -> Result<(), BlobError>;

    /// Reads an object.
    ///
    /// # Errors
    /// Any [`BlobError`].
    async fn get(&self, key: &str) -> Result<Option<Blob>, BlobError>;

    /// Removes an object; an absent one is no error.
    ///
    /// # Errors
    /// Any [`BlobError`].
    async fn delete(&self, key: &str) -> Result<(), BlobError>;
}
