//! Groups of questions: every ten minutes the worker is asked to tend them.

use std::sync::PoisonError;

use app::{App, AppError, groups};
use jiff::Timestamp;

use crate::tick::{Ticked, Ticker};

impl Ticker {
    /// The first tick of ten minutes asks; a row says that it is done, for whichever process ticks next.
    pub(crate) async fn groups(
        &self,
        app: &App,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let slot = now.as_second().div_euclid(groups::TENDED_EVERY.as_secs());
        if *self.tended.lock().unwrap_or_else(PoisonError::into_inner) == Some(slot) {
            return Ok(());
        }
        ticked.groups += usize::from(groups::ask_to_tend(app, now).await?);
        *self.tended.lock().unwrap_or_else(PoisonError::into_inner) = Some(slot);
        Ok(())
    }
}
