//! Settings of `demo` and `serve`: environment before `wenqu.toml` before what the command sets itself.
//!
//! A setting `WENQU_APP_ID` is the key `app_id` in the file. Everything that is wrong is found at once; a problem
//! names the setting and says how to mend it, and never shows a secret's value.

mod deployment;
mod file;
mod read;

use std::{fmt, net::IpAddr, path::PathBuf};

use app::settings::{Problem, Work};
use secrecy::SecretString;
use tracing::level_filters::LevelFilter;
use wechat::{
    callback::Receiver,
    ids::{AppId, OriginalId},
};

pub use app::settings::receiver;
#[cfg(feature = "cloud")]
pub(crate) use app::settings::{api_base, app_id, original_id, proxy, secret};
pub use deployment::DEPLOYMENT_KEYS;
pub use file::{ConfigFile, find};
pub use read::read;

/// A key of `wenqu.toml`; the setting in the environment is `WENQU_` and the key in capitals.
pub const KEYS: [&str; 26] = [
    "token",
    "encoding_aes_key",
    "app_id",
    "app_secret",
    "original_id",
    "mode",
    "egress",
    "api_base",
    "api_proxy",
    "token_old",
    "encoding_aes_key_old",
    "max_age_seconds",
    "data",
    "listen",
    "port",
    "https",
    "origin",
    "behind_proxy",
    "api_per_minute",
    "burst_minutes",
    "retention_days",
    "window_message_sends",
    "window_message_hours",
    "window_tap_sends",
    "window_tap_seconds",
    "log",
];

/// Where the platform's API is, unless set otherwise.
pub const API_BASE: &str = app::settings::API_BASE;
/// The port, unless set otherwise.
pub const PORT: u16 = 8600;

/// All settings, checked.
#[derive(Debug)]
pub struct Settings {
    /// Opens callbacks and seals replies.
    pub receiver: Receiver,
    /// The account.
    pub app_id: AppId,
    /// For the access token; not needed where nobody calls the platform.
    pub app_secret: Option<SecretString>,
    /// `gh_…`, when set.
    pub original_id: Option<OriginalId>,
    /// The platform's API, without a slash at the end.
    pub api_base: String,
    /// An HTTP CONNECT proxy with a fixed address that calls to the API go through, if any.
    pub api_proxy: Option<String>,
    /// Data directory.
    pub data: PathBuf,
    /// Address to listen on.
    pub listen: IpAddr,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// How the console is served: https, address, proxy.
    pub console: admin::Settings,
    /// How much is logged, when set.
    pub log: Option<LevelFilter>,
    /// How the work is done.
    pub work: Work,
}

/// The settings are wrong: all problems.
#[derive(Debug, thiserror::Error)]
pub struct Wrong(pub Vec<Problem>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "设置有 {} 处不对 / {} settings are wrong:", self.0.len(), self.0.len())?;
        for problem in &self.0 {
            match problem.setting.strip_prefix("WENQU_") {
                Some(key) => writeln!(
                    f,
                    "  ✗ {} (wenqu.toml: {}) {}",
                    problem.setting,
                    key.to_lowercase(),
                    problem.mend
                )?,
                None => writeln!(f, "  ✗ {} {}", problem.setting, problem.mend)?,
            }
        }
        write!(
            f,
            "说明见 infra/wenqu/wenqu.toml.example / all settings are explained in infra/wenqu/wenqu.toml.example"
        )
    }
}

/// The name in the environment of a key.
#[must_use]
pub fn variable(key: &str) -> String {
    format!("WENQU_{}", key.to_uppercase())
}

#[cfg(test)]
mod tests;
