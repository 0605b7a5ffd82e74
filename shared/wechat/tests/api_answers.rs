//! Every response and error vector through the request type that answers it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{fixture, json, names, text};
use std::fs;
use wechat::{
    client::*,
    errcode::{ApiError, Class, ErrCode},
};

type Parse = fn(&[u8]) -> Result<String, ApiError>;

fn of<R: Request>(body: &[u8]) -> Result<String, ApiError>
where
    R::Answer: std::fmt::Debug,
{
    R::parse(Some("text/plain"), body).map(|answer| format!("{answer:?}"))
}

/// Which request a vector answers; `None` for calls that this crate doesn't make.
fn parser(call: &str) -> Option<Parse> {
    Some(match call {
        "CgibinToken" | "token" | "stable_token" => of::<StableToken>,
        "CgibinCallbackCheck" | "callback_check" => of::<CallbackCheck>,
        "CgibinDraftAdd" => of::<DraftAdd>,
        "CgibinDraftBatchGet" => of::<DraftBatchGet>,
        "CgibinDraftCount" => of::<DraftCount>,
        "CgibinDraftGet" => of::<DraftGet>,
        "CgibinFreePublishBatchGet" => of::<FreePublishBatchGet>,
        "CgibinFreePublishGet" => of::<FreePublishGet>,
        "CgibinFreePublishGetArticle" => of::<FreePublishGetArticle>,
        "CgibinFreePublishSubmit" => of::<FreePublishSubmit>,
        "CgibinGetApiDomainIp" => of::<ApiDomainIp>,
        "CgibinGetCallbackIp" | "getcallbackip" => of::<CallbackIp>,
        "CgibinGetCurrentSelfMenuInfo" | "get_current_selfmenu_info" => of::<CurrentSelfMenu>,
        "CgibinMaterialAddMaterial" => of::<MaterialAdd>,
        "CgibinMaterialBatchGetMaterial" => of::<MaterialBatchGet>,
        "CgibinMaterialGetMaterialAsVideo" => of::<MaterialGet>,
        "CgibinMaterialGetMaterialCount" | "material_get_materialcount" => of::<MaterialCount>,
        "CgibinMediaUpload" | "media_upload" | "CgibinMediaUploadVideo" => of::<MediaUpload>,
        "CgibinMediaUploadImage" | "media_uploadimg" => of::<UploadImage>,
        "CgibinMenuGet" | "menu_get" => of::<MenuGet>,
        "menu_create" => of::<MenuCreate>,
        "menu_delete" => of::<MenuDelete>,
        "message_custom_send" => of::<CustomSend>,
        _ => return messages_and_followers(call),
    })
}

fn messages_and_followers(call: &str) -> Option<Parse> {
    Some(match call {
        "CgibinMessageMassGet" | "message_mass_get" => of::<MassGet>,
        "CgibinMessageMassSend" | "message_mass_send" => of::<MassSend>,
        "CgibinMessageMassSendAll" => of::<MassSendAll>,
        "CgibinMessageMassSpeedGet" => of::<MassSpeedGet>,
        "CgibinMessageTemplateSend" => of::<TemplateSend>,
        "CgibinOpenApiQuotaGet" => of::<QuotaGet>,
        "CgibinOpenApiRequestIdGet" => of::<RidGet>,
        "CgibinQrcodeCreate" | "qrcode_create" => of::<QrCodeCreate>,
        "CgibinTagsCreate" => of::<TagCreate>,
        "CgibinTagsGet" => of::<TagsGet>,
        "CgibinTagsGetIdList" => of::<FollowerTags>,
        "CgibinTagsMembersGetBlackList" => of::<BlacklistGet>,
        "CgibinUserGet" | "user_get" | "user_get_last_page" => of::<UserGet>,
        "CgibinUserInfo" | "user_info" | "user_info_now" | "user_info_unsubscribed" => of::<UserInfo>,
        "CgibinUserInfoBatchGet" | "user_info_batchget" => of::<UserInfoBatchGet>,
        "CgibinUserTagGet" | "user_tag_get" => of::<UsersOfTag>,
        _ => return None,
    })
}

#[test]
fn every_response_is_read_by_its_request() {
    let files = names("wechat/api/responses", ".json");
    assert_eq!(files.len(), 86, "a vector was added or lost");
    let mut others = Vec::new();
    for file in files.iter().filter(|file| *file != "own-mass_45065.json") {
        let body = fs::read(fixture(&format!("wechat/api/responses/{file}"))).unwrap();
        let call = file.trim_end_matches(".json").split_once('-').unwrap().1;
        match parser(call) {
            Some(parse) => drop(parse(&body).unwrap_or_else(|e| panic!("{file}: {e}"))),
            // Calls of no use to us: still a success and no error.
            None => {
                of::<MenuCreate>(&body).unwrap_or_else(|e| panic!("{file}: {e}"));
                others.push(call);
            }
        }
    }
    assert_eq!(others.len(), 26, "{others:?}");
}

