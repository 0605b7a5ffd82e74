//! A day's chains, read together from the newest entry to the oldest.

use std::collections::VecDeque;

use domain::audit::{Chain, Entry, Source};
use jiff::civil::Date;

use super::Listed;
use crate::{
    keys,
    ports::{Query, Table, TableError, TableName},
    rows::{audit_heads, parse},
};

/// Entries of a chain that are read at a time.
const AT_A_TIME: usize = 100;

/// One chain: entries up to `below` have not been given yet.
struct Reader {
    chain: Chain,
    below: u64,
    /// Read and not given yet, newest first.
    ahead: VecDeque<Entry>,
}

impl Reader {
    async fn fill(&mut self, table: &dyn Table) -> Result<(), TableError> {
        while self.ahead.is_empty() && self.below > 0 {
            let query = Query::partition(TableName::Audit, keys::audit_partition(self.chain), AT_A_TIME)
                .between(keys::audit_place(1), keys::audit_place(self.below))
                .descending();
            let page = table.query(&query).await?;
            for item in &page.items {
                match parse::<Entry>(item) {
                    Ok(entry) => self.ahead.push_back(entry.value),
                    // Verification tells; what can be read is shown.
                    Err(error) => tracing::error!(%error, "an audit entry can't be read"),
                }
            }
            if self.ahead.is_empty() {
                let last = page.items.last().and_then(|item| item.key.sk.parse::<u64>().ok());
                self.below = last.map_or(0, |last| last.saturating_sub(1));
            }
        }
        Ok(())
    }

    fn take(&mut self) -> Option<Entry> {
        let entry = self.ahead.pop_front()?;
        self.below = entry.seq.saturating_sub(1);
        Some(entry)
    }
}

/// How far the chains of a day have been read: for each chain that a day may have, in order, how many entries are left.
pub(super) type Places = Vec<u64>;

/// The chains of one day.
pub(super) struct Day {
    readers: Vec<Reader>,
}

impl Day {
    /// Opens the chains that hold somebody's acts, or all; at their ends or where one had stopped.
    pub(super) async fn open(
        table: &dyn Table,
        date: Date,
        who: Option<&str>,
        places: Option<&Places>,
    ) -> Result<Self, TableError> {
        let mut ends = Vec::new();
        if places.is_none() {
            for source in Source::ALL {
                ends.extend(audit_heads(table, date, source).await?);
            }
        }
        let end =
            |chain: &Chain| ends.iter().find(|(own, _)| own == chain).map_or(0, |(_, head)| head.value.seq);
        let readers = Chain::all(date).enumerate().map(|(n, chain)| {
            let holds = who.is_none_or(|who| chain.source.part_of(who) == chain.part);
            let below = places.map_or_else(|| end(&chain), |places| places.get(n).copied().unwrap_or(0));
            Reader { chain, below: if holds { below } else { 0 }, ahead: VecDeque::new() }
        });
        Ok(Self { readers: readers.collect() })
    }

    /// The newest entry that has not been given yet.
    pub(super) async fn next(&mut self, table: &dyn Table) -> Result<Option<Listed>, TableError> {
        for reader in &mut self.readers {
            reader.fill(table).await?;
        }
        let newest = self.readers.iter_mut().filter(|reader| !reader.ahead.is_empty());
        let newest = newest.max_by_key(|reader| reader.ahead.front().map(|entry| entry.event.at));
        Ok(newest.and_then(|reader| Some(Listed { chain: reader.chain, entry: reader.take()? })))
    }

    /// Where one would go on.
    pub(super) fn places(&self) -> Places {
        self.readers.iter().map(|reader| reader.below).collect()
    }
}
