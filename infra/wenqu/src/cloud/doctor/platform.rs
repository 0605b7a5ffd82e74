//! The platform's side: credentials, whitelist, the callback's address, the last callback.

use std::{
    ops::RangeInclusive,
    time::{Duration, Instant},
};

use app::{
    health,
    ports::{CallError, Platform},
    rows::AccountAlarm,
};
use aws_sdk_cloudwatchlogs::Client as Logs;
use domain::egress::Egress;
use jiff::Timestamp;
use outbound::{HttpPlatform, TransportSettings};
use secrecy::ExposeSecret;
use wechat::{
    client::{Request, StableToken},
    errcode::{ApiError, Class},
    ids::AppId,
    signature::sign,
};

use super::{Finding, probe::Probe};
use crate::cloud::{
    duration::words,
    failure::{Failure, failure},
    vault::SecretName,
};

/// Longest wait for the callback's answer: the platform's own.
const VERIFY_WITHIN: Duration = Duration::from_secs(5);
/// An account without a callback for longer than this is looked at.
const SILENT: i64 = 25 * 3_600;
/// The platform does not know the caller's address.
const NOT_WHITELISTED: [i64; 2] = [40164, 61004];

/// The account's administrator has to agree to the caller's address.
const CONSENT: RangeInclusive<i64> = 89_501..=89_507;

/// What the platform said to our credentials.
#[derive(Clone, Debug)]
pub(crate) enum Exchange {
    /// Not asked, and why.
    NotAsked(&'static str),
    /// A token with this life in seconds.
    Token(i64),
    /// Not now: it is busy, or asked too often. Says nothing about credentials and addresses.
    Busy(ApiError),
    /// A refusal.
    Refused(ApiError),
    /// No answer.
    Unreached(String),
}

/// Asks once for a token, as the sender does. The platform gives everybody the same one: nothing is disturbed.
pub(super) async fn ask(probe: &Probe) -> anyhow::Result<Exchange> {
    if !probe.live {
        return Ok(Exchange::NotAsked("加 --live 才问平台 / only with --live"));
    }
    if probe.parameter("Egress").await? == Egress::None.as_str() {
        return Ok(Exchange::NotAsked("egress = \"none\"：不调用平台 / the platform is not called"));
    }
    let stored = probe.secrets().await?.get(SecretName::AppSecret.path());
    let Some(secret) = probe.own_secret.as_ref().or(stored) else {
        return Ok(Exchange::NotAsked(
            "这里没有 AppSecret：设 WENQU_APP_SECRET 后再试 / there is no AppSecret here: set WENQU_APP_SECRET",
        ));
    };
    let request = StableToken {
        app_id: AppId::from(probe.parameter("AppId").await?),
        secret: secret.expose_secret().to_owned(),
        force_refresh: false,
    };
    let (base, proxy) = (probe.parameter("ApiBase").await?, probe.parameter("ApiProxy").await?);
    let mut transport = TransportSettings::default();
    if !base.is_empty() {
        base.clone_into(&mut transport.base);
        transport.fallbacks.clear();
    }
    transport.proxy = Some(proxy.to_owned()).filter(|proxy| !proxy.is_empty());
    let platform = HttpPlatform::new(&transport)?;
    Ok(match platform.call(&request.call(), None).await {
        Ok(answer) => match StableToken::parse(answer.content_type.as_deref(), &answer.body) {
            Ok(token) => Exchange::Token(token.expires_in_s),
            Err(error) if is_busy(&error) => Exchange::Busy(error),
            Err(error) => Exchange::Refused(error),
        },
        Err(CallError::Status(status)) => Exchange::Unreached(format!("HTTP status {status}")),
        Err(error) => Exchange::Unreached(error.to_string()),
    })
}

/// Waiting for the administrator's consent to an address (89501 to 89507) is not being busy.
fn is_busy(error: &ApiError) -> bool {
    matches!(error.class(), Class::RetryLater | Class::Quota) && !CONSENT.contains(&error.code.0)
}

pub(super) async fn exchange(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_exchange(probe.exchange().await?))
}

