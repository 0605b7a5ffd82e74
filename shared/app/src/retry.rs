//! Deciding again when somebody else was faster.

use std::time::Duration;

use crate::{AppError, ports::TableError, random};

/// How often a use case reads and decides before it gives up. One officer's acts stand in one audit chain, so what is
/// done to many questions at once meets there.
const ATTEMPTS: u32 = 40;
/// Longest pause before the next attempt, in milliseconds: 40 attempts are spread over about four seconds.
const MAX_PAUSE_MS: u64 = 240;

/// Runs `attempt`, which reads, decides and commits, until it meets no conflict.
///
/// # Errors
/// `Contended` after too many conflicts; what the attempt fails with otherwise.
pub async fn retrying<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, AppError>
where
    F: Future<Output = Result<T, AppError>>,
{
    for n in 0..ATTEMPTS {
        match attempt().await {
            Err(AppError::Table(TableError::Conflict { .. })) => pause(n).await?,
            done => return done,
        }
    }
    Err(AppError::Contended)
}

/// Waits by chance, so that those who met don't meet again.
async fn pause(attempt: u32) -> Result<(), AppError> {
    let [chance] = random::<1>()?;
    let longest = (1u64 << attempt.min(8)).min(MAX_PAUSE_MS);
    tokio::time::sleep(Duration::from_micros(longest * 1000 * u64::from(chance) / 255)).await;
    Ok(())
}
