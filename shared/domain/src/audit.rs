//! The audit: entries that are only ever added, chained by hashes per day and writer, so that a change or a gap in
//! the past shows. The heads of the chains are written down elsewhere each hour, so that a chain that was replaced as a
//! whole shows, too.

mod chain;
mod examination;

pub use chain::Chain;
pub use examination::{Examination, Fault, Finding, Witness};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Who writes a chain; each function has its own, so that chains don't contend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The console and its API.
    #[default]
    Admin,
    /// The callback.
    Webhook,
    /// Background work.
    Worker,
    /// The command line.
    Cli,
}

/// Chains of a day among which officers are divided, so that those who act at once seldom meet.
const CONSOLE_CHAINS: u8 = 8;

impl Source {
    /// All, in a fixed order.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Webhook, Self::Worker, Self::Cli];

    /// How many chains a day it has.
    #[must_use]
    pub const fn chains(self) -> u8 {
        match self {
            Self::Admin => CONSOLE_CHAINS,
            Self::Webhook | Self::Worker | Self::Cli => 1,
        }
    }

    /// Which of its chains has the acts of somebody: all of them, in order.
    #[must_use]
    pub fn part_of(self, actor: &str) -> u8 {
        Sha256::digest(actor.as_bytes())[0] % self.chains()
    }

    /// The source of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }

    /// The word in keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Webhook => "webhook",
            Self::Worker => "worker",
            Self::Cli => "cli",
        }
    }
}

/// What happened, before it is chained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Sign-in name, or `system`.
    pub actor: String,
    /// A verb in the past: `answered`, `read_thread`, `signed_in`.
    pub action: String,
    /// What it was done to: `question:<id>`, `follower:<id>`, `staff:<login>`.
    pub object: String,
    /// Further facts, never a resident's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// A chained entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Place in its chain, from 1.
    pub seq: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// Hash of the entry before, or the chain's first hash.
    pub previous: String,
    /// SHA-256 in hex over all of the above.
    pub hash: String,
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of entries.
    pub seq: u64,
    /// Hash of the last.
    pub hash: String,
}

impl Head {
    /// The head of a chain without entries, named by its date and source.
    #[must_use]
    pub fn first(chain: &str) -> Self {
        Self { seq: 0, hash: hex(&Sha256::digest(chain.as_bytes())) }
    }

    /// The next entry, and the head after it.
    #[must_use]
    pub fn append(&self, event: Event) -> (Entry, Self) {
        let seq = self.seq + 1;
        let hash = hash(seq, &event, &self.hash);
        (Entry { seq, event, previous: self.hash.clone(), hash: hash.clone() }, Self { seq, hash })
    }
}

/// Whether the entries are a whole chain that ends in the head.
#[must_use]
pub fn verify(chain: &str, entries: &[Entry], head: &Head) -> bool {
    let mut at = Head::first(chain);
    for entry in entries {
        let (expected, next) = at.append(entry.event.clone());
        if *entry != expected {
            return false;
        }
        at = next;
    }
    at == *head
}

fn hash(seq: u64, event: &Event, previous: &str) -> String {
    let mut sha = Sha256::new();
    for part in [
        &seq.to_string(),
        previous,
        &event.at.to_string(),
        &event.actor,
        &event.action,
        &event.object,
        &event.detail,
    ] {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    hex(&sha.finalize())
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(action: &str) -> Event {
        Event {
            at: Timestamp::UNIX_EPOCH,
            actor: "zhang".to_owned(),
            action: action.to_owned(),
            object: "question:1".to_owned(),
            detail: String::new(),
        }
    }

    #[test]
    fn a_change_a_gap_and_a_missing_end_show() {
        let mut head = Head::first("2026-11-24#admin");
        let mut entries = Vec::new();
        for action in ["took", "answered", "ended"] {
            let (entry, next) = head.append(event(action));
            entries.push(entry);
            head = next;
        }
        let chain = "2026-11-24#admin";
        assert!(verify(chain, &entries, &head));
        let mut changed = entries.clone();
        changed[1].event.actor = "li".to_owned();
        assert!(!verify(chain, &changed, &head));
        assert!(!verify(chain, &entries[1..], &head));
        assert!(!verify(chain, &entries[..2], &head));
        assert!(!verify("2026-11-25#admin", &entries, &head));
    }
}
