//! Numbers, lists, rules, menu taps, greetings.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::SignedDuration;
use support::District;

#[tokio::test]
async fn the_first_greeting_is_bilingual_and_the_second_is_short() {
    let district = District::open().await;
    let ana = district.resident("oAna");
    ana.follows()
        .await
        .says("您好，这里是海州区")
        .says("Hello, this is the Haizhou")
        .says("1 今日提醒")
        .says("110");
    ana.does("unsubscribe", "").await.is_silent();
    district.passes(SignedDuration::from_mins(1));
    ana.follows().await.says("欢迎回来").does_not_say("Hello");
}

#[tokio::test]
async fn a_number_in_any_shape_opens_its_topic() {
    let district = District::open().await;
    let li = district.resident("oLi");
    for three in ["3", "３", "三", "③", "3️⃣", "3.", "3、", " 3 ", "回复3", "回复“3”"] {
        li.says(three)
            .await
            .says("【公交路况】")
            .says("更新于 11月24日 10:05 · 来源 区交通局")
            .says("回复 0 返回");
    }
    li.says("9").await.says("没有第 9 项").says("1 今日提醒");
}

#[tokio::test]
async fn a_spoken_number_counts_and_is_marked_as_heard() {
    let district = District::open().await;
    let voice = "<MediaId>m1</MediaId><Format>amr</Format><Recognition><![CDATA[三。]]></Recognition>";
    district.resident("oLi").sends("voice", voice).await.says("语音识别：三。").says("【公交路况】");
}

#[tokio::test]
async fn nested_topics_keep_their_place_until_back() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("2").await.says("【办事指南】").says("1 身份证").says("2 户口");
    li.says("2").await.says("【户口】").says("1 结婚");
    li.says("1").await.says("【结婚】");
    li.says("9").await.says("没有第 9 项").says("1 结婚");
    li.says("0").await.says("【办事指南】");
    li.says("返回").await.says("6 旅游出行");
    li.says("3").await.says("【公交路况】");
    li.says("2").await.says("【办事指南】");
    district.passes(SignedDuration::from_hours(25));
    li.says("3").await.says("【公交路况】");
}

#[tokio::test]
async fn both_numbers_open_a_topic_below_another() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("2-2").await.says("【户口】").says("1 结婚");
    li.says("2.9").await.says("没有第 9 项").says("身份证");
    li.says("1").await.says("【身份证】");
    for own in ["3-5", "2:30", "2-14", "2/1"] {
        li.says(own).await.does_not_say("没有第");
    }
}

#[tokio::test]
async fn each_resident_has_a_place_of_their_own() {
    let district = District::open().await;
    district.resident("oLi").says("2").await.says("【办事指南】");
    district.resident("oWang").says("1").await.says("【今日提醒】");
    district.resident("oLi").says("1").await.says("【身份证】");
}

#[tokio::test]
async fn a_tapped_link_means_its_topic_wherever_one_is() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("2").await.says("【办事指南】");
    li.sends("text", "<Content>1</Content><bizmsgmenuid>101</bizmsgmenuid>").await.says("【今日提醒】");
    li.sends("text", "<Content>2</Content><bizmsgmenuid>10202</bizmsgmenuid>").await.says("【户口】");
}

#[tokio::test]
async fn a_menu_tap_is_the_same_as_its_number() {
    let district = District::open().await;
    let li = district.resident("oLi");
    let tapped = li.taps("topic3").await;
    assert_eq!(tapped.text, li.says("3").await.text);
    li.taps("person").await.says("已为您转人工");
    li.taps("unknown").await.says("回复数字查看");
}

#[tokio::test]
async fn rules_answer_exact_words_and_words_inside() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("电话").await.says("0518-12345");
    li.says("公交几点有").await.says("【公交路况】");
    li.says("电话打不通怎么办").await.says("已收到");
}

#[tokio::test]
async fn the_residents_choice_of_language_wins() {
    let district = District::open().await;
    let ana = district.resident("oAna");
    ana.says("English").await.says("Switched to English").says("Reply with a number");
    ana.says("3").await.says("Buses & roads").says("Updated 24 Nov 10:05");
    ana.says("6").await.says("(Chinese only)");
    ana.says("我用中文问一句，路在哪儿").await.says("Received");
    ana.says("中文").await.says("已切换为中文");
    ana.says("3").await.says("【公交路况】");
}

#[tokio::test]
async fn a_topic_past_its_promise_says_so() {
    let district = District::open().await;
    district.passes(SignedDuration::from_hours(25));
    district.resident("oLi").says("3").await.says("此内容可能已过时");
}

#[tokio::test]
async fn a_scene_that_names_a_topic_shows_it() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.does("subscribe", "<EventKey>qrscene_topic3</EventKey><Ticket>t</Ticket>")
        .await
        .says("您好")
        .says("【公交路况】");
    li.does("scan", "<EventKey>topic1</EventKey><Ticket>t</Ticket>").await.says("【今日提醒】");
    li.does("SCAN", "<EventKey>4711</EventKey><Ticket>t</Ticket>").await.says("回复数字查看");
}

#[tokio::test]
async fn what_shows_no_reply_gets_none() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.does("VIEW", "<EventKey>https://www.example.gov.cn</EventKey>").await.is_silent();
    li.does("LOCATION", "<Latitude>1</Latitude><Longitude>2</Longitude><Precision>3</Precision>")
        .await
        .is_silent();
    li.does("MASSSENDJOBFINISH", "<MsgID>1</MsgID><Status>send success</Status>").await.is_silent();
    li.does("some_new_event", "<New>1</New>").await.is_silent();
}
