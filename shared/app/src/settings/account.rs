//! The account's own settings, for whoever receives its callbacks or calls its API.

use std::fmt::Display;

use secrecy::SecretString;
use wechat::{
    callback::{Credentials, Mode, Receiver},
    envelope::EncodingAesKey,
    ids::{AppId, OriginalId},
    signature::Token,
};

use super::{Reader, number};

/// Where the platform's API is, unless set otherwise.
pub const API_BASE: &str = "https://api.weixin.qq.com";

/// Where operators find the account's values.
pub const CONSOLE: &str =
    "在微信开发者平台的服务器配置里 / in the account's server configuration on the WeChat developer platform";

/// The receiving end: `WENQU_TOKEN`, `WENQU_ENCODING_AES_KEY`, both with `_OLD` while they rotate, `WENQU_MODE`,
/// `WENQU_APP_ID`, `WENQU_ORIGINAL_ID`, `WENQU_MAX_AGE_SECONDS`.
pub fn receiver(reader: &mut Reader<'_>) -> Option<Receiver> {
    let mode = reader.optional("WENQU_MODE", |text| {
        text.parse::<Mode>()
            .map_err(|_| "只能是 plain、compatible 或 secure / must be plain, compatible or secure")
    });
    let mode = mode.unwrap_or(Mode::Secure);
    let current = credentials(reader, "WENQU_TOKEN", "WENQU_ENCODING_AES_KEY", mode != Mode::Plain);
    let old = ["WENQU_TOKEN_OLD", "WENQU_ENCODING_AES_KEY_OLD"].map(|setting| reader.text(setting).is_some());
    let previous = if old.contains(&true) { Some(previous(reader, mode)) } else { None };
    let app_id = reader.required("WENQU_APP_ID", CONSOLE, app_id);
    let original_id = reader.optional("WENQU_ORIGINAL_ID", original_id);
    let max_age = number(reader, "WENQU_MAX_AGE_SECONDS", 0, 86_400u64).unwrap_or(600);
    Some(Receiver {
        mode,
        current: current?,
        previous: previous.flatten(),
        app_id: app_id?,
        original_id,
        max_age_s: (max_age > 0).then_some(max_age),
    })
}

/// The old pair while it rotates. What did not change is the current one's.
fn previous(reader: &mut Reader<'_>, mode: Mode) -> Option<Credentials> {
    let set = |reader: &Reader<'_>, old: &'static str, new: &'static str| {
        if reader.text(old).is_some() { old } else { new }
    };
    let token = set(reader, "WENQU_TOKEN_OLD", "WENQU_TOKEN");
    let key = set(reader, "WENQU_ENCODING_AES_KEY_OLD", "WENQU_ENCODING_AES_KEY");
    let parse_token = |text: &str| Token::parse(text);
    // A current value that is wrong has been reported where it is read.
    let token = if token.ends_with("_OLD") {
        reader.optional(token, |text| Token::parse(text).map_err(|error| token_problem(&error)))
    } else {
        reader.text(token).and_then(|text| parse_token(&text).ok())
    };
    let key = if key.ends_with("_OLD") {
        reader.optional(key, |text| EncodingAesKey::parse(text).map_err(|error| key_problem(&error)))
    } else {
        reader.text(key).and_then(|text| EncodingAesKey::parse(&text).ok())
    };
    Some(Credentials { token: token?, key: if mode == Mode::Plain { key } else { Some(key?) } })
}

fn credentials(reader: &mut Reader<'_>, token: &str, key: &str, needs_key: bool) -> Option<Credentials> {
    let token =
        reader.required(token, CONSOLE, |text| Token::parse(text).map_err(|error| token_problem(&error)));
    let parse = |text: &str| EncodingAesKey::parse(text).map_err(|error| key_problem(&error));
    let key =
        if needs_key { Some(reader.required(key, CONSOLE, parse)?) } else { reader.optional(key, parse) };
    Some(Credentials { token: token?, key })
}

fn token_problem(error: &impl Display) -> String {
    format!("要 3 到 32 个字母或数字 / {error}")
}

fn key_problem(error: &impl Display) -> String {
    format!("要 43 个字母和数字，请重新复制 / {error}")
}

/// Reads an AppSecret.
///
/// # Errors
/// What to write instead.
pub fn secret(text: &str) -> Result<SecretString, &'static str> {
    let fine = (16..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    fine.then(|| SecretString::from(text.to_owned())).ok_or(
        "看起来不完整：AppSecret 是 32 个字母和数字，请重新复制 / looks incomplete: an AppSecret has 32 letters and digits; copy it again",
    )
}

/// Reads an AppID.
///
/// # Errors
/// What to write instead.
pub fn app_id(text: &str) -> Result<AppId, &'static str> {
    let fine = (3..=64).contains(&text.len())
        && text.starts_with("wx")
        && text.bytes().all(|b| b.is_ascii_alphanumeric());
    fine.then(|| AppId::from(text))
        .ok_or("AppID 以 wx 开头，只含字母和数字 / an AppID begins with wx and holds only letters and digits")
}

/// Reads an original id.
///
/// # Errors
/// What to write instead.
pub fn original_id(text: &str) -> Result<OriginalId, &'static str> {
    let fine = text.starts_with("gh_")
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    fine.then(|| OriginalId::from(text)).ok_or(
        "原始 ID 以 gh_ 开头（不是微信号） / the original id begins with gh_ (it is not the account's name)",
    )
}

/// Reads the address of the platform's API: no slash at its end.
///
/// # Errors
/// What to write instead.
pub fn api_base(text: &str) -> Result<String, &'static str> {
    let base = text.trim_end_matches('/');
    let here = |host: &&str| ["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own));
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://").filter(here));
    host.filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']))
        .map(|_| base.to_owned())
        .ok_or("要写成 https://主机，不带路径；http 只限本机，如 http://127.0.0.1:9000 / must be https://host without a path; http only on this computer, such as http://127.0.0.1:9000")
}

/// Reads the address of an HTTP CONNECT proxy.
///
/// # Errors
/// What to write instead.
pub fn proxy(text: &str) -> Result<String, &'static str> {
    let base = text.trim_end_matches('/');
    let host = base.strip_prefix("http://").or_else(|| base.strip_prefix("https://"));
    host.filter(|host| !host.is_empty() && !host.contains(['/', ' ']))
        .map(|_| base.to_owned())
        .ok_or("要写成 http://主机:端口 / must be http://host:port")
}

/// Reads the console's address as browsers see it.
///
/// # Errors
/// What to write instead.
pub fn origin(text: &str) -> Result<String, &'static str> {
    api_base(text).map_err(|_| "要写成 https://域名，不带路径 / must be https://name, without a path")
}
