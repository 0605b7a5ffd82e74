//! Known answers and the list of next content, without JavaScript.

use crate::support::{Answer, Console, encoded};
use app::{
    content,
    groups::{self, answer},
    known::{Outcome, count},
    rows::{Batch, new_job},
    testing::asks,
};
use axum::http::StatusCode;
use domain::{content::Bilingual, ids::GroupId, staff::Role};
use jiff::SignedDuration;
use serde_json::json;

const FIELDS: [(&str, &str); 6] = [
    ("question.zh", "老年卡在哪里办？"),
    ("question.en", "Where do I get a senior card?"),
    ("variants", "怎么办老年卡\n老年优待证怎么领"),
    ("answer.zh", "到社区办理。"),
    ("answer.en", "At your community office."),
    ("review_on", "2027-06-30"),
];

/// Where a form goes that saves a known answer.
fn address(page: &Answer) -> String {
    let text = page.text();
    let (_, behind) = text.split_once("action=\"/admin/content/known/").expect("a form");
    format!("/admin/content/known/{}", behind.split('"').next().unwrap())
}

/// The same matter in the words of three people.
const WATER: [&str; 3] = [
    "三农场小区从早上开始停水，什么时候恢复供水？",
    "请问三农场小区停水什么时候恢复供水",
    "三农场小区停水了，几点恢复供水？",
];

/// All of them ask, and the worker puts them together.
async fn water(console: &Console) -> GroupId {
    let mut first = None;
    for (number, text) in WATER.iter().enumerate() {
        let question = asks(&console.app, &format!("oWater{number}"), text).await;
        groups::place(&console.app, &question).await.unwrap();
        first.get_or_insert(GroupId::of(&question));
    }
    first.unwrap()
}

async fn publish(console: &Console) {
    console.member("wang", "审核 王", Role::Reviewer).await;
    let wang = console.browser("wang").await;
    let review = wang.get("/admin/content/review").await;
    let fields = [("draft", &*review.hidden("draft")), ("live", &*review.hidden("live"))];
    wang.follow("/admin/content/review/publish", &fields).await.shows(&["已发布"]);
    console.app.content.refresh().await.unwrap();
}

/// A district with topics, so that a draft can be published.
async fn district() -> Console {
    let console = Console::open().await;
    let files = domain::content::Snapshot {
        promise_minutes: 60,
        emergency: domain::content::Emergency {
            words: vec!["着火".to_owned()],
            reply: Bilingual { zh: "110 119 120".to_owned(), en: "110 119 120".to_owned() },
        },
        schedule: {
            let mut schedule = domain::working_time::Schedule::default();
            schedule.weekly[1] = vec!["08:30-12:00".to_owned().try_into().unwrap()];
            schedule
        },
        name: Bilingual { zh: "海州".to_owned(), en: "Haizhou".to_owned() },
        greeting: Bilingual { zh: "您好".to_owned(), en: "Hello".to_owned() },
        welcome_back: Bilingual { zh: "欢迎".to_owned(), en: "Welcome".to_owned() },
        hours: Bilingual { zh: "周二".to_owned(), en: "Tuesday".to_owned() },
        ..domain::content::Snapshot::default()
    };
    content::publish(console.app.table.as_ref(), files).await.unwrap();
    console.app.content.refresh().await.unwrap();
    console
}

#[tokio::test]
async fn a_known_answer_is_written_tried_published_changed_and_removed() {
    let console = district().await;
    let zhang = console.officer("zhang", "值班员 张").await;
    zhang.get("/admin/content").await.shows(&["href=\"/admin/content/known\"", "常见问答"]);
    zhang.get("/admin/content/known").await.shows(&["还没有常见问答", "目前没有多人问而没有答案的事"]);
    let form = zhang.get("/admin/content/known/new").await;
    form.shows(&["新建常见问答", "value=\"2027-05-24\"", "value=\"值班员 张\""]);
    let at = address(&form);
    let seen = form.hidden("seen");
    let fields = [&FIELDS[..], &[("seen", &seen)]].concat();
    zhang.follow(&at, &fields).await.shows(&["草稿已保存", "老年卡在哪里办？", "复核 2027-06-30"]);
    let tried = zhang.get(&format!("/admin/content/rules?try={}", encoded("请问怎么办老年卡"))).await;
    tried.shows(&["给出常见问答：老年卡在哪里办？"]);
    zhang.get("/admin/content/review").await.shows(&["常见问答 ", "到社区办理。"]);
    publish(&console).await;
    let live = console.app.content.in_memory();
    let found = console.app.content.bank().find("老年优待证怎么领", &live, console.app.clock.now());
    let id = at.rsplit('/').next().unwrap().to_owned();
    assert_eq!(found, content::Found::Sure(id));

    // Changed by two at once: nothing is lost.
    let seen = zhang.get(&at).await.hidden("seen");
    let changed = [&FIELDS[..3], &[("answer.zh", "到街道办理。"), FIELDS[5], ("seen", &seen)]].concat();
    zhang.follow(&at, &changed).await.shows(&["草稿已保存", "英 ✗"]);
    let late = zhang.post(&at, &[&FIELDS[..], &[("seen", &seen)]].concat()).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.shows(&["您编辑时别人也改了这里", "到社区办理。</textarea>"]);

    let list = zhang.get("/admin/content/known").await;
    let seen = list.hidden("seen");
    zhang
        .follow(&format!("{at}/remove"), &[("seen", &seen)])
        .await
        .shows(&["已从草稿删除", "还没有常见问答"]);
}

