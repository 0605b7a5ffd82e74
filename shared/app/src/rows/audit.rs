//! Appending to the audit, in the same transaction as what is audited.

use std::collections::BTreeMap;

use domain::{
    audit::{Chain, Event, Head, Source},
    time::beijing,
};
use jiff::civil::Date;

use super::{Batch, Stored, load, parse};
use crate::{
    keys,
    ports::{Expect, Query, Table, TableError, TableName},
};

/// The ends of today's chains of one writer, as read.
#[derive(Debug)]
pub struct Audit {
    date: Date,
    source: Source,
    heads: BTreeMap<u8, Stored<Head>>,
}

impl Audit {
    /// Reads the heads of the chains that events at this time may belong to.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn open(table: &dyn Table, source: Source, at: jiff::Timestamp) -> Result<Self, TableError> {
        let date = beijing(at).date();
        let heads = if source.chains() == 1 {
            // Who has one chain needs no right to query.
            let only = Chain { date, source, part: 0 };
            load(table, &keys::audit_head(&only)).await?.into_iter().map(|head| (0, head)).collect()
        } else {
            audit_heads(table, date, source)
                .await?
                .into_iter()
                .map(|(chain, head)| (chain.part, head))
                .collect()
        };
        Ok(Self { date, source, heads })
    }

    /// Adds the events, each to its actor's chain, and the new heads. The transaction conflicts when somebody else
    /// appended to one of these chains meanwhile: read again.
    ///
    /// # Errors
    /// `Invalid` when an event can't be written as JSON.
    pub fn append(
        self,
        batch: &mut Batch,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<(), TableError> {
        let mut ends: BTreeMap<u8, Head> = BTreeMap::new();
        for event in events {
            let chain = Chain::of(self.date, self.source, &event.actor);
            let end = ends.entry(chain.part).or_insert_with(|| match self.heads.get(&chain.part) {
                Some(head) => head.value.clone(),
                None => Head::first(&chain.to_string()),
            });
            let (entry, next) = end.append(event);
            batch.put(keys::audit(&chain, entry.seq), &entry, None, Expect::Absent)?;
            *end = next;
        }
        for (part, end) in ends {
            let chain = Chain { date: self.date, source: self.source, part };
            let version = self.heads.get(&part).map(|head| head.version);
            let expect = version.map_or(Expect::Absent, Expect::Version);
            batch.put(keys::audit_head(&chain), &end, None, expect)?;
        }
        Ok(())
    }
}

/// The heads of a writer's chains of a day, as far as there are any.
///
/// # Errors
/// Any [`TableError`] but `Conflict`.
pub async fn audit_heads(
    table: &dyn Table,
    date: Date,
    source: Source,
) -> Result<Vec<(Chain, Stored<Head>)>, TableError> {
    let limit = usize::from(source.chains());
    let page =
        table.query(&Query::partition(TableName::Audit, keys::audit_heads(date, source), limit)).await?;
    let mut heads = Vec::with_capacity(page.items.len());
    for item in &page.items {
        let part = item
            .key
            .sk
            .strip_prefix('H')
            .and_then(|part| if part.is_empty() { Some(0) } else { part.parse().ok() });
        if let Some(part) = part.filter(|part| *part < source.chains()) {
            heads.push((Chain { date, source, part }, parse(item)?));
        }
    }
    Ok(heads)
}
