//! A canned response as it reads to one resident.

use domain::{
    canned::{CannedResponse, Variable, fill},
    content::Snapshot,
    follower::Follower,
    question::Question,
    time::show_ahead,
};
use jiff::Timestamp;

/// The text in the question's language with its variables filled in; where nothing is known, words that are true anyway.
#[must_use]
pub fn filled(
    canned: &CannedResponse,
    question: &Question,
    follower: Option<&Follower>,
    content: &Snapshot,
    now: Timestamp,
) -> String {
    let language = question.language;
    fill(canned.text.get(language), |variable| match variable {
        Variable::Address => follower
            .and_then(|follower| follower.remark.clone())
            .unwrap_or_else(|| language.pick("居民朋友", "resident").to_owned()),
        Variable::Number => question.number.to_string(),
        Variable::Hours => Some(content.hours.get(language))
            .filter(|hours| !hours.is_empty())
            .unwrap_or(language.pick("工作日上班时间", "office hours on working days"))
            .to_owned(),
        Variable::Deadline => question.promised_at.filter(|at| *at > now).map_or_else(
            || language.pick("尽快", "as soon as possible").to_owned(),
            |at| show_ahead(at, now, language),
        ),
    })
}
