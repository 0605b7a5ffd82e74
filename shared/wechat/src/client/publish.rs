//! Publishing without a push. Source: `/cgi-bin/freepublish/…`. Withdrawn from uncertified accounts in 2025.

use super::{
    Done, NewsItems,
    answer::{self, post},
};
use crate::{event::ArticleUrl, ids::MediaId};
use serde::{Deserialize, Deserializer, Serialize};

/// POST `/cgi-bin/freepublish/submit`: success means accepted, not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreePublishSubmit {
    /// The draft.
    pub media_id: MediaId,
}
post!(FreePublishSubmit, "/cgi-bin/freepublish/submit", Submitted);

/// What [`FreePublishSubmit`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// The job.
    #[serde(deserialize_with = "answer::text")]
    pub publish_id: String,
    /// For analytics.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub msg_data_id: Option<String>,
}

/// POST `/cgi-bin/freepublish/get`: 100 calls a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreePublishGet {
    /// The job.
    pub publish_id: String,
}
post!(FreePublishGet, "/cgi-bin/freepublish/get", FreePublishState);

/// What [`FreePublishGet`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreePublishState {
    /// The job.
    #[serde(default, deserialize_with = "answer::text")]
    pub publish_id: String,
    /// 0 published, 1 running, 2 originality failed, 3 failed, 4 refused by review, 5 deleted, 6 banned.
    #[serde(deserialize_with = "answer::integer")]
    pub publish_status: i64,
    /// The article, at status 0.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub article_id: Option<String>,
    /// Addresses, at status 0.
    #[serde(default, rename = "article_detail", deserialize_with = "articles")]
    pub articles: Vec<ArticleUrl>,
    /// Places of failed articles, from 1.
    #[serde(default, deserialize_with = "answer::integers")]
    pub fail_idx: Vec<i64>,
}

fn articles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ArticleUrl>, D::Error> {
    #[derive(Default, Deserialize)]
    struct Detail {
        #[serde(default)]
        item: Vec<Item>,
    }
    #[derive(Deserialize)]
    struct Item {
        #[serde(default, deserialize_with = "answer::some_integer")]
        idx: Option<i64>,
        #[serde(default)]
        article_url: String,
    }
    let detail = Option::<Detail>::deserialize(deserializer)?.unwrap_or_default();
    let index = |idx: Option<i64>| idx.and_then(|n| u32::try_from(n).ok());
    Ok(detail.item.into_iter().map(|i| ArticleUrl { index: index(i.idx), url: i.article_url }).collect())
}

/// POST `/cgi-bin/freepublish/delete`: irreversible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreePublishDelete {
    /// Which.
    pub article_id: String,
    /// Which of its articles, from 1; 0 for all.
    pub index: u32,
}
post!(FreePublishDelete, "/cgi-bin/freepublish/delete", Done);

/// POST `/cgi-bin/freepublish/getarticle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FreePublishGetArticle {
    /// Which.
    pub article_id: String,
}
post!(FreePublishGetArticle, "/cgi-bin/freepublish/getarticle", NewsItems);

/// POST `/cgi-bin/freepublish/batchget`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FreePublishBatchGet {
    /// From 0.
    pub offset: u32,
    /// 1 to 20.
    pub count: u32,
    /// 1 leaves the texts out.
    pub no_content: u8,
}
post!(FreePublishBatchGet, "/cgi-bin/freepublish/batchget", FreePublishPage);

/// What [`FreePublishBatchGet`] answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FreePublishPage {
    /// All published.
    #[serde(default, deserialize_with = "answer::integer")]
    pub total_count: i64,
    /// This page.
    #[serde(default)]
    pub item: Vec<PublishedItem>,
}

/// One publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedItem {
    /// Its id.
    #[serde(deserialize_with = "answer::text")]
    pub article_id: String,
    /// Its articles.
    #[serde(default)]
    pub content: NewsItems,
    /// Last change, Unix seconds.
    #[serde(default, deserialize_with = "answer::integer")]
    pub update_time: i64,
}
