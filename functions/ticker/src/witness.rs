//! The heads of the audit's chains, written down once an hour.

use std::sync::PoisonError;

use app::{
    App, AppError, audit, keys,
    ports::Expect,
    rows::{Batch, load},
};
use jiff::Timestamp;

use crate::tick::{Ticked, Ticker};

impl Ticker {
    /// The first tick of an hour writes them; a row says that it is done, for whichever process ticks next. Twice is no
    /// harm: the place keeps both.
    pub(crate) async fn witness(
        &self,
        app: &App,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let hour = audit::hour(now);
        if self.witnessed.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(&hour) {
            return Ok(());
        }
        let done = load::<String>(app.table.as_ref(), &keys::audit_witnessed()).await?;
        if done.is_none_or(|done| done.value != hour) {
            ticked.witnessed = audit::witness(app, now).await?;
            let mut batch = Batch::new();
            batch.put(keys::audit_witnessed(), &hour, None, Expect::Any)?;
            batch.commit(app.table.as_ref()).await?;
        }
        *self.witnessed.lock().unwrap_or_else(PoisonError::into_inner) = Some(hour);
        Ok(())
    }
}
