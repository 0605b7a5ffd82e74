//! What is wrong with the account, as a row that officers see: one of each kind, written at most once a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use app::rows::{AccountAlarm, Batch};
use jiff::{SignedDuration, Timestamp};

use crate::sender::Ports;

/// Writing one of a kind again would only change its time.
const QUIET: SignedDuration = SignedDuration::from_secs(60);

#[derive(Default)]
struct State {
    ringing: Vec<AccountAlarm>,
    written: HashMap<String, Timestamp>,
}

/// Alarms that rang and are not written yet.
#[derive(Default)]
pub(crate) struct Alarms(Mutex<State>);

impl Alarms {
    /// Notes one.
    pub(crate) fn ring(&self, kind: &'static str, reason: &str, at: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = state.written.get(kind).is_some_and(|last| *last <= at && at < *last + QUIET);
        if !quiet {
            state.written.insert(kind.to_owned(), at);
            state.ringing.push(AccountAlarm { kind: kind.to_owned(), reason: reason.to_owned(), at });
        }
    }

    /// Writes what rang. A store that fails loses it: it is logged already, and rings again.
    pub(crate) async fn write(&self, ports: &Ports) {
        let ringing = std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).ringing);
        for alarm in ringing {
            let mut batch = Batch::new();
            let written = match batch.replace(&alarm) {
                Ok(()) => batch.commit(ports.table.as_ref()).await,
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                tracing::warn!(%error, kind = alarm.kind, "an alarm was not written");
            }
        }
    }
}
