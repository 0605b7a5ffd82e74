//! The way to the platform's API.

use std::sync::Arc;

use app::ports::Platform;
use outbound::{HttpPlatform, TransportSettings};

use crate::settings::Settings;

/// The platform at the configured address.
pub(super) fn platform(settings: &Settings) -> anyhow::Result<Arc<dyn Platform>> {
    let transport = TransportSettings::to(Some(settings.api_base.clone()), settings.api_proxy.clone());
    Ok(Arc::new(HttpPlatform::new(&transport)?))
}
