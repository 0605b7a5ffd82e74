//! The bucket that zips and templates go to, and emptying buckets before they are deleted.

use aws_sdk_s3::{
    Client,
    primitives::ByteStream,
    types::{
        BucketLocationConstraint, CreateBucketConfiguration, Delete, ObjectIdentifier,
        PublicAccessBlockConfiguration,
    },
};

use super::{
    connection::Cloud,
    failure::{Failure, failure},
};

/// The region whose buckets are made without naming it.
const FIRST_REGION: &str = "us-east-1";

/// S3.
pub(crate) struct Buckets {
    client: Client,
    region: String,
}

impl Buckets {
    pub(crate) fn new(cloud: &Cloud) -> Self {
        // As the functions do: emulators and some proxies know no bucket in the host's name.
        let path_style = cloud.config.endpoint_url().is_some();
        let config = aws_sdk_s3::config::Builder::from(&cloud.config).force_path_style(path_style).build();
        Self { client: Client::from_conf(config), region: cloud.region.clone() }
    }

    /// Makes a private bucket unless it is there.
    pub(crate) async fn ensure(&self, bucket: &str) -> Result<(), Failure> {
        if self.exists(bucket).await? {
            return Ok(());
        }
        let place = (self.region != FIRST_REGION).then(|| {
            CreateBucketConfiguration::builder()
                .location_constraint(BucketLocationConstraint::from(self.region.as_str()))
                .build()
        });
        let made =
            self.client.create_bucket().bucket(bucket).set_create_bucket_configuration(place).send().await;
        made.map_err(failure)?;
        let private = PublicAccessBlockConfiguration::builder()
            .block_public_acls(true)
            .block_public_policy(true)
            .ignore_public_acls(true)
            .restrict_public_buckets(true)
            .build();
        let closed = self
            .client
            .put_public_access_block()
            .bucket(bucket)
            .public_access_block_configuration(private)
            .send()
            .await;
        closed.map(drop).map_err(failure)
    }

    pub(crate) async fn exists(&self, bucket: &str) -> Result<bool, Failure> {
        found(self.client.head_bucket().bucket(bucket).send().await.map_err(failure))
    }

    /// Writes an object unless it is there: keys name what they hold. Says whether it was written.
    pub(crate) async fn put_once(&self, bucket: &str, key: &str, bytes: Vec<u8>) -> Result<bool, Failure> {
        if found(self.client.head_object().bucket(bucket).key(key).send().await.map_err(failure))? {
            return Ok(false);
        }
        self.put(bucket, key, bytes).await.map(|()| true)
    }

    pub(crate) async fn put(&self, bucket: &str, key: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        let body = ByteStream::from(bytes);
        let done = self.client.put_object().bucket(bucket).key(key).body(body).send().await;
        done.map(drop).map_err(failure)
    }

    /// The bytes of an object, if there is one.
    pub(crate) async fn get(&self, bucket: &str, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self.client.get_object().bucket(bucket).key(key).send().await.map_err(failure) {
            Ok(object) => {
                let body = object.body.collect().await;
                body.map(|body| Some(body.to_vec())).map_err(|error| Failure::Unreachable(error.to_string()))
            }
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All keys.
    pub(crate) async fn keys(&self, bucket: &str) -> Result<Vec<String>, Failure> {
        let mut keys = Vec::new();
        let mut next = None;
        loop {
            let request = self.client.list_objects_v2().bucket(bucket).set_continuation_token(next);
            let page = request.send().await.map_err(failure)?;
            keys.extend(page.contents().iter().filter_map(|object| object.key().map(str::to_owned)));
            next = page.next_continuation_token;
            if next.is_none() {
                return Ok(keys);
            }
        }
    }

    /// Deletes all objects, old versions too.
    pub(crate) async fn empty(&self, bucket: &str) -> Result<usize, Failure> {
        let mut gone = 0;
        loop {
            let page = self.client.list_object_versions().bucket(bucket).send().await.map_err(failure)?;
            let versions = page.versions().iter().map(|version| (version.key(), version.version_id()));
            let marks = page.delete_markers().iter().map(|mark| (mark.key(), mark.version_id()));
            let objects: Vec<ObjectIdentifier> = versions
                .chain(marks)
                .filter_map(|(key, version)| {
                    ObjectIdentifier::builder()
                        .key(key?)
                        .set_version_id(version.map(str::to_owned))
                        .build()
                        .ok()
                })
                .collect();
            if objects.is_empty() {
                return Ok(gone);
            }
            gone += objects.len();
            let Ok(delete) = Delete::builder().set_objects(Some(objects)).quiet(true).build() else {
                return Ok(gone);
            };
            let answer = self.client.delete_objects().bucket(bucket).delete(delete).send().await;
            if let Some(error) = answer.map_err(failure)?.errors().first() {
                return Err(Failure::Refused {
                    code: error.code().unwrap_or_default().to_owned(),
                    message: error.message().unwrap_or_default().to_owned(),
                });
            }
        }
    }

    /// Empties and deletes a bucket, if it is there.
    pub(crate) async fn delete(&self, bucket: &str) -> Result<bool, Failure> {
        if !self.exists(bucket).await? {
            return Ok(false);
        }
        self.empty(bucket).await?;
        self.client.delete_bucket().bucket(bucket).send().await.map_err(failure)?;
        Ok(true)
    }
}

fn found<T>(answer: Result<T, Failure>) -> Result<bool, Failure> {
    match answer {
        Ok(_) => Ok(true),
        Err(error) if error.is_missing() => Ok(false),
        Err(error) => Err(error),
    }
}
