//! The way out: who calls the platform's API, if anybody. A setting of the deployment.
//!
//! Each is a complete product: what can't be pushed waits and is handed over inside the passive reply of the next
//! contact. Which calls are made changes with the mode; what was written before it changed is not lost.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Who calls the platform's API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Egress {
    /// The sender, with an access token of its own; perhaps through a proxy with a fixed address.
    #[default]
    Direct,
    /// A computer of the district takes the jobs and makes the calls. The AppSecret never leaves it.
    Courier,
    /// The sender, with access tokens that a computer of the district fetches.
    CourierToken,
    /// Nobody: passive replies only.
    None,
}

/// No mode has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("只能是 direct、courier、courier-token 或 none / must be direct, courier, courier-token or none")]
pub struct NoSuchEgress;

impl Egress {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Courier, Self::CourierToken, Self::None];

    /// The word in settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Courier => "courier",
            Self::CourierToken => "courier-token",
            Self::None => "none",
        }
    }

    /// Whether anybody calls the platform's API.
    #[must_use]
    pub const fn calls(self) -> bool {
        !matches!(self, Self::None)
    }

    /// Whether it works only while the district's own computer does.
    #[must_use]
    pub const fn needs_courier(self) -> bool {
        matches!(self, Self::Courier | Self::CourierToken)
    }
}

impl FromStr for Egress {
    type Err = NoSuchEgress;

    fn from_str(word: &str) -> Result<Self, NoSuchEgress> {
        Self::ALL.into_iter().find(|egress| egress.as_str() == word).ok_or(NoSuchEgress)
    }
}

impl fmt::Display for Egress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mode_has_one_word() {
        for egress in Egress::ALL {
            assert_eq!(egress.as_str().parse(), Ok(egress));
            assert_eq!(serde_json::to_string(&egress).unwrap(), format!("\"{egress}\""));
        }
        for wrong in ["", "Direct", "courier_token", "off"] {
            assert_eq!(wrong.parse::<Egress>(), Err(NoSuchEgress), "{wrong}");
        }
    }
}
