//! The settings of a deployment: the same `wenqu.toml`, flat, as for one computer. What the template takes is a
//! parameter in CamelCase: `app_id` is `AppId`. Secrets are never among them.

use std::collections::BTreeMap;

use app::settings::Reader;
use domain::egress::Egress;
use wechat::callback::Mode;

use super::names::StackName;
use crate::settings::{self, variable};

/// Name of the stack, unless set otherwise.
pub(crate) const STACK: &str = "wenqu";
/// Days that the template lets logs be kept.
const LOG_DAYS: [&str; 8] = ["7", "30", "90", "180", "365", "400", "545", "731"];

/// Which deployment a command is about.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The stack.
    pub(crate) stack: StackName,
    /// The region, when set; else the AWS configuration's.
    pub(crate) region: Option<String>,
}

/// Reads which deployment it is.
pub(crate) fn place(reader: &mut Reader<'_>) -> Option<Place> {
    let stack = match reader.text(&variable("stack")) {
        Some(_) => reader.optional(&variable("stack"), StackName::parse)?,
        None => StackName::parse(STACK).ok()?,
    };
    let region = reader.optional(&variable("region"), region);
    Some(Place { stack, region })
}

/// Reads how calls leave, for commands that need no other setting.
pub(crate) fn egress(reader: &mut Reader<'_>) -> Option<Egress> {
    let set = reader.text(&variable("egress")).is_some();
    let egress = reader.optional(&variable("egress"), str::parse::<Egress>);
    if set { egress } else { Some(Egress::default()) }
}

/// A region's name, as AWS writes it.
pub(crate) fn region(text: &str) -> Result<String, &'static str> {
    let mut parts = text.rsplitn(2, '-');
    let number = parts.next().is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let words = parts.next().is_some_and(|words| {
        words.contains('-') && words.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    });
    (number && words)
        .then(|| text.to_owned())
        .ok_or("区域写成 cn-northwest-1 这样 / write a region such as cn-northwest-1")
}

/// Everything that `deploy` puts into a stack.
#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    /// Which.
    pub(crate) place: Place,
    /// How calls leave.
    pub(crate) egress: Egress,
    /// The message mode.
    pub(crate) mode: Mode,
    /// Setting and text, of those that are set.
    values: BTreeMap<&'static str, String>,
}

impl Deployment {
    /// The text of a setting.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// Names and values of the parameters, by their names in the template.
    pub(crate) fn parameters(&self) -> BTreeMap<String, String> {
        self.values.iter().map(|(key, value)| (camel(key), value.clone())).collect()
    }
}

/// `app_id` as `AppId`.
pub(crate) fn camel(key: &str) -> String {
    key.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
        })
        .collect()
}

type Check = fn(&str) -> Result<String, String>;

/// The settings that are parameters of the template, each with its check.
const PARAMETERS: [(&str, Check); 30] = [
    ("app_id", |text| settings::app_id(text).map(|id| id.to_string()).map_err(String::from)),
    ("original_id", |text| settings::original_id(text).map(|id| id.to_string()).map_err(String::from)),
    ("mode", |text| text.parse::<Mode>().map(|mode| mode.to_string()).map_err(|error| error.to_string())),
    ("max_age_seconds", |text| whole(text, 0, 86_400)),
    ("egress", |text| text.parse::<Egress>().map(|egress| egress.to_string()).map_err(|e| e.to_string())),
    ("api_base", |text| settings::api_base(text).map_err(String::from)),
    ("api_proxy", |text| settings::proxy(text).map_err(String::from)),
    ("origin", |text| settings::api_base(text).map_err(String::from)),
    ("domain_name", domain),
    ("certificate_arn", certificate),
    ("function_urls", |text| one_of(text, &["yes", "no"])),
    ("burst_minutes", |text| whole(text, 0, 120)),
    ("retention_days", |text| whole(text, 1, 3_650)),
    ("window_message_sends", |text| whole(text, 0, 100)),
    ("window_message_hours", |text| whole(text, 1, 720)),
    ("window_tap_sends", |text| whole(text, 0, 100)),
    ("window_tap_seconds", |text| whole(text, 1, 86_400)),
    ("log", |text| crate::logs::level(text).map(|_| text.to_owned()).map_err(String::from)),
    ("log_days", |text| one_of(text, &LOG_DAYS)),
    ("alarm_email", email),
    ("architecture", |text| one_of(text, &["arm64", "x86_64"])),
    ("memory_mb", |text| whole(text, 128, 3_008)),
    ("worker_memory_mb", |text| whole(text, 512, 3_008)),
    ("callbacks_per_second", |text| whole(text, 1, 10_000)),
    ("reserved_concurrency", |text| whole(text, 0, 100_000)),
    ("worker_concurrency", |text| whole(text, 2, 1_000)),
    ("sender_concurrency", |text| whole(text, 2, 1_000)),
    ("write_ceiling", |text| whole(text, 10, 40_000)),
    ("read_ceiling", |text| whole(text, 10, 40_000)),
    ("deletion_protection", |text| one_of(text, &["yes", "no"])),
];

/// The settings that are parameters of the template.
#[cfg(test)]
pub(crate) fn parameters() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().map(|(key, _)| *key)
}

/// The check of a setting that the template takes.
pub(crate) fn check(key: &str) -> Option<Check> {
    PARAMETERS.iter().find(|(known, _)| *known == key).map(|(_, check)| *check)
}

