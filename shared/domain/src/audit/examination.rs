//! Whether a chain is whole: its entries are computed again, one after the other, and held against its head and
//! against what was written down of it elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Chain, Entry, Head};

/// What was written down of a chain at a moment, where nobody who writes the chain can change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// The chain's name.
    pub chain: String,
    /// Its end at that moment.
    #[serde(flatten)]
    pub head: Head,
    /// When.
    pub at: Timestamp,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This entry is not what was written: it was changed, or stands in another's place.
    Changed {
        /// Its place.
        seq: u64,
    },
    /// This entry is missing, and others follow, or its head or a witness knows of it.
    Missing {
        /// Its place.
        seq: u64,
    },
    /// The head does not belong to the entries: it was changed, or is not there.
    Head,
    /// Entry and head agree with each other, and not with what was written down then: the chain was replaced.
    Replaced {
        /// The place that was written down.
        seq: u64,
        /// When it was written down.
        at: Timestamp,
    },
}

/// What an examination found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How many entries it looked at.
    pub entries: u64,
    /// The last place that agrees with a witness, and since when that has been written down.
    pub witnessed: Option<(u64, Timestamp)>,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// An examination under way: give it the entries in order.
#[derive(Clone, Debug)]
pub struct Examination {
    at: Head,
    /// Ordered by place, then by time.
    witnesses: Vec<Witness>,
    next: usize,
    found: Finding,
}

impl Examination {
    /// Begins with a chain's name and what was written down of it, other chains' included.
    #[must_use]
    pub fn of(chain: &Chain, witnesses: &[Witness]) -> Self {
        let name = chain.to_string();
        let mut own: Vec<Witness> =
            witnesses.iter().filter(|witness| witness.chain == name).cloned().collect();
        own.sort_by_key(|witness| (witness.head.seq, witness.at));
        let found = Finding { entries: 0, witnessed: None, fault: None };
        Self { at: Head::first(&name), witnesses: own, next: 0, found }
    }

    /// The next entry; `None` when what stands there can't be read.
    pub fn take(&mut self, entry: Option<&Entry>) {
        self.found.entries += 1;
        if self.found.fault.is_some() {
            return;
        }
        let place = self.at.seq + 1;
        let Some(entry) = entry else { return self.blame(Fault::Changed { seq: place }) };
        if entry.seq > place {
            return self.blame(Fault::Missing { seq: place });
        }
        let (expected, next) = self.at.append(entry.event.clone());
        if *entry != expected {
            return self.blame(Fault::Changed { seq: place });
        }
        self.at = next;
        while let Some(witness) = self.witnesses.get(self.next).filter(|witness| witness.head.seq <= place) {
            let (seq, at) = (witness.head.seq, witness.at);
            if witness.head != self.at {
                return self.blame(Fault::Replaced { seq, at });
            }
            let since =
                self.found.witnessed.filter(|(known, _)| *known == seq).map_or(at, |(_, since)| since);
            self.found.witnessed = Some((seq, since));
            self.next += 1;
        }
    }

    /// How many entries agree so far.
    #[must_use]
    pub const fn agreed(&self) -> u64 {
        self.at.seq
    }

    /// Ends with the chain's head, read after its last entry.
    #[must_use]
    pub fn end(mut self, head: Option<&Head>) -> Finding {
        if self.found.fault.is_none() {
            let known =
                head.map_or(0, |head| head.seq).max(self.witnesses.last().map_or(0, |last| last.head.seq));
            if known > self.at.seq {
                self.blame(Fault::Missing { seq: self.at.seq + 1 });
            } else if self.at.seq > 0 && head != Some(&self.at) || self.at.seq == 0 && head.is_some() {
                self.blame(Fault::Head);
            }
        }
        self.found
    }

    fn blame(&mut self, fault: Fault) {
        self.found.fault = Some(fault);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Event;
    use super::*;

    fn chain() -> Chain {
        Chain::parse("2026-11-24#admin#3").unwrap()
    }

    fn written(actions: &[&str]) -> (Vec<Entry>, Head) {
        let mut head = Head::first(&chain().to_string());
        let entries = actions.iter().map(|action| {
            let event = Event {
                at: Timestamp::UNIX_EPOCH,
                actor: "zhang".to_owned(),
                action: (*action).to_owned(),
                object: "question:1".to_owned(),
                detail: String::new(),
            };
            let (entry, next) = head.append(event);
            head = next;
            entry
        });
        (entries.collect(), head)
    }

    fn examined(entries: &[Entry], head: Option<&Head>, witnesses: &[Witness]) -> Finding {
        let mut examination = Examination::of(&chain(), witnesses);
        entries.iter().for_each(|entry| examination.take(Some(entry)));
        examination.end(head)
    }

    fn witness(entries: &[Entry], seq: u64) -> Witness {
        let hash = entries[seq as usize - 1].hash.clone();
        let at = Timestamp::from_second(seq as i64 * 3600).unwrap();
        Witness { chain: chain().to_string(), head: Head { seq, hash }, at }
    }

    #[test]
    fn a_whole_chain_is_whole_and_says_how_far_it_was_written_down() {
        let (entries, head) = written(&["took", "answered", "ended"]);
        let found = examined(&entries, Some(&head), &[witness(&entries, 2)]);
        assert_eq!(found.fault, None);
        assert_eq!((found.entries, found.witnessed.map(|(seq, _)| seq)), (3, Some(2)));
        assert_eq!(examined(&[], None, &[]).fault, None);
    }

    #[test]
    fn the_first_wrong_entry_is_named() {
        let (entries, head) = written(&["took", "answered", "ended", "noted"]);
        let fault = |entries: &[Entry], head: Option<&Head>| examined(entries, head, &[]).fault;
        let mut changed = entries.clone();
        changed[1].event.actor = "li".to_owned();
        assert_eq!(fault(&changed, Some(&head)), Some(Fault::Changed { seq: 2 }));
        let gap: Vec<Entry> = [&entries[..1], &entries[2..]].concat();
        assert_eq!(fault(&gap, Some(&head)), Some(Fault::Missing { seq: 2 }));
        assert_eq!(fault(&entries[..3], Some(&head)), Some(Fault::Missing { seq: 4 }));
        assert_eq!(fault(&entries, None), Some(Fault::Head));
        let earlier = Head { seq: 2, hash: entries[1].hash.clone() };
        assert_eq!(fault(&entries, Some(&earlier)), Some(Fault::Head));
        let mut examination = Examination::of(&chain(), &[]);
        examination.take(Some(&entries[0]));
        examination.take(None);
        assert_eq!(examination.end(Some(&head)).fault, Some(Fault::Changed { seq: 2 }));
    }

    #[test]
    fn a_chain_replaced_as_a_whole_with_its_head_is_found_by_what_was_written_down() {
        let (entries, _) = written(&["took", "answered", "ended"]);
        let witnesses = [witness(&entries, 1), witness(&entries, 2)];
        let (other, head) = written(&["took", "deleted", "ended"]);
        let found = examined(&other, Some(&head), &witnesses);
        let at = Timestamp::from_second(7200).unwrap();
        assert_eq!(found.fault, Some(Fault::Replaced { seq: 2, at }));
        let (shorter, head) = written(&["took"]);
        assert_eq!(examined(&shorter, Some(&head), &witnesses).fault, Some(Fault::Missing { seq: 2 }));
        assert_eq!(examined(&[], None, &witnesses).fault, Some(Fault::Missing { seq: 1 }));
    }
}
