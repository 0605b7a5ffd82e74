//! `wenqu status`: what runs, what waits.

use std::{collections::BTreeMap, process::ExitCode};

use app::{
    content::Current,
    health, keys,
    ports::{Clock, Table, TableError},
    rows::load,
    way_out,
};
use aws::SystemClock;
use domain::egress::Egress;
use jiff::Timestamp;
use serde::Serialize;

use super::{Context, runtime, say};
use crate::cloud::{
    connection::Cloud,
    duration::words,
    observe::{self, Depth, FunctionState},
    record::Record,
    settings::place,
    store,
};

/// Everything that is shown.
#[derive(Debug, Serialize)]
struct Status {
    stack: String,
    region: String,
    state: String,
    changed_at: String,
    version: Option<String>,
    callback_url: Option<String>,
    console_url: Option<String>,
    functions: Vec<FunctionState>,
    /// Functions whose code is not what was deployed last.
    differing: Vec<&'static str>,
    queues: BTreeMap<String, Option<Depth>>,
    /// `null` while the tables can't be read.
    waiting: Option<Waiting>,
    content_version: Option<u64>,
    egress: String,
    courier: Option<Courier>,
}

/// Deliveries that are to be tried and jobs that were given up.
#[derive(Clone, Copy, Debug, Serialize)]
struct Waiting {
    /// Deliveries whose time has come, counted up to 1,000 a shard.
    due: usize,
    /// How long the oldest of them has waited, in seconds.
    oldest_due_s: i64,
    /// Jobs that were given up, counted up to 1,000.
    dead: usize,
}

#[derive(Debug, Serialize)]
struct Courier {
    host: String,
    program: String,
    live: bool,
    heartbeat: Timestamp,
    trouble: Option<String>,
}

