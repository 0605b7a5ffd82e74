//! The access token. Source: `/cgi-bin/stable_token`.

use super::{Call, Request, answer, answer::json_answer};
use crate::ids::AppId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// POST `/cgi-bin/stable_token`: the same token for all callers until its last 5 minutes. 10,000 calls a
/// minute, 500,000 a day. 40001 as its own answer means a wrong secret: don't retry, tell the operator. A forced refresh (20 a day, 30 s apart) kills the old token: only after a leak.
#[derive(Clone)]
pub struct StableToken {
    /// The account.
    pub app_id: AppId,
    /// The AppSecret.
    pub secret: String,
    /// Whether to kill the current token.
    pub force_refresh: bool,
}

impl fmt::Debug for StableToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StableToken({:?}, force_refresh: {})", self.app_id, self.force_refresh)
    }
}

/// An access token, at least 512 characters of room needed. A secret: its `Debug` shows only its life.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// The token.
    pub access_token: String,
    /// Its remaining life in seconds, 300 to 7200; never assume 7200.
    #[serde(rename = "expires_in", deserialize_with = "answer::integer")]
    pub expires_in_s: i64,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessToken(…, {} s)", self.expires_in_s)
    }
}

impl Request for StableToken {
    json_answer!(AccessToken);

    fn call(&self) -> Call {
        #[derive(Serialize)]
        struct Body<'a> {
            grant_type: &'static str,
            appid: &'a AppId,
            secret: &'a str,
            force_refresh: bool,
        }
        let body = Body {
            grant_type: "client_credential",
            appid: &self.app_id,
            secret: &self.secret,
            force_refresh: self.force_refresh,
        };
        Call { needs_token: false, ..Call::post("/cgi-bin/stable_token", &body) }
    }
}
