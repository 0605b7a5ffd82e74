//! `wenqu init`: asks for what a deployment needs and writes wenqu.toml. Never a secret.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use domain::egress::Egress;

use super::{Context, say};
use crate::{
    cli::cloud::Init,
    cloud::{
        ask::Ask,
        config_text,
        settings::{self as cloud, check},
    },
    settings::{ConfigFile, Wrong, variable},
};

/// One thing to know.
struct Question {
    /// The setting.
    key: &'static str,
    /// Where to find it, or what it means.
    explain: &'static str,
    /// What is asked.
    ask: &'static str,
    /// Taken when nothing is answered; an empty one leaves the setting out.
    default: Option<&'static str>,
}

const QUESTIONS: [Question; 7] = [
    Question {
        key: "app_id",
        explain: "AppID：微信开发者平台 → 我的业务 → 公众号（或服务号）→ 基础信息，以 wx 开头\nOn the WeChat developer platform: 我的业务 → your account → 基础信息; it begins with wx",
        ask: "AppID",
        default: None,
    },
    Question {
        key: "original_id",
        explain: "原始 ID：同一页，以 gh_ 开头；填了就只收发给这个号的消息，可留空\nOriginal id, on the same page, begins with gh_; callbacks for any other account are then refused. May stay empty",
        ask: "原始 ID / original id",
        default: Some(""),
    },
    Question {
        key: "mode",
        explain: "消息加解密方式：与平台“服务器配置”一致；推荐 secure（安全模式）\nMessage mode, the same as under 服务器配置; secure is recommended",
        ask: "secure、compatible、plain",
        default: Some("secure"),
    },
    Question {
        key: "region",
        explain: "AWS 区域：个人信息须存放在境内，用 cn-north-1（北京）或 cn-northwest-1（宁夏）\nAWS region; personal data of residents has to stay in mainland China",
        ask: "区域 / region",
        default: Some("cn-northwest-1"),
    },
    Question {
        key: "egress",
        explain: "怎样调用平台接口（换 access_token 的 IP 要在白名单里）：\n  direct         由函数直接调用，可经有固定 IP 的代理（api_proxy）\n  courier        由本单位有固定 IP 的电脑运行 `wenqu courier`，AppSecret 不上云\n  courier-token  那台电脑只换 access_token\n  none           不调用：答复随居民下一次来信带出\nHow calls to the platform leave: from the function; by a computer of yours with a fixed address (courier); only the token by it (courier-token); not at all (none)",
        ask: "direct、courier、courier-token、none",
        default: Some("direct"),
    },
    Question {
        key: "api_proxy",
        explain: "有固定 IP 的代理（HTTP CONNECT），没有就留空\nAn HTTP CONNECT proxy with a fixed address; leave empty without one",
        ask: "代理 / proxy",
        default: Some(""),
    },
    Question {
        key: "alarm_email",
        explain: "告警邮箱：部署后会收到一封确认邮件，要点开；可留空\nAlarms go here; AWS sends a mail that has to be confirmed. May stay empty",
        ask: "告警邮箱 / address for alarms",
        default: Some(""),
    },
];

/// What can be given by flag but is not asked for.
const UNASKED: [&str; 2] = ["domain_name", "certificate_arn"];

pub(super) fn run(context: &Context, options: &Init) -> anyhow::Result<ExitCode> {
    let path = context.config.clone().unwrap_or_else(|| PathBuf::from("wenqu.toml"));
    let before = read(&path)?;
    let known = ConfigFile::parse(&path, &before);
    if !known.problems().is_empty() {
        return Err(Wrong(known.problems().to_vec()).into());
    }
    let mut text = if before.is_empty() { HEADER.to_owned() } else { before.clone() };
    let mut ask = Ask::terminal(options.no_input);
    if let Some(stack) = &context.stack {
        checked("stack", stack)?;
        text = config_text::set(&text, "stack", stack, "部署名（AWS 上的 stack） / name of the stack")?;
    }
    for key in UNASKED {
        if let Some(value) = given(options, key) {
            text = config_text::set(&text, key, &checked(key, value)?, "自己的域名和证书 / own domain name")?;
        }
    }
    for question in &QUESTIONS {
        let value = match (given(options, question.key), known.get(&variable(question.key))) {
            (Some(value), _) => checked(question.key, value)?,
            (None, Some(_)) => continue,
            (None, None) => answer(&mut ask, question, &text)?,
        };
        // An empty answer is written, so that a second run does not ask again.
        text = config_text::set(&text, question.key, &value, question.explain)?;
    }
    finish(&path, &before, &text)
}