fn judge_exchange(exchange: &Exchange) -> Finding {
    match exchange {
        Exchange::NotAsked(why) => Finding::skip(*why),
        Exchange::Token(life) => {
            Finding::ok(format!("可换取 access_token（剩余 {life} s） / a token is given"))
        }
        Exchange::Refused(error)
            if NOT_WHITELISTED.contains(&error.code.0) || CONSENT.contains(&error.code.0) =>
        {
            Finding::blocked("先修 WX-04 / mend WX-04 first")
        }
        Exchange::Busy(error) => Finding::warn(
            format!("平台现在不回答 the platform does not answer now: {} {}", error.code.0, error.message),
            "过几分钟再试（次数用完要等到午夜）；不要重置 AppSecret / try again in some minutes, after midnight if a quota is used up; don't reset the AppSecret",
        ),
        Exchange::Refused(error) => Finding::fail(
            format!("平台拒绝 refused: {} {}", error.code.0, error.message),
            "在微信开发者平台核对 AppID，重置 AppSecret 后 `wenqu secrets set app_secret` / check the AppID; reset the AppSecret and set it again",
        ),
        Exchange::Unreached(why) => Finding::fail(
            format!("连不上平台 / the platform can't be reached: {why}"),
            "检查网络、api_base 和 api_proxy / check network, api_base and api_proxy",
        ),
    }
}

pub(super) async fn whitelist(probe: &Probe) -> anyhow::Result<Finding> {
    let through = !probe.parameter("ApiProxy").await?.is_empty();
    Ok(judge_whitelist(probe.exchange().await?, through))
}

fn judge_whitelist(exchange: &Exchange, through_proxy: bool) -> Finding {
    let whose = if through_proxy { "代理的 the proxy's" } else { "这台电脑的 this computer's" };
    match exchange {
        Exchange::Refused(error) if NOT_WHITELISTED.contains(&error.code.0) => {
            let ip = error.whitelisted_ip().unwrap_or("?");
            Finding::fail(
                format!("{whose} IP {ip} 不在白名单 / is not in the whitelist"),
                format!(
                    "微信开发者平台 → 我的业务 → 基础信息 → API IP白名单，加入 {ip}；函数没有固定 IP 时用 api_proxy 或 egress = \"courier\" / add it there; functions have no fixed address: use api_proxy, or egress = \"courier\""
                ),
            )
        }
        Exchange::Refused(error) if CONSENT.contains(&error.code.0) => Finding::fail(
            format!("{whose} IP 等管理员同意 waits for consent: {} {}", error.code.0, error.message),
            "请公众号管理员在微信里同意这次调用，再试一次；一小时内被拒绝过就等一小时 / have the account's administrator agree to the call in WeChat, then try again; after a refusal wait an hour",
        ),
        Exchange::NotAsked(why) => Finding::skip(*why),
        Exchange::Token(_) | Exchange::Refused(_) => {
            Finding::ok(format!("{whose} IP 在白名单 / address is in the whitelist"))
        }
        Exchange::Busy(_) | Exchange::Unreached(_) => Finding::blocked("先修 WX-01 / mend WX-01 first"),
    }
}

/// An answer to a verification of the address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verified {
    /// As it should be, in so many milliseconds.
    Echoed(u128),
    /// Another answer.
    Answered(u16),
    /// None.
    Silent(String),
}

pub(super) async fn verify(probe: &Probe) -> anyhow::Result<Finding> {
    let Some(token) = probe.secrets().await?.get(SecretName::Token.path()) else {
        return Ok(Finding::blocked("先修 SEC-01 / mend SEC-01 first"));
    };
    let url = match &probe.callback {
        Some(url) => url.clone(),
        None => {
            let state = probe.state().await?;
            state.and_then(|state| state.outputs.get("CallbackUrl")).cloned().unwrap_or_default()
        }
    };
    let verified = request(&url, token.expose_secret(), probe.now).await?;
    let china = probe.cloud()?.region.starts_with("cn-");
    Ok(judge_verified(&verified, china).with(vec![url]))
}

