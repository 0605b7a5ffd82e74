//! Own questions, receipts, bursts, progress, withdrawal, emergencies.
#![allow(clippy::unwrap_used)]

mod support;

use app::{keys, rows};
use domain::{
    conversation::{InboundMessage, Said},
    question::{Question, State},
};
use jiff::SignedDuration;
use support::{District, Resident};

async fn question(resident: &Resident<'_>, number: &str) -> Question {
    let table = resident.district.app.table.as_ref();
    let number = domain::ids::QuestionNumber::parse(number).unwrap();
    let id = rows::load::<domain::ids::QuestionId>(table, &keys::number(&number)).await.unwrap().unwrap();
    rows::load(table, &keys::question(&id.value)).await.unwrap().unwrap().value
}

#[tokio::test]
async fn a_question_gets_a_number_and_a_promise_in_working_time() {
    let district = District::open().await;
    let li = district.resident("oLi");
    let receipt = li.says("老年卡在哪里办？").await;
    receipt.says("已收到，编号 Q-").says("今天 11:05 前");
    let asked = question(&li, &receipt.number()).await;
    assert_eq!((asked.state, asked.text.as_str()), (State::Waiting, "老年卡在哪里办？"));
}

#[tokio::test]
async fn hello_is_no_question_until_something_waits() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("你好").await.says("公交路况");
    let receipt = li.says("老年卡在哪里办？").await;
    receipt.says("已收到，编号 Q-");
    li.says("在吗").await.is_silent();
    assert_eq!(question(&li, &receipt.number()).await.text, "老年卡在哪里办？\n在吗");
    district.passes(SignedDuration::from_mins(11));
    li.says("你好").await.says("公交路况");
    for nudge in ["在吗", "有人吗？"] {
        li.says(nudge).await.says(&format!("您的问题 {} 已在等值班员处理", receipt.number()));
    }
    assert_eq!(question(&li, &receipt.number()).await.text, "老年卡在哪里办？\n在吗");
}

#[tokio::test]
async fn hello_tells_the_language() {
    let district = District::open().await;
    let ana = district.resident("oAna");
    ana.follows().await;
    ana.says("Hello").await.says("Reply with a number");
    ana.says("3").await.does_not_say("回复");
}

#[tokio::test]
async fn one_word_that_chinese_has_taken_over_is_answered_in_chinese() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("OK").await.says("不客气");
    li.says("WiFi?").await.says("已收到，编号 Q-");
    li.says("wifi password").await;
    district.passes(SignedDuration::from_mins(11));
    li.says("the wifi is down").await.says("Received");
}

#[tokio::test]
async fn a_mistyped_number_is_not_found_and_no_question() {
    let district = District::open().await;
    district.resident("oLi").says("Q-ABCDEF-1").await.says("没有找到这个编号");
}

#[tokio::test]
async fn after_hours_the_receipt_says_when_we_are_back() {
    let district = District::open_at("2026-11-27T20:10:00+08:00").await;
    let receipt = district.resident("oLi").says("明天的船开吗？").await;
    receipt.says("现在是下班时间").says("11月30日（周一）09:30 前").says("110");
}

#[tokio::test]
async fn a_burst_is_one_question_with_one_receipt() {
    let district = District::open().await;
    let li = district.resident("oLi");
    let number = li.says("老年卡在哪里办？").await.number();
    li.says("要带什么？").await.is_silent();
    district.passes(SignedDuration::from_mins(9));
    li.sends("image", "<PicUrl>http://p/1</PicUrl><MediaId>m1</MediaId>").await.is_silent();
    let asked = question(&li, &number).await;
    assert_eq!(asked.text, "老年卡在哪里办？\n要带什么？\n[图片]");
    assert_eq!((asked.messages.len(), asked.attachments), (3, 1));
    district.passes(SignedDuration::from_mins(11));
    assert_ne!(li.says("另外一件事").await.number(), number);
}

#[tokio::test]
async fn photos_voices_films_and_places_are_questions_too() {
    let district = District::open().await;
    for (openid, kind, fields, line) in [
        ("o1", "image", "<PicUrl>http://p/1</PicUrl><MediaId>m1</MediaId>", "[图片]"),
        ("o2", "voice", "<MediaId>m2</MediaId><Format>amr</Format>", "[语音]"),
        ("o3", "video", "<MediaId>m3</MediaId><ThumbMediaId>t</ThumbMediaId>", "[视频]"),
        (
            "o4",
            "location",
            "<Location_X>34.6</Location_X><Location_Y>119.2</Location_Y><Scale>15</Scale><Label>中山路口</Label>",
            "[位置] 中山路口",
        ),
        (
            "o5",
            "link",
            "<Title>新闻</Title><Description>d</Description><Url>https://a.example</Url>",
            "[链接] 新闻 https://a.example",
        ),
        ("o6", "hologram", "<Beam>1</Beam>", "[不能识别的消息：hologram]"),
    ] {
        let resident = district.resident(openid);
        let asked = question(&resident, &resident.sends(kind, fields).await.number()).await;
        assert_eq!(asked.text, line);
    }
}

