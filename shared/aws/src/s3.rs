//! The `Blobs` port on one S3 bucket (Amazon S3 API reference: `PutObject`, `GetObject`, `DeleteObject`).
//!
//! A key is the object's key as it is. Encryption and lifecycle are the bucket's own settings. S3 tells an absent object
//! from a forbidden one only to those who may list the bucket: without `s3:ListBucket`, a get of an absent object fails
//! as `Unavailable` instead of giving `None`.

use std::time::Duration;

use app::ports::{Blob, BlobError, Blobs};
use async_trait::async_trait;
use aws_config::SdkConfig;
use http::{HeaderName, Method, header};

use crate::signed::{self, Answer, Service, Signed};

/// From a function, the shortest of which has 20 s for all that it does.
const S3: Service =
    Service { name: "s3", id: "S3", a_try: Duration::from_secs(6), all_tries: Duration::from_secs(15), code };
/// From an office.
const S3_FROM_AFAR: Service =
    Service { a_try: Duration::from_secs(20), all_tries: Duration::from_secs(45), ..S3 };

/// Longest key in characters, all of them ASCII.
const MAX_KEY: usize = 512;
/// Media type of an object that was put by somebody else without one.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// One bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct S3Blobs(Signed);

impl S3Blobs {
    /// The bucket of this name. Connects to nothing yet.
    pub fn new(config: &SdkConfig, bucket: impl AsRef<str>) -> Self {
        Self(Signed::new(S3, signed::near(), config, Some(bucket.as_ref())))
    }

    /// The same, reached through the proxy that `HTTPS_PROXY` names.
    pub fn through_proxies(config: &SdkConfig, bucket: impl AsRef<str>) -> Self {
        Self(Signed::new(S3_FROM_AFAR, signed::from_afar(), config, Some(bucket.as_ref())))
    }

    async fn ask(
        &self,
        method: Method,
        key: &str,
        headers: &[(HeaderName, &str)],
        bytes: &[u8],
    ) -> Result<Option<Answer>, BlobError> {
        check(key)?;
        let answer = self.0.ask(method, key, headers, bytes).await.map_err(BlobError::Unavailable)?;
        match answer.status {
            200..=299 => Ok(Some(answer)),
            404 if answer.code == "NoSuchKey" => Ok(None),
            _ => Err(BlobError::Unavailable(answer.text())),
        }
    }
}

/// `<Error><Code>…</Code>…</Error>`
fn code(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    code.map(|(code, _)| code.to_owned()).unwrap_or_default()
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, key: &str, blob: Blob) -> Result<(), BlobError> {
        let headers = [(header::CONTENT_TYPE, blob.content_type.as_str())];
        self.ask(Method::PUT, key, &headers, &blob.bytes).await.map(drop)
    }

    async fn get(&self, key: &str) -> Result<Option<Blob>, BlobError> {
        let found = self.ask(Method::GET, key, &[], &[]).await?;
        Ok(found.map(|found| Blob {
            content_type: found.content_type.unwrap_or_else(|| UNKNOWN_TYPE.to_owned()),
            bytes: found.bytes,
        }))
    }

    async fn delete(&self, key: &str) -> Result<(), BlobError> {
        self.ask(Method::DELETE, key, &[], &[]).await.map(drop)
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
