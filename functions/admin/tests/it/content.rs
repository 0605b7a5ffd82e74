//! An officer edits the content, without JavaScript.

use crate::support::{Browser, Console};
use app::content::{self, working};
use axum::http::StatusCode;
use domain::{
    content::{Bilingual, Category, Emergency, Rule, Snapshot},
    staff::Role,
    working_time::{Schedule, Shift},
};
use jiff::SignedDuration;
use serde_json::json;

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

/// A district with topics 3 and 4, 4 with one below it.
async fn district() -> Console {
    let console = Console::open().await;
    let now = console.app.clock.now();
    let topic = |number, zh: &str, children| Category {
        number,
        title: both(zh, "Topic"),
        body: both("8 路末班车 21:30", "The last no. 8 leaves at 21:30"),
        source: both("区交通局", "Transport"),
        owner: Some("张三".to_owned()),
        updated_at: now,
        fresh_hours: Some(24),
        children,
        ..Category::default()
    };
    let mut schedule = Schedule::default();
    schedule.weekly[0] = vec![Shift::try_from("08:30-12:00".to_owned()).unwrap()];
    let snapshot = Snapshot {
        name: both("海州", "Haizhou"),
        greeting: both("您好", "Hello"),
        welcome_back: both("欢迎回来", "Welcome back"),
        hours: both("周一", "Mondays"),
        categories: vec![
            topic(3, "公交路况", vec![]),
            topic(4, "社保医保", vec![topic(1, "居民医保", vec![])]),
        ],
        rules: vec![Rule {
            words: vec!["公交".to_owned()],
            exact: true,
            reply: Bilingual::default(),
            category: vec![3],
        }],
        emergency: Emergency {
            words: vec!["着火".to_owned()],
            reply: both("请拨 110、119、120", "Call 110, 119, 120"),
        },
        schedule,
        promise_minutes: 60,
        ..Snapshot::default()
    };
    content::publish(console.app.table.as_ref(), snapshot).await.unwrap();
    console.app.content.refresh().await.unwrap();
    console
}

async fn reviewer(console: &Console) -> Browser<'_> {
    console.member("wang", "审核 王", Role::Reviewer).await;
    console.browser("wang").await
}

const TOPIC: [(&str, &str); 6] = [
    ("title.zh", "公交路况"),
    ("title.en", "Buses"),
    ("body.zh", "8 路末班车 22:30"),
    ("body.en", "The last no. 8 leaves at 22:30"),
    ("fresh_hours", "24"),
    ("lapse", "mark"),
];

