//! Who asks, as far as the request tells: the address, and the browser.

use std::{convert::Infallible, net::IpAddr};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};

use crate::{AdminState, ClientAddress};

/// Where a request comes from.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// The address, if known.
    pub(crate) address: Option<String>,
    /// Browser and system.
    pub(crate) device: String,
    /// How it reaches us: `https://wenqu.example.gov.cn`.
    pub(crate) origin: String,
}

impl Client {
    /// Reads it from a request.
    pub(crate) fn of(parts: &Parts, state: &AdminState) -> Self {
        let settings = &state.settings;
        let known = parts.extensions.get::<ClientAddress>().map(|known| known.0);
        let address = if settings.behind_proxy { forwarded(&parts.headers) } else { None };
        let agent = text(&parts.headers, header::USER_AGENT);
        let origin = settings.origin.as_deref().map(|origin| origin.trim_end_matches('/').to_owned());
        let scheme = if settings.https { "https" } else { "http" };
        Self {
            address: address.or(known).map(|address| address.to_string()),
            device: device(agent),
            origin: origin.unwrap_or_else(|| format!("{scheme}://{}", text(&parts.headers, header::HOST))),
        }
    }
}

impl FromRequestParts<AdminState> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AdminState) -> Result<Self, Infallible> {
        Ok(Self::of(parts, state))
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let list = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    list.rsplit(',').next()?.trim().parse().ok()
}

/// Marks of browsers and systems in a `User-Agent`, the finest first, and how we call them.
const BROWSERS: [(&str, &str); 8] = [
    ("wxwork/", "WeCom"),
    ("MicroMessenger/", "WeChat"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Edg/", "Edge"),
    ("QQBrowser/", "QQ Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// `Chrome, Windows`: enough to know one's own device again; what is not known is left out.
fn device(agent: &str) -> String {
    let name = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    [name(&BROWSERS), name(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_so_that_its_owner_knows_it() {
        let chrome =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome, Windows");
        assert_eq!(device(&format!("{chrome} Edg/130.0")), "Edge, Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0";
        assert_eq!(device(phone), "WeChat, iPhone");
        assert_eq!(device("curl/8"), "");
    }
}