#[tokio::test]
async fn what_can_not_be_saved_says_why_and_keeps_what_was_typed() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    let refused = async |change: (&'static str, &str), words: &[&str]| {
        let mut fields = FIELDS.to_vec();
        match fields.iter_mut().find(|(name, _)| *name == change.0) {
            Some(field) => field.1 = change.1,
            None => fields.push(change),
        }
        let page = zhang.post("/admin/content/known/card", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
        page.shows(&["有问题需要修改", "怎么办老年卡"]).shows(words);
    };
    refused(("answer.zh", ""), &["缺中文", "href=\"#answer.zh\""]).await;
    refused(("review_on", "明年"), &["日期要写成", "value=\"明年\""]).await;
    refused(("expires_on", "明年"), &["日期要写成", "href=\"#expires_on\""]).await;
    refused(("category", "9"), &["没有编号为 9 的栏目"]).await;
    let page = zhang.post("/admin/content/synonyms", &[("synonyms", "停水")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&["至少要两个词", "停水</textarea>"]);
    let seen = zhang.get("/admin/content/known").await.hidden("seen");
    let words = [("synonyms", "停水 = 断水\n驾照＝驾驶证"), ("seen", &*seen)];
    zhang.follow("/admin/content/synonyms", &words).await.shows(&["草稿已保存", "驾照 = 驾驶证"]);
    let reader = console.member("guo", "郭", Role::Reader).await;
    let working = content::working(&console.app, &reader).await.unwrap();
    assert_eq!(working.snapshot().synonyms.len(), 2);
    let guo = console.browser("guo").await;
    guo.get("/admin/content/known").await.shows(&["常见问答"]).hides(&["/admin/content/known/new"]);
    assert_eq!(guo.get("/admin/content/known/new").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_several_asked_is_next_and_its_answer_comes_without_what_is_of_one_person() {
    let console = district().await;
    let zhang = console.officer("zhang", "值班员 张").await;
    let group = water(&console).await;
    let list = zhang.get("/admin/content/known").await;
    list.shows(&["3 人问过", "三农场小区", "写成常见问答"]);
    let actor = console.member("li", "值班员 李", Role::Officer).await;
    let text = Bilingual {
        zh: "{称呼}，您好：预计 18:00 恢复，可打 13912345678 找王师傅或 12345。".to_owned(),
        en: String::new(),
    };
    let to_all = answer::ToAll { text, ..answer::ToAll::default() };
    answer::send(&console.app, &actor, &group, &to_all).await.unwrap();
    zhang.get(&format!("/admin/groups/{group}")).await.shows(&["写成常见问答"]);
    let form = zhang.get(&format!("/admin/content/known/new?group={group}")).await;
    form.shows(&["三农场小区", "您好：预计 18:00 恢复，可打 139******78", "保存前请再看一遍"])
        .hides(&["称呼}", "13912345678"]);
    let at = address(&form);
    let seen = form.hidden("seen");
    let fields = [
        ("question.zh", WATER[0]),
        ("answer.zh", "预计 18:00 恢复。"),
        ("review_on", "2026-12-01"),
        ("seen", &seen),
    ];
    zhang.follow(&at, &fields).await.shows(&["草稿已保存"]).hides(&["3 人问过"]);
    let nowhere = zhang.get("/admin/content/known/new?group=nothing").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn how_it_goes_stands_in_the_list_and_in_the_api() {
    let console = district().await;
    let zhang = console.officer("zhang", "张").await;
    zhang.follow("/admin/content/known/card", &FIELDS).await.shows(&["给出 0 次 · 解决 0 · 转人工 0"]);
    for (tag, outcome) in
        [Outcome::Offered, Outcome::Offered, Outcome::Solved, Outcome::Person].into_iter().enumerate()
    {
        let work = app::jobs::Work::KnownOutcome { answer: "card".to_owned(), outcome };
        let job = new_job(work, console.app.clock.now(), [u8::try_from(tag).unwrap(); 10]);
        let mut batch = Batch::new();
        batch.insert(&job).unwrap();
        batch.commit(console.app.table.as_ref()).await.unwrap();
        for _ in 0..2 {
            count(&console.app, &job, "card", outcome).await.unwrap();
        }
    }
    zhang.get("/admin/content/known").await.shows(&["给出 2 次 · 解决 1 · 转人工 1"]);
    let program = console.program(Role::Officer).await;
    let list = program.call("GET", "/content/known", None).await.json();
    let one = &list["items"][0];
    assert_eq!((&one["offered"], &one["solved"], &one["person"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(
        (&one["id"], &one["review_due"], &list["wanted"]),
        (&json!("card"), &json!(false), &json!([]))
    );
    let remove = json!({ "change": { "edit": "remove_known", "id": "other" }, "fingerprint": null });
    assert_eq!(program.call("POST", "/content/edits", Some(remove)).await.status, StatusCode::NOT_FOUND);
    let tried = program.call("POST", "/content/try", Some(json!({ "text": "老年卡在哪里办" }))).await.json();
    assert_eq!(tried["known"], json!({ "sure": true, "answers": ["card"] }));
    publish(&console).await;
    console.clock.advance(SignedDuration::from_hours(24 * 365));
    let zhang = console.browser("zhang").await;
    zhang.get("/admin/content/known").await.shows(&["该复核了：2027-06-30"]);
    zhang.get("/admin/content").await.shows(&["1 条常见问答该复核"]);
}
