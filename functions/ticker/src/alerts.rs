//! What officers are to be told: once a minute the worker is asked to look.

use app::{App, AppError, alerts};
use jiff::Timestamp;

use crate::tick::{Ticked, Ticker};

impl Ticker {
    pub(crate) async fn alerts(
        &self,
        app: &App,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<(), AppError> {
        let asked = format!("alerts#{}", now.as_second().div_euclid(60));
        if self.recent.has(&asked) {
            return Ok(());
        }
        if alerts::ask(app, now).await? {
            ticked.looks += 1;
        }
        self.recent.note(&asked, now);
        Ok(())
    }
}
