//! Tags and the blacklist. Sources: `/cgi-bin/tags/…`, `/cgi-bin/user/tag/get`. At most 100 tags, 20 a follower.

use super::{
    Call, Done, Followers, Request,
    answer::{self, get, json_answer, post},
};
use crate::ids::OpenId;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A tag. Ids 0, 1 and 2 are the platform's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its id.
    #[serde(deserialize_with = "answer::integer")]
    pub id: i64,
    /// At most 30 bytes.
    #[serde(default)]
    pub name: String,
    /// How many followers have it, where given.
    #[serde(default, deserialize_with = "answer::some_integer", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// POST `/cgi-bin/tags/create`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCreate {
    /// At most 30 bytes, not used yet.
    pub name: String,
}

/// What [`TagCreate`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedTag {
    /// The tag.
    pub tag: Tag,
}

impl Request for TagCreate {
    json_answer!(CreatedTag);

    fn call(&self) -> Call {
        Call::post("/cgi-bin/tags/create", &json!({ "tag": { "name": self.name } }))
    }
}

/// GET `/cgi-bin/tags/get`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagsGet;
get!(TagsGet, "/cgi-bin/tags/get", Tags);

/// What [`TagsGet`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    /// All tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// POST `/cgi-bin/tags/update`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUpdate {
    /// Which.
    pub id: i64,
    /// Its new name.
    pub name: String,
}

impl Request for TagUpdate {
    json_answer!(Done);

    fn call(&self) -> Call {
        Call::post("/cgi-bin/tags/update", &json!({ "tag": { "id": self.id, "name": self.name } }))
    }
}

/// POST `/cgi-bin/tags/delete`: 45057 with more than 100,000 followers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagDelete {
    /// Which.
    pub id: i64,
}

impl Request for TagDelete {
    json_answer!(Done);

    fn call(&self) -> Call {
        Call::post("/cgi-bin/tags/delete", &json!({ "tag": { "id": self.id } }))
    }
}

/// POST `/cgi-bin/tags/members/batchtagging` or `…/batchuntagging`: at most 50 openids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagging {
    /// Whom.
    pub openids: Vec<OpenId>,
    /// Which tag.
    pub tag: i64,
    /// `true` gives it, `false` takes it away.
    pub on: bool,
}

impl Request for Tagging {
    json_answer!(Done);

    fn call(&self) -> Call {
        let path = match self.on {
            true => "/cgi-bin/tags/members/batchtagging",
            false => "/cgi-bin/tags/members/batchuntagging",
        };
        Call::post(path, &json!({ "openid_list": self.openids, "tagid": self.tag }))
    }
}

/// POST `/cgi-bin/tags/getidlist`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowerTags {
    /// Whose.
    pub openid: OpenId,
}
post!(FollowerTags, "/cgi-bin/tags/getidlist", TagIds);

/// What [`FollowerTags`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagIds {
    /// Their tags.
    #[serde(default, deserialize_with = "answer::integers")]
    pub tagid_list: Vec<i64>,
}

/// POST `/cgi-bin/user/tag/get`: 10,000 a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsersOfTag {
    /// Which tag.
    pub tagid: i64,
    /// Where the page begins; empty for the first.
    pub next_openid: String,
}
post!(UsersOfTag, "/cgi-bin/user/tag/get", Followers);

/// POST `/cgi-bin/tags/members/getblacklist`: 10,000 a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BlacklistGet {
    /// Where the page begins; empty for the first.
    pub begin_openid: String,
}
post!(BlacklistGet, "/cgi-bin/tags/members/getblacklist", Followers);

/// POST `/cgi-bin/tags/members/batchblacklist` or `…/batchunblacklist`: at most 20 openids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blacklist {
    /// Whom.
    pub openids: Vec<OpenId>,
    /// `true` blocks, `false` unblocks.
    pub on: bool,
}

impl Request for Blacklist {
    json_answer!(Done);

    fn call(&self) -> Call {
        let path = match self.on {
            true => "/cgi-bin/tags/members/batchblacklist",
            false => "/cgi-bin/tags/members/batchunblacklist",
        };
        Call::post(path, &json!({ "openid_list": self.openids }))
    }
}
