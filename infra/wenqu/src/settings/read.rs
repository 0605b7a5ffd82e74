//! From texts to checked settings.

use std::{fmt::Display, net::IpAddr, path::PathBuf, str::FromStr};

use app::settings::{Reader, Work};
use domain::{egress::Egress, window::WindowPolicy};
use jiff::SignedDuration;
use secrecy::SecretString;
use wechat::{
    callback::{Credentials, Mode, Receiver},
    envelope::EncodingAesKey,
    ids::{AppId, OriginalId},
    signature::Token,
};

use super::{API_BASE, PORT, Settings};

/// Where operators find the account's values.
const CONSOLE: &str =
    "在微信开发者平台的服务器配置里 / in the account's server configuration on the WeChat developer platform";

/// Reads all settings; `None` when there are problems, which are noted in the reader.
pub fn read(reader: &mut Reader<'_>) -> Option<Settings> {
    let receiver = receiver(reader);
    let egress = egress(reader);
    let app_secret = if egress.calls() {
        reader.required("WENQU_APP_SECRET", CONSOLE, secret).map(Some)
    } else {
        Some(reader.optional("WENQU_APP_SECRET", secret))
    };
    let api_base = reader.optional("WENQU_API_BASE", api_base).unwrap_or_else(|| API_BASE.to_owned());
    let api_proxy = reader.optional("WENQU_API_PROXY", proxy);
    let data = reader.text("WENQU_DATA").map_or_else(|| PathBuf::from("wenqu-data"), PathBuf::from);
    let listen = reader.optional("WENQU_LISTEN", |text| {
        text.parse::<IpAddr>()
            .map_err(|_| "要写 IP 地址，如 127.0.0.1 / must be an IP address, such as 127.0.0.1")
    });
    let port = number(reader, "WENQU_PORT", 0, u16::MAX);
    let console = console(reader);
    let log = reader.optional("WENQU_LOG", crate::logs::level);
    let work = Work { egress, ..work(reader) };
    let receiver = receiver?;
    Some(Settings {
        app_id: receiver.app_id.clone(),
        original_id: receiver.original_id.clone(),
        receiver,
        app_secret: app_secret?,
        api_base,
        api_proxy,
        data,
        listen: listen.unwrap_or(IpAddr::from([127, 0, 0, 1])),
        port: port.unwrap_or(PORT),
        console,
        log,
        work,
    })
}

/// One computer calls the platform itself, or nobody does.
fn egress(reader: &mut Reader<'_>) -> Egress {
    let read = reader.optional("WENQU_EGRESS", |text| match text.parse::<Egress>() {
        Ok(egress) if egress.needs_courier() => {
            Err("单机运行只能是 direct 或 none：courier 用于 AWS 上的部署 / on one computer it must be direct or none: a courier belongs to a deployment on AWS".to_owned())
        }
        read => read.map_err(|error| error.to_string()),
    });
    read.unwrap_or_default()
}

fn console(reader: &mut Reader<'_>) -> admin::Settings {
    let origin = reader.optional("WENQU_ORIGIN", |text| {
        api_base(text).map_err(|_| "要写成 https://域名，不带路径 / must be https://name, without a path")
    });
    let https = reader.optional("WENQU_HTTPS", yes_or_no);
    let behind_proxy = reader.optional("WENQU_BEHIND_PROXY", yes_or_no);
    admin::Settings {
        https: https.unwrap_or_else(|| origin.as_ref().is_some_and(|origin| origin.starts_with("https://"))),
        origin,
        behind_proxy: behind_proxy.unwrap_or(false),
        ..admin::Settings::default()
    }
}

/// The receiving end alone, for commands that only open callbacks.
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

fn secret(text: &str) -> Result<SecretString, &'static str> {
    let fine = (16..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    fine.then(|| SecretString::from(text.to_owned())).ok_or(
        "看起来不完整：AppSecret 是 32 个字母和数字，请重新复制 / looks incomplete: an AppSecret has 32 letters and digits; copy it again",
    )
}

fn app_id(text: &str) -> Result<AppId, &'static str> {
    let fine = (3..=64).contains(&text.len())
        && text.starts_with("wx")
        && text.bytes().all(|b| b.is_ascii_alphanumeric());
    fine.then(|| AppId::from(text))
        .ok_or("AppID 以 wx 开头，只含字母和数字 / an AppID begins with wx and holds only letters and digits")
}

fn original_id(text: &str) -> Result<OriginalId, &'static str> {
    let fine = text.starts_with("gh_")
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    fine.then(|| OriginalId::from(text)).ok_or(
        "原始 ID 以 gh_ 开头（不是微信号） / the original id begins with gh_ (it is not the account's name)",
    )
}

fn api_base(text: &str) -> Result<String, &'static str> {
    let base = text.trim_end_matches('/');
    let here = |host: &&str| ["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own));
    let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://").filter(here));
    host.filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']))
        .map(|_| base.to_owned())
        .ok_or("要写成 https://主机，不带路径；http 只限本机，如 http://127.0.0.1:9000 / must be https://host without a path; http only on this computer, such as http://127.0.0.1:9000")
}

fn proxy(text: &str) -> Result<String, &'static str> {
    let base = text.trim_end_matches('/');
    let host = base.strip_prefix("http://").or_else(|| base.strip_prefix("https://"));
    host.filter(|host| !host.is_empty() && !host.contains(['/', ' ']))
        .map(|_| base.to_owned())
        .ok_or("要写成 http://主机:端口 / must be http://host:port")
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "on" | "是" => Ok(true),
        "false" | "no" | "0" | "off" | "否" => Ok(false),
        _ => Err("要写 true 或 false / must be true or false"),
    }
}

fn number<T>(reader: &mut Reader<'_>, setting: &str, least: T, most: T) -> Option<T>
where
    T: FromStr + PartialOrd + Display + Copy,
{
    reader.optional(setting, |text| {
        let value = text.parse().ok().filter(|value| (least..=most).contains(value));
        value.ok_or_else(|| {
            format!("要写 {least} 到 {most} 的整数 / must be a whole number from {least} to {most}")
        })
    })
}

fn work(reader: &mut Reader<'_>) -> Work {
    let standard = Work::default();
    let window = WindowPolicy {
        message_sends: number(reader, "WENQU_WINDOW_MESSAGE_SENDS", 0, 100)
            .unwrap_or(standard.window.message_sends),
        message_seconds: number(reader, "WENQU_WINDOW_MESSAGE_HOURS", 1, 720)
            .map_or(standard.window.message_seconds, |hours: i64| hours * 3600),
        tap_sends: number(reader, "WENQU_WINDOW_TAP_SENDS", 0, 100).unwrap_or(standard.window.tap_sends),
        tap_seconds: number(reader, "WENQU_WINDOW_TAP_SECONDS", 1, 86_400)
            .unwrap_or(standard.window.tap_seconds),
    };
    let burst =
        number(reader, "WENQU_BURST_MINUTES", 0, 120).map_or(standard.burst, SignedDuration::from_mins);
    let retention = number(reader, "WENQU_RETENTION_DAYS", 1, 3_650)
        .map_or(standard.retention, |days: i64| SignedDuration::from_hours(24 * days));
    Work { window, burst, retention, ..standard }
}
