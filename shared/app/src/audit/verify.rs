//! Holding the audit against its hashes and its witnesses.

use domain::{
    audit::{Chain, Entry, Examination, Fault, Head, Witness},
    staff::{Actor, Permission},
    time::beijing,
};
use jiff::{Timestamp, ToSpan, civil::Date};

use super::{Filter, list::check_days, witness::of_day};
use crate::{
    App, AppError, keys,
    ports::{Query, TableError, TableName},
    rows::{load, parse},
};

/// Entries read at a time.
const AT_A_TIME: usize = 500;

/// A chain that was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which.
    pub chain: Chain,
    /// How many entries it has.
    pub entries: u64,
    /// Up to which place it agrees with what was written down elsewhere, and since when.
    pub witnessed: Option<(u64, Timestamp)>,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The chains of these days that have entries or should have, oldest first.
    pub chains: Vec<Verified>,
    /// Objects with heads that were written down and can't be read.
    pub unreadable: Vec<String>,
    /// When heads were last written down.
    pub last_witness: Option<Timestamp>,
}

impl Report {
    /// Whether everything is as it was written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.broken().next().is_none() && self.unreadable.is_empty()
    }

    /// The chains with a fault.
    pub fn broken(&self) -> impl Iterator<Item = &Verified> {
        self.chains.iter().filter(|chain| chain.fault.is_some())
    }

    /// How many entries were looked at.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.chains.iter().map(|chain| chain.entries).sum()
    }

    /// How many of them were written down elsewhere.
    #[must_use]
    pub fn witnessed(&self) -> u64 {
        self.chains.iter().filter_map(|chain| chain.witnessed).map(|(seq, _)| seq).sum()
    }
}

/// Computes every chain of these days again and holds it against its head and what was written down of it.
///
/// # Errors
/// `Input` when the days are not acceptable; `Denied`, `Table`, `Blob`.
pub async fn verify(app: &App, actor: &Actor, from: Date, to: Date) -> Result<Report, AppError> {
    actor.require(Permission::ReadAudit)?;
    check_days(&Filter::days(from, to))?;
    let today = beijing(app.clock.now()).date();
    let mut report = Report { from, to, chains: Vec::new(), unreadable: Vec::new(), last_witness: None };
    let mut known = witnesses(app, from, today, &mut report).await?;
    let mut date = from;
    loop {
        let next = date.saturating_add(1.day());
        let of_next = witnesses(app, next, today, &mut report).await?;
        let both = [known, of_next.clone()].concat();
        for chain in Chain::all(date) {
            let verified = examine(app, chain, &both).await?;
            if verified.entries > 0 || verified.fault.is_some() {
                report.chains.push(verified);
            }
        }
        if date >= to {
            return Ok(report);
        }
        (date, known) = (next, of_next);
    }
}

/// What was written down on a day: of that day's chains and the day's before.
async fn witnesses(
    app: &App,
    date: Date,
    today: Date,
    report: &mut Report,
) -> Result<Vec<Witness>, AppError> {
    if date > today {
        return Ok(Vec::new());
    }
    let (witnesses, unreadable) = of_day(app, date).await?;
    report.unreadable.extend(unreadable);
    report.last_witness = report.last_witness.max(witnesses.iter().map(|witness| witness.at).max());
    Ok(witnesses)
}

/// The entries first and then the head, so that what is appended meanwhile is no fault.
async fn examine(app: &App, chain: Chain, witnesses: &[Witness]) -> Result<Verified, AppError> {
    let table = app.table.as_ref();
    let mut examination = Examination::of(&chain, witnesses);
    let mut query = Query::partition(TableName::Audit, keys::audit_partition(chain), AT_A_TIME);
    let mut looks = 0;
    let head = loop {
        let page = table.query(&query).await?;
        for item in &page.items {
            examination.take(parse::<Entry>(item).ok().map(|entry| entry.value).as_ref());
        }
        let last = page.items.last().map(|item| item.key.sk.clone());
        if page.next.is_some() {
            query.after = page.next;
            continue;
        }
        let head = load::<Head>(table, &keys::audit_head(&chain)).await;
        let seq = head.as_ref().map_or(0, |head| head.as_ref().map_or(0, |head| head.value.seq));
        let grew = seq > examination.agreed();
        looks += 1;
        if !grew || last.is_none() && looks > 1 {
            break head;
        }
        // Appended between the two reads.
        query.after = last.or(query.after);
    };
    let found = match head {
        Ok(head) => examination.end(head.map(|head| head.value).as_ref()),
        Err(TableError::Invalid(_)) => examination.end(None),
        Err(error) => return Err(error.into()),
    };
    Ok(Verified { chain, entries: found.entries, witnessed: found.witnessed, fault: found.fault })
}
