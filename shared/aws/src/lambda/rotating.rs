//! What is made of secrets, made again when they have changed.

use std::{sync::Arc, time::Duration};

use app::{settings::Reader, telemetry::count};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use super::{
    Function, Wrong,
    settings::{SecretTexts, read, same, setting},
};

/// How old secrets may get. Old and new ones are valid beside each other for longer than that while they rotate.
const READ_EVERY: Duration = Duration::from_secs(180);
/// How long reading them may hold up an event: the webhook has to answer within 3 s in any case.
const WITHIN: Duration = Duration::from_millis(400);
/// Pause before a store is asked again that did not answer.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(30);

type Make<T> = Box<dyn Fn(&Function, &mut Reader<'_>) -> Option<T> + Send + Sync>;

/// A value of the secrets as they are.
pub struct Rotating<T> {
    function: Function,
    make: Make<T>,
    held: Mutex<Held<T>>,
}

struct Held<T> {
    value: Arc<T>,
    secrets: SecretTexts,
    next_look: Instant,
}

impl<T> Rotating<T> {
    pub(super) fn new(function: Function, make: Make<T>) -> Result<Self, Wrong> {
        let secrets = function.secrets.clone();
        let value = Arc::new(read(&setting, &secrets, |reader| make(&function, reader))?);
        let held = Mutex::new(Held { value, secrets, next_look: Instant::now() + READ_EVERY });
        Ok(Self { function, make, held })
    }

    /// The function that it belongs to.
    pub(super) const fn function(&self) -> &Function {
        &self.function
    }

    /// The value for the event that begins now. Secrets that can't be read or used leave it as it is.
    pub(super) async fn current(&self) -> Arc<T> {
        self.function.begin().await;
        let mut held = self.held.lock().await;
        if self.function.has_secrets() && Instant::now() >= held.next_look {
            held.next_look = Instant::now() + READ_AGAIN_AFTER;
            match timeout(WITHIN, self.function.reload()).await {
                Ok(Ok(secrets)) => {
                    held.next_look = Instant::now() + READ_EVERY;
                    self.renew(&mut held, secrets);
                }
                Ok(Err(error)) => tracing::warn!(%error, "secrets not read again"),
                Err(_) => tracing::warn!("secrets not read again in time"),
            }
        }
        held.value.clone()
    }

    fn renew(&self, held: &mut Held<T>, secrets: SecretTexts) {
        if same(&held.secrets, &secrets) {
            return;
        }
        match read(&setting, &secrets, |reader| (self.make)(&self.function, reader)) {
            Ok(value) => {
                tracing::info!("secrets have changed");
                held.value = Arc::new(value);
                held.secrets = secrets;
            }
            Err(wrong) => {
                tracing::error!(%wrong, "changed secrets can't be used: those before stay");
                count("secrets_wrong", "rotation");
            }
        }
    }
}
