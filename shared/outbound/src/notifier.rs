//! The adapter of the `Notifier` port.

use app::ports::{Notice, Notifier, NotifyError};
use async_trait::async_trait;

use crate::{mail, robot};

/// Sends to WeCom's group robots and by e-mail.
#[derive(Clone, Copy, Debug)]
pub struct OutsideNotifier {
    local: bool,
}

impl OutsideNotifier {
    /// `local`: robots may also be on this computer, for tests.
    #[must_use]
    pub const fn new(local: bool) -> Self {
        Self { local }
    }
}

#[async_trait]
impl Notifier for OutsideNotifier {
    async fn notify(&self, notice: &Notice) -> Result<String, NotifyError> {
        match notice {
            Notice::Robot { address, text, mentions } => {
                robot::send(address, text, mentions, self.local).await
            }
            Notice::Mail { .. } => mail::send(notice).await,
        }
    }
}
