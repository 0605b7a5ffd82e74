//! An officer searches.

use std::{collections::HashMap, sync::Arc};

use domain::{
    ids::{FollowerId, QuestionId},
    input::folded,
    question::Question,
    staff::{Actor, Permission},
    time::beijing,
};
use jiff::civil::Date;

use super::{
    Index, Search,
    index::{Asked, Month},
    wanted::Wanted,
};
use crate::{
    App, AppError,
    hourly::{self, Look},
    keys,
    ports::{Query, TableName},
    questions::{MAX_PAGE, load_questions},
    rows::{Remark, parse},
};

/// Rows of a request.
const PAGE: usize = 1_000;

/// A question that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// As it is now.
    pub question: Question,
    /// What was looked for stands in an answer or a note, or in the remark.
    pub elsewhere: bool,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// One page, the latest question first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// Where to go on.
    pub next: Option<String>,
    /// The first day that was searched.
    pub since: Date,
}

/// Searches. The first search of each hour by an officer is audited, without its words.
///
/// # Errors
/// `Input` when nothing is asked for, or not understood; `Denied`, `Contended`, `Table`.
pub async fn search(app: &App, actor: &Actor, index: &Index, search: &Search) -> Result<Found, AppError> {
    actor.require(Permission::Read)?;
    if !(1..=MAX_PAGE).contains(&search.limit) {
        return Err(AppError::Input {
            field: "limit",
            zh: format!("请写 1 至 {MAX_PAGE} 的数字"),
            en: format!("use a number from 1 to {MAX_PAGE}"),
        });
    }
    let wanted = Wanted::of(app, actor, search).await?;
    let after = search.cursor.as_deref().map(place).transpose()?;
    let look = Look { action: "searched", object: "questions".to_owned(), detail: String::new() };
    hourly::audit(app, actor, |hour| keys::searched(&actor.login, hour), &look).await?;
    let named = named(app, &wanted).await?;
    let mut places = matching(&index.months(app, wanted.from).await?, &wanted, &named);
    places.sort_by(|a, b| b.0.cmp(&a.0));
    let total = places.len();
    let mut page: Vec<_> =
        places.into_iter().filter(|(place, _)| after.as_ref().is_none_or(|after| place < after)).collect();
    let more = page.len() > search.limit;
    page.truncate(search.limit);
    let next = page.last().filter(|_| more).map(|((at, id), _)| format!("{at:015}-{id}"));
    let elsewhere: HashMap<&QuestionId, bool> = page.iter().map(|((_, id), own)| (id, !own)).collect();
    let ids: Vec<QuestionId> = page.iter().map(|((_, id), _)| id.clone()).collect();
    let questions = load_questions(app, actor, &ids).await?;
    let hits = questions.into_iter().map(|question| {
        let elsewhere = elsewhere.get(&question.id).copied().unwrap_or_default();
        Hit { question, elsewhere }
    });
    let hits: Vec<Hit> =
        hits.filter(|hit| hit.elsewhere || still_holds(&hit.question, &wanted.terms)).collect();
    let total = total - (ids.len() - hits.len());
    Ok(Found { hits, total, next, since: wanted.from })
}

/// Whether a question still holds what was found in it: its words may have been erased since they were read.
fn still_holds(question: &Question, terms: &[String]) -> bool {
    let words = folded(&format!("{}\n{}\n{}", question.number, question.follower.short(), question.text));
    terms.iter().all(|term| words.contains(term.as_str()))
}

/// Where a question stands among what was found: when it was asked, in milliseconds, and which it is.
type Place = (i64, QuestionId);

/// Which of the terms a text holds, a bit each.
fn held(words: &str, terms: &[String]) -> u32 {
    terms.iter().enumerate().fold(0, |held, (n, term)| held | (u32::from(words.contains(term.as_str())) << n))
}

/// Residents whose remark holds some of the terms.
async fn named(app: &App, wanted: &Wanted) -> Result<HashMap<FollowerId, u32>, AppError> {
    let mut found = HashMap::new();
    if wanted.terms.is_empty() {
        return Ok(found);
    }
    let mut query = Query::partition(TableName::Main, keys::REMARK_PARTITION, PAGE);
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            let row = parse::<Remark>(item)?.value;
            let held = held(&folded(&row.remark), &wanted.terms);
            if held != 0 {
                found.insert(row.follower, held);
            }
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(found);
        }
    }
}

/// What our texts to a question add to what it holds itself.
#[derive(Clone, Copy, Default)]
struct Added {
    held: u32,
    by_officer: bool,
}

/// Every question for which all of it holds, and whether its own words did it.
fn matching(months: &[Arc<Month>], wanted: &Wanted, named: &HashMap<FollowerId, u32>) -> Vec<(Place, bool)> {
    let mut added: HashMap<&QuestionId, Added> = HashMap::new();
    for text in months.iter().flat_map(|month| &month.written) {
        let held = held(&text.words, &wanted.terms);
        let by_officer = wanted.officer.as_ref() == Some(&text.by);
        if held != 0 || by_officer {
            let entry = added.entry(&text.question).or_default();
            entry.held |= held;
            entry.by_officer |= by_officer;
        }
    }
    let all = (1u32 << wanted.terms.len()) - 1;
    let mut found = Vec::new();
    for asked in months.iter().flat_map(|month| &month.asked) {
        let more = added.get(&asked.question).copied().unwrap_or_default();
        if !fits(asked, wanted, more.by_officer) {
            continue;
        }
        let own = held(&asked.words, &wanted.terms);
        let remark = named.get(&asked.follower).copied().unwrap_or_default();
        if own | more.held | remark == all {
            found.push(((asked.asked_at.as_millisecond(), asked.question.clone()), own == all));
        }
    }
    found
}

fn fits(asked: &Asked, wanted: &Wanted, by_officer: bool) -> bool {
    let day = beijing(asked.asked_at).date();
    wanted.from <= day
        && wanted.to.is_none_or(|to| day <= to)
        && wanted.category.as_ref().is_none_or(|path| asked.category.starts_with(path))
        && wanted
            .officer
            .as_ref()
            .is_none_or(|officer| by_officer || asked.assignee.as_ref() == Some(officer))
}

fn place(cursor: &str) -> Result<Place, AppError> {
    let parsed = cursor.split_once('-').and_then(|(ms, id)| {
        let at = ms.parse().ok()?;
        let well_formed = (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
        well_formed.then(|| (at, QuestionId::from(id)))
    });
    parsed.ok_or_else(|| AppError::Input {
        field: "cursor",
        zh: "请用上一页给出的 next 值，或去掉它从头开始".to_owned(),
        en: "use the “next” of the page before, or leave it out to begin at the start".to_owned(),
    })
}
