//! Reading the audit, page by page.

use domain::{
    audit::{Chain, Entry, Event},
    ids::{QuestionId, QuestionNumber},
    staff::{Actor, Permission},
    time::beijing,
};
use jiff::{ToSpan, civil::Date};

use super::read::{Day, Places};
use crate::{App, AppError, keys, rows::load};

/// Most entries on a page.
pub const MAX_PAGE: usize = 200;
/// Most days that one filter spans.
pub const MAX_DAYS: i32 = 400;
/// A request looks at about so many entries; a page may end early, with a cursor.
const LOOKED_AT: usize = 4_000;
/// Looking for a day's chains counts as so many entries.
const DAY_COUNTS: usize = 40;

/// Which entries. An empty text lets everything through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// First day in Beijing.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// Sign-in name.
    pub who: String,
    /// What was done: the word of the entry.
    pub action: String,
    /// A part of the object, or a question's number.
    pub object: String,
}

impl Filter {
    /// All entries of these days.
    #[must_use]
    pub const fn days(from: Date, to: Date) -> Self {
        Self { from, to, who: String::new(), action: String::new(), object: String::new() }
    }

    fn fits(&self, event: &Event) -> bool {
        (self.who.is_empty() || event.actor == self.who)
            && (self.action.is_empty() || event.action == self.action)
            && (self.object.is_empty() || event.object.contains(self.object.as_str()))
    }
}

/// What to list.
#[derive(Clone, Debug)]
pub struct List {
    /// Which entries.
    pub filter: Filter,
    /// Most entries to give, 1 to [`MAX_PAGE`].
    pub limit: usize,
    /// [`Found::next`] of the page before.
    pub cursor: Option<String>,
}

/// An entry and the chain that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The chain.
    pub chain: Chain,
    /// The entry.
    pub entry: Entry,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Newest first. May be fewer than asked for, even none, while there is a `next`.
    pub entries: Vec<Listed>,
    /// Where to go on; opaque. `None` means that there is nothing more.
    pub next: Option<String>,
}

/// Lists entries, newest first.
///
/// # Errors
/// `Input` when dates, limit or cursor are not acceptable; `Denied`, `Table`.
pub async fn list(app: &App, actor: &Actor, command: List) -> Result<Found, AppError> {
    actor.require(Permission::ReadAudit)?;
    check(&command)?;
    let filter = resolved(app, command.filter).await?;
    let cursor = command.cursor.as_deref().map(|text| parse_cursor(text, &filter)).transpose()?;
    let (mut date, mut places) = cursor.unwrap_or((filter.to, None));
    let table = app.table.as_ref();
    let who = (!filter.who.is_empty()).then_some(filter.who.as_str());
    let (mut found, mut looked) = (Found::default(), 0);
    loop {
        let mut day = Day::open(table, date, who, places.take().as_ref()).await?;
        looked += DAY_COUNTS;
        while let Some(listed) = day.next(table).await? {
            looked += 1;
            if filter.fits(&listed.entry.event) {
                found.entries.push(listed);
            }
            if found.entries.len() == command.limit || looked >= LOOKED_AT {
                found.next = Some(cursor_of(date, Some(&day.places())));
                return Ok(found);
            }
        }
        if date <= filter.from {
            return Ok(found);
        }
        date = date.saturating_sub(1.day());
        if looked >= LOOKED_AT {
            found.next = Some(cursor_of(date, None));
            return Ok(found);
        }
    }
}

/// What people call a question becomes what the audit calls it.
async fn resolved(app: &App, mut filter: Filter) -> Result<Filter, AppError> {
    filter.who = filter.who.trim().to_lowercase();
    filter.action = filter.action.trim().to_owned();
    filter.object = filter.object.trim().to_owned();
    if let Some(number) = QuestionNumber::parse(&filter.object)
        && let Some(id) = load::<QuestionId>(app.table.as_ref(), &keys::number(&number)).await?
    {
        filter.object = format!("question:{}", id.value);
    }
    Ok(filter)
}

fn check(command: &List) -> Result<(), AppError> {
    if !(1..=MAX_PAGE).contains(&command.limit) {
        return Err(AppError::Input {
            field: "limit",
            zh: format!("请写 1 至 {MAX_PAGE} 的数字"),
            en: format!("use a number from 1 to {MAX_PAGE}"),
        });
    }
    check_days(&command.filter)
}

/// Days in order, and not too many.
pub(super) fn check_days(filter: &Filter) -> Result<(), AppError> {
    let days = (filter.to - filter.from).get_days();
    if days < 0 {
        return Err(AppError::Input {
            field: "from",
            zh: "开始日期请不要晚于结束日期".to_owned(),
            en: "the first day must not be after the last".to_owned(),
        });
    }
    if days >= MAX_DAYS {
        return Err(AppError::Input {
            field: "from",
            zh: format!("一次最多查 {MAX_DAYS} 天：请把日期改近一些"),
            en: format!("at most {MAX_DAYS} days at a time: bring the dates closer together"),
        });
    }
    Ok(())
}

/// The last `days` days up to now, today included.
#[must_use]
pub(super) fn last_days(app: &App, days: i32) -> (Date, Date) {
    let today = beijing(app.clock.now()).date();
    (today.saturating_sub((days - 1).days()), today)
}

impl Filter {
    /// All entries of the last `days` days, today included.
    #[must_use]
    pub fn last(app: &App, days: i32) -> Self {
        let (from, to) = last_days(app, days);
        Self::days(from, to)
    }
}

/// `2026-11-24` for the end of a day, `2026-11-24~3.0.12…` for places within it.
fn cursor_of(date: Date, places: Option<&Places>) -> String {
    match places {
        None => date.to_string(),
        Some(places) => {
            let places: Vec<String> = places.iter().map(u64::to_string).collect();
            format!("{date}~{}", places.join("."))
        }
    }
}

fn parse_cursor(text: &str, filter: &Filter) -> Result<(Date, Option<Places>), AppError> {
    let read = || {
        let (date, places) = text.split_once('~').map_or((text, None), |(date, places)| (date, Some(places)));
        let date: Date = date.parse().ok()?;
        let places: Option<Places> = match places {
            None => None,
            Some(places) => Some(places.split('.').map(|place| place.parse().ok()).collect::<Option<_>>()?),
        };
        let whole = places.as_ref().is_none_or(|places| places.len() == Chain::all(date).count());
        (whole && filter.from <= date && date <= filter.to).then_some((date, places))
    };
    read().ok_or_else(|| AppError::Input {
        field: "cursor",
        zh: "请用上一页给出的 next 值，或去掉它从头开始".to_owned(),
        en: "use the “next” of the page before, or leave it out to begin at the start".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_and_nowhere_else() {
        let filter = Filter::days("2026-11-20".parse().unwrap(), "2026-11-24".parse().unwrap());
        let date = "2026-11-22".parse().unwrap();
        let places: Places = (0..11).collect();
        for places in [None, Some(places)] {
            assert_eq!(parse_cursor(&cursor_of(date, places.as_ref()), &filter), Ok((date, places)));
        }
        for broken in ["", "x", "2026-11-25", "2026-11-19", "2026-11-22~1.2", "2026-11-22~", "2026-11-22~a"] {
            assert!(parse_cursor(broken, &filter).is_err(), "{broken}");
        }
    }
}
