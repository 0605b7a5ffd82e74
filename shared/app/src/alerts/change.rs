//! Changing where alerts go and when.

use std::{collections::BTreeSet, net::Ipv6Addr};

use domain::{
    alert::{Kind, Quiet, is_robot},
    audit::{Event, Source},
    staff::{Actor, Permission},
};

use super::{AlertSettings, Channel, Mail, Robot, seal::Sealed};
use crate::{
    App, AppError, keys,
    ports::{Expect, MailSecurity},
    retrying,
    rows::{Audit, Batch, Row, load},
};

/// Most people who are mentioned or written to.
const MAX_PEOPLE: usize = 20;

/// A robot as it is given.
#[derive(Clone, Default)]
pub struct NewRobot {
    /// Its address; empty keeps the one that is set.
    pub address: String,
    /// Telephone numbers of those who are mentioned.
    pub mentions: Vec<String>,
}

/// An e-mail account as it is given.
#[derive(Clone)]
pub struct NewMail {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: MailSecurity,
    /// The account's name; empty when the server wants none.
    pub user: String,
    /// Its password; empty keeps the one that is set.
    pub password: String,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: Vec<String>,
}

/// When and what is told.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// Hours in which all but emergencies wait.
    pub quiet: Option<Quiet>,
    /// What is told.
    pub kinds: BTreeSet<Kind>,
}

