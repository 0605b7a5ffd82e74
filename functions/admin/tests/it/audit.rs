//! Somebody answers for what was done: reads the audit, takes it out, and sees whether it is whole.

use crate::support::Console;
use app::{
    audit, keys,
    ports::{Expect, Op},
    testing::asks,
};
use axum::http::StatusCode;
use domain::{
    audit::{Chain, Entry, Source},
    staff::Role,
    time::beijing,
};
use jiff::SignedDuration;

#[tokio::test]
async fn an_administrator_reads_who_did_what_and_narrows_it_down() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "老年卡在哪里办？").await;
    let zhang = console.officer("zhang", "张").await;
    zhang.follow(&format!("/admin/questions/{question}/take"), &[]).await;
    console.member("root", "", Role::Administrator).await;
    let root = console.browser("root").await;
    let page = root.get("/admin/audit").await;
    page.shows(&[
        "审计",
        "接入问题",
        "查看会话",
        "添加账号",
        &format!("question:{question}"),
        "后台",
        "命令行",
    ]);
    page.hides(&["老年卡在哪里办"]);
    let narrowed = root.get("/admin/audit?who=zhang&action=took").await;
    narrowed.shows(&["接入问题</a>", "value=\"zhang\""]).hides(&["查看会话</a>", "添加账号</a>"]);
    root.get("/admin/audit?object=nothing").await.shows(&["没有符合条件的记录"]);
    let wrong = root.get("/admin/audit?from=tomorrow&who=zhang").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows(&["请写成 2026-11-24 这样的日期", "href=\"#from\"", "value=\"zhang\"", "<title>错误："]);
    let order = root.get("/admin/audit?from=2026-11-24&to=2026-11-20").await;
    order.shows(&["开始日期请不要晚于结束日期"]);
}

#[tokio::test]
async fn pages_lead_to_the_earliest_entry() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    for n in 0..60 {
        let question = asks(&console.app, &format!("o{n}"), "停水了？").await;
        zhang.follow(&format!("/admin/questions/{question}/take"), &[]).await;
        console.clock.advance(SignedDuration::from_secs(1));
    }
    console.member("root", "", Role::Administrator).await;
    let root = console.browser("root").await;
    let (mut seen, mut address) = (0, "/admin/audit?action=took".to_owned());
    for _ in 0..9 {
        let page = root.get(&address).await;
        seen += page.text().matches("data-label=\"时间\"").count();
        let Some((_, rest)) = page.text().split_once("rel=\"next\" href=\"") else { break };
        address = rest.split('"').next().unwrap().replace("&amp;", "&");
    }
    assert_eq!(seen, 60);
}

#[tokio::test]
async fn it_is_taken_out_for_a_spreadsheet_that_runs_nothing() {
    let console = Console::open().await;
    console.member("root", "=1+1", Role::Administrator).await;
    let root = console.browser("root").await;
    let file = root.post("/admin/audit/export", &[("who", "command-line")]).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert!(file.header("content-disposition").contains("audit-2026-11-18-2026-11-24.csv"));
    assert!(file.bytes.starts_with("\u{feff}时间,登录名,".as_bytes()), "{}", file.text());
    assert!(
        file.text().contains("2026-11-24 10:10:00,command-line,添加账号,staff:root,administrator,命令行,")
    );
    assert_eq!(file.text().matches("\r\n").count(), 2, "its heads and one entry");
    root.get("/admin/audit?action=exported_audit")
        .await
        .shows(&["导出审计</a>", "audit:2026-11-18..2026-11-24"]);
    let li = console.officer("li", "李").await;
    assert_eq!(li.post("/admin/audit/export", &[]).await.status, StatusCode::FORBIDDEN);
    let denied = li.get("/admin/audit").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    denied.hides(&["href=\"/admin/audit\""]);
}

#[tokio::test]
async fn it_shows_whether_it_is_whole_and_which_entry_is_not() {
    let console = Console::open().await;
    console.member("root", "", Role::Administrator).await;
    let root = console.browser("root").await;
    root.get("/admin/audit?verify=1").await.shows(&["完整：2 条记录都没有被改动，其中 0 条", "还没有存证"]);
    audit::witness(&console.app, console.app.clock.now()).await.unwrap();
    root.get("/admin/audit?verify=1")
        .await
        .shows(&["其中 2 条已与另存的存证核对", "最近一次存证：11月24日 10:10"]);

    let chain = Chain::of(beijing(console.app.clock.now()).date(), Source::Admin, "root");
    let key = keys::audit(&chain, 1);
    let item = console.app.table.get(&key).await.unwrap().unwrap();
    let mut entry: Entry = serde_json::from_str(&item.body).unwrap();
    entry.event.actor = "li".to_owned();
    let put =
        Op::Put { key, body: serde_json::to_string(&entry).unwrap(), expires_at: None, expect: Expect::Any };
    console.app.table.transact(vec![put]).await.unwrap();
    let page = root.get("/admin/audit?verify=1").await;
    page.shows(&["不完整", &format!("{chain}：第 1 条与写入时不同"), "保留现场"]).hides(&["完整：2"]);
    root.get("/admin/audit?verify=1&from=2026-01-01&to=2026-11-24").await.shows(&["一次最多核对 31 天"]);
}
