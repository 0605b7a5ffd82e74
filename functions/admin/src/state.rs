//! What the console is given.

use std::{collections::HashMap, net::IpAddr, sync::Arc};

use app::{App, search::Index, staff::Names};
use domain::ids::GroupId;

use crate::{
    api::Pace,
    web::{Glance, Residents},
};

/// The use cases' ports, and how the console is served.
#[derive(Clone)]
pub struct AdminState {
    /// Ports and settings of the use cases.
    pub app: App,
    /// How it is served.
    pub settings: Arc<Settings>,
    /// How much is stuck.
    pub(crate) stuck: Arc<Glance<usize>>,
    /// What everybody is called.
    pub(crate) names: Arc<Glance<Names>>,
    /// How much each token asks for.
    pub(crate) pace: Arc<Pace>,
    /// What has been read of all history.
    pub(crate) index: Arc<Index>,
    /// What was read of the residents of a list.
    pub(crate) residents: Arc<Residents>,
    /// How large the groups are that grew last.
    pub(crate) groups: Arc<Glance<HashMap<GroupId, u32>>>,
}

impl AdminState {
    /// A console over these ports.
    #[must_use]
    pub fn new(app: App, settings: Settings) -> Self {
        Self {
            app,
            settings: Arc::new(settings),
            stuck: Arc::default(),
            names: Arc::default(),
            pace: Arc::default(),
            index: Arc::default(),
            residents: Arc::default(),
            groups: Arc::default(),
        }
    }
}

/// How the console is served.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Browsers reach it by https: the cookie is `__Host-wenqu_session` and `Secure`.
    pub https: bool,
    /// Pages of the same origin may show it in a frame: the demo's page does.
    pub framed: bool,
    /// Shows that these are not real residents.
    pub demo: bool,
    /// Its address as browsers see it, such as `https://wenqu.example.gov.cn`; without it, the `Host` header is
    /// compared with a form's `Origin`.
    pub origin: Option<String>,
    /// A reverse proxy sets `X-Forwarded-For`: its last address is the client's.
    pub behind_proxy: bool,
    /// An account without a second factor sets one up before it is signed in: everywhere but in a demo.
    pub second_factor_required: bool,
    /// Requests that a token has in a minute; `None` for as many as it likes.
    pub api_per_minute: Option<u32>,
}

/// [`Settings::api_per_minute`] where nothing else is said.
pub const API_PER_MINUTE: u32 = 120;

impl Settings {
    /// The session cookie's name.
    #[must_use]
    pub const fn cookie(&self) -> &'static str {
        if self.https { "__Host-wenqu_session" } else { "wenqu_session" }
    }

    /// The name of the cookie between the password and the second factor.
    #[must_use]
    pub const fn half_cookie(&self) -> &'static str {
        if self.https { "__Host-wenqu_sign_in" } else { "wenqu_sign_in" }
    }
}

/// The client's address, as a request extension: set it where the connection is known. Without it (and without
/// [`Settings::behind_proxy`]) sign-ins are slowed down by name only.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);
