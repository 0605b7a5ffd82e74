//! Pictures by the address that a message names: the adapter of the `Pictures` port.
//!
//! The address came through an authenticated callback, and yet it is outside text: only `https` to the platform's
//! picture hosts (`*.qpic.cn`), on the usual port, without redirects elsewhere, and never to an address that is not a
//! public one after the name was looked up. With a simulated platform on this computer, this computer's own addresses
//! are fine as well.

use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

use app::ports::{CallError, PictureError, Pictures, RawAnswer};
use async_trait::async_trait;
use reqwest::{
    Certificate, Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use crate::{
    addresses::is_public,
    answer::read,
    failure::failure,
    install_tls,
    settings::{Base, SettingsError, is_loopback},
};

/// The hosts: this name, or one below it.
const HOSTS: &str = "qpic.cn";
/// Longest fetch.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Longest connecting, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Redirects that are followed, each to an address that is admitted itself.
const MAX_REDIRECTS: usize = 3;

/// Fetches pictures over HTTPS.
#[derive(Clone, Debug)]
pub struct PictureHosts {
    client: Client,
    local: bool,
}

impl PictureHosts {
    /// `api_base`: the platform's address. When it is on this computer, so may the pictures be.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn new(api_base: &str) -> Result<Self, SettingsError> {
        Self::over(api_base, PublicOnly(Arc::new(SystemNames)))
    }

    fn over(api_base: &str, names: impl Resolve + 'static) -> Result<Self, SettingsError> {
        install_tls();
        let base = Base::parse(api_base)?;
        let local = base.is_local();
        let follow = Policy::custom(move |attempt| {
            if admitted(attempt.url(), local) && attempt.previous().len() <= MAX_REDIRECTS {
                attempt.follow()
            } else {
                attempt.stop()
            }
        });
        let mut builder = Client::builder()
            .user_agent(concat!("wenqu/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(follow)
            .no_proxy();
        if base.is_plain() {
            builder = builder.tls_certs_only(std::iter::empty::<Certificate>());
        }
        if !local {
            builder = builder.dns_resolver(Arc::new(names));
        }
        let client = builder.build().map_err(|error| SettingsError::Tls(error.without_url().to_string()))?;
        Ok(Self { client, local })
    }
}

/// Whether an address may be asked.
fn admitted(url: &Url, local: bool) -> bool {
    if local && is_loopback(url) {
        return matches!(url.scheme(), "http" | "https");
    }
    let host = url.host_str().unwrap_or_default();
    let ours = host.strip_suffix(HOSTS).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    let bare = url.port().is_none() && url.username().is_empty() && url.password().is_none();
    ours && bare && url.scheme() == "https"
}

/// The address as it is asked: the platform writes `http` for hosts that speak `https`.
fn address(url: &str, local: bool) -> Option<Url> {
    let mut url = Url::parse(url.trim()).ok()?;
    if url.scheme() == "http" && !(local && is_loopback(&url)) {
        url.set_scheme("https").ok()?;
    }
    admitted(&url, local).then_some(url)
}

#[async_trait]
impl Pictures for PictureHosts {
    async fn fetch(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, PictureError> {
        let url = address(url, self.local)
            .ok_or(PictureError::Forbidden("its address is not one of the platform's picture hosts"))?;
        let response = self.client.get(url).send().await.map_err(|error| unreached(failure(error)))?;
        read(response, max_bytes).await.map_err(unreached)
    }
}

fn unreached(error: CallError) -> PictureError {
    match error {
        CallError::NotSent(reason) | CallError::OutcomeUnknown(reason) => PictureError::Unreached(reason),
        CallError::TooLarge(bytes) => PictureError::TooLarge(bytes),
        CallError::Status(429) => PictureError::Unreached("HTTP status 429".to_owned()),
        CallError::Status(status) => PictureError::Status(status),
    }
}

/// Looks names up and gives only public addresses: a name that leads inside leads nowhere.
struct PublicOnly<R>(Arc<R>);

impl<R: Resolve + 'static> Resolve for PublicOnly<R> {
    fn resolve(&self, name: Name) -> Resolving {
        let inner = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                inner.resolve(name).await?.filter(|address| is_public(address.ip())).collect();
            if found.is_empty() {
                return Err(Box::<dyn Error + Send + Sync>::from("the name has no public address"));
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The system's own look-up.
struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[path = "pictures/tests.rs"]
mod tests;
