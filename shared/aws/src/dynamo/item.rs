//! Rows as DynamoDB's items, both ways.

use std::collections::HashMap;

use app::ports::{Item, Key, TableError, TableName};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

pub(super) type Attributes = HashMap<String, AttributeValue>;

/// A primary key.
pub(super) fn attributes(pk: &str, sk: &str) -> Attributes {
    HashMap::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

/// A row's primary key.
pub(super) fn key_attributes(key: &Key) -> Attributes {
    attributes(&key.pk, &key.sk)
}

/// A whole row.
pub(super) fn row(key: &Key, version: u64, body: &str, expires_at: Option<Timestamp>) -> Attributes {
    let mut attributes = key_attributes(key);
    attributes.insert("v".to_owned(), number(version));
    attributes.insert("body".to_owned(), text(body));
    if let Some(at) = expires_at {
        attributes.insert("expires_at".to_owned(), seconds(at));
    }
    attributes
}

pub(super) fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

pub(super) fn number(value: u64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// Whole seconds, rounded up: the table never deletes a row before its time.
pub(super) fn seconds(at: Timestamp) -> AttributeValue {
    let seconds = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    AttributeValue::N(seconds.to_string())
}

/// Reads a row.
pub(super) fn read(table: TableName, attributes: &Attributes) -> Result<Item, TableError> {
    Ok(Item {
        key: Key::new(table, string(attributes, "pk")?, string(attributes, "sk")?),
        version: version(attributes)?,
        expires_at: expires_at(attributes)?,
        body: string(attributes, "body")?,
    })
}

/// The version of a row.
pub(super) fn version(attributes: &Attributes) -> Result<u64, TableError> {
    let version = attributes.get("v").and_then(|value| value.as_n().ok());
    version.and_then(|text| text.parse().ok()).ok_or_else(|| wrong("v"))
}

/// The sort key of a primary key.
pub(super) fn sort_key(attributes: &Attributes) -> Result<String, TableError> {
    string(attributes, "sk")
}

fn expires_at(attributes: &Attributes) -> Result<Option<Timestamp>, TableError> {
    let Some(value) = attributes.get("expires_at") else { return Ok(None) };
    let seconds = value.as_n().ok().and_then(|text| text.parse().ok());
    let at = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    at.map(Some).ok_or_else(|| wrong("expires_at"))
}

fn string(attributes: &Attributes, name: &str) -> Result<String, TableError> {
    attributes.get(name).and_then(|value| value.as_s().ok()).cloned().ok_or_else(|| wrong(name))
}

/// Names the attribute, never what stands in it.
fn wrong(name: &str) -> TableError {
    TableError::Invalid(format!("an item's attribute {name} is missing or of another type"))
}

#[cfg(test)]
mod tests {
    use app::ports::{Key, TableName};
    use jiff::Timestamp;

    use super::{read, row};

    #[test]
    fn a_row_is_read_back() {
        let key = Key::new(TableName::Delivery, "F#1", "D#2");
        let at = Timestamp::from_millisecond(4_000_000_000_001).unwrap();
        let item = read(key.table, &row(&key, 3, "{}", Some(at))).unwrap();
        assert_eq!((item.key, item.version, item.body.as_str()), (key, 3, "{}"));
        assert_eq!(item.expires_at, Some(Timestamp::from_second(4_000_000_001).unwrap()));
    }

    #[test]
    fn a_row_that_another_program_wrote_names_what_is_wrong_and_not_what_it_holds() {
        let key = Key::new(TableName::Main, "F#1", "P");
        for name in ["pk", "sk", "v", "body", "expires_at"] {
            let mut attributes = row(&key, 1, "secret", Some(Timestamp::UNIX_EPOCH));
            let value = aws_sdk_dynamodb::types::AttributeValue::Bool(true);
            attributes.insert(name.to_owned(), value);
            let error = read(key.table, &attributes).unwrap_err().to_string();
            assert!(error.contains(name) && !error.contains("secret"), "{error}");
        }
    }
}
