//! The `Table` port on DynamoDB (Amazon DynamoDB Developer Guide: "Transactions", "Condition expressions", "Query").
//!
//! One item a row: `pk`, `sk`, `v` (number, the version), `body` (text), `expires_at` (number, seconds, for the table's
//! TTL), and `w` (8 random bytes) on rows whose last write was a single conditional put.
//!
//! | transact of | is sent as |
//! |---|---|
//! | one put, `Absent` or `Version` | `PutItem` with a condition |
//! | one put, `Any` | `UpdateItem`: only the table can count a version that the caller does not know |
//! | one delete | `DeleteItem` |
//! | one check | `GetItem`: half the price of a transaction of one, and says the same |
//! | several | `TransactWriteItems` with a client request token |
//!
//! **Trying again.** The SDK's own retries are off: it would report the last try's failure, which says nothing about a
//! first try whose answer was lost. Here a request has at most two tries, and what the first one may have done counts:
//!
//! - Nothing was sent, or the table asks to slow down: tried again; then `Unavailable` or `Throttled`.
//! - The first answer was lost, several operations: the token makes the second try find the first one's outcome.
//! - The first answer was lost, one conditional put: the second try asks for the row that made its condition fail. When
//!   that row carries our own `w`, the first try wrote it: success, not a conflict. When its version shows that another
//!   won, it is a conflict. Otherwise (the row has moved on, or is gone) it can't be told: `OutcomeUnknown`.
//! - The first answer was lost, a put or delete with `Any`: done again, since whatever is there may be overwritten. Its
//!   version may then count two.
//! - The first answer was lost, a delete at a version, and now the row is gone: ours or another's, `OutcomeUnknown`.
//! - Both answers were lost, or the second try never left: `OutcomeUnknown`.
//!
//! A table that is missing, or that this caller may not use, is `Unavailable`: nothing was written, and it passes when
//! the deployment is mended.

mod fault;
mod item;
mod write;

use app::ports::{
    Expect, Item, Key, Op, Page, Query, SortKeys, Table, TableError, check_key, check_ops, check_query,
};
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_dynamodb::{
    Client,
    config::{Builder, http::HttpResponse, retry::RetryConfig, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
    operation::query::builders::QueryFluentBuilder,
};

use self::{
    fault::{Fault, read_fault},
    item::{attributes, key_attributes, sort_key, text},
    write::Write,
};
use crate::{NotSet, TableNames, connection};

/// The four tables. Cheap to clone.
#[derive(Clone, Debug)]
pub struct DynamoTable {
    client: Client,
    names: TableNames,
}

impl DynamoTable {
    /// Tables of these names. Connects to nothing yet.
    #[must_use]
    pub fn new(config: &SdkConfig, names: TableNames) -> Self {
        Self::within(connection::quick(), config, names)
    }

    /// The same for a program outside AWS: seven times as patient.
    #[must_use]
    pub fn patient(config: &SdkConfig, names: TableNames) -> Self {
        Self::within(connection::patient(), config, names)
    }

    fn within(timeouts: TimeoutConfig, config: &SdkConfig, names: TableNames) -> Self {
        let config =
            Builder::from(config).timeout_config(timeouts).retry_config(RetryConfig::disabled()).build();
        Self { client: Client::from_conf(config), names }
    }

    async fn check(&self, key: &Key, expect: Expect) -> Result<(), TableError> {
        let found = self.get(key).await?.map(|item| item.version);
        let holds = match expect {
            Expect::Absent => found.is_none(),
            Expect::Version(version) => found == Some(version),
            Expect::Any => true,
        };
        if holds { Ok(()) } else { Err(TableError::Conflict { ops: vec![0] }) }
    }

    fn select(&self, query: &Query) -> Result<QueryFluentBuilder, TableError> {
        let request = self
            .client
            .query()
            .table_name(self.names.get(query.table).map_err(not_set)?)
            .consistent_read(true)
            .limit(i32::try_from(query.limit).unwrap_or(i32::MAX))
            .scan_index_forward(query.direction == app::ports::Direction::Ascending)
            .expression_attribute_values(":pk", text(&query.pk));
        let request = match &query.sort_keys {
            SortKeys::All => request.key_condition_expression("pk = :pk"),
            SortKeys::Prefix(prefix) => request
                .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
                .expression_attribute_values(":prefix", text(prefix)),
            SortKeys::Between(first, last) => request
                .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
                .expression_attribute_values(":first", text(first))
                .expression_attribute_values(":last", text(last)),
        };
        let start = query.after.as_ref().map(|after| attributes(&query.pk, after));
        Ok(request.set_exclusive_start_key(start))
    }
}

#[async_trait]
impl Table for DynamoTable {
    async fn get(&self, key: &Key) -> Result<Option<Item>, TableError> {
        check_key(key)?;
        let request = self
            .client
            .get_item()
            .table_name(self.names.get(key.table).map_err(not_set)?)
            .set_key(Some(key_attributes(key)))
            .consistent_read(true);
        let found = read(|| request.clone().send()).await?;
        found.item.map(|attributes| item::read(key.table, &attributes)).transpose()
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        check_query(query)?;
        let request = self.select(query)?;
        let found = read(|| request.clone().send()).await?;
        let items = found.items.unwrap_or_default();
        Ok(Page {
            items: items
                .iter()
                .map(|attributes| item::read(query.table, attributes))
                .collect::<Result<_, _>>()?,
            next: found.last_evaluated_key.as_ref().map(sort_key).transpose()?,
        })
    }

    async fn transact(&self, ops: Vec<Op>) -> Result<(), TableError> {
        check_ops(&ops)?;
        match ops.as_slice() {
            [] => Ok(()),
            [Op::Check { key, expect }] => self.check(key, *expect).await,
            ops => Write::of(&self.client, &self.names, ops)?.go().await,
        }
    }
}

/// Asks at most twice; a read that was not answered has written nothing.
async fn read<T, E, F>(send: impl Fn() -> F) -> Result<T, TableError>
where
    E: ProvideErrorMetadata,
    F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
{
    match send().await {
        Ok(found) => return Ok(found),
        Err(error) => match read_fault(&error) {
            Fault::Decided(error) => return Err(error),
            Fault::Passing(_) | Fault::Unknown(_) => fault::pause().await?,
        },
    }
    send().await.map_err(|error| read_fault(&error).into())
}

fn not_set(error: NotSet) -> TableError {
    TableError::Unavailable(error.to_string())
}
