//! Appending to the audit, in the same transaction as what is audited.

use domain::{
    audit::{Event, Head, Source},
    time::beijing,
};

use super::{Batch, load};
use crate::{
    keys,
    ports::{Expect, Table, TableError},
};

/// The end of today's chain of one writer, as read.
#[derive(Debug)]
pub struct Audit {
    chain: String,
    head: Head,
    version: Option<u64>,
}

impl Audit {
    /// Reads the head of the chain that an event at its time belongs to.
    ///
    /// # Errors
    /// Any [`TableError`] but `Conflict`.
    pub async fn open(table: &dyn Table, source: Source, at: jiff::Timestamp) -> Result<Self, TableError> {
        let chain = keys::audit_chain(beijing(at).date(), source);
        let head = load::<Head>(table, &keys::audit_head(&chain)).await?;
        Ok(match head {
            Some(head) => Self { chain, head: head.value, version: Some(head.version) },
            None => Self { head: Head::first(&chain), chain, version: None },
        })
    }

    /// Adds the events and the new head. The transaction conflicts when somebody else appended meanwhile: read again.
    ///
    /// # Errors
    /// `Invalid` when an event can't be written as JSON.
    pub fn append(
        self,
        batch: &mut Batch,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<(), TableError> {
        let mut head = self.head;
        for event in events {
            let (entry, next) = head.append(event);
            batch.put(keys::audit(&self.chain, entry.seq), &entry, None, Expect::Absent)?;
            head = next;
        }
        let expect = self.version.map_or(Expect::Absent, Expect::Version);
        batch.put(keys::audit_head(&self.chain), &head, None, expect)
    }
}
