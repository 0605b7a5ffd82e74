//! The way to the platform's API.

use std::sync::Arc;

use app::ports::Platform;

use crate::settings::Settings;

/// The platform at the configured address.
pub(super) fn platform(settings: &Settings) -> anyhow::Result<Arc<dyn Platform>> {
    anyhow::bail!("{}", settings.api_base)
}