/// Reads everything that `deploy` needs; problems are noted in the reader.
pub(crate) fn deployment(reader: &mut Reader<'_>) -> Option<Deployment> {
    let place = place(reader);
    let mut values = BTreeMap::new();
    for (key, check) in PARAMETERS {
        if let Some(value) = reader.optional(&variable(key), check) {
            values.insert(key, value);
        }
    }
    let known = values.contains_key("app_id");
    if !known && reader.text(&variable("app_id")).is_none() {
        reader.problem(
            &variable("app_id"),
            "没有设置，先运行 `wenqu init` / is not set: run `wenqu init` first",
        );
    }
    if values.contains_key("domain_name") != values.contains_key("certificate_arn") {
        reader.problem(
            &variable("certificate_arn"),
            "domain_name 和 certificate_arn 要一起写 / domain_name and certificate_arn belong together",
        );
    }
    let egress = values.get("egress").and_then(|word| word.parse().ok()).unwrap_or_default();
    let mode = values.get("mode").and_then(|word| word.parse().ok()).unwrap_or(Mode::Secure);
    known.then_some(Deployment { place: place?, egress, mode, values })
}

fn whole(text: &str, least: u32, most: u32) -> Result<String, String> {
    match text.parse::<u32>() {
        Ok(number) if (least..=most).contains(&number) => Ok(number.to_string()),
        _ => Err(format!("要 {least} 到 {most} 的整数 / must be a whole number from {least} to {most}")),
    }
}

fn one_of(text: &str, words: &[&str]) -> Result<String, String> {
    let known = words.contains(&text).then(|| text.to_owned());
    known.ok_or_else(|| format!("只能是 {} / must be {}", words.join("、"), words.join(" or ")))
}

fn email(text: &str) -> Result<String, String> {
    let fine = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    });
    fine.then(|| text.to_owned()).ok_or_else(|| "要一个邮箱地址 / must be an e-mail address".to_owned())
}

fn domain(text: &str) -> Result<String, String> {
    let fine = text.contains('.')
        && text.len() <= 253
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
    fine.then(|| text.to_owned()).ok_or_else(|| {
        "只写域名，小写，如 wenqu.example.gov.cn / the name alone, such as wenqu.example.gov.cn".to_owned()
    })
}

fn certificate(text: &str) -> Result<String, String> {
    let fine = text.starts_with("arn:aws") && text.contains(":acm:");
    fine.then(|| text.to_owned())
        .ok_or_else(|| "要 ACM 证书的 ARN / must be the ARN of an ACM certificate".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> (Option<Deployment>, Vec<String>) {
        let lookup = |name: &str| {
            values.iter().find(|(key, _)| variable(key) == name).map(|(_, value)| (*value).to_owned())
        };
        let mut reader = Reader::new(&lookup);
        let read = deployment(&mut reader);
        (read, reader.finish().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_app_id_is_enough_and_is_a_parameter() {
        let (read, problems) = read(&[("app_id", "wx5823bf96d3bd56c7")]);
        assert_eq!(problems, Vec::<String>::new());
        let read = read.unwrap();
        assert_eq!(read.place.stack.as_str(), "wenqu");
        assert_eq!((read.egress, read.mode), (Egress::Direct, Mode::Secure));
        assert_eq!(
            read.parameters(),
            BTreeMap::from([("AppId".to_owned(), "wx5823bf96d3bd56c7".to_owned())])
        );
    }

    #[test]
    fn what_is_wrong_is_said_all_at_once_with_what_to_write() {
        for (key, value, hint) in [
            ("stack", "Wenqu", "2 to 24"),
            ("region", "china", "cn-northwest-1"),
            ("egress", "courier_token", "courier-token"),
            ("memory_mb", "64", "128"),
            ("log_days", "200", "180"),
            ("alarm_email", "duty", "e-mail"),
            ("domain_name", "https://w.cn", "the name alone"),
            ("architecture", "x86", "x86_64"),
        ] {
            let (_, problems) = read(&[("app_id", "wx1"), (key, value)]);
            assert!(problems.iter().any(|p| p.contains(hint)), "{key}: {problems:?}");
        }
        let (none, problems) = read(&[("egress", "x"), ("log_days", "x")]);
        assert!(none.is_none() && problems.len() == 3, "{problems:?}");
        let (_, alone) = read(&[("app_id", "wx1"), ("domain_name", "w.cn")]);
        assert!(alone[0].contains("belong together"), "{alone:?}");
    }

    #[test]
    fn every_parameter_is_a_known_setting_and_none_is_a_secret() {
        for (key, _) in PARAMETERS {
            assert!(
                settings::KEYS.into_iter().chain(settings::DEPLOYMENT_KEYS).any(|known| known == key),
                "{key}"
            );
            assert!(!["token", "encoding_aes_key", "app_secret"].contains(&key), "{key}");
        }
        assert_eq!(camel("window_message_sends"), "WindowMessageSends");
    }

    #[test]
    fn regions_are_recognised() {
        for good in ["cn-north-1", "cn-northwest-1", "us-east-1", "ap-southeast-7", "us-gov-west-1"] {
            assert!(region(good).is_ok(), "{good}");
        }
        for bad in ["", "cn", "cn-1", "CN-NORTH-1", "cn-north", "cn north-1"] {
            assert!(region(bad).is_err(), "{bad}");
        }
    }
}
