//! Drafts of articles. Source: `/cgi-bin/draft/…`. A draft vanishes once it is sent or published.

use super::{
    Done,
    answer::{self, get, post},
};
use crate::ids::MediaId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An article to store. Fields of newer kinds (`newspic`, crops, …) go into `extra`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NewsArticle {
    /// At most 32 characters.
    pub title: String,
    /// At most 16 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// At most 128 characters; without one the first 54 of the text are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// HTML below 20,000 characters and 1 MB; pictures only from `uploadimg`.
    pub content: String,
    /// At most 1 KB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_source_url: Option<String>,
    /// A permanent picture; required for articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumb_media_id: Option<MediaId>,
    /// 1 opens comments.
    #[serde(default)]
    pub need_open_comment: u8,
    /// 1 lets only followers comment.
    #[serde(default)]
    pub only_fans_can_comment: u8,
    /// Anything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An article as the platform gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewsItem {
    /// Title.
    #[serde(default)]
    pub title: String,
    /// Address; a draft's is temporary.
    #[serde(default)]
    pub url: String,
    /// Whether a published article has been deleted.
    #[serde(default, deserialize_with = "answer::flag")]
    pub is_deleted: bool,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Articles.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NewsItems {
    /// In their order.
    #[serde(default)]
    pub news_item: Vec<NewsItem>,
}

/// POST `/cgi-bin/draft/add`: 1 to 8 articles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftAdd {
    /// The articles.
    pub articles: Vec<NewsArticle>,
}
post!(DraftAdd, "/cgi-bin/draft/add", DraftId);

/// What [`DraftAdd`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftId {
    /// The draft.
    pub media_id: MediaId,
}

/// POST `/cgi-bin/draft/get`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftGet {
    /// Which.
    pub media_id: MediaId,
}
post!(DraftGet, "/cgi-bin/draft/get", NewsItems);

/// POST `/cgi-bin/draft/update`: replaces one article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftUpdate {
    /// Which draft.
    pub media_id: MediaId,
    /// Which article, from 0.
    pub index: u32,
    /// Its new content.
    pub articles: NewsArticle,
}
post!(DraftUpdate, "/cgi-bin/draft/update", Done);

/// POST `/cgi-bin/draft/delete`: irreversible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftDelete {
    /// Which.
    pub media_id: MediaId,
}
post!(DraftDelete, "/cgi-bin/draft/delete", Done);

/// GET `/cgi-bin/draft/count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftCount;
get!(DraftCount, "/cgi-bin/draft/count", DraftTotal);

/// What [`DraftCount`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTotal {
    /// All drafts.
    #[serde(deserialize_with = "answer::integer")]
    pub total_count: i64,
}

/// POST `/cgi-bin/draft/batchget`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DraftBatchGet {
    /// From 0.
    pub offset: u32,
    /// 1 to 20.
    pub count: u32,
    /// 1 leaves the texts out.
    pub no_content: u8,
}
post!(DraftBatchGet, "/cgi-bin/draft/batchget", DraftPage);

/// What [`DraftBatchGet`] answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftPage {
    /// All drafts.
    #[serde(default, deserialize_with = "answer::integer")]
    pub total_count: i64,
    /// This page.
    #[serde(default)]
    pub item: Vec<DraftItem>,
}

/// One draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftItem {
    /// Its id.
    pub media_id: MediaId,
    /// Its articles.
    #[serde(default)]
    pub content: NewsItems,
    /// Last change, Unix seconds.
    #[serde(default, deserialize_with = "answer::integer")]
    pub update_time: i64,
}