/// Sets the robot. `origin`: the console's address, for links.
///
/// # Errors
/// `Denied`, `Input`, `Contended`, `Table`.
pub async fn set_robot(app: &App, actor: &Actor, robot: NewRobot, origin: &str) -> Result<(), AppError> {
    let address = robot.address.trim();
    if !address.is_empty() && !is_robot(address, app.work.local) {
        return Err(input(
            "address",
            "请粘贴群机器人的完整 Webhook 地址，以 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key= 开头",
            "paste the robot's whole webhook address; it begins with https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        ));
    }
    let mentions = tidy(robot.mentions);
    let is_number = |number: &String| {
        (5..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+')
    };
    if mentions.len() > MAX_PEOPLE || !mentions.iter().all(is_number) {
        return Err(input(
            "mentions",
            "请写手机号，用逗号隔开，最多 20 个",
            "write mobile numbers, separated by commas, at most 20",
        ));
    }
    let sealed = match address {
        "" => None,
        address => Some((Sealed::new(&app.key, "robot", address)?, end(address))),
    };
    change(app, actor, "set_alert_robot", origin, |settings| {
        let old = settings.robot.take().map(|robot| (robot.address, robot.ends));
        let Some((address, ends)) = sealed.clone().or(old) else {
            return Err(input(
                "address",
                "请粘贴群机器人的 Webhook 地址",
                "paste the robot's webhook address",
            ));
        };
        settings.robot = Some(Robot { address, ends, mentions: mentions.clone() });
        Ok(())
    })
    .await
}

/// Sets the e-mail account. `origin`: the console's address, for links.
///
/// # Errors
/// `Denied`, `Input`, `Contended`, `Table`.
pub async fn set_mail(app: &App, actor: &Actor, mail: NewMail, origin: &str) -> Result<(), AppError> {
    let mail = NewMail { to: tidy(mail.to), host: mail.host.trim().to_lowercase(), ..mail };
    check_mail(&mail)?;
    let sealed = match mail.password.as_str() {
        "" => None,
        password => Some(Sealed::new(&app.key, "mail", password)?),
    };
    change(app, actor, "set_alert_mail", origin, |settings| {
        let old = settings.mail.take();
        // A password that was given for one server is not shown to another.
        let same = old.filter(|old| old.host == mail.host && old.user == mail.user.trim());
        let kept = same.and_then(|old| old.password);
        let password = sealed.clone().or(kept).filter(|_| !mail.user.trim().is_empty());
        if !mail.user.trim().is_empty() && password.is_none() {
            return Err(input(
                "password",
                "请填写这个邮箱账号的密码或授权码",
                "write this account's password",
            ));
        }
        settings.mail = Some(Mail {
            host: mail.host.clone(),
            port: mail.port,
            security: mail.security,
            user: mail.user.trim().to_owned(),
            password,
            from: mail.from.trim().to_owned(),
            to: mail.to.clone(),
        });
        Ok(())
    })
    .await
}

fn check_mail(mail: &NewMail) -> Result<(), AppError> {
    let is_host = |host: &str| {
        !host.is_empty()
            && host.len() <= 253
            && (host.parse::<Ipv6Addr>().is_ok()
                || host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)))
    };
    let is_address = |text: &str| {
        let parts = text.split_once('@');
        parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && is_host(host))
            && text.len() <= 254
            && text.bytes().all(|b| b.is_ascii_graphic() && !b"<>,;\"".contains(&b))
    };
    if !is_host(&mail.host) {
        return Err(input(
            "host",
            "请填写邮件服务器，例如 smtp.example.gov.cn",
            "write the mail server, such as smtp.example.gov.cn",
        ));
    }
    if mail.port == 0 {
        return Err(input("port", "端口要写 1 到 65535", "a port is from 1 to 65535"));
    }
    let here = matches!(mail.host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if mail.security == MailSecurity::None && !here {
        return Err(input(
            "security",
            "不加密只能用于本机的邮件服务器，请选 TLS 或 STARTTLS",
            "without encryption only for a server on this computer: choose TLS or STARTTLS",
        ));
    }
    if !is_address(mail.from.trim()) {
        return Err(input("from", "发件人要写邮箱地址", "the sender has to be an e-mail address"));
    }
    if mail.to.is_empty() || mail.to.len() > MAX_PEOPLE || !mail.to.iter().all(|to| is_address(to)) {
        return Err(input(
            "to",
            "收件人要写邮箱地址，用逗号隔开，1 到 20 个",
            "recipients have to be e-mail addresses, separated by commas, 1 to 20",
        ));
    }
    Ok(())
}

/// Sets quiet hours and kinds. `origin`: the console's address, for links.
///
/// # Errors
/// `Denied`, `Input`, `Contended`, `Table`.
pub async fn change_when(app: &App, actor: &Actor, when: When, origin: &str) -> Result<(), AppError> {
    if when.quiet.is_some_and(|quiet| quiet.from == quiet.to) {
        return Err(input("quiet_to", "开始和结束不能相同", "start and end can't be the same"));
    }
    change(app, actor, "set_alert_kinds", origin, |settings| {
        settings.quiet = when.quiet;
        settings.kinds = when.kinds.clone();
        Ok(())
    })
    .await
}

/// Takes a channel away.
///
/// # Errors
/// `Denied`, `Contended`, `Table`.
pub async fn forget(app: &App, actor: &Actor, channel: Channel) -> Result<(), AppError> {
    change(app, actor, "removed_alert_channel", "", |settings| {
        match channel {
            Channel::Robot => settings.robot = None,
            Channel::Mail => settings.mail = None,
        }
        Ok(())
    })
    .await
}

async fn change(
    app: &App,
    actor: &Actor,
    action: &str,
    origin: &str,
    to: impl Fn(&mut AlertSettings) -> Result<(), AppError>,
) -> Result<(), AppError> {
    actor.require(Permission::ManageSettings)?;
    retrying(|| async {
        let (table, now) = (app.table.as_ref(), app.clock.now());
        let row = load::<AlertSettings>(table, &keys::alert_settings()).await?;
        let version = row.as_ref().map(|row| row.version);
        let mut settings = row.map(|row| row.value).unwrap_or_default();
        let before = settings.channels();
        to(&mut settings)?;
        if !origin.is_empty() {
            origin.clone_into(&mut settings.origin);
        }
        if before.is_empty() {
            settings.since = Some(now);
        }
        let mut batch = Batch::new();
        let expect = version.map_or(Expect::Absent, Expect::Version);
        batch.put(settings.key(), &settings, None, expect)?;
        let event = Event {
            at: now,
            actor: actor.login.to_string(),
            action: action.to_owned(),
            object: "settings:alerts".to_owned(),
            detail: described(&settings),
        };
        Audit::open(table, Source::Admin, now).await?.append(&mut batch, [event])?;
        Ok(batch.commit(table).await?)
    })
    .await
}

/// What the audit keeps: no secret, no telephone number.
fn described(settings: &AlertSettings) -> String {
    let channels: Vec<_> = settings.channels().iter().map(|channel| channel.as_str()).collect();
    let quiet = settings.quiet.map_or("none".to_owned(), |quiet| format!("{}-{}", quiet.from, quiet.to));
    format!("channels={} kinds={} quiet={quiet}", channels.join("+"), settings.kinds.len())
}

fn tidy(list: Vec<String>) -> Vec<String> {
    list.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

fn end(address: &str) -> String {
    let start = address.char_indices().rev().nth(3).map_or(0, |(index, _)| index);
    address[start..].to_owned()
}

fn input(field: &'static str, zh: &str, en: &str) -> AppError {
    AppError::Input { field, zh: zh.to_owned(), en: en.to_owned() }
}
