//! The storage port, at the level of DynamoDB's own model: items under a partition key and a sort key.
//!
//! Three methods. An adapter MUST:
//! - make [`Table::transact`] all-or-nothing and durable before it answers, across all four tables;
//! - serve [`Table::get`] and [`Table::query`] with strong consistency;
//! - compare sort keys by their UTF-8 bytes;
//! - count versions as [`Expect`] says;
//! - refuse what DynamoDB refuses ([`check_ops`](super::check_ops), [`check_query`](super::check_query)), so that what
//!   passes on one computer passes in the cloud.
//!
//! `expires_at` lets the store delete a row some time later; it is kept in whole seconds, rounded up. Readers ignore
//! expired rows themselves ([`Item::is_live`]). A row that has expired but is still there counts as present for [`Expect`].

use async_trait::async_trait;
use jiff::Timestamp;

/// The four tables: a key names its table, so that access can be granted table by table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TableName {
    /// Followers, conversations, questions, staff, sessions.
    Main,
    /// Outbox, outcomes, sends per window, access token: the sender's only table.
    Delivery,
    /// Content snapshots and, later, public rows.
    Published,
    /// Append-only audit chains.
    Audit,
}

impl TableName {
    /// All tables, in a fixed order.
    pub const ALL: [Self; 4] = [Self::Main, Self::Delivery, Self::Published, Self::Audit];

    /// The table's name without the deployment's prefix.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Delivery => "delivery",
            Self::Published => "published",
            Self::Audit => "audit",
        }
    }
}

/// Where an item lives. Both parts are non-empty; `pk` ≤ 2,048 bytes, `sk` ≤ 1,024 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The table.
    pub table: TableName,
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

impl Key {
    /// A key of `table`.
    pub fn new(table: TableName, pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { table, pk: pk.into(), sk: sk.into() }
    }
}

/// A row as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it lives.
    pub key: Key,
    /// Counts the row's writes, from 1; see [`Expect`].
    pub version: u64,
    /// When the store may delete it.
    pub expires_at: Option<Timestamp>,
    /// JSON text.
    pub body: String,
}

impl Item {
    /// Whether the row has not expired at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|at| at > now)
    }
}

/// What must be true of a row for an operation to go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// No such row. A put makes version 1. Not for deletes.
    Absent,
    /// The row is at this version. A put makes the next one.
    Version(u64),
    /// Anything. A put makes version 1, or one more than is there. Not for checks.
    Any,
}

/// One operation of a [`Table::transact`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Write the whole row.
    Put {
        /// Where.
        key: Key,
        /// JSON text, ≤ [`MAX_BODY_BYTES`](super::MAX_BODY_BYTES).
        body: String,
        /// When the store may delete it.
        expires_at: Option<Timestamp>,
        /// Condition.
        expect: Expect,
    },
    /// Remove the row. With [`Expect::Any`] an absent row is no error.
    Delete {
        /// Where.
        key: Key,
        /// Condition: `Version` or `Any`.
        expect: Expect,
    },
    /// Only test the condition.
    Check {
        /// Where.
        key: Key,
        /// Condition: `Absent` or `Version`.
        expect: Expect,
    },
}

impl Op {
    /// The row that this operation is about.
    #[must_use]
    pub const fn key(&self) -> &Key {
        match self {
            Self::Put { key, .. } | Self::Delete { key, .. } | Self::Check { key, .. } => key,
        }
    }
}

/// Which sort keys of a partition a query reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKeys {
    /// All.
    All,
    /// Those that begin with this non-empty text.
    Prefix(String),
    /// Those from the first to the second, both included.
    Between(String, String),
}

/// Order by sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A read of one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The table.
    pub table: TableName,
    /// The partition.
    pub pk: String,
    /// Which rows.
    pub sort_keys: SortKeys,
    /// Most rows to return, ≥ 1. Fewer may come even when more exist: see [`Page::next`].
    pub limit: usize,
    /// Sort key of the last row of the page before, excluded. Must lie within `sort_keys`.
    pub after: Option<String>,
    /// Order.
    pub direction: Direction,
}

impl Query {
    /// All of a partition, ascending, at most `limit` rows.
    pub fn partition(table: TableName, pk: impl Into<String>, limit: usize) -> Self {
        Self {
            table,
            pk: pk.into(),
            sort_keys: SortKeys::All,
            limit,
            after: None,
            direction: Direction::Ascending,
        }
    }

    /// Only sort keys that begin with `prefix`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.sort_keys = SortKeys::Prefix(prefix.into());
        self
    }

    /// Only sort keys from `first` to `last`, both included.
    #[must_use]
    pub fn between(mut self, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.sort_keys = SortKeys::Between(first.into(), last.into());
        self
    }

    /// Largest sort key first.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.direction = Direction::Descending;
        self
    }

    /// Begin behind this sort key.
    #[must_use]
    pub fn after(mut self, cursor: Option<String>) -> Self {
        self.after = cursor;
        self
    }
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Rows in order.
    pub items: Vec<Item>,
    /// Where to go on; `None` means that there is nothing more. The next page may turn out empty.
    pub next: Option<String>,
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// An expectation failed, or another transaction touched the same rows. Nothing was written.
    /// `ops` are the positions of the operations that failed, as far as the store tells.
    #[error("a row was not as expected")]
    Conflict {
        /// Positions in the list given to `transact`, ascending.
        ops: Vec<usize>,
    },
    /// Too many requests for now. Nothing was written.
    #[error("the store asks to slow down")]
    Throttled,
    /// Not reached, or refused for a passing reason. Nothing was written.
    #[error("the store can't be reached: {0}")]
    Unavailable(String),
    /// The answer did not come: it may have been written, or not.
    #[error("the store did not answer: {0}")]
    OutcomeUnknown(String),
    /// The request breaks a rule of the port, or a row is not what its reader expects: a fault in the program.
    #[error("not a valid request or row: {0}")]
    Invalid(String),
}

impl TableError {
    /// The reason why something else was not even tried.
    #[must_use]
    pub fn without_doubt(&self) -> Self {
        match self {
            Self::OutcomeUnknown(why) => Self::Unavailable(why.clone()),
            other => other.clone(),
        }
    }

    /// Whether the same request may succeed a little later (conflicts need a new decision instead).
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Throttled | Self::Unavailable(_) | Self::OutcomeUnknown(_))
    }
}

/// The store.
#[async_trait]
pub trait Table: Send + Sync {
    /// Reads one row, strongly consistent.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError>;

    /// Reads rows of one partition in order of their sort keys, strongly consistent.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    async fn query(&self, query: &Query) -> Result<Page, TableError>;

    /// Does all operations or none; durable when it returns. An empty list is a success.
    ///
    /// # Errors
    /// `Conflict` when an expectation fails; any other [`TableError`].
    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError>;
}
