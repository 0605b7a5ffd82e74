//! The account: scene codes, quotas, network. Sources: `/cgi-bin/qrcode/create`, `/cgi-bin/openapi/…`,
//! `/cgi-bin/clear_quota`, `/cgi-bin/getcallbackip`, `/cgi-bin/get_api_domain_ip`, `/cgi-bin/callback/check`.

use super::{
    Call, Done, Request,
    answer::{self, get, json_answer, post},
};
use crate::ids::AppId;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a scene code carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QrScene {
    /// A number, for some time.
    TemporaryId(u32),
    /// 1 to 64 characters, for some time.
    Temporary(String),
    /// 1 to 100,000, for ever.
    PermanentId(u32),
    /// 1 to 64 characters, for ever; at most 100,000 of both kinds.
    Permanent(String),
}

/// POST `/cgi-bin/qrcode/create`: verified service accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCodeCreate {
    /// What it carries.
    pub scene: QrScene,
    /// Life of a temporary code, at most 2,592,000 s (30 days).
    pub expire_seconds: u32,
}

/// What [`QrCodeCreate`] answers. Make the picture from `url`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// For the platform's own picture.
    pub ticket: String,
    /// Life in seconds, absent for permanent ones.
    #[serde(default, deserialize_with = "answer::some_integer")]
    pub expire_seconds: Option<i64>,
    /// What the code says.
    pub url: String,
}

impl Request for QrCodeCreate {
    json_answer!(QrCode);

    fn call(&self) -> Call {
        let (action, scene) = match &self.scene {
            QrScene::TemporaryId(id) => ("QR_SCENE", json!({ "scene_id": id })),
            QrScene::Temporary(text) => ("QR_STR_SCENE", json!({ "scene_str": text })),
            QrScene::PermanentId(id) => ("QR_LIMIT_SCENE", json!({ "scene_id": id })),
            QrScene::Permanent(text) => ("QR_LIMIT_STR_SCENE", json!({ "scene_str": text })),
        };
        let mut body = json!({ "action_name": action, "action_info": { "scene": scene } });
        if matches!(self.scene, QrScene::TemporaryId(_) | QrScene::Temporary(_)) {
            body["expire_seconds"] = json!(self.expire_seconds);
        }
        Call::post("/cgi-bin/qrcode/create", &body)
    }
}

/// POST `/cgi-bin/openapi/quota/get`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuotaGet {
    /// The path asked about.
    pub cgi_path: String,
}
post!(QuotaGet, "/cgi-bin/openapi/quota/get", QuotaUse);

/// What [`QuotaGet`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaUse {
    /// The day's numbers.
    pub quota: Quota,
}

/// A day's quota of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Allowed.
    #[serde(deserialize_with = "answer::integer")]
    pub daily_limit: i64,
    /// Used.
    #[serde(deserialize_with = "answer::integer")]
    pub used: i64,
    /// Left.
    #[serde(deserialize_with = "answer::integer")]
    pub remain: i64,
}

/// POST `/cgi-bin/clear_quota`: 10 a month, console included. Never automate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClearQuota {
    /// The account.
    pub appid: AppId,
}
post!(ClearQuota, "/cgi-bin/clear_quota", Done);

/// POST `/cgi-bin/openapi/rid/get`: explains a failed call, within 7 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RidGet {
    /// From an error's text.
    pub rid: String,
}
post!(RidGet, "/cgi-bin/openapi/rid/get", RidReport);

/// What [`RidGet`] answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RidReport {
    /// The failed call.
    pub request: FailedCall,
}

/// Holds the call's token and text: `Debug` shows nothing of it.
impl std::fmt::Debug for RidReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RidReport(…)")
    }
}

/// A failed call as the platform saw it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedCall {
    /// When, Unix seconds.
    #[serde(default, deserialize_with = "answer::integer")]
    pub invoke_time: i64,
    /// How long, in milliseconds.
    #[serde(default, deserialize_with = "answer::integer")]
    pub cost_in_ms: i64,
    /// Its query, token included.
    #[serde(default)]
    pub request_url: String,
    /// Its body.
    #[serde(default)]
    pub request_body: String,
    /// The answer.
    #[serde(default)]
    pub response_body: String,
    /// Where it came from.
    #[serde(default)]
    pub client_ip: String,
}

/// Addresses, or ranges in CIDR form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpList {
    /// The addresses.
    #[serde(default)]
    pub ip_list: Vec<String>,
}

/// GET `/cgi-bin/getcallbackip`: where callbacks come from. A signal for logs; the signature decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallbackIp;
get!(CallbackIp, "/cgi-bin/getcallbackip", IpList);

/// GET `/cgi-bin/get_api_domain_ip`: the addresses of the API's hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiDomainIp;
get!(ApiDomainIp, "/cgi-bin/get_api_domain_ip", IpList);

/// POST `/cgi-bin/callback/check`: lets the platform look up and ping the callback URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallbackCheck {
    /// `dns`, `ping` or `all`.
    pub action: String,
    /// `CHINANET`, `UNICOM`, `CAP` or `DEFAULT`.
    pub check_operator: String,
}
post!(CallbackCheck, "/cgi-bin/callback/check", CallbackReport);

/// What [`CallbackCheck`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackReport {
    /// Names looked up.
    #[serde(default)]
    pub dns: Vec<DnsProbe>,
    /// Addresses pinged.
    #[serde(default)]
    pub ping: Vec<PingProbe>,
}

/// One look-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsProbe {
    /// Address found.
    pub ip: String,
    /// Operator of that address.
    #[serde(default)]
    pub real_operator: String,
}

/// One ping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingProbe {
    /// Address.
    pub ip: String,
    /// From which operator's net.
    #[serde(default)]
    pub from_operator: String,
    /// As `0%`.
    #[serde(default, deserialize_with = "answer::text")]
    pub package_loss: String,
    /// As `23.079ms`.
    #[serde(default, deserialize_with = "answer::text")]
    pub time: String,
}
