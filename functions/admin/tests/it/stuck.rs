//! What is stuck is found and seen to by the pages alone; a shift hands over to the next.

use crate::support::{Browser, Console, encoded};
use app::{
    dead,
    jobs::Work,
    keys,
    ports::{Expect, Op},
    questions,
    rows::{AccountAlarm, Batch, RawCallback, new_job},
    testing::{asks, settles_at},
};
use axum::http::StatusCode;
use domain::{
    delivery::{Delivery, Outcome, Parked},
    egress::Egress,
    staff::Role,
};
use jiff::SignedDuration;

async fn chief(console: &Console) -> Browser<'_> {
    console.member("chief", "审核", Role::Reviewer).await;
    console.browser("chief").await
}

/// An answer of somebody that became something.
async fn answered(
    console: &Console,
    browser: &Browser<'_>,
    openid: &str,
    change: impl FnOnce(&mut Delivery),
) -> Delivery {
    let question = asks(&console.app, openid, "老年卡在哪里办？").await;
    browser.follow(&format!("/admin/questions/{question}/answer"), &[("text", "带身份证")]).await;
    let actor = console.member(&format!("m-{openid}"), "", Role::Officer).await;
    let row = questions::thread(&console.app, &actor, &question).await.unwrap().deliveries.remove(0);
    settles_at(&console.app, &row.follower, &row.id, change).await
}

fn outcome(console: &Console, code: Option<i64>) -> Outcome {
    Outcome { code, message: "as recorded".to_owned(), at: console.app.clock.now() }
}

