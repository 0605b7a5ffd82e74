//! Our calls beside the request vectors. Their samples list all alternatives of a union at once, so for unions
//! every member of ours must be in the sample; elsewhere the bodies must be equal.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::names;
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeSet};
use wechat::client::*;

fn body(call: &Call) -> Value {
    match &call.body {
        CallBody::Json(json) => serde_json::from_str(json).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Whether every member of `ours` is in `sample` with the same value.
fn within(ours: &Value, sample: &Value) -> bool {
    match (ours, sample) {
        (Value::Object(ours), Value::Object(sample)) => {
            ours.iter().all(|(key, value)| sample.get(key).is_some_and(|other| within(value, other)))
        }
        _ => ours == sample,
    }
}

struct Seen(RefCell<BTreeSet<String>>);

impl Seen {
    fn sample(&self, name: &str) -> Value {
        self.0.borrow_mut().insert(format!("skit-{name}.json"));
        common::json(&format!("wechat/api/requests/skit-{name}.json"))
    }

    fn equal(&self, name: &str, path: &str, request: impl Request) {
        let call = request.call();
        assert_eq!((call.method, call.path, call.needs_token), (Method::Post, path, true));
        assert_eq!(body(&call), self.sample(name), "{name}");
    }

    /// `msgtype` of a union's sample is arbitrary, and so is what ours adds in `own`.
    fn within(&self, name: &str, path: &str, own: &[&str], request: impl Request) {
        let call = request.call();
        assert_eq!((call.method, call.path), (Method::Post, path));
        let (mut ours, sample) = (body(&call), self.sample(name));
        own.iter().for_each(|key| drop(ours.as_object_mut().unwrap().remove(*key)));
        assert!(within(&ours, &sample), "{name}: {ours} is not within {sample}");
    }
}

fn article(sample: &Value) -> NewsArticle {
    serde_json::from_value(sample.clone()).unwrap()
}

fn text(sample: &Value, key: &str) -> String {
    sample[key].as_str().unwrap().to_owned()
}

fn drafts_and_publishing(seen: &Seen) {
    let sample = common::json("wechat/api/requests/skit-CgibinDraftAdd.json");
    let articles = vec![article(&sample["articles"][0])];
    seen.equal("CgibinDraftAdd", "/cgi-bin/draft/add", DraftAdd { articles: articles.clone() });
    let update = DraftUpdate { media_id: "MEDIA_ID".into(), index: 0, articles: articles[0].clone() };
    seen.equal("CgibinDraftUpdate", "/cgi-bin/draft/update", update);
    seen.equal("CgibinDraftGet", "/cgi-bin/draft/get", DraftGet { media_id: "MEDIA_ID".into() });
    seen.equal("CgibinDraftDelete", "/cgi-bin/draft/delete", DraftDelete { media_id: "MEDIA_ID".into() });
    let page = DraftBatchGet { offset: 0, count: 0, no_content: 0 };
    seen.equal("CgibinDraftBatchGet", "/cgi-bin/draft/batchget", page);
    let page = FreePublishBatchGet { offset: 0, count: 0, no_content: 0 };
    seen.equal("CgibinFreePublishBatchGet", "/cgi-bin/freepublish/batchget", page);
    let delete = FreePublishDelete { article_id: "ARTICLE_ID".to_owned(), index: 1 };
    seen.equal("CgibinFreePublishDelete", "/cgi-bin/freepublish/delete", delete);
    let get = FreePublishGet { publish_id: "100000001".to_owned() };
    seen.equal("CgibinFreePublishGet", "/cgi-bin/freepublish/get", get);
    let get = FreePublishGetArticle { article_id: "ARTICLE_ID".to_owned() };
    seen.equal("CgibinFreePublishGetArticle", "/cgi-bin/freepublish/getarticle", get);
    let submit = FreePublishSubmit { media_id: "MEDIA_ID".into() };
    seen.equal("CgibinFreePublishSubmit", "/cgi-bin/freepublish/submit", submit);
}

fn material_and_menu(seen: &Seen) {
    let list = MaterialBatchGet { kind: "TYPE".to_owned(), offset: 0, count: 1 };
    seen.equal("CgibinMaterialBatchGetMaterial", "/cgi-bin/material/batchget_material", list);
    for name in ["CgibinMaterialGetMaterial", "CgibinMaterialGetMaterialAsVideo"] {
        seen.equal(name, "/cgi-bin/material/get_material", MaterialGet { media_id: "MEDIA_ID".into() });
    }
    let file =
        MediaFile { filename: "v.mp4".to_owned(), content_type: "video/mp4".to_owned(), bytes: vec![1] };
    let video = Some(("VIDEO_TITLE".to_owned(), "INTRODUCTION".to_owned()));
    let CallBody::Multipart { extra, field, .. } =
        (MaterialAdd { kind: MediaKind::Video, file, video }).call().body
    else {
        panic!("no form")
    };
    assert_eq!((field, extra[0].0.as_str()), ("media", "description"));
    let description: Value = serde_json::from_str(&extra[0].1).unwrap();
    assert_eq!(description, seen.sample("CgibinMaterialAddMaterial"));
    // The sample writes an empty sub_button into every leaf, which is the same menu.
    let sample = seen.sample("CgibinMenuCreate");
    let button: Vec<Button> = serde_json::from_value(sample["button"].clone()).unwrap();
    let again = body(&MenuCreate { button: button.clone() }.call());
    assert!(within_arrays(&again, &sample), "{again}");
    assert_eq!(again["button"].as_array().unwrap().len(), sample["button"].as_array().unwrap().len());
}

fn within_arrays(ours: &Value, sample: &Value) -> bool {
    match (ours, sample) {
        (Value::Object(ours), Value::Object(sample)) => {
            ours.iter().all(|(key, value)| sample.get(key).is_some_and(|other| within_arrays(value, other)))
        }
        (Value::Array(ours), Value::Array(sample)) => {
            ours.len() == sample.len() && ours.iter().zip(sample).all(|(a, b)| within_arrays(a, b))
        }
        _ => ours == sample,
    }
}

/// One message a type that the sample has, with its values.
fn messages(sample: &Value) -> Vec<CustomMessage> {
    let (video, music, page) = (&sample["video"], &sample["music"], &sample["miniprogrampage"]);
    let menu = &sample["msgmenu"];
    let news = &sample["news"]["articles"][0];
    let item = |item: &Value| MenuItem { id: text(item, "id"), content: text(item, "content") };
    vec![
        CustomMessage::Text("Hello World".to_owned()),
        CustomMessage::Image("MEDIA_ID".into()),
        CustomMessage::Voice("MEDIA_ID".into()),
        CustomMessage::Video {
            media_id: "MEDIA_ID".into(),
            thumb_media_id: "MEDIA_ID".into(),
            title: Some(text(video, "title")),
            description: Some(text(video, "description")),
        },
        CustomMessage::Music {
            title: Some(text(music, "title")),
            description: Some(text(music, "description")),
            music_url: text(music, "musicurl"),
            hq_music_url: text(music, "hqmusicurl"),
            thumb_media_id: text(music, "thumb_media_id").into(),
        },
        CustomMessage::News(wechat::reply::Article {
            title: text(news, "title"),
            description: text(news, "description"),
            pic_url: text(news, "picurl"),
            url: text(news, "url"),
        }),
        CustomMessage::MenuMessage {
            head: text(menu, "head_content"),
            items: menu["list"].as_array().unwrap().iter().map(item).collect(),
            tail: text(menu, "tail_content"),
        },
        CustomMessage::MiniProgramPage {
            title: text(page, "title"),
            app_id: text(page, "appid"),
            page_path: text(page, "pagepath"),
            thumb_media_id: text(page, "thumb_media_id").into(),
        },
    ]
}

fn custom_messages(seen: &Seen) {
    let sample = common::json("wechat/api/requests/skit-CgibinMessageCustomSend.json");
    for message in messages(&sample) {
        let kf_account = sample["customservice"]["kf_account"].as_str().map(str::to_owned);
        let kind = message.msg_type();
        let request = CustomSend { touser: "OPENID".into(), message, kf_account };
        let ours = body(&request.call());
        assert_eq!((ours["msgtype"].as_str(), ours[kind].is_object()), (Some(kind), true));
        seen.within("CgibinMessageCustomSend", "/cgi-bin/message/custom/send", &["msgtype"], request);
    }
    // The sample has neither; these are the documented bodies.
    for (message, expected) in [
        (CustomMessage::MpNews("M".into()), json!({ "msgtype": "mpnews", "mpnews": { "media_id": "M" } })),
        (
            CustomMessage::MpNewsArticle("A".to_owned()),
            json!({ "msgtype": "mpnewsarticle", "mpnewsarticle": { "article_id": "A" } }),
        ),
    ] {
        let ours = body(&CustomSend { touser: "OPENID".into(), message, kf_account: None }.call());
        assert!(within(&expected, &ours) && ours.as_object().unwrap().len() == 3, "{ours}");
    }
    let typing = Typing { touser: "OPENID".into(), on: true };
    seen.equal("CgibinMessageCustomTyping", "/cgi-bin/message/custom/typing", typing);
}

fn mass_sends(seen: &Seen) {
    let preview = common::json("wechat/api/requests/skit-CgibinMessageMassPreview.json");
    let sample = common::json("wechat/api/requests/skit-CgibinMessageMassSendAll.json");
    let media = text(&preview["image"], "media_id");
    let contents = |media_ids: Vec<wechat::ids::MediaId>| {
        [
            MassContent::Text("CONTENT".to_owned()),
            MassContent::MpNews { media_id: media.as_str().into(), send_ignore_reprint: false },
            MassContent::Images { media_ids, recommend: Some("xxx".to_owned()) },
            MassContent::Voice(media.as_str().into()),
        ]
    };
    let own = ["msgtype", "clientmsgid", "send_ignore_reprint"];
    for mut content in contents(vec!["aaa".into(), "bbb".into(), "ccc".into()]) {
        // The sample opens comments; we leave them closed.
        let own = if let MassContent::Images { .. } = content {
            &["msgtype", "clientmsgid", "images"][..]
        } else {
            &own
        };
        let client_msg_id = "bc-20260105-01".to_owned();
        let audience = MassAudience::Tag(sample["filter"]["tag_id"].as_i64().unwrap());
        let all = MassSendAll { audience, content: content.clone(), client_msg_id: client_msg_id.clone() };
        assert_eq!(body(&all.call())["clientmsgid"], "bc-20260105-01");
        seen.within("CgibinMessageMassSendAll", "/cgi-bin/message/mass/sendall", own, all);
        let touser = vec!["OPENID1".into(), "OPENID2".into()];
        let send = MassSend { touser, content: content.clone(), client_msg_id };
        seen.within("CgibinMessageMassSend", "/cgi-bin/message/mass/send", own, send);
        if let MassContent::Images { media_ids, .. } = &mut content {
            *media_ids = vec![media.as_str().into()];
        }
        let one = MassPreview { touser: "OPENID".into(), content };
        seen.within("CgibinMessageMassPreview", "/cgi-bin/message/mass/preview", &["msgtype"], one);
    }
    let delete = MassDelete { msg_id: "201053012".into(), article_idx: 2 };
    seen.equal("CgibinMessageMassDelete", "/cgi-bin/message/mass/delete", delete);
    seen.equal("CgibinMessageMassGet", "/cgi-bin/message/mass/get", MassGet { msg_id: "201053012".into() });
    seen.equal("CgibinMessageMassSpeedSet", "/cgi-bin/message/mass/speed/set", MassSpeedSet { speed: 3 });
}

fn notices(seen: &Seen) {
    let value = |v: &Value| NoticeValue { value: text(v, "value") };
    let data = |sample: &Value| {
        sample["data"].as_object().unwrap().iter().map(|(key, v)| (key.clone(), value(v))).collect()
    };
    let program = |v: &Value| MiniProgram { appid: text(v, "appid"), pagepath: text(v, "pagepath") };
    let sample = common::json("wechat/api/requests/skit-CgibinMessageTemplateSend.json");
    let send = TemplateSend {
        touser: "OPENID".into(),
        template_id: text(&sample, "template_id"),
        url: Some(text(&sample, "url")),
        miniprogram: Some(program(&sample["miniprogram"])),
        client_msg_id: None,
        data: data(&sample),
    };
    seen.within("CgibinMessageTemplateSend", "/cgi-bin/message/template/send", &[], send);
    let sample = common::json("wechat/api/requests/skit-CgibinMessageSubscribeBusinessSend.json");
    let send = SubscribeSend {
        touser: "OPENID".into(),
        template_id: text(&sample, "template_id"),
        page: Some(text(&sample, "page")),
        miniprogram: Some(program(&sample["miniprogram"])),
        data: data(&sample),
    };
    seen.equal("CgibinMessageSubscribeBusinessSend", "/cgi-bin/message/subscribe/bizsend", send);
}

fn followers_and_account(seen: &Seen) {
    let check = CallbackCheck { action: "all".to_owned(), check_operator: "DEFAULT".to_owned() };
    seen.equal("CgibinCallbackCheck", "/cgi-bin/callback/check", check);
    seen.equal("CgibinClearQuota", "/cgi-bin/clear_quota", ClearQuota { appid: "APPID".into() });
    let quota = QuotaGet { cgi_path: "/wxa/gettemplatedraftlist".to_owned() };
    seen.equal("CgibinOpenApiQuotaGet", "/cgi-bin/openapi/quota/get", quota);
    let rid = RidGet { rid: "61725984-6126f6f9-040f19c4".to_owned() };
    seen.equal("CgibinOpenApiRequestIdGet", "/cgi-bin/openapi/rid/get", rid);
    for scene in [QrScene::TemporaryId(123), QrScene::Temporary("test".to_owned())] {
        let code = QrCodeCreate { scene, expire_seconds: 604_800 };
        seen.within("CgibinQrcodeCreate", "/cgi-bin/qrcode/create", &["action_name"], code);
    }
    seen.equal("CgibinTagsCreate", "/cgi-bin/tags/create", TagCreate { name: "广东".to_owned() });
    seen.equal("CgibinTagsDelete", "/cgi-bin/tags/delete", TagDelete { id: 134 });
    seen.equal("CgibinTagsUpdate", "/cgi-bin/tags/update", TagUpdate { id: 134, name: "广东人".to_owned() });
    let openid = "ocYxcuBt0mRugKZ7tGAHPnUaOW7Y".into();
    seen.equal("CgibinTagsGetIdList", "/cgi-bin/tags/getidlist", FollowerTags { openid });
    for (on, name, path) in
        [(true, "BatchTagging", "batchtagging"), (false, "BatchUntagging", "batchuntagging")]
    {
        let openids = vec!["ocYxcuAEy30bX0NXmGn4ypqx3tI0".into(), "ocYxcuBt0mRugKZ7tGAHPnUaOW7Y".into()];
        let path = format!("/cgi-bin/tags/members/{path}");
        seen.equal(&format!("CgibinTagsMembers{name}"), &path, Tagging { openids, tag: 134, on });
    }
    for (on, name, path) in [(true, "Black", "batchblacklist"), (false, "Unblack", "batchunblacklist")] {
        let openids = vec!["OPENID1".into(), "OPENID2".into()];
        let path = format!("/cgi-bin/tags/members/{path}");
        seen.equal(&format!("CgibinTagsMembersBatch{name}List"), &path, Blacklist { openids, on });
    }
    let list = BlacklistGet { begin_openid: "OPENID1".to_owned() };
    seen.equal("CgibinTagsMembersGetBlackList", "/cgi-bin/tags/members/getblacklist", list);
    let openids = vec!["otvxTs4dckWG7imySrJd6jSi0CWE".into(), "otvxTs_JZ6SEiP0imdhpi50fuSZg".into()];
    seen.equal("CgibinUserInfoBatchGet", "/cgi-bin/user/info/batchget", UserInfoBatchGet { openids });
    let remark = UpdateRemark { openid: "oDF3iY9ffA-hqb2vVvbr7qxf6A0Q".into(), remark: "pangzi".to_owned() };
    seen.equal("CgibinUserInfoUpdateRemark", "/cgi-bin/user/info/updateremark", remark);
    let users = UsersOfTag { tagid: 134, next_openid: String::new() };
    seen.equal("CgibinUserTagGet", "/cgi-bin/user/tag/get", users);
}

#[test]
fn our_calls_are_those_of_the_vectors() {
    let seen = Seen(RefCell::default());
    drafts_and_publishing(&seen);
    material_and_menu(&seen);
    custom_messages(&seen);
    mass_sends(&seen);
    notices(&seen);
    followers_and_account(&seen);
    let all: BTreeSet<String> = names("wechat/api/requests", ".json").into_iter().collect();
    assert_eq!(all.len(), 61, "a vector was added or lost");
    let seen = seen.0.into_inner();
    let others: Vec<&String> = all.difference(&seen).collect();
    assert_eq!(others.len(), 19, "calls that this crate doesn't make: {others:?}");
}

#[test]
fn the_token_call_carries_its_secret_in_the_body_and_hides_it() {
    let request = StableToken { app_id: "wx1".into(), secret: "s3cret".to_owned(), force_refresh: false };
    let call = request.call();
    let expected =
        r#"{"grant_type":"client_credential","appid":"wx1","secret":"s3cret","force_refresh":false}"#;
    assert_eq!(call.body, CallBody::Json(expected.to_owned()));
    assert!(!call.needs_token && call.query.is_empty());
    assert!(!format!("{request:?} {call:?}").contains("s3cret"));
}

#[test]
fn chinese_and_markup_stay_raw_in_bodies() {
    let message = CustomMessage::Text("您好 <a href=\"x?a&b\">😀</a>\n".to_owned());
    let call = CustomSend { touser: "o1".into(), message, kf_account: None }.call();
    let CallBody::Json(json) = call.body else { panic!("no JSON") };
    assert_eq!(
        json,
        r#"{"msgtype":"text","text":{"content":"您好 <a href=\"x?a&b\">😀</a>\n"},"touser":"o1"}"#
    );
}

#[test]
fn gets_have_their_parameters_in_the_query() {
    let call = UserInfo { openid: "o1".into() }.call();
    assert_eq!((call.method, call.path), (Method::Get, "/cgi-bin/user/info"));
    assert_eq!(call.query, [("openid", "o1".to_owned()), ("lang", "zh_CN".to_owned())]);
    let file =
        MediaFile { filename: "a.jpg".to_owned(), content_type: "image/jpeg".to_owned(), bytes: vec![1] };
    let call = MediaUpload { kind: MediaKind::Image, file }.call();
    assert_eq!(call.query, [("type", "image".to_owned())]);
}
