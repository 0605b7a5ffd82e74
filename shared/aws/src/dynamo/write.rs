//! Writes: operations as requests, sent at most twice; the module above says why and how.

use app::{
    ports::{Expect, Op, TableError},
    random,
};
use aws_sdk_dynamodb::{
    Client,
    config::http::HttpResponse,
    error::SdkError,
    operation::{
        delete_item::{DeleteItemError, builders::DeleteItemFluentBuilder},
        put_item::{PutItemError, builders::PutItemFluentBuilder},
        transact_write_items::builders::TransactWriteItemsFluentBuilder,
        update_item::builders::UpdateItemFluentBuilder,
    },
    primitives::Blob,
    types::{
        AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
        Update,
    },
};
use jiff::Timestamp;

use super::{
    fault::{Fault, pause, transact_fault, write_fault},
    item::{Attributes, key_attributes, number, row, seconds, text, version},
    not_set,
};
use crate::TableNames;

const ABSENT: &str = "attribute_not_exists(pk)";
const AT_VERSION: &str = "v = :expected";
const KEEP: &str = "SET body = :body, v = if_not_exists(v, :none) + :one, expires_at = :expires_at";
const KEEP_FOR_EVER: &str = "SET body = :body, v = if_not_exists(v, :none) + :one REMOVE expires_at";

/// A request that can be sent twice.
pub(super) enum Write {
    /// One conditional put; the mark tells our own row from another's.
    Put { request: PutItemFluentBuilder, mark: AttributeValue, makes: u64 },
    /// One put of whatever is there.
    Update(UpdateItemFluentBuilder),
    /// One delete, at a version or of whatever is there.
    Delete { request: DeleteItemFluentBuilder, at: Option<u64> },
    /// Several operations under one token.
    Transact(TransactWriteItemsFluentBuilder),
}

impl Write {
    /// The request for these operations, which have passed `check_ops` and are not a single check.
    pub(super) fn of(client: &Client, names: &TableNames, ops: &[Op]) -> Result<Self, TableError> {
        let name = |op: &Op| names.get(op.key().table).map_err(not_set);
        match ops {
            [one @ Op::Put { key, body, expires_at, expect: Expect::Any }] => {
                let request = client
                    .update_item()
                    .table_name(name(one)?)
                    .set_key(Some(key_attributes(key)))
                    .update_expression(update_expression(*expires_at))
                    .set_expression_attribute_values(Some(update_values(body, *expires_at)));
                Ok(Self::Update(request))
            }
            [one @ Op::Put { key, body, expires_at, expect }] => {
                let makes = next_version(*expect);
                let item = row(key, makes, body, *expires_at);
                Self::put(client.put_item().table_name(name(one)?).set_item(Some(item)), *expect, makes)
            }
            [one @ Op::Delete { key, expect }] => {
                let (condition, values) = condition(*expect);
                let request = client
                    .delete_item()
                    .table_name(name(one)?)
                    .set_key(Some(key_attributes(key)))
                    .set_condition_expression(condition)
                    .set_expression_attribute_values(values);
                let at = if let Expect::Version(version) = expect { Some(*version) } else { None };
                Ok(Self::Delete { request, at })
            }
            ops => {
                let token = format!("{:032x}", u128::from_be_bytes(random()?));
                let items = ops.iter().map(|op| transact_item(name(op)?, op)).collect::<Result<_, _>>()?;
                let request = client.transact_write_items().set_transact_items(Some(items));
                Ok(Self::Transact(request.client_request_token(token)))
            }
        }
    }

    fn put(request: PutItemFluentBuilder, expect: Expect, makes: u64) -> Result<Self, TableError> {
        let mark = AttributeValue::B(Blob::new(random::<8>()?));
        let (condition, values) = condition(expect);
        let request = request
            .item("w", mark.clone())
            .set_condition_expression(condition)
            .set_expression_attribute_values(values);
        Ok(Self::Put { request, mark, makes })
    }

    /// Sends it, and once more if that may help.
    pub(super) async fn go(self) -> Result<(), TableError> {
        let first = match self.send(false).await {
            Ok(()) => return Ok(()),
            Err(Fault::Decided(error)) => return Err(error),
            Err(fault) => fault,
        };
        pause().await?;
        let lost = matches!(first, Fault::Unknown(_));
        match (self.send(lost).await, first) {
            (Ok(()), _) => Ok(()),
            (Err(Fault::Decided(error @ TableError::Conflict { .. })), _) => Err(error),
            (Err(_), Fault::Unknown(reason)) => Err(TableError::OutcomeUnknown(reason)),
            (Err(second), _) => Err(second.into()),
        }
    }

