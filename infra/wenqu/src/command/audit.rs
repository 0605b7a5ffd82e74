//! `wenqu audit verify`

use std::process::ExitCode;

use app::{
    App,
    audit::{self, Filter, Report, Verified},
    staff,
};
use domain::audit::Fault;
use jiff::{civil::Date, tz::Offset};
use serde_json::json;

use super::{Context, runtime, say, store, user::in_words};
use crate::cli::Audit;

/// Days that are verified when none are named: what the law wants kept, and a little more.
const DAYS: i32 = 190;

pub(super) fn run(context: &Context, command: Audit) -> anyhow::Result<ExitCode> {
    let Audit::Verify { from, to, json } = command;
    let store = context.store()?;
    let report = runtime()?.block_on(async {
        let app = store::open(&store).await?;
        let (from, to) = days(&app, from, to);
        audit::verify(&app, &staff::command_line(), from, to).await.map_err(in_words)
    })?;
    if json {
        say(&serde_json::to_string_pretty(&described(&report))?)
    } else {
        tell(&report)
    }
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn days(app: &App, from: Option<Date>, to: Option<Date>) -> (Date, Date) {
    let last = Filter::last(app, DAYS);
    let to = to.unwrap_or(last.to);
    (from.unwrap_or_else(|| last.from.min(to)), to)
}

/// Faults to standard output, a line each; then what was looked at.
fn tell(report: &Report) {
    for broken in report.broken() {
        say(&format!("✗ {}  {}", broken.chain, fault(broken)));
    }
    for name in &report.unreadable {
        say(&format!("✗ {name}  存证无法识别 / can't be read"));
    }
    let (entries, witnessed) = (report.entries(), report.witnessed());
    let span = format!("{} … {}", report.from, report.to);
    if report.is_whole() {
        say(&format!(
            "✓ {span}  {entries} 条记录完整，{witnessed} 条已与存证核对 / {entries} entries verified, {witnessed} of them witnessed"
        ));
    } else {
        say(&format!(
            "✗ {span}  {entries} 条记录，有改动或缺失 / {entries} entries, and not as they were written"
        ));
    }
    if report.last_witness.is_none() && entries > 0 {
        eprintln!("! 这段日期没有存证（每小时一次，由定时任务写入） / nothing is written down of these days");
    }
}

fn fault(broken: &Verified) -> String {
    match broken.fault {
        Some(Fault::Changed { seq }) => format!("第 {seq} 条被改动 / entry {seq} was changed"),
        Some(Fault::Missing { seq }) => format!("缺第 {seq} 条 / entry {seq} is missing"),
        Some(Fault::Head) => "链头不符 / its head does not belong to it".to_owned(),
        Some(Fault::Replaced { seq, at }) => {
            let at = Offset::constant(8).to_datetime(at);
            let at = at.strftime("%Y-%m-%d %H:%M");
            format!(
                "第 {seq} 条及之前与 {at} 的存证不符 / up to entry {seq} not what was written down at {at}"
            )
        }
        None => String::new(),
    }
}

fn described(report: &Report) -> serde_json::Value {
    let broken: Vec<_> = report
        .broken()
        .map(|broken| json!({ "chain": broken.chain.to_string(), "fault": fault(broken) }))
        .collect();
    json!({
        "whole": report.is_whole(),
        "from": report.from,
        "to": report.to,
        "entries": report.entries(),
        "witnessed": report.witnessed(),
        "last_witness": report.last_witness,
        "broken": broken,
        "unreadable": report.unreadable,
    })
}