async fn save(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> crate::support::Answer {
    let seen = browser.get(path).await.hidden("seen");
    browser.follow(path, &[fields, &[("seen", &seen)]].concat()).await
}

#[tokio::test]
async fn an_officer_edits_a_reviewer_publishes_and_residents_are_answered_with_it() {
    let console = district().await;
    let zhang = console.officer("zhang", "值班员 张").await;
    zhang.get("/admin/content").await.shows(&[
        "公交路况",
        "新鲜",
        "内容无变化，确认有效",
        "已发布第 1 版",
        "张三",
    ]);
    let editor = zhang.get("/admin/content/topics/3").await;
    editor.shows(&[
        "手机上的样子",
        "【公交路况】",
        "更新于 11月24日 10:10",
        "字节",
        "8 路末班车 21:30</textarea>",
    ]);
    save(&zhang, "/admin/content/topics/3", &TOPIC).await.shows(&["草稿已保存", "22:30"]);
    zhang.get("/admin/content").await.shows(&["只在草稿里", "草稿有"]);
    let before = zhang.get("/admin/content/rules?try=3&with=live").await;
    before.shows(&["显示栏目 3", "21:30"]).hides(&["22:30"]);
    zhang.get("/admin/content/rules?try=3").await.shows(&["显示栏目 3", "22:30"]);
    let review = zhang.get("/admin/content/review").await;
    review.shows(&["<del>", "<ins>", "提交审核"]).hides(&["发布给居民"]);
    let draft = review.hidden("draft");
    zhang
        .follow("/admin/content/review/submit", &[("draft", &draft), ("note", "请审")])
        .await
        .shows(&["已提交审核", "请审"]);
    let wang = reviewer(&console).await;
    let review = wang.get("/admin/content/review").await;
    let fields =
        [("draft", &*review.hidden("draft")), ("live", &*review.hidden("live")), ("why", "夏季时刻")];
    wang.follow("/admin/content/review/publish", &fields).await.shows(&["已发布第 2 版", "15 秒内生效"]);
    wang.get("/admin/content/rules?try=3&with=live").await.shows(&["22:30"]).hides(&["21:30"]);
    console.app.content.refresh().await.unwrap();
    assert_eq!(console.app.content.in_memory().category(&[3]).unwrap().body.zh, "8 路末班车 22:30");
    wang.get("/admin/content/versions").await.shows(&[
        "第 2 版",
        "审核 王 于",
        "夏季时刻",
        "编辑 值班员 张",
        "由命令行发布",
    ]);
    let one = wang.get("/admin/content/versions/2").await;
    one.shows(&["<del>", "<ins>"]).hides(&["退回到这一版"]);
    let old = wang.get("/admin/content/versions/1").await;
    let fields = [("live", &*old.hidden("live")), ("why", "写错了")];
    wang.follow("/admin/content/versions/1", &fields)
        .await
        .shows(&["已退回，第 3 版正在使用", "退回到第 1 版的内容"]);
    wang.get("/admin/content/rules?try=3&with=live").await.shows(&["21:30"]);
}

#[tokio::test]
async fn two_editors_of_one_topic_lose_nothing() {
    let console = district().await;
    let (zhang, li) = (console.officer("zhang", "张").await, console.officer("li", "李").await);
    let path = "/admin/content/topics/3";
    let seen = li.get(path).await.hidden("seen");
    save(&zhang, path, &TOPIC).await;
    let mut mine = TOPIC.to_vec();
    mine[2] = ("body.zh", "12 路改道 <b>");
    let page = li.post(path, &[&mine[..], &[("seen", &*seen)]].concat()).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    page.shows(&["您编辑时别人也改了这里", "12 路改道 &lt;b&gt;</textarea>", "<ins>", "用我的覆盖并保存"]);
    let seen = page.hidden("seen");
    let again = [&mine[..], &[("seen", &*seen)]].concat();
    li.follow(path, &again).await.shows(&["草稿已保存", "12 路改道"]);
}

#[tokio::test]
async fn what_can_not_be_saved_says_why_and_keeps_what_was_typed() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    let refused = async |path: &str, fields: &[(&str, &str)], words: &[&str]| {
        let page = zhang.post(path, fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        page.shows(&["<title>错误：", "有问题需要修改"]).shows(words);
    };
    let long = "长".repeat(601);
    let mut topic = TOPIC.to_vec();
    topic[2] = ("body.zh", &long);
    refused("/admin/content/topics/3", &topic, &["太长：1803 字节", "href=\"#body.zh\"", &long]).await;
    topic[2] = ("body.zh", "好");
    topic[4] = ("fresh_hours", "一天");
    refused("/admin/content/topics/3", &topic, &["请填小时数", "value=\"一天\""]).await;
    topic[4] = ("fresh_hours", "24");
    let dated = [&topic[..], &[("valid_until", "明年")]].concat();
    refused("/admin/content/topics/3", &dated, &["日期要写成", "value=\"明年\""]).await;
    let carded = [&topic[..], &[("card", "article"), ("card_title.zh", "题"), ("url", "www")]].concat();
    refused("/admin/content/topics/3", &carded, &["请填完整的网址", "href=\"#url\""]).await;
    let taken = [&topic[..], &[("number", "3"), ("parent", "")]].concat();
    refused("/admin/content/topics/new", &taken, &["编号 3 已被 3 使用", "href=\"#number\""]).await;
    let below = [("parent", "4-1"), ("number", "1")];
    refused("/admin/content/topics/4/move", &below, &["不能移到它自己的下级"]).await;
    refused("/admin/content/rules/new", &[("words", "轮渡")], &["这条规则没有内容", "轮渡</textarea>"]).await;
    let nowhere = [("words", "轮渡"), ("category", "9")];
    refused("/admin/content/rules/new", &nowhere, &["没有编号为 9 的栏目"]).await;
    let numbers = [("words", "着火"), ("reply.zh", "小心")];
    refused("/admin/content/emergency", &numbers, &["没有写 110"]).await;
    refused("/admin/content/hours", &[("monday", "12:00-08:30")], &["不是班次", "value=\"12:00-08:30\""])
        .await;
    refused("/admin/content/hours/2027", &[("holidays", "2026-01-01")], &["不是 2027 年的日期"]).await;
    refused("/admin/content/account", &[("promise_minutes", "x")], &["缺中文"]).await;
    let actor = console.member("x1", "", Role::Reader).await;
    assert!(working(&console.app, &actor).await.unwrap().draft.is_none());
}

#[tokio::test]
async fn a_promise_is_told_in_whole_days_where_it_is_two_or_more() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    let mut topic = TOPIC.to_vec();
    for (hours, words, english) in [
        ("720", "承诺 30 天更新一次", "every 30 days"),
        ("36", "承诺 36 小时更新一次", "every 36 hours"),
        ("24", "承诺 24 小时更新一次", "every 24 hours"),
    ] {
        topic[4] = ("fresh_hours", hours);
        save(&zhang, "/admin/content/topics/3", &topic).await;
        zhang.get("/admin/content").await.shows(&[words]);
        zhang.get("/admin/content?lang=en").await.shows(&[english]);
        zhang.get("/admin/content?lang=zh").await;
    }
}

