//! The way to the platform's API.

use std::sync::Arc;

use app::ports::Platform;
use outbound::{HttpPlatform, TransportSettings};

use crate::settings::{API_BASE, Settings};

/// The platform at the configured address. Only the real one has a twin to fall back to.
pub(super) fn platform(settings: &Settings) -> anyhow::Result<Arc<dyn Platform>> {
    let standard = TransportSettings::default();
    let fallbacks = if settings.api_base == API_BASE { standard.fallbacks } else { Vec::new() };
    let transport = TransportSettings {
        base: settings.api_base.clone(),
        fallbacks,
        proxy: settings.api_proxy.clone(),
        ..TransportSettings::default()
    };
    Ok(Arc::new(HttpPlatform::new(&transport)?))
}