const HEADER: &str = "# 问渠在 AWS 上的部署，由 `wenqu init` 写成；密钥不在这里，用 `wenqu secrets set` 存进 AWS。全部设置见 wenqu.toml.example。\n# A deployment of Wenqu on AWS, written by `wenqu init`. Secrets are not here: `wenqu secrets set` puts them into AWS.\n\n";

fn read(path: &Path) -> anyhow::Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("读不了 {} / can't be read", path.display())),
    }
}

fn finish(path: &Path, before: &str, text: &str) -> anyhow::Result<ExitCode> {
    if text == before {
        eprintln!("设置已齐，没有要问的 / nothing to ask: all settings are there");
    } else {
        fs::write(path, text).with_context(|| format!("写不了 {} / can't be written", path.display()))?;
    }
    say(&path.display().to_string());
    eprintln!("下一步 / next:");
    for step in next_steps(&ConfigFile::parse(path, text)) {
        eprintln!("  {step}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The commands that follow, by how calls leave.
fn next_steps(file: &ConfigFile) -> Vec<&'static str> {
    let egress =
        file.get(&variable("egress")).and_then(|word| word.parse::<Egress>().ok()).unwrap_or_default();
    let mut steps = vec![
        "wenqu secrets set token --generate              # 回调令牌 callback token",
        "wenqu secrets set encoding_aes_key --generate   # 消息加解密密钥 EncodingAESKey",
    ];
    if egress == Egress::Direct {
        steps.push("wenqu secrets set app_secret                    # 从平台复制 copied from the platform");
    }
    steps.push("wenqu deploy");
    if egress.needs_courier() {
        steps.push("wenqu courier                                   # 在有固定 IP 的电脑上 on the computer with the fixed address");
    }
    steps
}

fn answer<R: io::BufRead, W: io::Write>(
    ask: &mut Ask<R, W>,
    question: &Question,
    text: &str,
) -> anyhow::Result<String> {
    // A proxy only matters where the function itself calls.
    let direct = !text.contains("egress = \"") || text.contains("egress = \"direct\"");
    if question.key == "api_proxy" && !direct {
        return Ok(String::new());
    }
    ask.explain(&format!("\n{}", question.explain))?;
    let flag = format!("--{}", question.key.replace('_', "-"));
    ask.text(question.ask, question.default, &flag, |value| {
        if value.is_empty() && question.default == Some("") {
            return Ok(String::new());
        }
        checked(question.key, value).map_err(|wrong| wrong.0[0].mend.clone())
    })
}

fn given<'a>(options: &'a Init, key: &str) -> Option<&'a str> {
    let option = match key {
        "app_id" => &options.app_id,
        "original_id" => &options.original_id,
        "mode" => &options.mode,
        "region" => &options.region,
        "egress" => &options.egress,
        "api_proxy" => &options.api_proxy,
        "alarm_email" => &options.alarm_email,
        "domain_name" => &options.domain_name,
        "certificate_arn" => &options.certificate_arn,
        _ => return None,
    };
    option.as_deref().map(str::trim)
}

fn checked(key: &str, value: &str) -> Result<String, Wrong> {
    let done = match key {
        "region" => cloud::region(value).map_err(str::to_owned),
        "stack" => {
            crate::cloud::names::StackName::parse(value).map(|stack| stack.to_string()).map_err(str::to_owned)
        }
        _ => check(key).map_or_else(|| Ok(value.to_owned()), |check| check(value)),
    };
    done.map_err(|mend| Wrong(vec![app::settings::Problem { setting: variable(key), mend }]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_passes_its_own_check() {
        for question in &QUESTIONS {
            if let Some(default) = question.default.filter(|default| !default.is_empty()) {
                assert_eq!(checked(question.key, default).unwrap(), default, "{}", question.key);
            }
        }
    }

    #[test]
    fn the_app_secret_is_asked_for_only_where_it_belongs() {
        let steps = |egress: &str| {
            let text = format!("egress = \"{egress}\"");
            next_steps(&ConfigFile::parse(Path::new("wenqu.toml"), &text)).join("\n")
        };
        assert!(steps("direct").contains("app_secret") && !steps("direct").contains("courier"));
        assert!(!steps("courier").contains("app_secret") && steps("courier").contains("wenqu courier"));
        assert!(!steps("none").contains("app_secret"));
    }

    #[test]
    fn every_question_has_a_flag() {
        let options = Init {
            app_id: Some("a".into()),
            original_id: Some("a".into()),
            mode: Some("a".into()),
            region: Some("a".into()),
            egress: Some("a".into()),
            api_proxy: Some("a".into()),
            alarm_email: Some("a".into()),
            domain_name: Some("a".into()),
            certificate_arn: Some("a".into()),
            no_input: true,
        };
        let keys = QUESTIONS.iter().map(|question| question.key).chain(UNASKED);
        assert!(keys.into_iter().all(|key| given(&options, key) == Some("a")));
    }
}