#[tokio::test]
async fn topics_are_added_previewed_moved_and_deleted_after_a_look() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/content/topics/new?under=4").await.shows(&["新建栏目", "value=\"2\"", "selected"]);
    let fields = [&TOPIC[..], &[("number", "2"), ("parent", "4")]].concat();
    let shown =
        zhang.post("/admin/content/topics/new", &[&fields[..], &[("then", "preview")]].concat()).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.shows(&["【公交路况】", "整条回复"]);
    let part = [&fields[..], &[("then", "preview"), ("part", "1")]].concat();
    zhang.post("/admin/content/topics/new", &part).await.shows(&["id=\"preview\""]).hides(&["<html"]);
    zhang.follow("/admin/content/topics/new", &fields).await.shows(&["草稿已保存", "编辑 4-2"]);
    let seen = zhang.get("/admin/content/topics/4-2/move").await.hidden("seen");
    let place = [("parent", ""), ("number", "７"), ("seen", &*seen)];
    zhang
        .follow("/admin/content/topics/4-2/move", &place)
        .await
        .shows(&["已移动", "/admin/content/topics/7"]);
    let ask = zhang.get("/admin/content/topics/4/remove").await;
    ask.shows(&["删除栏目 4？", "1 个下级栏目", "不删除"]);
    zhang
        .follow("/admin/content/topics/4/remove", &[("seen", &ask.hidden("seen"))])
        .await
        .shows(&["已从草稿删除"])
        .hides(&["社保医保"]);
    let shown_by_rule = zhang.get("/admin/content/topics/3/remove").await.hidden("seen");
    let page = zhang.post("/admin/content/topics/3/remove", &[("seen", &shown_by_rule)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&["没有编号为 3 的栏目"]);
}

#[tokio::test]
async fn the_test_box_says_what_a_sentence_triggers() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    for (text, words) in [
        ("公交", "命中第 1 条规则"),
        ("３", "显示栏目 3"),
        ("9", "没有这个编号"),
        ("家里着火了", "命中紧急词"),
        ("人工", "转人工"),
        ("english", "切换语言"),
        ("老年卡在哪里办", "登记为问题"),
    ] {
        let page = zhang.get(&format!("/admin/content/rules?try={}", crate::support::encoded(text))).await;
        page.shows(&[words]);
    }
    save(&zhang, "/admin/content/rules/new", &[("words", "轮渡\n船票"), ("reply.zh", "首班 7:00")])
        .await
        .shows(&["草稿已保存", "轮渡 · 船票"]);
    let page = zhang.get(&format!("/admin/content/rules?try={}", crate::support::encoded("轮渡几点"))).await;
    page.shows(&["命中第 2 条规则", "首班 7:00"]);
    let seen = page.hidden("seen");
    zhang.follow("/admin/content/rules/2/up", &[("seen", &seen)]).await.shows(&["已移动"]);
    let seen = zhang.get("/admin/content/rules").await.hidden("seen");
    let page = zhang.follow("/admin/content/rules/1/remove", &[("seen", &seen)]).await;
    page.shows(&["已从草稿删除"]).hides(&["轮渡"]);
}

