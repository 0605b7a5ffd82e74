//! The `Blobs` port on one S3 bucket (Amazon S3 API reference: `PutObject`, `GetObject`, `DeleteObject`).
//!
//! A key is the object's key as it is. Encryption and lifecycle are the bucket's own settings. S3 tells an absent object
//! from a forbidden one only to those who may list the bucket: without `s3:ListBucket`, a get of an absent object fails
//! as `Unavailable` instead of giving `None`.

use std::time::Duration;

use app::ports::{Blob, BlobError, Blobs};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    config::{Builder, http::HttpResponse},
    error::{ProvideErrorMetadata, SdkError},
    operation::get_object::GetObjectError,
};

use crate::{connection, failure::Failure};

/// Longest key in characters, all of them ASCII.
const MAX_KEY: usize = 512;
/// Media type of an object that was put by somebody else without one.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// One bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct S3Blobs {
    client: Client,
    bucket: String,
}

impl S3Blobs {
    /// The bucket of this name. Connects to nothing yet.
    pub fn new(config: &SdkConfig, bucket: impl Into<String>) -> Self {
        let config = Builder::from(config)
            .timeout_config(connection::timeouts(Duration::from_secs(20), Duration::from_secs(45)))
            .retry_config(connection::tries(3))
            .build();
        Self { client: Client::from_conf(config), bucket: bucket.into() }
    }
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, key: &str, blob: Blob) -> Result<(), BlobError> {
        check(key)?;
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(blob.content_type)
            .body(blob.bytes.into());
        request.send().await.map(drop).map_err(|error| unavailable(&error))
    }

    async fn get(&self, key: &str) -> Result<Option<Blob>, BlobError> {
        check(key)?;
        let found = match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Ok(found) => found,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(unavailable(&error)),
        };
        let content_type = found.content_type.unwrap_or_else(|| UNKNOWN_TYPE.to_owned());
        let body = found.body.collect().await;
        let body = body.map_err(|_| BlobError::Unavailable("the object was cut off".to_owned()))?;
        Ok(Some(Blob { content_type, bytes: body.to_vec() }))
    }

    async fn delete(&self, key: &str) -> Result<(), BlobError> {
        check(key)?;
        let request = self.client.delete_object().bucket(&self.bucket).key(key);
        request.send().await.map(drop).map_err(|error| unavailable(&error))
    }
}

fn is_absent(error: &SdkError<GetObjectError, HttpResponse>) -> bool {
    error.as_service_error().is_some_and(GetObjectError::is_no_such_key)
}

fn unavailable<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> BlobError {
    BlobError::Unavailable(Failure::of(error).text().to_owned())
}

/// S3 takes nearly any key; the port's rule holds for all adapters.
fn check(key: &str) -> Result<(), BlobError> {
    let refuse = |reason: &str| Err(BlobError::InvalidKey(reason.to_owned()));
    if key.is_empty() || key.len() > MAX_KEY {
        return refuse("1 to 512 characters");
    }
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)) {
        return refuse("only a-z A-Z 0-9 - _ . /");
    }
    if key.split('/').any(|segment| segment.bytes().all(|byte| byte == b'.')) {
        return refuse("no empty or dot-only segment");
    }
    Ok(())
}
