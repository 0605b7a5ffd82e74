//! What was deployed last: kept beside the zips, so that `doctor` and `status` can tell whether the functions still
//! run it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{buckets::Buckets, build::Packages, connection::Cloud, observe::FunctionState};

const KEY: &str = "deployed.json";

/// A deployment's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Version of the `wenqu` that deployed it.
    pub(crate) version: String,
    /// When.
    pub(crate) at: Timestamp,
    /// Lambda's `CodeSha256`, by function.
    pub(crate) functions: BTreeMap<String, String>,
}

impl Record {
    pub(crate) fn of(packages: &Packages, at: Timestamp) -> Self {
        let functions = packages.iter().map(|(name, package)| ((*name).to_owned(), package.code_sha256()));
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), at, functions: functions.collect() }
    }

    /// Functions that do not run what was deployed last.
    pub(crate) fn differing(&self, functions: &[FunctionState]) -> Vec<&'static str> {
        let other =
            |function: &&FunctionState| self.functions.get(function.name) != Some(&function.code_sha256);
        functions.iter().filter(other).map(|function| function.name).collect()
    }

    pub(crate) async fn save(&self, cloud: &Cloud, bucket: &str) -> anyhow::Result<()> {
        Ok(Buckets::new(cloud).put(bucket, KEY, serde_json::to_vec_pretty(self)?).await?)
    }

    /// `None` when the deployment was made by other means.
    pub(crate) async fn load(cloud: &Cloud, bucket: &str) -> anyhow::Result<Option<Self>> {
        let found = Buckets::new(cloud).get(bucket, KEY).await?;
        Ok(found.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
    }
}