    /// One try. When the answer of the one before was `lost`, a conflict is only reported when it is certain that the
    /// one before has written nothing.
    async fn send(&self, lost: bool) -> Result<(), Fault> {
        match self {
            Self::Put { request, mark, makes } => {
                let request = request.clone().set_return_values_on_condition_check_failure(wanted(lost));
                match request.send().await {
                    Ok(_) => Ok(()),
                    Err(error) if lost => put_again(&error, mark, *makes),
                    Err(error) => Err(write_fault(&error)),
                }
            }
            Self::Update(request) => {
                request.clone().send().await.map(drop).map_err(|error| write_fault(&error))
            }
            Self::Delete { request, at } => {
                let request = request.clone().set_return_values_on_condition_check_failure(wanted(lost));
                match request.send().await {
                    Ok(_) => Ok(()),
                    Err(error) if lost => Err(delete_again(&error, *at)),
                    Err(error) => Err(write_fault(&error)),
                }
            }
            Self::Transact(request) => {
                request.clone().send().await.map(drop).map_err(|error| transact_fault(&error, lost))
            }
        }
    }
}

/// The second try of a conditional put failed, and the first one's answer was lost.
fn put_again(
    error: &SdkError<PutItemError, HttpResponse>,
    mark: &AttributeValue,
    makes: u64,
) -> Result<(), Fault> {
    let fault = write_fault(error);
    let Some(PutItemError::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
        return Err(unless_conflict(fault));
    };
    match &failed.item {
        Some(found) if found.get("w") == Some(mark) => Ok(()),
        Some(found) if version(found).is_ok_and(|version| version <= makes) => Err(fault),
        _ => Err(Fault::Unknown("the row has moved on since".to_owned())),
    }
}

/// The second try of a delete failed, and the first one's answer was lost.
fn delete_again(error: &SdkError<DeleteItemError, HttpResponse>, at: Option<u64>) -> Fault {
    let fault = write_fault(error);
    let Some(DeleteItemError::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
        return unless_conflict(fault);
    };
    // A row put again after our delete would begin at version 1.
    let newer = |found: &Attributes| at.is_some_and(|at| version(found).is_ok_and(|version| version > at));
    match &failed.item {
        Some(found) if newer(found) => fault,
        _ => Fault::Unknown("the row is gone since, by us or by another".to_owned()),
    }
}

/// A conflict with a transaction under way says nothing about our first try.
fn unless_conflict(fault: Fault) -> Fault {
    match fault {
        Fault::Decided(TableError::Conflict { .. }) => {
            Fault::Unknown("a transaction is under way".to_owned())
        }
        fault => fault,
    }
}

fn wanted(lost: bool) -> Option<ReturnValuesOnConditionCheckFailure> {
    lost.then_some(ReturnValuesOnConditionCheckFailure::AllOld)
}

fn next_version(expect: Expect) -> u64 {
    match expect {
        Expect::Version(version) => version.saturating_add(1),
        Expect::Absent | Expect::Any => 1,
    }
}

fn condition(expect: Expect) -> (Option<String>, Option<Attributes>) {
    match expect {
        Expect::Any => (None, None),
        Expect::Absent => (Some(ABSENT.to_owned()), None),
        Expect::Version(version) => {
            let values = Attributes::from([(":expected".to_owned(), number(version))]);
            (Some(AT_VERSION.to_owned()), Some(values))
        }
    }
}

const fn update_expression(expires_at: Option<Timestamp>) -> &'static str {
    if expires_at.is_some() { KEEP } else { KEEP_FOR_EVER }
}

fn update_values(body: &str, expires_at: Option<Timestamp>) -> Attributes {
    let mut values = Attributes::from([
        (":body".to_owned(), text(body)),
        (":none".to_owned(), number(0)),
        (":one".to_owned(), number(1)),
    ]);
    if let Some(at) = expires_at {
        values.insert(":expires_at".to_owned(), seconds(at));
    }
    values
}

fn transact_item(table: &str, op: &Op) -> Result<TransactWriteItem, TableError> {
    let (Op::Put { key, expect, .. } | Op::Delete { key, expect } | Op::Check { key, expect }) = op;
    let key_of_row = Some(key_attributes(key));
    let (condition, values) = condition(*expect);
    let item = TransactWriteItem::builder();
    let built = match op {
        Op::Put { body, expires_at, expect: Expect::Any, .. } => Update::builder()
            .table_name(table)
            .set_key(key_of_row)
            .update_expression(update_expression(*expires_at))
            .set_expression_attribute_values(Some(update_values(body, *expires_at)))
            .build()
            .map(|update| item.update(update)),
        Op::Put { body, expires_at, .. } => Put::builder()
            .table_name(table)
            .set_item(Some(row(key, next_version(*expect), body, *expires_at)))
            .set_condition_expression(condition)
            .set_expression_attribute_values(values)
            .build()
            .map(|put| item.put(put)),
        Op::Delete { .. } => Delete::builder()
            .table_name(table)
            .set_key(key_of_row)
            .set_condition_expression(condition)
            .set_expression_attribute_values(values)
            .build()
            .map(|delete| item.delete(delete)),
        Op::Check { .. } => ConditionCheck::builder()
            .table_name(table)
            .set_key(key_of_row)
            .set_condition_expression(condition)
            .set_expression_attribute_values(values)
            .build()
            .map(|check| item.condition_check(check)),
    };
    Ok(built.map_err(|error| TableError::Invalid(error.to_string()))?.build())
}
