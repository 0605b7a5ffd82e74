//! Everything that a deployment keeps, as files: a table is a file of JSON lines, one item a line, with DynamoDB's
//! attributes as plain JSON. The files hold residents' words: only their owner may read them.

use std::{
    fs::{File, OpenOptions},
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context as _, ensure};
use app::ports::TableName;
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use secrecy::ExposeSecret;
use serde_json::{Map, Value};

use super::{
    buckets::Buckets,
    connection::Cloud,
    failure::failure,
    vault::{ACCOUNT_KEY, Vault},
};

/// Writes the tables into a directory that is new or empty; says how many items each has.
///
/// # Errors
/// When a table can't be read or a file can't be written.
pub(crate) async fn tables(cloud: &Cloud, directory: &Path) -> anyhow::Result<Vec<(TableName, usize)>> {
    crate::stack::make_directory(directory)
        .with_context(|| format!("建不了 {} / can't be made", directory.display()))?;
    ensure!(
        directory.read_dir()?.next().is_none(),
        "{} 不是空目录 / is not an empty directory",
        directory.display()
    );
    let client = Client::new(&cloud.config);
    let mut counts = Vec::new();
    for table in TableName::ALL {
        let mut file = BufWriter::new(private(&directory.join(format!("{}.jsonl", table.as_str())))?);
        let (mut count, mut after) = (0, None);
        loop {
            let request = client
                .scan()
                .table_name(cloud.stack.table(table))
                .consistent_read(true)
                .set_exclusive_start_key(after);
            let page = match request.send().await.map_err(failure) {
                Ok(page) => page,
                // A creation that failed may have left only some.
                Err(error) if error.is_missing() => break,
                Err(error) => return Err(error.into()),
            };
            for item in page.items() {
                serde_json::to_writer(&mut file, &plain(item))?;
                file.write_all(b"\n")?;
                count += 1;
            }
            after = page.last_evaluated_key;
            if after.is_none() {
                break;
            }
        }
        file.into_inner()?.sync_all()?;
        counts.push((table, count));
    }
    Ok(counts)
}

/// Writes the objects of a bucket below `blobs/`; says how many.
///
/// # Errors
/// When an object can't be read or a file can't be written.
pub(crate) async fn blobs(cloud: &Cloud, bucket: &str, directory: &Path) -> anyhow::Result<usize> {
    let buckets = Buckets::new(cloud);
    let root = directory.join("blobs");
    let keys = buckets.keys(bucket).await?;
    for key in &keys {
        let parts = || key.split('/');
        ensure!(parts().all(|part| !part.is_empty() && part != "." && part != ".."), "object key {key:?}");
        let path = root.join(key);
        if let Some(parent) = path.parent() {
            crate::stack::make_directory(parent)?;
        }
        let bytes = buckets.get(bucket, key).await?.unwrap_or_default();
        private(&path)?.write_all(&bytes)?;
    }
    Ok(keys.len())
}

/// Writes the account's key as `account.key`, if there is one: every resident's id is made with it.
///
/// # Errors
/// When it can't be read or written.
pub(crate) async fn key(cloud: &Cloud, directory: &Path) -> anyhow::Result<bool> {
    let secrets = Vault::new(cloud).load().await?;
    let Some(key) = secrets.get(ACCOUNT_KEY) else { return Ok(false) };
    private(&directory.join("account.key"))?.write_all(key.expose_secret().as_bytes())?;
    Ok(true)
}

/// A new file that only its owner may read.
fn private(path: &Path) -> anyhow::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).with_context(|| format!("写不了 {} / can't be written", path.display()))
}

/// An item's attributes as JSON: texts, numbers; our rows have no others.
fn plain(item: &std::collections::HashMap<String, AttributeValue>) -> Value {
    let mut names: Vec<_> = item.keys().collect();
    names.sort();
    let value = |attribute: &AttributeValue| match attribute {
        AttributeValue::S(text) => Value::String(text.clone()),
        AttributeValue::N(number) => {
            number.parse::<i64>().map_or_else(|_| Value::String(number.clone()), Value::from)
        }
        AttributeValue::B(bytes) => Value::String(domain::audit::hex(bytes.as_ref())),
        AttributeValue::Bool(yes) => Value::Bool(*yes),
        _ => Value::Null,
    };
    let map: Map<String, Value> = names.into_iter().map(|name| (name.clone(), value(&item[name]))).collect();
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_one_line_with_its_attributes_in_order() {
        let item = [
            ("sk", AttributeValue::S("P".into())),
            ("pk", AttributeValue::S("F#1".into())),
            ("v", AttributeValue::N("3".into())),
            ("body", AttributeValue::S("{\"a\":\"路灯\"}".into())),
        ];
        let item = item.map(|(name, value)| (name.to_owned(), value)).into();
        let line = serde_json::to_string(&plain(&item)).unwrap();
        assert_eq!(line, r#"{"body":"{\"a\":\"路灯\"}","pk":"F#1","sk":"P","v":3}"#);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_its_owners_and_never_overwritten() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("main.jsonl");
        let file = private(&path).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(private(&path).is_err());
    }
}