#[tokio::test]
async fn answers_that_did_not_arrive_are_sent_again_or_settled() {
    let console = Console::open().await;
    let chief = chief(&console).await;
    chief.get("/admin/stuck").await.shows(&["没有异常", "会出现在这里"]);
    let (lost, failed) = (outcome(&console, None), outcome(&console, Some(45002)));
    let unknown = answered(&console, &chief, "o1", |row| row.lost(lost)).await;
    answered(&console, &chief, "o2", |row| row.fail(failed)).await;
    let page = chief.get("/admin/stuck").await;
    page.shows(&[
        "没有确认送达的答复",
        "结果不明",
        "未送达",
        "请另写一条较短的答复",
        "带身份证",
        "重发（会标明可能重复）",
    ]);
    page.shows(&["title=\"2 项待处理\""]);
    let li = console.officer("li", "李").await;
    let seen = li.get("/admin/stuck").await;
    seen.shows(&["结果不明", "处理需要“审核”或“管理员”角色"]).hides(&["/resend\""]);
    let address = format!("/admin/stuck/deliveries/{}/{}", unknown.follower, encoded(unknown.id.as_str()));
    assert_eq!(li.post(&format!("{address}/settle"), &[]).await.status, StatusCode::FORBIDDEN);
    chief
        .follow(&format!("{address}/resend"), &[])
        .await
        .shows(&["已重新排队发送", "未送达"])
        .hides(&["结果不明"]);
    let again = chief.post(&format!("{address}/resend"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn jobs_files_and_callbacks_each_say_why_and_what_to_do() {
    let console = Console::open().await;
    let chief = chief(&console).await;
    let now = console.app.clock.now();
    let job = new_job(Work::Erase { follower: "F".into() }, now, [1; 10]);
    dead::bury(&console.app, &serde_json::to_string(&job).unwrap(), "the store failed").await.unwrap();
    dead::bury(&console.app, "{", "it can't be read").await.unwrap();
    let raw =
        RawCallback { received_at: now, about: "no MsgType".to_owned(), raw: "<xml>原文</xml>".to_owned() };
    let body = serde_json::to_string(&raw).unwrap();
    let put = Op::Put { key: keys::unreadable("0A"), body, expires_at: None, expect: Expect::Absent };
    console.app.table.transact(vec![put]).await.unwrap();
    let page = chief.get("/admin/stuck").await;
    page.shows(&[
        "放弃的任务",
        "删除居民资料",
        "the store failed",
        "重新执行",
        "无法识别的任务",
        "无法识别的平台消息",
        "no MsgType",
    ]);
    page.hides(&["原文</xml>"]);
    let at = now.as_millisecond();
    chief.follow(&format!("/admin/stuck/jobs/{at}/{}/rerun", job.id), &[]).await.shows(&["已重新排队"]);
    assert_eq!(console.jobs.worker(), [job]);
    assert_eq!(chief.post("/admin/stuck/jobs/x/y/rerun", &[]).await.status, StatusCode::NOT_FOUND);
    let read = chief.get("/admin/stuck/callbacks/unreadable/0A").await;
    read.shows(&["&lt;xml&gt;原文&lt;/xml&gt;", "查看原文会记入审计"]);
    chief.follow("/admin/stuck/callbacks/unreadable/0A/dismiss", &[]).await.hides(&["no MsgType"]);
    assert_eq!(chief.get("/admin/stuck/callbacks/other/0A").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_wrong_with_the_account_says_what_to_do_and_what_waits_is_set_free() {
    let console = Console::open().await;
    let chief = chief(&console).await;
    let refused = outcome(&console, Some(40164));
    answered(&console, &chief, "o1", |row| row.park(Parked::NotAllowed, Some(refused))).await;
    for kind in ["quota", "configuration", "credentials", "courier_token"] {
        let reason = "add 1.2.3.4 to the account's IP whitelist".to_owned();
        let alarm = AccountAlarm { kind: kind.to_owned(), reason, at: console.app.clock.now() };
        let mut batch = Batch::new();
        batch.replace(&alarm).unwrap();
        batch.commit(console.app.table.as_ref()).await.unwrap();
    }
    chief.get("/admin/stuck").await.shows(&[
        "平台当日的调用次数已用完",
        "过零点后会自动继续发送",
        "平台拒绝了本号的调用",
        "add 1.2.3.4",
        "AppSecret",
        "有 1 条答复在等服务号的设置修好",
    ]);
    chief.follow("/admin/stuck/release", &[]).await.shows(&["已放行"]).hides(&["条答复在等服务号"]);
    let console = console.in_mode(Egress::Courier);
    let chief = console.browser("chief").await;
    chief.get("/admin/stuck").await.shows(&["外发电脑（wenqu courier）没有报到", "还没有运行过"]);
}

#[tokio::test]
async fn a_shift_hands_over_and_leaves_a_note() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "值班员 张").await;
    zhang.get("/admin/hand-over").await.shows(&["未答复 0 个", "没有"]);
    asks(&console.app, "o1", "停水了？").await;
    console.clock.advance(SignedDuration::from_mins(61));
    let question = asks(&console.app, "o2", "路灯坏了").await;
    zhang.follow(&format!("/admin/questions/{question}/take"), &[]).await;
    answered(&console, &zhang, "o3", |row| row.park(Parked::WindowClosed, None)).await;
    let page = zhang.get("/admin/hand-over").await;
    page.shows(&[
        "未答复 2 个，其中超时 1 个、今天到期 1 个",
        "停水了？",
        "路灯坏了",
        "48 小时内主动发送",
        "老年卡在哪里办？",
    ]);
    zhang.get("/admin/hand-over?who=me").await.shows(&["路灯坏了", "老年卡"]).hides(&["停水了？"]);

    let blank = zhang.post("/admin/hand-over/notes", &[("text", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    blank.shows(&["请写下要交给下一班的内容", "href=\"#note\"", "<title>错误："]);
    let saved = zhang.follow("/admin/hand-over/notes", &[("text", "三农场 <18 点> 恢复")]).await;
    saved.shows(&["备注已保存", "三农场 &lt;18 点&gt; 恢复", "值班员 张"]);
    console.clock.advance(SignedDuration::from_hours(7));
    zhang.get("/admin/hand-over?day=2026-11-23").await.hides(&["三农场", "name=\"text\""]);
    console.member("reader", "", Role::Reader).await;
    let reader = console.browser("reader").await;
    reader.get("/admin/hand-over").await.shows(&["三农场"]).hides(&["name=\"text\""]);
    assert_eq!(reader.post("/admin/hand-over/notes", &[("text", "x")]).await.status, StatusCode::FORBIDDEN);
}
