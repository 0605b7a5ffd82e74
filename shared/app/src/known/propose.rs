//! A known answer made of what was said to a group, to be looked at before it is kept.

use domain::{
    content::{Bilingual, known::KnownAnswer},
    ids::{GroupId, base32},
    language::Language,
    privacy::impersonal,
    staff::{Actor, Permission},
    time::beijing,
};
use jiff::ToSpan;

use crate::{App, AppError, groups, random};

/// Months until somebody has to look at a new one again.
const REVIEW_MONTHS: i64 = 6;

/// A new known answer: empty, or with the title of a group as its question and the group's last answer, if it has one,
/// without what is of one person. Nothing is written.
///
/// # Errors
/// `NotFound` when there is no such group; `Denied`, `Table`.
pub async fn propose(app: &App, actor: &Actor, group: Option<&GroupId>) -> Result<KnownAnswer, AppError> {
    actor.require(Permission::EditContent)?;
    let today = beijing(app.clock.now()).date();
    let mut known = KnownAnswer {
        id: base32(&random::<5>()?).to_lowercase(),
        owner: Some(actor.name.clone()),
        review_on: today.saturating_add(REVIEW_MONTHS.months()),
        ..KnownAnswer::default()
    };
    let Some(group) = group else { return Ok(known) };
    let group = groups::read(app, actor, group).await?;
    let title = impersonal(group.title.trim_end_matches('…'));
    match Language::of_text(&title) {
        Some(Language::English) => known.question.en = title,
        _ => known.question.zh = title,
    }
    if let Some(answer) = groups::answer::last(app, actor, &group.id).await? {
        known.answer = Bilingual { zh: impersonal(&answer.text.zh), en: impersonal(&answer.text.en) };
    }
    Ok(known)
}