/// The platform's own request: signed with the token, and the echo must come back.
async fn request(url: &str, token: &str, now: Timestamp) -> anyhow::Result<Verified> {
    outbound::install_tls();
    let client = reqwest::Client::builder().timeout(VERIFY_WITHIN).build()?;
    let number = |bytes: [u8; 4]| u32::from_be_bytes(bytes).to_string();
    let (timestamp, nonce) = (now.as_second().to_string(), number(app::random()?));
    let echo = number(app::random()?);
    let signature = sign(&[token, &timestamp, &nonce]);
    let query =
        [("signature", signature.as_str()), ("timestamp", &timestamp), ("nonce", &nonce), ("echostr", &echo)];
    let begun = Instant::now();
    let answer = match client.get(url).query(&query).send().await {
        Ok(answer) => answer,
        // Without the address: it holds the signature.
        Err(error) => return Ok(Verified::Silent(last_cause(&error.without_url()))),
    };
    let status = answer.status().as_u16();
    let body = answer.text().await.unwrap_or_default();
    Ok(if status == 200 && body == echo {
        Verified::Echoed(begun.elapsed().as_millis())
    } else {
        Verified::Answered(status)
    })
}

fn last_cause(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

fn judge_verified(verified: &Verified, china: bool) -> Finding {
    match verified {
        Verified::Echoed(ms) => {
            Finding::ok(format!("地址通过验证，{ms} ms / the address answers as the platform wants"))
        }
        Verified::Answered(403) if china => Finding::fail(
            "被拒绝 refused (403)",
            "刚改过密钥就等 5 分钟；否则看账户的 ICP 备案是否已生效（API Gateway 要求） / wait 5 minutes after a change of secrets; else the account's ICP filing may be missing",
        ),
        Verified::Answered(403) => Finding::fail(
            "签名不被接受 the signature is refused (403)",
            "刚改过密钥就等 5 分钟再试；并核对本机时钟 / wait 5 minutes after a change of secrets; check this computer's clock",
        ),
        Verified::Answered(status) => Finding::fail(
            format!("应答不对 wrong answer (HTTP {status})"),
            "看 `wenqu logs webhook` / see `wenqu logs webhook`",
        ),
        Verified::Silent(why) => Finding::fail(
            format!("没有应答 no answer: {why}"),
            "检查域名解析（CNAME）和证书；刚部署就等一分钟 / check the domain's CNAME and certificate; after a deployment wait a minute",
        ),
    }
}

pub(super) async fn last_callback(probe: &Probe) -> anyhow::Result<Finding> {
    let cloud = probe.cloud()?;
    let client = Logs::new(&cloud.config);
    let now = probe.now.as_second();
    // The API's own log says more; where there is none, what the function wrote, and what is in the tables.
    let api = format!("/aws/vendedlogs/{}-api", cloud.stack);
    let mut last = newest(&client, &api, Some("{ $.route = \"POST /wechat\" }"), answered, now).await?;
    if last == Callbacks::default() {
        last = newest(&client, &cloud.stack.log_group("webhook"), None, written, now).await?;
        // Without the account's key there is more to mend than this, and SEC-01 says so.
        if let Ok(app) = probe.app().await {
            let asked = health::newest_question(app).await?.map(|at| at.as_second());
            last.taken = last.taken.max(asked.filter(|at| now - at < SILENT));
        }
    }
    Ok(judge_last(last, now))
}

/// How a callback ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Taken,
    /// Not by the token, key or mode that we know.
    Refused,
    /// By a fault of ours.
    Failed,
}

/// By the line that the template makes the API write.
fn answered(line: &str) -> End {
    let is = |status: &str| line.contains(&format!("\"status\":\"{status}"));
    match (is("200"), is("4")) {
        (true, _) => End::Taken,
        (_, true) => End::Refused,
        _ => End::Failed,
    }
}

/// By a line of the webhook's own.
fn written(line: &str) -> End {
    let has = |part: &str| line.contains(part);
    if has("callback_rejected") {
        End::Refused
    } else if has("callback_failed") || has("\"level\":\"ERROR\"") {
        End::Failed
    } else {
        End::Taken
    }
}

/// When the newest callbacks came, in seconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Callbacks {
    taken: Option<i64>,
    refused: Option<i64>,
    failed: Option<i64>,
}

