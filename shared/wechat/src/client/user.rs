//! Followers. Sources: `/cgi-bin/user/get`, `/cgi-bin/user/info`, `…/batchget`, `…/updateremark`.

use super::{Call, Done, Request, answer, answer::json_answer};
use crate::ids::OpenId;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A page of openids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenIds {
    /// The openids, in the order of following.
    #[serde(default)]
    pub openid: Vec<OpenId>,
}

/// GET `/cgi-bin/user/get`: 10,000 openids a page, 500 calls a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserGet {
    /// The last answer's `next_openid`; `None` for the first page.
    pub next_openid: Option<OpenId>,
}

/// A page of followers (also of a tag, and of the blacklist). The end is reached when `count` is 0 or
/// `next_openid` is empty; the last page may have no `data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followers {
    /// All followers.
    #[serde(default, deserialize_with = "answer::integer")]
    pub total: i64,
    /// Those in this page.
    #[serde(default, deserialize_with = "answer::integer")]
    pub count: i64,
    /// This page.
    #[serde(default)]
    pub data: OpenIds,
    /// Where the next page begins.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub next_openid: Option<String>,
}

impl Request for UserGet {
    json_answer!(Followers);

    fn call(&self) -> Call {
        let next = self.next_openid.as_ref().map_or(String::new(), |id| id.as_str().to_owned());
        Call::get("/cgi-bin/user/get", vec![("next_openid", next)])
    }
}

/// GET `/cgi-bin/user/info`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserInfo {
    /// Whom.
    pub openid: OpenId,
}

/// What the platform still tells about a person. No nickname, no picture, no place since 2021-12-27.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    /// Whether they follow; if not, nothing else but the openid is given.
    #[serde(default, deserialize_with = "answer::flag")]
    pub subscribe: bool,
    /// The openid.
    pub openid: OpenId,
    /// Marked "no longer provided".
    #[serde(default, deserialize_with = "answer::some_text")]
    pub language: Option<String>,
    /// Last follow, Unix seconds.
    #[serde(default, deserialize_with = "answer::some_integer")]
    pub subscribe_time: Option<i64>,
    /// Only for accounts bound to an open platform account.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub unionid: Option<String>,
    /// The account's own remark.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub remark: Option<String>,
    /// Tags.
    #[serde(default, deserialize_with = "answer::integers")]
    pub tagid_list: Vec<i64>,
    /// How they came, `ADD_SCENE_…`: a free text.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub subscribe_scene: Option<String>,
    /// Scene number of the code.
    #[serde(default, deserialize_with = "answer::some_integer")]
    pub qr_scene: Option<i64>,
    /// Scene text of the code.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub qr_scene_str: Option<String>,
}

impl Request for UserInfo {
    json_answer!(Follower);

    fn call(&self) -> Call {
        let openid = self.openid.as_str().to_owned();
        Call::get("/cgi-bin/user/info", vec![("openid", openid), ("lang", "zh_CN".to_owned())])
    }
}

/// POST `/cgi-bin/user/info/batchget`: at most 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserInfoBatchGet {
    /// Whom.
    pub openids: Vec<OpenId>,
}

/// What [`UserInfoBatchGet`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserInfoList {
    /// In the order asked.
    #[serde(default)]
    pub user_info_list: Vec<Follower>,
}

impl Request for UserInfoBatchGet {
    json_answer!(UserInfoList);

    fn call(&self) -> Call {
        let list: Vec<_> = self.openids.iter().map(|id| json!({ "openid": id, "lang": "zh_CN" })).collect();
        Call::post("/cgi-bin/user/info/batchget", &json!({ "user_list": list }))
    }
}

/// POST `/cgi-bin/user/info/updateremark`: fewer than 30 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRemark {
    /// Whom.
    pub openid: OpenId,
    /// The remark; empty deletes it.
    pub remark: String,
}

impl Request for UpdateRemark {
    json_answer!(Done);

    fn call(&self) -> Call {
        Call::post(
            "/cgi-bin/user/info/updateremark",
            &json!({ "openid": self.openid, "remark": self.remark }),
        )
    }
}
