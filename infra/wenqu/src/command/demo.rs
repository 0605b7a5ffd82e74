//! `wenqu demo`

use std::{net::IpAddr, process::ExitCode};

use tracing::level_filters::LevelFilter;

use super::{Context, api, listen, runtime, say, variable};
use crate::{
    cli::{self, Lang},
    demo::{self, Demo, Options, QUESTIONS, RESIDENTS},
    logs,
};

const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

pub(super) fn run(context: &Context, options: cli::Demo) -> anyhow::Result<ExitCode> {
    runtime()?.block_on(serve(context, options))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(context: &Context, options: cli::Demo) -> anyhow::Result<()> {
    let port = prepare(context, options.port)?;
    let stopped = listen::stop_signal()?;
    let listener = listen::bind(LOOPBACK, port).await?;
    let base = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let (settings, account) = context.read(&|name| demo::fallback(name, &base), demo::read)?;
    let platform = Some(api::platform(&settings)?);
    let outside = Some(settings.api_base.clone()).filter(|api| *api != base);
    let password = match &options.keep {
        Some(keep) => demo::kept_password(keep)?,
        None => crate::password::generate()?,
    };
    let (lang, empty, browser, stays) = (options.lang, options.empty, options.open, options.keep.is_some());
    let demo = Demo::new(Options {
        settings,
        account,
        base: base.clone(),
        platform,
        seed: options.seed,
        empty: options.empty,
        clock: options.clock,
        password: password.clone(),
        token: variable("WENQU_DEMO_TOKEN").filter(|token| !token.trim().is_empty()),
        loops: true,
        keep: options.keep,
    })?;
    let table = Table { lang, base: base.clone(), password, outside, data: data(&demo, empty), stays };
    // Listening first: the sample conversations call the simulator's API over HTTP.
    let serving = tokio::spawn(listen::serve(listener, demo.router(), stopped));
    demo.begin().await?;
    say(&table.text());
    demo.ready();
    if browser {
        open(&base);
    }
    let served = serving.await?;
    demo.end(listen::PATIENCE).await;
    served
}

/// Reads the settings once for log and port: what the simulator's address is, is not known before. What is wrong is said.
fn prepare(context: &Context, port: Option<u16>) -> anyhow::Result<u16> {
    let (settings, _) = context.read(&|name| demo::fallback(name, "http://127.0.0.1"), demo::read)?;
    logs::start(settings.log.unwrap_or(LevelFilter::WARN));
    Ok(port.unwrap_or(settings.port))
}

/// What the demo begins with.
fn data(demo: &Demo, empty: bool) -> Data {
    match (demo.goes_on(), empty) {
        (true, _) => Data::Kept,
        (false, true) => Data::Empty,
        (false, false) => Data::Seed,
    }
}

/// Opens the browser; a desktop that has none only misses a convenience.
fn open(url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if let Err(error) = std::process::Command::new(program).arg(url).spawn() {
        eprintln!("浏览器没有打开 / the browser was not opened: {error}");
    }
}

/// What is printed at the start.
struct Table {
    lang: Lang,
    base: String,
    password: String,
    /// The platform's API, when it is not the simulator.
    outside: Option<String>,
    data: Data,
    /// The data is still there after the end.
    stays: bool,
}

/// What there is at the start.
#[derive(Clone, Copy)]
enum Data {
    /// The sample conversations.
    Seed,
    /// None.
    Empty,
    /// That of an earlier run.
    Kept,
}

impl Table {
    fn text(&self) -> String {
        match self.lang {
            Lang::Zh => format!("{}\n\n{}", self.chinese(), self.english()),
            Lang::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let Self { base, password, .. } = self;
        let data = match self.data {
            Data::Seed => format!("6 个栏目 · {RESIDENTS} 位居民 · {QUESTIONS} 个提问 · 3 名值班员"),
            Data::Empty => "只有内容和 3 名值班员".to_owned(),
            Data::Kept => "接着上次保存的数据".to_owned(),
        };
        let api =
            self.outside.as_ref().map_or("本机模拟（真实签名 + AES 加密回调）".to_owned(), Clone::clone);
        let end = if self.stays {
            "Ctrl-C 结束，数据保留"
        } else {
            "Ctrl-C 结束，数据不保留（--keep DIR 保存）"
        };
        format!(
            "问渠 demo  v{}                              演示数据，仅监听 127.0.0.1\n  \
             ✓ 数据   {data}\n  \
             ✓ 平台   {api}\n  \
             打开     手机 + 后台   {base}/\n           \
             仅后台        {base}/admin        登录 zhang 值班员、wang 审核、chen 管理员，密码 {password}\n           \
             回调          {base}/wechat       健康 {base}/healthz\n           \
             发件箱        {base}/_sim/outbox\n  \
             试试     发 3 · 发“领结婚证要带什么”，看常见问答 · 发“老年卡在哪里办？”，在后台答复 · 取消关注后再答复，重新关注时送到\n  \
             剧本     wenqu play tests/flows/*.chat --url {base}\n  \
             {end}",
            env!("CARGO_PKG_VERSION")
        )
    }

    fn english(&self) -> String {
        let Self { base, password, .. } = self;
        let data = match self.data {
            Data::Seed => format!("6 topics, {RESIDENTS} residents, {QUESTIONS} questions, 3 officers"),
            Data::Empty => "content and 3 officers only".to_owned(),
            Data::Kept => "the data kept last time".to_owned(),
        };
        let api = self
            .outside
            .as_ref()
            .map_or("simulated here, with real signatures and encryption".to_owned(), Clone::clone);
        let end = if self.stays {
            "Ctrl-C ends; the data stays"
        } else {
            "Ctrl-C ends; nothing stays (--keep DIR keeps it)"
        };
        format!(
            "Wenqu demo v{}: {data}\n  \
             platform {api}\n  \
             open     {base}/         a resident's phone beside the console\n           \
             {base}/admin    console: sign in as zhang (officer), wang (reviewer) or chen (administrator), password {password}\n           \
             {base}/wechat   callback · {base}/healthz health · {base}/_sim/outbox outbox\n  \
             {end}",
            env!("CARGO_PKG_VERSION")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_address_and_the_password_and_holds_no_escapes() {
        for lang in [Lang::Zh, Lang::En] {
            let table = Table {
                lang,
                base: "http://127.0.0.1:8600".to_owned(),
                password: "aaaa-bbbb".to_owned(),
                outside: None,
                data: Data::Seed,
                stays: false,
            };
            let text = table.text();
            for part in [
                "8600/\u{20}",
                "8600/admin",
                "8600/wechat",
                "8600/healthz",
                "8600/_sim/outbox",
                "aaaa-bbbb",
                "zhang",
            ] {
                let part = part.trim_end();
                assert!(text.contains(part), "{part}: {text}");
            }
            assert!(!text.contains('\u{1b}'));
        }
    }
}