/// The newest lines of a log group since `SILENT`: the last hour first, for most have one there.
async fn newest(
    client: &Logs,
    group: &str,
    pattern: Option<&str>,
    end: impl Fn(&str) -> End,
    now: i64,
) -> Result<Callbacks, Failure> {
    let mut last = Callbacks::default();
    for back in [600, 3_600, SILENT] {
        let mut next = None;
        loop {
            let request = client
                .filter_log_events()
                .log_group_name(group)
                .start_time((now - back) * 1_000)
                .set_filter_pattern(pattern.map(str::to_owned))
                .set_next_token(next);
            let page = match request.send().await.map_err(failure) {
                Ok(page) => page,
                Err(error) if error.is_missing() => return Ok(last),
                Err(error) => return Err(error),
            };
            for event in page.events() {
                let at = event.timestamp().map(|ms| ms / 1_000);
                let last = match end(event.message().unwrap_or_default()) {
                    End::Taken => &mut last.taken,
                    End::Refused => &mut last.refused,
                    End::Failed => &mut last.failed,
                };
                *last = (*last).max(at);
            }
            next = page.next_token;
            if next.is_none() {
                break;
            }
        }
        if last.taken.is_some() {
            break;
        }
    }
    Ok(last)
}

fn judge_last(last: Callbacks, now: i64) -> Finding {
    match last {
        Callbacks { taken: Some(at), .. } => {
            Finding::ok(format!("{} 前有回调 / the last callback was that long ago", words(now - at)))
        }
        Callbacks { failed: Some(at), refused, .. } if refused.is_none_or(|refused| refused <= at) => {
            Finding::fail(
                format!(
                    "没有一次回调成功处理，最近一次失败在 {} 前 / no callback was taken, the last failed so long ago",
                    words(now - at)
                ),
                "看 `wenqu logs webhook`，并先修 AWS-02 到 AWS-04、SEC-01 / see the logs; mend AWS-02 to AWS-04 and SEC-01 first",
            )
        }
        Callbacks { refused: Some(at), .. } => Finding::fail(
            format!(
                "回调全被拒绝，最近一次在 {} 前 / all callbacks were refused, the last so long ago",
                words(now - at)
            ),
            "平台上填的 Token、EncodingAESKey 或加密方式与这里不一致：在两边重新设置成一样的（`wenqu secrets set token`、`wenqu secrets set encoding_aes_key`） / token, key or mode on the platform differ from those here: set both sides alike",
        ),
        Callbacks { .. } => Finding::fail(
            format!("{} 小时没有收到回调 / no callback for {} hours", SILENT / 3_600, SILENT / 3_600),
            "微信开发者平台 → 我的业务 → 服务器配置：填 URL、Token、EncodingAESKey 并启用（`wenqu deploy` 的结果里有），再用微信给公众号发一句话 / enter URL, token and key there, enable it, and send the account a message",
        ),
    }
}

pub(super) async fn alarms(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_alarms(&health::alarms(probe.app().await?, probe.now).await?, probe.now))
}

fn judge_alarms(alarms: &[AccountAlarm], now: Timestamp) -> Finding {
    let Some(last) = alarms.iter().map(|alarm| alarm.at).max() else {
        return Finding::ok("24 小时内没有账号级错误 / no error of the account within a day");
    };
    let ago = words(now.duration_since(last).as_secs());
    Finding::fail(
        format!("{} 类错误，最近一次在 {ago} 前 / kinds of errors, the last so long ago", alarms.len()),
        "按上面的原因改设置，再到控制台的“异常”页放行 / mend the settings by the reasons given here, then set the answers free on the console's page of what is stuck",
    )
    .with(alarms.iter().map(|alarm| format!("{}: {}", alarm.kind, alarm.reason)).collect())
}

#[cfg(test)]
mod tests {
    use app::rows::AccountAlarm;

    use super::{super::Status, *};

    fn refused(code: i64, message: &str) -> Exchange {
        Exchange::Refused(ApiError::new(code, message))
    }

    #[test]
    fn an_address_outside_the_whitelist_is_not_a_wrong_secret() {
        let refused = refused(40164, "invalid ip 106.14.252.40 ipv6 ::ffff:106.14.252.40, not in whitelist");
        assert_eq!(judge_exchange(&refused).status, Status::Blocked);
        let finding = judge_whitelist(&refused, false);
        assert!(finding.status == Status::Fail && finding.summary.contains("106.14.252.40"), "{finding:?}");
        assert!(finding.fix.contains("106.14.252.40"));
    }

