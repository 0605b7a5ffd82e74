//! How the port's values stand in columns. The numbers here are part of the file format.

use app::ports::{Item, Key, TableError, TableName};
use jiff::Timestamp;

/// The number that stands for a table.
pub(super) const fn table_number(table: TableName) -> i64 {
    match table {
        TableName::Main => 1,
        TableName::Delivery => 2,
        TableName::Published => 3,
        TableName::Audit => 4,
    }
}

/// Whole seconds since 1970, rounded up: a row never goes before its time.
pub(super) fn expiry_seconds(at: Timestamp) -> i64 {
    at.as_second() + i64::from(at.subsec_nanosecond() > 0)
}

/// A row as read, before its numbers are checked.
pub(super) struct RawRow {
    pub(super) version: i64,
    pub(super) expires_at: Option<i64>,
    pub(super) body: String,
}

impl RawRow {
    /// The item at `key`.
    pub(super) fn into_item(self, key: Key) -> Result<Item, TableError> {
        let invalid =
            |_| TableError::Invalid(format!("a row of {} has no valid numbers", key.table.as_str()));
        let version = u64::try_from(self.version).map_err(|_| {
            TableError::Invalid(format!("a row of {} has version {}", key.table.as_str(), self.version))
        })?;
        let expires_at = self.expires_at.map(Timestamp::from_second).transpose().map_err(invalid)?;
        Ok(Item { key, version, expires_at, body: self.body })
    }
}