#[tokio::test]
async fn what_we_cant_read_gets_one_helpful_line_and_is_kept() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.sends("text", "<Content>【收到不支持的消息类型，暂无法显示】</Content>").await.says("请发送文字");
    li.sends("file", "<Title>a.docx</Title><FileKey>k</FileKey>").await.says("请发送文字");
    let query =
        app::ports::Query::partition(app::ports::TableName::Main, keys::follower_partition(&li.id()), 10)
            .prefix("M#");
    let page = district.app.table.query(&query).await.unwrap();
    let kinds: Vec<Said> =
        page.items.iter().map(|item| rows::parse::<InboundMessage>(item).unwrap().value.said).collect();
    assert!(matches!(&kinds[..], [Said::Unread { .. }, Said::Unread { raw, .. }] if raw.contains("a.docx")));
}

#[tokio::test]
async fn words_of_danger_are_answered_with_the_numbers_first_every_time() {
    let district = District::open().await;
    let li = district.resident("oLi");
    let answer = li.says("我家煤气泄漏了怎么办").await;
    assert!(answer.text.as_ref().unwrap().starts_with("紧急情况请立即拨打 110"), "{answer:?}");
    assert!(question(&li, &answer.number()).await.urgent);
    li.says("着火了！！").await.says("110").does_not_say("编号");
    district.resident("oAna").says("There is a gas leak!").await.says("In an emergency call 110");
}

#[tokio::test]
async fn an_officer_can_be_asked_for_and_cancelled() {
    let district = District::open().await;
    let li = district.resident("oLi");
    let number = li.says("我要找人工").await.says("已为您转人工").number();
    li.says("人工").await.says("已在等值班员处理").says(&number);
    li.says("我家的水表坏了").await.is_silent();
    assert_eq!(question(&li, &number).await.text, "[转人工]\n我家的水表坏了");
    li.says("取消").await.says("已撤回").says(&number);
    assert_eq!(question(&li, &number).await.state, State::Withdrawn);
    li.says("取消").await.says("没有可以撤回的问题");
}

#[tokio::test]
async fn progress_shows_own_questions_and_only_the_state_of_others() {
    let district = District::open().await;
    let (li, wang) = (district.resident("oLi"), district.resident("oWang"));
    li.says("查进度").await.says("没有未结束的问题");
    let number = li.says("老年卡在哪里办？").await.number();
    li.says("查进度").await.says("1 个未结束").says(&number).says("等待处理").says("11:05");
    li.says(&format!("查{}", number.to_lowercase().replace('-', " "))).await.says("等待处理").says("11:05");
    wang.says(&format!("查 {number}")).await.says("等待处理").says("仅本人").does_not_say("11:05");
    wang.says("查 Q-000000-9").await.says("没有找到");
    wang.says(&format!("撤回 {number}")).await.says("没有找到");
    li.says(&format!("撤回 {number}")).await.says("已撤回");
}

#[tokio::test]
async fn thanks_are_no_question() {
    let district = District::open().await;
    district.resident("oLi").says("谢谢！").await.says("不客气");
    district.resident("oAna").says("Thanks").await.says("You're welcome");
}

#[tokio::test]
async fn an_identity_number_is_hidden_and_the_resident_warned() {
    let district = District::open().await;
    let li = district.resident("oLi");
    let receipt = li.says("我的号码11010519491231002X，查社保").await;
    receipt.says("身份证号已隐藏");
    assert_eq!(question(&li, &receipt.number()).await.text, "我的号码1101************2X，查社保");
}

#[tokio::test]
async fn a_flood_is_one_question_one_receipt_one_notice() {
    let district = District::open().await;
    let troll = district.resident("oTroll");
    let mut answers = Vec::new();
    for n in 0..60 {
        answers.push(troll.says(&format!("骚扰信息第{n}条")).await);
    }
    let heard: Vec<_> = answers.iter().filter(|answer| answer.text.is_some()).collect();
    assert_eq!(heard.len(), 2);
    heard[0].says("已收到，编号");
    heard[1].says("您发得太快了");
}

#[tokio::test]
async fn english_questions_get_english_receipts() {
    let district = District::open().await;
    let ana = district.resident("oAna");
    ana.says("Is the wetland park open tomorrow?").await.says("Received (Q-").says("11:05 today");
    ana.says("progress").await.says("Your open questions (1)").says("waiting for an officer");
}
