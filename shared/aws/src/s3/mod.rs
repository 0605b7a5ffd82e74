//! The `Blobs` port on one S3 bucket (Amazon S3 API reference: `PutObject`, `GetObject`, `DeleteObject`).
//!
//! A key is the object's key as it is. Encryption and lifecycle are the bucket's own settings. S3 tells an absent object
//! from a forbidden one only to those who may list the bucket: without `s3:ListBucket`, a get of an absent object fails
//! as `Unavailable` instead of giving `None`.

mod bucket;

use std::time::Duration;

use app::ports::{Blob, BlobError, Blobs};
use async_trait::async_trait;
use aws_config::SdkConfig;
use http::Method;

use bucket::{Answer, Bucket};
use hyper_util::client::proxy::matcher::Matcher;

use crate::connector;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_millis(500);
/// The same from an office.
const CONNECT_FROM_AFAR: Duration = Duration::from_secs(5);

/// Longest key in characters, all of them ASCII.
const MAX_KEY: usize = 512;
/// Media type of an object that was put by somebody else without one.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// One bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct S3Blobs(Bucket);

impl S3Blobs {
    /// The bucket of this name. Connects to nothing yet.
    pub fn new(config: &SdkConfig, bucket: impl AsRef<str>) -> Self {
        Self(Bucket::new(connector::plain(CONNECT), config, bucket.as_ref()))
    }

    /// The same, reached through the proxy that `HTTPS_PROXY` names.
    pub fn through_proxies(config: &SdkConfig, bucket: impl AsRef<str>) -> Self {
        let connector = connector::proxied(CONNECT_FROM_AFAR, Matcher::from_env());
        Self(Bucket::new(connector, config, bucket.as_ref()))
    }

    async fn ask(
        &self,
        method: Method,
        key: &str,
        put: Option<(&str, &[u8])>,
    ) -> Result<Option<Answer>, BlobError> {
        check(key)?;
        let answer = self.0.ask(method, key, put).await.map_err(BlobError::Unavailable)?;
        match answer.status {
            200..=299 => Ok(Some(answer)),
            404 if answer.code() == "NoSuchKey" => Ok(None),
            _ => Err(BlobError::Unavailable(answer.text())),
        }
    }
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, key: &str, blob: Blob) -> Result<(), BlobError> {
        self.ask(Method::PUT, key, Some((&blob.content_type, &blob.bytes))).await.map(drop)
    }

    async fn get(&self, key: &str) -> Result<Option<Blob>, BlobError> {
        let found = self.ask(Method::GET, key, None).await?;
        Ok(found.map(|found| Blob {
            content_type: found.content_type.unwrap_or_else(|| UNKNOWN_TYPE.to_owned()),
            bytes: found.bytes,
        }))
    }

    async fn delete(&self, key: &str) -> Result<(), BlobError> {
        self.ask(Method::DELETE, key, None).await.map(drop)
    }
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