#[test]
fn what_the_answers_say_is_read_from_them() {
    let read = |file: &str| fs::read(fixture(&format!("wechat/api/responses/{file}.json"))).unwrap();
    let token = StableToken::parse(None, &read("own-stable_token")).unwrap();
    assert_eq!((token.expires_in_s, token.access_token.starts_with("62_")), (345, true));
    assert_eq!(format!("{token:?}"), "AccessToken(…, 345 s)");
    let left = UserInfo::parse(None, &read("own-user_info_unsubscribed")).unwrap();
    assert_eq!((left.subscribe, left.openid.as_str()), (false, "oUser000000000000000000000002"));
    let now = UserInfo::parse(None, &read("own-user_info_now")).unwrap();
    assert_eq!((now.subscribe, now.subscribe_time, now.unionid), (true, Some(1_767_225_600), None));
    let last = UserGet::parse(None, &read("own-user_get_last_page")).unwrap();
    assert_eq!((last.total, last.data.openid.len(), last.next_openid), (23_000, 0, None));
    let menus = MenuGet::parse(None, &read("skit-CgibinMenuGet")).unwrap();
    assert_eq!(menus.menu.menuid.as_deref(), Some("208396938"));
    assert_eq!(menus.menu.button[0].key.as_deref(), Some("V1001_TODAY_MUSIC"));
    let site = CurrentSelfMenu::parse(None, &read("wechatpy-get_current_selfmenu_info")).unwrap();
    assert_eq!(site.selfmenu_info.button[0].sub_button[0].url.as_deref(), Some("http://www.qq.com"));
    let published = FreePublishGet::parse(None, &read("skit-CgibinFreePublishGet")).unwrap();
    assert_eq!((published.publish_status, published.articles[0].index), (0, Some(1)));
}

#[test]
fn a_duplicate_mass_send_is_done_already_and_names_its_job() {
    let body = fs::read(fixture("wechat/api/responses/own-mass_45065.json")).unwrap();
    let error = MassSendAll::parse(None, &body).unwrap_err();
    assert_eq!((error.class(), error.msg_id.as_deref()), (Class::AlreadyDone, Some("3147494552")));
}

#[test]
fn media_is_a_file_or_an_error_or_where_a_video_is() {
    let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 1];
    let file = MediaGet::parse(Some("image/jpeg"), &jpeg).unwrap();
    assert_eq!(
        file,
        MediaContent::File { content_type: Some("image/jpeg".to_owned()), bytes: jpeg.to_vec() }
    );
    let video = MediaGet::parse(Some("text/plain"), br#"{"video_url":"https://v.example/1"}"#).unwrap();
    assert_eq!(video, MediaContent::VideoUrl("https://v.example/1".to_owned()));
    let gone = MediaGet::parse(Some("image/jpeg"), br#"{"errcode":40007,"errmsg":"invalid media_id"}"#);
    assert_eq!(gone.unwrap_err().code, ErrCode(40007));
    assert_eq!(MediaGet::parse(None, b"").unwrap_err().code, ApiError::UNREADABLE);
    let braces = MediaGet::parse(None, b"{ not json").unwrap();
    assert!(matches!(braces, MediaContent::File { .. }));
}

#[test]
fn every_error_vector_is_classified() {
    let errors = json("wechat/api/errors/errors.json");
    let errors = errors.as_array().unwrap();
    assert_eq!(errors.len(), 27, "a vector was added or lost");
    let mut classes = Vec::new();
    for vector in errors {
        let error = CustomSend::parse(None, vector.to_string().as_bytes()).unwrap_err();
        assert_eq!(Some(error.code.0), vector["errcode"].as_i64());
        assert!(error.code.meaning().is_some(), "{vector}");
        let errmsg = text(vector, "errmsg");
        assert!(errmsg.starts_with(&error.message) && !error.message.contains("rid:"), "{error:?}");
        assert!(!error.message.contains("hint:"), "{error:?}");
        assert_eq!(error.rid.is_some(), errmsg.contains("rid: "), "{error:?}");
        classes.push(format!("{} {:?}", error.code, error.class()));
    }
    insta::assert_snapshot!(classes.join("\n"), @r"
    -1 RetryLater
    40001 RefreshToken
    40001 RefreshToken
    40013 Configuration
    40014 RefreshToken
    42001 RefreshToken
    40164 Configuration
    40033 Permanent
    40018 Permanent
    40016 Permanent
    40130 Permanent
    40037 Configuration
    40059 Permanent
    42010 RetryLater
    45002 Permanent
    45009 Quota
    45015 WindowClosed
    45028 Quota
    45047 WindowClosed
    45066 RetryLater
    45067 Permanent
    48001 Configuration
    48006 Quota
    40243 Configuration
    65318 Permanent
    268488001 RetryLater
    45081 AlreadyDone
    ");
}

#[test]
fn answers_are_read_leniently() {
    let odd = [
        &b"{\"errcode\":\"0\",\"errmsg\":\"ok\"}"[..],
        b"{\"errmsg\":\"raw control \x01 and bad utf-8 \xff\"}",
        b"\xef\xbb\xbf{}",
        b"{\"errcode\":null}",
    ];
    for body in odd {
        assert_eq!(CustomSend::parse(None, body), Ok(Done {}), "{body:?}");
    }
    for body in [&b""[..], b"[]", b"<html>", b"null"] {
        assert_eq!(CustomSend::parse(None, body).unwrap_err().code, ApiError::UNREADABLE, "{body:?}");
    }
    let text_code = CustomSend::parse(None, b"{\"errcode\":\"45015\"}").unwrap_err();
    assert_eq!(text_code.class(), Class::WindowClosed);
    let numbers =
        br#"{"subscribe":"1","openid":"o1","tagid_list":["2",3],"qr_scene":"4","subscribe_time":"5"}"#;
    let follower = UserInfo::parse(None, numbers).unwrap();
    assert_eq!((follower.subscribe, follower.tagid_list, follower.qr_scene), (true, vec![2, 3], Some(4)));
}