    #[test]
    fn a_wrong_secret_fails_and_the_address_was_let_through() {
        let refused = refused(40001, "invalid credential");
        assert_eq!(judge_exchange(&refused).status, Status::Fail);
        assert_eq!(judge_whitelist(&refused, true).status, Status::Ok);
        assert_eq!(judge_exchange(&Exchange::Token(6_912)).status, Status::Ok);
        assert_eq!(judge_exchange(&Exchange::NotAsked("x")).status, Status::Skip);
        assert_eq!(judge_exchange(&Exchange::Unreached("x".into())).status, Status::Fail);
    }

    #[test]
    fn only_the_echo_passes() {
        assert_eq!(judge_verified(&Verified::Echoed(12), false).status, Status::Ok);
        for bad in [Verified::Answered(200), Verified::Answered(403), Verified::Silent("refused".into())] {
            assert_eq!(judge_verified(&bad, true).status, Status::Fail);
        }
        assert!(judge_verified(&Verified::Answered(403), true).fix.contains("ICP"));
    }

    #[test]
    fn an_account_without_callbacks_is_told_where_to_enable_them() {
        let of = |taken| judge_last(Callbacks { taken, ..Callbacks::default() }, 1_000);
        assert_eq!(of(Some(940)).status, Status::Ok);
        assert!(of(None).fix.contains("服务器配置"));
    }

    #[test]
    fn refused_callbacks_are_none_and_say_that_the_secrets_differ() {
        let of = |taken, refused, failed| judge_last(Callbacks { taken, refused, failed }, 1_000);
        assert!(of(None, Some(940), None).fix.contains("EncodingAESKey"));
        assert!(of(None, Some(930), Some(940)).fix.contains("wenqu logs webhook"), "the newest tells");
        assert_eq!(of(Some(100), Some(940), None).status, Status::Ok, "anybody may send an unsigned one");
    }

    #[test]
    fn the_line_of_the_api_tells_whether_a_callback_was_taken() {
        let template = include_str!("../../../../template.yaml");
        assert!(template.contains(r#""status":"$context.status""#), "`answered` reads this");
        let line = |status: u16| format!(r#"{{"route":"POST /wechat","status":"{status}","bytes":"7"}}"#);
        assert_eq!(
            [200, 403, 503].map(|status| answered(&line(status))),
            [End::Taken, End::Refused, End::Failed]
        );
        let own =
            |level: &str, text: &str| format!(r#"{{"level":"{level}","fields":{{"metric":"{text}"}}}}"#);
        let written = [("WARN", "callback_rejected"), ("ERROR", "x"), ("INFO", "callback")]
            .map(|(level, text)| written(&own(level, text)));
        assert_eq!(written, [End::Refused, End::Failed, End::Taken]);
    }

    #[test]
    fn a_platform_that_is_busy_says_nothing_of_the_secret() {
        let busy = ApiError::new(-1, "system error");
        let found = judge_exchange(&Exchange::Busy(busy.clone()));
        assert!(found.status == Status::Warn && found.fix.contains("don't reset"), "{found:?}");
        assert_eq!(judge_whitelist(&Exchange::Busy(busy.clone()), false).status, Status::Blocked);
        let consent = ApiError::new(89503, "wait for the administrator");
        assert!(is_busy(&busy) && !is_busy(&consent));
        let asked = judge_whitelist(&Exchange::Refused(consent), false);
        assert!(asked.status == Status::Fail && asked.fix.contains("administrator agree"), "{asked:?}");
    }

    #[test]
    fn what_the_sender_found_wrong_with_the_account_is_told() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let alarm = AccountAlarm { kind: "credentials".into(), reason: "40001".into(), at: now };
        assert_eq!(judge_alarms(&[], now).status, Status::Ok);
        let told = judge_alarms(&[alarm], now);
        assert!(told.status == Status::Fail && told.evidence == ["credentials: 40001"], "{told:?}");
    }
}
