//! Events of a schedule: what they say does not matter, only that they come.

use std::{fmt::Display, future::Future, sync::Arc};

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

use super::{Rotating, Stopped};

/// Does `work` at each event until the sandbox is put away; what it fails with is the invocation's error.
///
/// # Errors
/// [`Stopped`].
pub async fn run<T, W, F, E>(made: Rotating<T>, work: W) -> Result<(), Stopped>
where
    T: Send + Sync + 'static,
    W: Fn(Arc<T>) -> F,
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let (made, work) = (&made, &work);
    let handler = service_fn(move |_: LambdaEvent<Value>| async move {
        work(made.current().await).await.map_err(|error| {
            tracing::error!(%error, "the event was not dealt with; the next one goes on");
            Error::from(error.to_string())
        })
    });
    lambda_runtime::run(handler).await.map_err(Stopped)
}
