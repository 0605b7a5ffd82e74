//! Topics with a card, topics whose time is over, and content that is published while residents write.
#![allow(clippy::unwrap_used)]

mod support;

use domain::content::{Bilingual, Card, Lapse, Snapshot};
use jiff::SignedDuration;
use support::{Answer, District};

/// The sample with a change, published and looked at.
async fn with(change: impl FnOnce(&mut Snapshot)) -> District {
    let district = District::open().await;
    let mut snapshot = support::content::sample(district.now());
    change(&mut snapshot);
    app::content::publish(district.app.table.as_ref(), snapshot).await.unwrap();
    district.app.content.refresh().await.unwrap();
    district
}

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

fn article() -> Card {
    Card::Article {
        title: both("湿地公园", "Wetland park"),
        description: both("开放时间与门票", "Hours and tickets"),
        url: "https://www.example.gov.cn/park.html".to_owned(),
        picture_url: "https://www.example.gov.cn/park.jpg".to_owned(),
    }
}

#[track_caller]
fn has(answer: &Answer, parts: &[&str]) {
    let xml = answer.text.as_deref().unwrap();
    for part in parts {
        assert!(xml.contains(part), "{part} is not in {xml}");
    }
}

#[tokio::test]
async fn an_article_card_answers_in_the_language_of_the_resident_and_says_how_old_it_is() {
    let district = with(|snapshot| snapshot.categories[5].card = Some(article())).await;
    let li = district.resident("oLi");
    let answer = li.says("6").await;
    has(
        &answer,
        &[
            "<MsgType><![CDATA[news]]></MsgType>",
            "<ArticleCount>1</ArticleCount>",
            "<Title><![CDATA[湿地公园]]></Title>",
            "开放时间与门票\n更新于 11月24日 10:05",
            "<Url><![CDATA[https://www.example.gov.cn/park.html]]></Url>",
            "<PicUrl><![CDATA[https://www.example.gov.cn/park.jpg]]></PicUrl>",
        ],
    );
    district.passes(SignedDuration::from_hours(25));
    has(&li.says("6").await, &["news", "此内容可能已过时"]);
    let ana = district.resident("oAna");
    ana.says("english").await.says("Switched to English");
    has(&ana.says("6").await, &["<Title><![CDATA[Wetland park]]></Title>"]);
}

#[tokio::test]
async fn a_picture_that_can_not_say_its_age_gives_way_to_words() {
    let card = Card::Picture { media_id: "MEDIA1".to_owned() };
    let district = with(|snapshot| snapshot.categories[0].card = Some(card)).await;
    let li = district.resident("oLi");
    has(
        &li.says("1").await,
        &["<MsgType><![CDATA[image]]></MsgType>", "<MediaId><![CDATA[MEDIA1]]></MediaId>"],
    );
    district.passes(SignedDuration::from_hours(25));
    li.says("1").await.says("【今日提醒】").says("此内容可能已过时");
}

#[tokio::test]
async fn what_has_expired_is_marked_or_not_there_any_more() {
    let district = with(|snapshot| {
        let until = Some("2026-11-25T00:00:00+08:00".parse().unwrap());
        snapshot.categories[0].valid_until = until;
        snapshot.categories[4].valid_until = until;
        snapshot.categories[4].lapse = Lapse::Hide;
    })
    .await;
    let li = district.resident("oLi");
    li.says("5").await.says("【入学就业】");
    li.says("1").await.does_not_say("有效期");
    district.passes(SignedDuration::from_hours(14));
    li.says("1").await.says("此内容有效期至 11月25日 00:00，已过期，仅供参考。");
    li.says("5").await.says("没有第 5 项").does_not_say("入学就业");
    li.says("0").await.says("6 旅游出行").does_not_say("入学就业");
}

#[tokio::test]
async fn what_is_published_is_what_the_next_message_is_answered_with() {
    let district = District::open().await;
    let li = district.resident("oLi");
    li.says("3").await.says("公交路况的内容");
    let mut snapshot = support::content::sample(district.now());
    snapshot.categories[2].body.zh = "12 路恢复停靠".to_owned();
    app::content::publish(district.app.table.as_ref(), snapshot).await.unwrap();
    district.app.content.refresh().await.unwrap();
    li.says("3").await.says("12 路恢复停靠").does_not_say("公交路况的内容");
}
