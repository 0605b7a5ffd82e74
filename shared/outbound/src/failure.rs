//! Telling a request that never left from one that may have arrived.

use std::error::Error as _;

use app::ports::CallError;

/// Maps the client's error. Its address, which holds the token, is dropped.
pub(crate) fn failure(error: reqwest::Error) -> CallError {
    let (unsent, timed_out) = (error.is_builder() || error.is_connect(), error.is_timeout());
    let reason = reason(&error.without_url());
    match (unsent, timed_out) {
        (true, true) => CallError::NotSent("no connection in time".to_owned()),
        (true, false) => CallError::NotSent(reason),
        (false, true) => CallError::OutcomeUnknown("no answer in time".to_owned()),
        (false, false) => CallError::OutcomeUnknown(reason),
    }
}

/// The innermost cause says most.
fn reason(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = error.to_string();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}