#[tokio::test]
async fn a_pasted_notice_is_read_looked_at_and_saved() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    let path = "/admin/content/hours/2026";
    let seen = zhang.get(path).await.hidden("seen");
    let notice = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。";
    let read = zhang.post(path, &[("notice", notice), ("then", "import"), ("seen", &seen)]).await;
    assert_eq!(read.status, StatusCode::OK);
    read.shows(&["读出放假 3 天、调休上班 1 天", "2026-01-01\n2026-01-02\n2026-01-03</textarea>"]);
    let wrong = zhang.post(path, &[("notice", "1月1日（周五）放假"), ("then", "import")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows(&["2026-01-01 不是周五", "1月1日（周五）放假</textarea>"]);
    let days = [
        ("holidays", "2026-01-01\r\n2026-01-02\r\n2026-01-03"),
        ("make_up_days", "2026-01-04"),
        ("seen", &*read.hidden("seen")),
    ];
    zhang.follow(path, &days).await.shows(&["草稿已保存", "放假 3 天，调休上班 1 天"]);
}

#[tokio::test]
async fn the_board_warns_before_the_red_line_and_a_confirmation_refreshes() {
    let console = district().await;
    console.officer("zhang", "张").await;
    for (days, words) in
        [(8, "14 天红线剩 6 天"), (3, "14 天红线剩 3 天"), (2, "14 天红线剩 1 天"), (2, "已过 14 天红线")]
    {
        console.clock.advance(SignedDuration::from_hours(days * 24));
        let zhang = console.browser("zhang").await;
        zhang.get("/admin/content").await.shows(&["已过期，居民会看到提醒", words]);
    }
    let zhang = console.browser("zhang").await;
    zhang.get("/admin/content").await.shows(&["全号已有 15 天没有更新"]);
    let board = zhang.follow("/admin/content/topics/3/confirm", &[]).await;
    board.shows(&["已确认有效", "新鲜", "已发布第 2 版"]).hides(&["全号"]);
    zhang.get("/admin/content/versions").await.shows(&["确认栏目 3 有效", "张 于"]);
}

#[tokio::test]
async fn a_reader_looks_and_changes_nothing() {
    let console = district().await;
    console.member("reader", "督查", Role::Reader).await;
    let reader = console.browser("reader").await;
    reader.get("/admin/content").await.shows(&["公交路况"]).hides(&["/confirm\"", "topics/new"]);
    for (path, fields) in [
        ("/admin/content/topics/3", &TOPIC[..]),
        ("/admin/content/topics/3/confirm", &[]),
        ("/admin/content/review/publish", &[]),
        ("/admin/content/review/policy", &[("four_eyes", "yes")]),
        ("/admin/content/rules/1/remove", &[]),
        ("/admin/content/versions/1", &[]),
    ] {
        assert_eq!(reader.post(path, fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_program_does_all_of_it_too() {
    let console = district().await;
    let program = console.program(Role::Administrator).await;
    let document = program.call("GET", "/openapi.json", None).await.json();
    let read = program.call("GET", "/content", None).await.json();
    let topic = &read["topics"][0];
    assert_eq!((&topic["topic"], &topic["freshness"]), (&json!("3"), &json!("fresh")));
    let change = json!({ "edit": "topic", "path": [3], "topic": {
        "title": { "zh": "公交路况", "en": "Buses" }, "body": { "zh": "新的", "en": "new" } } });
    let body = json!({ "change": change, "fingerprint": topic["fingerprint"] });
    let edited = program.call("POST", "/content/edits", Some(body.clone())).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.text());
    let again = program.call("POST", "/content/edits", Some(body)).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again.shows(&["overtaken"]);
    let draft = edited.json()["draft"]["state"].clone();
    let calls = [
        ("get", "/content", "/content".to_owned(), None, 200),
        (
            "post",
            "/content/draft/submit",
            "/content/draft/submit".to_owned(),
            Some(json!({ "draft": draft })),
            200,
        ),
        (
            "post",
            "/content/draft/discard",
            "/content/draft/discard".to_owned(),
            Some(json!({ "draft": "x" })),
            409,
        ),
        ("post", "/content/try", "/content/try".to_owned(), Some(json!({ "text": "公交" })), 200),
        ("post", "/content/topics/{topic}/confirm", "/content/topics/3/confirm".to_owned(), None, 201),
        ("get", "/content/versions", "/content/versions?limit=1".to_owned(), None, 200),
        ("get", "/content/versions/{version}", "/content/versions/1".to_owned(), None, 200),
        (
            "post",
            "/content/versions/{version}/restore",
            "/content/versions/1/restore".to_owned(),
            Some(json!({ "live": 2 })),
            201,
        ),
        (
            "post",
            "/content/holidays",
            "/content/holidays".to_owned(),
            Some(json!({ "year": 2026, "text": "1月1日放假" })),
            200,
        ),
        (
            "post",
            "/content/holidays",
            "/content/holidays".to_owned(),
            Some(json!({ "year": 2026, "text": "?" })),
            422,
        ),
        ("put", "/content/policy", "/content/policy".to_owned(), Some(json!({ "four_eyes": true })), 200),
        ("get", "/content/policy", "/content/policy".to_owned(), None, 200),
    ];
    for (method, template, path, body, status) in calls {
        let answer = program.call(&method.to_uppercase(), &path, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text());
        let described = &document["paths"][template][method]["responses"][status.to_string()];
        assert!(described.is_object(), "{method} {template} {status}");
        let named = described["content"]["application/json"]["schema"]["$ref"].as_str();
        if let Some(schema) = named.and_then(|name| document.pointer(&name[1..])) {
            let described: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
            let answer = answer.json();
            for name in answer.as_object().unwrap().keys() {
                assert!(described.contains(&name), "{template}: {name} is not described");
            }
        }
    }
}