pub(super) fn run(context: &Context, json: bool) -> anyhow::Result<ExitCode> {
    let place = context.read(&|_| None, place)?;
    runtime()?.block_on(async {
        let cloud = Cloud::open(&place).await?;
        let status = Box::pin(gather(&cloud)).await?;
        if json {
            say(&serde_json::to_string_pretty(&status)?);
        } else {
            say(render(&status, SystemClock.now()).trim_end());
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn gather(cloud: &Cloud) -> anyhow::Result<Status> {
    let account = cloud.identity().await?.account;
    let stack = store::require_stack(cloud).await?;
    let record = Record::load(cloud, &cloud.stack.deploy_bucket(&account, &cloud.region)).await?;
    let functions = observe::functions(cloud).await?;
    let table = store::table(cloud);
    let egress = stack.parameters.get("Egress").cloned().unwrap_or_else(|| Egress::default().to_string());
    let now = SystemClock.now();
    let courier = told(way_out::lease(table.as_ref()).await).flatten().map(|lease| Courier {
        live: lease.is_live(now),
        host: lease.host,
        program: lease.program,
        heartbeat: lease.heartbeat,
        trouble: lease.trouble,
    });
    Ok(Status {
        stack: cloud.stack.to_string(),
        region: cloud.region.clone(),
        state: stack.status,
        changed_at: stack.changed_at,
        differing: record.as_ref().map(|record| record.differing(&functions)).unwrap_or_default(),
        version: record.map(|record| record.version),
        callback_url: stack.outputs.get("CallbackUrl").cloned(),
        console_url: stack.outputs.get("ConsoleUrl").cloned(),
        functions,
        queues: observe::depths(cloud).await?,
        waiting: told(waiting(table.as_ref(), now).await),
        content_version: told(load::<Current>(table.as_ref(), &keys::content_current()).await)
            .map(|current| current.map_or(0, |current| current.value.version)),
        egress,
        courier,
    })
}

async fn waiting(table: &dyn Table, now: Timestamp) -> Result<Waiting, TableError> {
    let due = health::due(table, now).await?;
    Ok(Waiting { due: due.count, oldest_due_s: due.waits_s, dead: health::dead(table).await? })
}

/// What could be read; the error is told beside the rest.
fn told<T>(read: Result<T, TableError>) -> Option<T> {
    read.map_err(|error| eprintln!("! {error}")).ok()
}

fn render(status: &Status, now: Timestamp) -> String {
    let known = |count: Option<String>| count.unwrap_or_else(|| "?".to_owned());
    let version = status.version.as_deref().unwrap_or("不是用 wenqu deploy 部署的 deployed by other means");
    let url = |url: &Option<String>| url.clone().unwrap_or_else(|| "—".to_owned());
    let content = known(status.content_version.map(|version| version.to_string()));
    let mut lines = vec![
        format!("部署 deployment   {} · {} · {}", status.stack, status.region, status.state),
        format!("版本 version      {version}"),
        format!("回调 callback     {}", url(&status.callback_url)),
        format!("后台 console      {}", url(&status.console_url)),
        format!("出口 egress       {}{}", status.egress, courier_words(status.courier.as_ref(), now)),
        format!("内容 content      第 {content} 版 version"),
        "函数 functions".to_owned(),
    ];
    lines.extend(status.functions.iter().map(|function| function_line(function, &status.differing)));
    lines.push("队列 queues       等待 / 处理中 / 延迟   waiting / in flight / delayed".to_owned());
    lines.extend(status.queues.iter().map(|(name, depth)| queue_line(name, *depth)));
    let oldest = status
        .waiting
        .filter(|waiting| waiting.due > 0)
        .map_or_else(String::new, |waiting| format!("，最久的等了 oldest {}", words(waiting.oldest_due_s)));
    let due = known(status.waiting.map(|waiting| waiting.due.to_string()));
    lines.push(format!("到期待送 due      {due}{oldest}"));
    lines
        .push(format!("放弃的任务 dead   {}", known(status.waiting.map(|waiting| waiting.dead.to_string()))));
    lines.join("\n")
}

fn function_line(function: &FunctionState, differing: &[&str]) -> String {
    let differs = differing.contains(&function.name);
    format!(
        "  {:<8} {:<8} {:>5} MB {:<7} {} {}{}",
        function.name,
        function.state,
        function.memory_mb,
        function.architecture,
        function.code_sha256.get(..12).unwrap_or_default(),
        function.last_modified,
        if differs { "   ! 代码与上次部署不同 not what was deployed last" } else { "" }
    )
}

fn queue_line(name: &str, depth: Option<Depth>) -> String {
    match depth {
        Some(Depth { visible, in_flight, delayed }) => {
            format!("  {name:<28} {visible} / {in_flight} / {delayed}")
        }
        None => format!("  {name:<28} 不存在 missing"),
    }
}

fn courier_words(courier: Option<&Courier>, now: Timestamp) -> String {
    let Some(courier) = courier else { return String::new() };
    let state = if courier.live { "在线 at work" } else { "不在线 not at work" };
    let ago = words(now.duration_since(courier.heartbeat).as_secs());
    let trouble = courier.trouble.as_ref().map(|trouble| format!("；{trouble}")).unwrap_or_default();
    format!(" · courier {} {state}，{ago} 前 ago{trouble}", courier.host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &'static str, code: &str) -> FunctionState {
        FunctionState {
            name,
            state: "Active".into(),
            last_update: "Successful".into(),
            last_modified: "2026-11-27".into(),
            code_sha256: code.into(),
            architecture: "arm64".into(),
            memory_mb: 256,
        }
    }

    #[test]
    fn a_function_that_runs_something_else_is_named() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let functions = vec![function("webhook", "aaaaaaaaaaaaaaaa"), function("worker", "bbbbbbbbbbbbbbbb")];
        let shas = [("webhook", "aaaaaaaaaaaaaaaa"), ("worker", "old")];
        let shas = shas.map(|(name, sha)| (name.to_owned(), sha.to_owned())).into();
        let record = Record { version: "0.1.0".into(), at: now, functions: shas };
        assert_eq!(record.differing(&functions), ["worker"]);
        let status = Status {
            stack: "wenqu".into(),
            region: "cn-north-1".into(),
            state: "CREATE_COMPLETE".into(),
            changed_at: String::new(),
            version: Some("0.1.0".into()),
            callback_url: Some("https://x/wechat".into()),
            console_url: None,
            differing: record.differing(&functions),
            functions,
            queues: [("wenqu-jobs".to_owned(), Some(Depth { visible: 3, in_flight: 1, delayed: 0 }))].into(),
            waiting: Some(Waiting { due: 2, oldest_due_s: 600, dead: 0 }),
            content_version: Some(4),
            egress: "courier".into(),
            courier: Some(Courier {
                host: "office".into(),
                program: "0.1.0".into(),
                live: false,
                heartbeat: now,
                trouble: None,
            }),
        };
        let text = render(&status, now + jiff::SignedDuration::from_mins(10));
        for part in ["3 / 1 / 0", "not at work，10 分钟 min", "第 4 版", "https://x/wechat", "10 分钟 min"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        let marked = text.lines().filter(|line| line.contains("not what was deployed last"));
        assert_eq!(marked.count(), 1, "{text}");
    }
}
