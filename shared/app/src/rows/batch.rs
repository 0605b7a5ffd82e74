//! The writes of one use case, done together.

use jiff::Timestamp;
use serde::Serialize;

use super::{Row, Stored};
use crate::ports::{Expect, Key, Op, Table, TableError};

/// Operations that are committed all or none.
#[derive(Debug, Default)]
pub struct Batch {
    ops: Vec<Op>,
}

impl Batch {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many operations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ops.len()
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }

    /// Where the next operation will stand, to be found again in `Conflict::ops`.
    #[must_use]
    pub fn position(&self) -> usize {
        self.ops.len()
    }

    /// A new row; the transaction fails when there is one.
    ///
    /// # Errors
    /// `Invalid` when the value can't be written as JSON.
    pub fn insert<T: Row>(&mut self, row: &T) -> Result<(), TableError> {
        self.put(row.key(), row, row.expires_at(), Expect::Absent)
    }

    /// A changed row; the transaction fails when somebody else has changed it since it was read.
    ///
    /// # Errors
    /// `Invalid` when the value can't be written as JSON.
    pub fn update<T: Row>(&mut self, row: &Stored<T>) -> Result<(), TableError> {
        self.put(row.value.key(), &row.value, row.value.expires_at(), Expect::Version(row.version))
    }

    /// A row whatever is there.
    ///
    /// # Errors
    /// `Invalid` when the value can't be written as JSON.
    pub fn replace<T: Row>(&mut self, row: &T) -> Result<(), TableError> {
        self.put(row.key(), row, row.expires_at(), Expect::Any)
    }

    /// A row under a key of its own.
    ///
    /// # Errors
    /// `Invalid` when the value can't be written as JSON.
    pub fn put<T: Serialize>(
        &mut self,
        key: Key,
        row: &T,
        expires_at: Option<Timestamp>,
        expect: Expect,
    ) -> Result<(), TableError> {
        let body = serde_json::to_string(row).map_err(|error| TableError::Invalid(error.to_string()))?;
        self.ops.push(Op::Put { key, body, expires_at, expect });
        Ok(())
    }

    /// A row that goes; its absence is no error.
    pub fn delete(&mut self, key: Key) {
        self.ops.push(Op::Delete { key, expect: Expect::Any });
    }

    /// A row that goes, as long as nobody has changed it since it was read.
    pub fn delete_unchanged(&mut self, key: Key, version: u64) {
        self.ops.push(Op::Delete { key, expect: Expect::Version(version) });
    }

    /// A row that must be at this version; `None`: that must not be there.
    pub fn check(&mut self, key: Key, version: Option<u64>) {
        self.ops.push(Op::Check { key, expect: version.map_or(Expect::Absent, Expect::Version) });
    }

    /// A row that must not have changed since it was read.
    pub fn unchanged<T: Row>(&mut self, row: &Stored<T>) {
        self.ops.push(Op::Check { key: row.value.key(), expect: Expect::Version(row.version) });
    }

    /// Does it all.
    ///
    /// # Errors
    /// Any [`TableError`].
    pub async fn commit(self, table: &dyn Table) -> Result<(), TableError> {
        if self.ops.is_empty() { Ok(()) } else { table.transact(self.ops).await }
    }
}
