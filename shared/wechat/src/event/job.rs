//! Results of jobs: mass sends, template messages, publishing.
//!
//! Sources: "群发接口 / 事件推送群发结果", "模板消息", "发布结果". Undocumented numbers occur and are kept.

use crate::{ids::MsgId, xml::Fields};
use serde::{Deserialize, Serialize};

/// `Status` of a mass send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MassStatus {
    /// `send success`; single followers may still have been left out.
    Success,
    /// `send fail`.
    Fail,
    /// `err(n)`.
    Err(u32),
    /// Another wording.
    Other(String),
}

impl MassStatus {
    fn read(status: &str) -> Self {
        let number = status.strip_prefix("err(").and_then(|rest| rest.strip_suffix(')'));
        match status {
            "send success" => Self::Success,
            "send fail" => Self::Fail,
            _ => {
                number.and_then(|n| n.parse().ok()).map_or_else(|| Self::Other(status.to_owned()), Self::Err)
            }
        }
    }

    /// One line in English, `None` for numbers that aren't documented.
    pub fn meaning(&self) -> Option<&'static str> {
        Some(match self {
            Self::Success => "sent",
            Self::Fail => "failed",
            Self::Err(10001) => "suspected advertising",
            Self::Err(20001) => "suspected politics",
            Self::Err(20002) => "suspected pornography",
            Self::Err(20004) => "suspected social disturbance",
            Self::Err(20006) => "suspected crime",
            Self::Err(20008) => "suspected fraud",
            Self::Err(20013) => "suspected copyright infringement",
            Self::Err(21000) => "refused for another reason",
            Self::Err(22000) => "suspected mutual promotion",
            Self::Err(30001) => "the check for originality failed and reprints are not to be sent",
            Self::Err(30002) => "the check for originality forbids sending",
            Self::Err(30003) => "judged a reprint, and reprints are not to be sent",
            Self::Err(40001) => "the administrator refused the send",
            Self::Err(40002) => "the administrator did not confirm the send within 30 minutes",
            Self::Err(_) | Self::Other(_) => return None,
        })
    }
}

/// An article of a finished send or publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleUrl {
    /// Its place, from 1.
    pub index: Option<u32>,
    /// Its address.
    pub url: String,
}

/// What the originality check found out about one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyrightItem {
    /// Its place, from 1.
    pub index: Option<u32>,
    /// `AuditState` as the platform numbers it.
    pub audit_state: Option<u32>,
    /// The article that it repeats.
    pub original_url: String,
    /// Whether the original allows a reprint.
    pub can_reprint: bool,
}

/// Result of a mass send. Counts are approximate: the event comes slightly before the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassResult {
    /// The job, as answered by the send call.
    pub msg_id: MsgId,
    /// How it ended.
    pub status: MassStatus,
    /// Size of the audience.
    pub total_count: Option<u64>,
    /// Left after the platform's filters, in principle `sent_count + error_count`.
    pub filter_count: Option<u64>,
    /// Delivered.
    pub sent_count: Option<u64>,
    /// Failed.
    pub error_count: Option<u64>,
    /// 1 no reprint, 2 reprint that may be sent, 3 reprint that may not; 0 seen.
    pub check_state: Option<u32>,
    /// Findings of the originality check.
    pub copyright: Vec<CopyrightItem>,
    /// The articles' addresses.
    pub articles: Vec<ArticleUrl>,
}

impl MassResult {
    pub(super) fn read(fields: &Fields) -> Self {
        let none = Fields::default();
        let check = fields.fields("CopyrightCheckResult").unwrap_or(&none);
        let urls = fields.fields("ArticleUrlResult").unwrap_or(&none);
        let copyright = items(check.fields("ResultList")).map(|item| CopyrightItem {
            index: item.number("ArticleIdx"),
            audit_state: item.number("AuditState"),
            original_url: item.owned("OriginalArticleUrl"),
            can_reprint: item.text("CanReprint") == Some("1"),
        });
        let articles = items(urls.fields("ResultList"))
            .map(|item| ArticleUrl { index: item.number("ArticleIdx"), url: item.owned("ArticleUrl") });
        Self {
            msg_id: MsgId::from(fields.any_case("MsgID").unwrap_or_default()),
            status: MassStatus::read(fields.text("Status").unwrap_or_default()),
            total_count: fields.number("TotalCount"),
            filter_count: fields.number("FilterCount"),
            sent_count: fields.number("SentCount"),
            error_count: fields.number("ErrorCount"),
            check_state: check.number("CheckState"),
            copyright: copyright.collect(),
            articles: articles.collect(),
        }
    }
}

fn items(list: Option<&Fields>) -> impl Iterator<Item = &Fields> {
    list.into_iter().flat_map(|list| list.all("item")).filter_map(|item| item.fields())
}

/// `Status` of a template message; the platform's spacing varies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateStatus {
    /// Delivered.
    Success,
    /// The follower blocks messages.
    UserBlocked,
    /// Failed otherwise, with the platform's words.
    Failed(String),
}

impl TemplateStatus {
    pub(super) fn read(status: &str) -> Self {
        let reason = status.strip_prefix("failed:").map(str::trim);
        match (status, reason) {
            ("success", _) => Self::Success,
            (_, Some("user block")) => Self::UserBlocked,
            (_, reason) => Self::Failed(reason.unwrap_or(status).to_owned()),
        }
    }
}

/// Result of publishing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishResult {
    /// The job, as answered by `freepublish/submit`.
    pub publish_id: String,
    /// 0 published, 1 running, 2 originality failed, 3 failed, 4 refused by review, 5 deleted, 6 banned.
    pub status: Option<u32>,
    /// The published article, at status 0.
    pub article_id: Option<String>,
    /// The articles' addresses.
    pub articles: Vec<ArticleUrl>,
    /// Places (from 1) of articles that failed.
    pub failed: Vec<u32>,
}

impl PublishResult {
    pub(super) fn read(fields: &Fields) -> Self {
        let none = Fields::default();
        let event = fields.fields("PublishEventInfo").unwrap_or(&none);
        let articles = items(event.fields("article_detail"))
            .map(|item| ArticleUrl { index: item.number("idx"), url: item.owned("article_url") });
        let failed = event.all("fail_idx").filter_map(|node| node.text()?.parse().ok());
        Self {
            publish_id: event.owned("publish_id"),
            status: event.number("publish_status"),
            article_id: event.non_empty("article_id").map(str::to_owned),
            articles: articles.collect(),
            failed: failed.collect(),
        }
    }
}
