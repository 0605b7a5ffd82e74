//! Where the platform is and how to get there.

use std::{net::IpAddr, time::Duration};

use reqwest::Url;

/// Most other hosts, so that a call ends in time.
const MAX_FALLBACKS: usize = 2;

/// Where the platform is and how to get there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportSettings {
    /// Address of the API: `https`; `http` only on this computer (a simulated platform).
    pub base: String,
    /// Other addresses of the same API, tried in this order when the ones before can't be reached; at most two.
    pub fallbacks: Vec<String>,
    /// An HTTP proxy that opens tunnels (`CONNECT`), for example `http://10.0.0.5:3128`. TLS stays end to end.
    pub proxy: Option<String>,
    /// Longest call; three tenths of it for the connection, TLS included. Files get three times as long.
    pub call_timeout: Duration,
}

impl Default for TransportSettings {
    /// The platform itself, and its disaster-recovery twin.
    fn default() -> Self {
        Self {
            base: "https://api.weixin.qq.com".to_owned(),
            fallbacks: vec!["https://api2.weixin.qq.com".to_owned()],
            proxy: None,
            call_timeout: Duration::from_secs(10),
        }
    }
}

impl TransportSettings {
    /// The API at this address, else the platform's own, by this proxy, if any. Only the platform itself has a twin.
    #[must_use]
    pub fn to(base: Option<String>, proxy: Option<String>) -> Self {
        let standard = Self { proxy, ..Self::default() };
        match base.filter(|base| *base != standard.base) {
            Some(base) => Self { base, fallbacks: Vec::new(), ..standard },
            None => standard,
        }
    }
}

/// A setting that can't be used; the text says which and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not an address of an API.
    #[error(
        "the API's address has to be https://HOST, or http://127.0.0.1:PORT for a platform on this computer"
    )]
    Base,
    /// Too many of them.
    #[error("at most two other addresses of the API")]
    Fallbacks,
    /// Not an address of a proxy.
    #[error("the proxy's address has to be http://HOST:PORT")]
    Proxy,
    /// The system's certificates or the TLS library can't be used.
    #[error("no TLS: {0}; install the system's CA certificates")]
    Tls(String),
}

/// An API's address.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    url: Url,
    is_local: bool,
}

impl Base {
    pub(crate) fn parse(text: &str) -> Result<Self, SettingsError> {
        let url = Url::parse(text.trim()).map_err(|_| SettingsError::Base)?;
        let is_local = is_loopback(&url);
        let scheme_fits = url.scheme() == "https" || url.scheme() == "http" && is_local;
        let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if scheme_fits && bare && url.has_host() {
            Ok(Self { url, is_local })
        } else {
            Err(SettingsError::Base)
        }
    }

    /// Whether the platform is on this computer.
    pub(crate) const fn is_local(&self) -> bool {
        self.is_local
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The address of a call; `path` begins with `/`.
    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        let prefix = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{prefix}{path}"));
        url
    }
}

/// All addresses, in the order in which they are tried.
pub(crate) fn bases(settings: &TransportSettings) -> Result<Vec<Base>, SettingsError> {
    if settings.fallbacks.len() > MAX_FALLBACKS {
        return Err(SettingsError::Fallbacks);
    }
    std::iter::once(&settings.base).chain(&settings.fallbacks).map(|text| Base::parse(text)).collect()
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_computer() {
        for good in [
            "https://api.weixin.qq.com",
            "http://127.0.0.1:8600",
            "http://[::1]:1/api/",
            "http://localhost:1",
        ] {
            assert!(Base::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "api.weixin.qq.com", "http://api.weixin.qq.com", "ftp://127.0.0.1", "https://h/?a=1"]
        {
            assert_eq!(Base::parse(bad).err(), Some(SettingsError::Base), "{bad}");
        }
    }

    #[test]
    fn only_the_platform_itself_has_a_twin() {
        let own = TransportSettings::default();
        assert_eq!(TransportSettings::to(None, None), own);
        assert_eq!(TransportSettings::to(Some(own.base.clone()), None), own);
        let other =
            TransportSettings::to(Some("http://127.0.0.1:1".to_owned()), Some("http://p:1".to_owned()));
        assert_eq!((other.base.as_str(), other.fallbacks.len()), ("http://127.0.0.1:1", 0));
        assert_eq!(other.proxy.as_deref(), Some("http://p:1"));
    }

    #[test]
    fn a_path_of_the_address_stays() {
        let base = Base::parse("http://127.0.0.1:1/api/").unwrap();
        assert_eq!(base.join("/cgi-bin/x").as_str(), "http://127.0.0.1:1/api/cgi-bin/x");
        let bare = Base::parse("https://api.weixin.qq.com").unwrap();
        assert_eq!(bare.join("/cgi-bin/x").as_str(), "https://api.weixin.qq.com/cgi-bin/x");
    }
}
