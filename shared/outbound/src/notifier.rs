//! The adapter of the `Notifier` port.

use std::{sync::Arc, time::Duration};

use app::ports::{Notice, Notifier, NotifyError};
use async_trait::async_trait;
use tokio::{sync::Semaphore, time::timeout};

use crate::{mail, robot};

/// Longest sending, from the first byte to the last answer.
const LONGEST: Duration = Duration::from_secs(15);

/// Sends to WeCom's group robots and by e-mail, one message at a time in a process: a service that hangs holds up one of
/// the worker's tasks at most, and for 15 s at most.
#[derive(Clone, Debug)]
pub struct OutsideNotifier {
    local: bool,
    longest: Duration,
    at_once: Arc<Semaphore>,
}

impl OutsideNotifier {
    /// `local`: robots may also be on this computer, for tests.
    #[must_use]
    pub fn new(local: bool) -> Self {
        Self { local, longest: LONGEST, at_once: Arc::new(Semaphore::new(1)) }
    }

    /// The same with another limit, for tests.
    #[must_use]
    pub fn within(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }
}

#[async_trait]
impl Notifier for OutsideNotifier {
    async fn notify(&self, notice: &Notice) -> Result<String, NotifyError> {
        let Ok(_permit) = self.at_once.try_acquire() else { return Err(NotifyError::Busy) };
        let sent = async {
            match notice {
                Notice::Robot { address, text, mentions } => {
                    robot::send(address, text, mentions, self.local).await
                }
                Notice::Mail { .. } => mail::send(notice).await,
            }
        };
        timeout(self.longest, sent).await.unwrap_or_else(|_| {
            Err(NotifyError::Unreached(format!("no answer within {} s", self.longest.as_secs())))
        })
    }
}
