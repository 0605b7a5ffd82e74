//! What a failed try means for the rows.

use std::time::Duration;

use app::{ports::TableError, random};
use aws_sdk_dynamodb::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    operation::transact_write_items::TransactWriteItemsError,
    types::CancellationReason,
};

use crate::failure::{Answered, Failure};

/// Shortest and longest pause before the second try, in milliseconds.
const PAUSE_MS: (u64, u64) = (20, 60);

/// The reason of an operation whose expectation failed.
const UNMET: &str = "ConditionalCheckFailed";
/// Reasons that other writers cause.
const CONFLICTS: [&str; 3] = [UNMET, "TransactionConflict", "DuplicateItem"];

/// A failed try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing was written, and the same request would fail again.
    Decided(TableError),
    /// Nothing was written; a little later it may go through.
    Passing(TableError),
    /// It may have been written.
    Unknown(String),
}

impl From<Fault> for TableError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Decided(error) | Fault::Passing(error) => error,
            Fault::Unknown(reason) => Self::OutcomeUnknown(reason),
        }
    }
}

/// Waits by chance, so that callers who met don't meet again.
pub(super) async fn pause() -> Result<(), TableError> {
    let [chance] = random::<1>()?;
    let (shortest, longest) = PAUSE_MS;
    let pause = shortest + (longest - shortest) * u64::from(chance) / 255;
    tokio::time::sleep(Duration::from_millis(pause)).await;
    Ok(())
}

/// A write that failed.
pub(super) fn write_fault<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Fault {
    match Failure::of(error) {
        Failure::NotSent(reason) => Fault::Passing(TableError::Unavailable(reason)),
        Failure::NoAnswer(reason) => Fault::Unknown(reason),
        Failure::Answered(answered) => refused(answered),
    }
}

/// A read that failed: it has written nothing, whatever became of it.
pub(super) fn read_fault<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Fault {
    match write_fault(error) {
        Fault::Unknown(reason) => Fault::Passing(TableError::Unavailable(reason)),
        fault => fault,
    }
}

/// A transaction that failed: its reasons stand in the order of its operations. When the answer of a try before was
/// `lost`, a conflict with a transaction under way says nothing about that try.
pub(super) fn transact_fault(error: &SdkError<TransactWriteItemsError, HttpResponse>, lost: bool) -> Fault {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            canceled_fault(canceled.cancellation_reasons.as_deref().unwrap_or_default(), lost)
        }
        _ => write_fault(error),
    }
}

fn refused(answered: Answered) -> Fault {
    match answered.code.as_str() {
        "ConditionalCheckFailedException"
        | "TransactionConflictException"
        | "ReplicatedWriteConflictException" => Fault::Decided(TableError::Conflict { ops: vec![0] }),
        // Our own first try, or one that was cut off: it will end some way.
        "TransactionInProgressException" => Fault::Unknown(answered.text),
        "ValidationException"
        | "SerializationException"
        | "IdempotentParameterMismatchException"
        | "ItemCollectionSizeLimitExceededException" => Fault::Decided(TableError::Invalid(answered.text)),
        _ if answered.is_throttling() => Fault::Passing(TableError::Throttled),
        _ if answered.status >= 500 => Fault::Unknown(answered.text),
        _ => Fault::Decided(TableError::Unavailable(answered.text)),
    }
}

/// All operations were undone; the reasons say for whose sake.
fn canceled_fault(reasons: &[CancellationReason], lost: bool) -> Fault {
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_deref().unwrap_or("None")).collect();
    let any = |wanted: &[&str]| codes.iter().any(|code| wanted.contains(code));
    let named = || {
        let named: Vec<&str> = codes.iter().copied().filter(|code| *code != "None").collect();
        format!("a transaction was canceled: {}", named.join(", "))
    };
    if any(&CONFLICTS) {
        if lost && !any(&[UNMET]) {
            return Fault::Unknown(named());
        }
        let failed = codes.iter().enumerate().filter(|(_, code)| CONFLICTS.contains(code));
        return Fault::Decided(TableError::Conflict { ops: failed.map(|(position, _)| position).collect() });
    }
    if any(&["ProvisionedThroughputExceeded", "ThrottlingError", "RequestLimitExceeded"]) {
        return Fault::Passing(TableError::Throttled);
    }
    if any(&["ValidationError", "ItemCollectionSizeLimitExceeded"]) {
        return Fault::Decided(TableError::Invalid(named()));
    }
    Fault::Decided(TableError::Unavailable(named()))
}
