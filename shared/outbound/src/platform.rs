//! The adapter of the `Platform` port.

use std::time::Duration;

use app::ports::{CallError, Platform, RawAnswer};
use async_trait::async_trait;
use reqwest::{Certificate, Client, ClientBuilder, Proxy, Url, redirect::Policy};
use wechat::client::Call;

use crate::{
    answer::read,
    failure::failure,
    request::{build, is_repeatable},
    settings::{Base, SettingsError, TransportSettings, bases, is_loopback},
    tls::install_tls,
};

/// How much longer than a call a file may take.
const FILE_FACTOR: u32 = 3;
/// Connections are not kept longer: one that the other side has just closed costs a send whose end nobody knows.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);
/// Largest answer of a call, in bytes.
const MAX_ANSWER_BYTES: usize = 20 * 1024 * 1024;
/// Redirects that a download follows.
const MAX_REDIRECTS: usize = 3;

/// The platform over HTTP.
#[derive(Clone, Debug)]
pub struct HttpPlatform {
    bases: Vec<Base>,
    calls: Client,
    downloads: Client,
    file_timeout: Duration,
}

impl HttpPlatform {
    /// Makes the connections' settings; connects only when there is a call.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn new(settings: &TransportSettings) -> Result<Self, SettingsError> {
        let bases = bases(settings)?;
        let local = bases.iter().any(Base::is_local);
        // A simulated platform needs no certificates, and may run where there are none.
        let plain = bases.iter().all(Base::is_plain);
        let follow = Policy::custom(move |attempt| {
            let admitted = attempt.url().scheme() == "https" || local && is_loopback(attempt.url());
            if admitted && attempt.previous().len() <= MAX_REDIRECTS {
                attempt.follow()
            } else {
                attempt.stop()
            }
        });
        let file_timeout = settings.call_timeout * FILE_FACTOR;
        Ok(Self {
            bases,
            calls: client(settings, Policy::none(), settings.call_timeout, plain)?,
            downloads: client(settings, follow, file_timeout, plain)?,
            file_timeout,
        })
    }

    async fn call_at(
        &self,
        base: &Base,
        call: &Call,
        access_token: Option<&str>,
    ) -> Result<RawAnswer, CallError> {
        let mut request = build(&self.calls, base.join(call.path), call, access_token).map_err(failure)?;
        if call.path.starts_with("/cgi-bin/media/") || call.path.starts_with("/cgi-bin/material/") {
            request = request.timeout(self.file_timeout);
        }
        read(request.send().await.map_err(failure)?, MAX_ANSWER_BYTES).await
    }

    /// A film's address as it is fetched: `https`, also where the platform names the same host with `http`.
    fn address(&self, url: &str) -> Option<Url> {
        let mut url = Url::parse(url).ok()?;
        let local = self.bases.iter().any(Base::is_local) && is_loopback(&url);
        match url.scheme() {
            "https" => Some(url),
            "http" if local => Some(url),
            "http" if !is_loopback(&url) => url.set_scheme("https").ok().map(|()| url),
            _ => None,
        }
    }
}

fn client(
    settings: &TransportSettings,
    redirects: Policy,
    timeout: Duration,
    plain: bool,
) -> Result<Client, SettingsError> {
    install_tls();
    let mut builder: ClientBuilder = Client::builder()
        .user_agent(concat!("wenqu/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(settings.call_timeout * 3 / 10)
        .timeout(timeout)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(redirects)
        .no_proxy();
    if plain {
        builder = builder.tls_certs_only(std::iter::empty::<Certificate>());
    }
    if let Some(proxy) = &settings.proxy {
        builder = builder.proxy(tunnel(proxy)?);
    }
    builder.build().map_err(|error| SettingsError::Tls(error.without_url().to_string()))
}

fn tunnel(address: &str) -> Result<Proxy, SettingsError> {
    let url = Url::parse(address.trim()).map_err(|_| SettingsError::Proxy)?;
    if url.scheme() != "http" || !url.has_host() {
        return Err(SettingsError::Proxy);
    }
    Proxy::all(url).map_err(|_| SettingsError::Proxy)
}

#[async_trait]
impl Platform for HttpPlatform {
    async fn call(&self, call: &Call, access_token: Option<&str>) -> Result<RawAnswer, CallError> {
        let mut last = CallError::NotSent("no address of the API".to_owned());
        for base in &self.bases {
            last = match self.call_at(base, call, access_token).await {
                Err(error @ CallError::NotSent(_)) => error,
                Err(error @ CallError::OutcomeUnknown(_)) if is_repeatable(call) => error,
                done => return done,
            };
        }
        Err(last)
    }

    async fn download(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, CallError> {
        let url = self.address(url).ok_or_else(|| CallError::NotSent("not an https address".to_owned()))?;
        let response = self.downloads.get(url).send().await.map_err(failure)?;
        read(response, max_bytes).await
    }
}
