//! What a deployment ends with: the first content, the first administrator, and a table of what to enter where.

use std::{collections::BTreeMap, fmt::Write};

use app::{
    App, content, keys,
    ports::{Query, Table},
    staff::{self, Invite},
};
use aws::Stored;
use domain::{audit::Source, egress::Egress, ids::Login, staff::Role};
use wechat::callback::Mode;

use super::{settings::Deployment, vault::SecretName};
use crate::{command::in_words, content_files};

/// Publishes the sample district when nothing was published; says the version that is live.
pub(crate) async fn first_content(app: &App) -> anyhow::Result<(u64, bool)> {
    app.content.refresh().await?;
    let live = app.content.snapshot().await.version;
    if live > 0 {
        return Ok((live, false));
    }
    let (snapshot, issues) = content_files::read(&content_files::sample(), app.clock.now());
    let snapshot = snapshot.ok_or_else(|| anyhow::anyhow!("the sample content: {issues:?}"))?;
    Ok((content::publish(app.table.as_ref(), snapshot).await?, true))
}

/// Invites an administrator when there is no account at all; gives the path of the one-time link, which is shown this
/// once.
pub(crate) async fn first_administrator(app: &App, login: &str) -> anyhow::Result<Option<String>> {
    if has_staff(app.table.as_ref()).await? {
        return Ok(None);
    }
    let invite = Invite {
        login: login.to_owned(),
        name: String::new(),
        roles: [Role::Administrator].into(),
        source: Source::Cli,
    };
    let linked = staff::invite(app, &staff::command_line(), invite).await.map_err(in_words)?;
    Ok(Some(linked.path()))
}

async fn has_staff(table: &dyn Table) -> Result<bool, app::ports::TableError> {
    let key = keys::staff(&Login::from("any"));
    Ok(!table.query(&Query::partition(key.table, key.pk, 1)).await?.items.is_empty())
}

/// What the table is made from.
pub(crate) struct Handover<'a> {
    /// The settings.
    pub(crate) deployment: &'a Deployment,
    /// The stack's outputs.
    pub(crate) outputs: &'a BTreeMap<String, String>,
    /// The secrets that there are.
    pub(crate) secrets: &'a BTreeMap<String, Stored>,
    /// Sign-in name of the first administrator, and the path of the one-time link if it was made now.
    pub(crate) administrator: (&'a str, Option<&'a str>),
}

impl Handover<'_> {
    /// The table.
    pub(crate) fn render(&self) -> String {
        let console = self.output("ConsoleUrl").to_owned();
        let accounts = match self.administrator {
            (login, Some(path)) => vec![
                ("登录名 login", login.to_owned()),
                (
                    "一次性链接 link",
                    format!(
                        "{}{path}   ← 只显示这一次，7 天内有效 shown this once, works for 7 days",
                        console.trim_end_matches('/').trim_end_matches("/admin")
                    ),
                ),
            ],
            (_, None) => {
                vec![("账号 accounts", "已有，增加用 `wenqu user add … --stack` / there are some".to_owned())]
            }
        };
        let rows = |rows: Vec<(&str, String)>| {
            rows.iter().fold(String::new(), |mut text, (name, value)| {
                let _ = writeln!(text, "  {name:<16} {value}");
                text
            })
        };
        let own = rows([vec![("后台 console", console)], accounts].concat());
        let platform = rows(self.platform());
        format!(
            "{own}\n微信开发者平台 → 我的业务 → 服务器配置，填 / on the platform, under 服务器配置, enter:\n{platform}\n填好并启用后运行 `wenqu doctor`；启用会关掉平台自带的自动回复和菜单编辑。\nThen run `wenqu doctor`. Enabling it switches off the platform's own automatic replies and menu editor.\n"
        )
    }

    /// What to enter on the platform's pages.
    fn platform(&self) -> Vec<(&'static str, String)> {
        let mode = self.deployment.mode;
        let mut rows =
            vec![("URL", self.output("CallbackUrl").to_owned()), ("Token", self.secret(SecretName::Token))];
        if mode != Mode::Plain {
            rows.push(("EncodingAESKey", self.secret(SecretName::EncodingAesKey)));
        }
        rows.push(("加解密方式 mode", mode_words(mode).to_owned()));
        if self.deployment.egress == Egress::Direct {
            rows.push(("AppSecret", self.secret(SecretName::AppSecret)));
        }
        rows.push(("IP 白名单 IPs", self.addresses()));
        if let Some(target) = self.outputs.get("DomainTarget") {
            let name = self.deployment.get("domain_name").unwrap_or_default();
            rows.push(("DNS CNAME", format!("{name} → {target}")));
        }
        if needs_domain(self.output("CallbackUrl")) {
            rows.push(("域名 domain", OWN_DOMAIN.to_owned()));
        }
        rows
    }

    fn output(&self, name: &str) -> &str {
        self.outputs.get(name).map_or("—", String::as_str)
    }

    fn secret(&self, secret: SecretName) -> String {
        let name = secret.as_str();
        if self.secrets.contains_key(secret.path()) {
            format!("与 `wenqu secrets set {name}` 时的值一致 / the value set by that command")
        } else {
            format!("✗ 还没有设置：`wenqu secrets set {name}` / not set yet")
        }
    }

    fn addresses(&self) -> String {
        match (self.deployment.egress, self.deployment.get("api_proxy")) {
            (Egress::Direct, Some(proxy)) => format!("代理的公网 IP the address of {proxy}"),
            (Egress::Direct, None) => "函数的出口 IP 不固定，平台多半会拒绝（40164）：用 api_proxy 或 egress = \"courier\" / functions have no fixed address: use api_proxy, or egress = \"courier\"".to_owned(),
            (Egress::None, _) => "不需要 not needed".to_owned(),
            (Egress::Courier | Egress::CourierToken, _) => {
                "运行 `wenqu courier` 的电脑的公网 IP / the address of the computer that runs `wenqu courier`".to_owned()
            }
        }
    }
}

const fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Plain => "明文模式 plain",
        Mode::Compatible => "兼容模式 compatible",
        Mode::Secure => "安全模式 secure",
    }
}

/// Said where only a filed domain may serve the public.
const OWN_DOMAIN: &str = "上面的地址只供试用：正式使用要有已做 ICP 备案的域名，写在 wenqu.toml 的 domain_name、certificate_arn / the address above is for trying; in China the public needs a domain with an ICP filing: set both names";

/// Whether an address is AWS's own in one of China's regions.
fn needs_domain(url: &str) -> bool {
    url.split('/').nth(2).is_some_and(|host| host.ends_with(".amazonaws.com.cn"))
}

#[cfg(test)]
mod tests {
    use app::settings::Reader;

    use super::*;
    use crate::{cloud::settings::deployment, settings::variable};

    fn rendered(values: &[(&str, &str)], secrets: &[&str], link: Option<&str>) -> String {
        let lookup = |name: &str| {
            values.iter().find(|(key, _)| variable(key) == name).map(|(_, value)| (*value).to_owned())
        };
        let deployment = deployment(&mut Reader::new(&lookup)).unwrap();
        let outputs = [("CallbackUrl", "https://x/wechat"), ("ConsoleUrl", "https://x/admin")];
        let outputs = outputs.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let stored = |name: &&str| ((*name).to_owned(), Stored { version: 1, changed_s: 0 });
        let secrets = secrets.iter().map(stored).collect();
        let administrator = ("admin", link);
        Handover { deployment: &deployment, outputs: &outputs, secrets: &secrets, administrator }.render()
    }

    #[test]
    fn the_table_says_what_to_enter_and_what_is_still_missing() {
        let text = rendered(&[("app_id", "wx1")], &["webhook/token"], Some("/admin/sign-up/admin/0ABC"));
        for part in [
            "https://x/wechat",
            "https://x/admin\n",
            "https://x/admin/sign-up/admin/0ABC ",
            "安全模式",
            "not set yet",
            "40164",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("`wenqu secrets set token` / not set yet"), "{text}");
        assert!(text.contains("✗ 还没有设置：`wenqu secrets set app_secret`"), "{text}");
    }

    #[test]
    fn in_china_an_own_domain_is_asked_for() {
        assert!(needs_domain("https://a1.execute-api.cn-north-1.amazonaws.com.cn/wechat"));
        for fine in
            ["https://wx.example.gov.cn/wechat", "https://a1.execute-api.eu-west-1.amazonaws.com/wechat", "—"]
        {
            assert!(!needs_domain(fine), "{fine}");
        }
    }

    #[test]
    fn a_courier_keeps_the_secret_and_plain_mode_needs_no_key() {
        let text = rendered(&[("app_id", "wx1"), ("egress", "courier"), ("mode", "plain")], &[], None);
        assert!(!text.contains("AppSecret") && !text.contains("EncodingAESKey"), "{text}");
        assert!(text.contains("wenqu courier"), "{text}");
    }
}
