//! The known answers in memory, and which of them a question may mean.

use std::collections::{BTreeSet, HashMap};

use domain::content::Snapshot;
use jiff::Timestamp;
use matching::{
    index::Index,
    normalise,
    rank::{LIST, OFFER},
    signature::Signature,
    similarity::Asked,
    synonyms::Synonyms,
};

use crate::groups::{BACKGROUND, RANKER};

/// Most known questions in such a list.
pub const MOST_LISTED: usize = 3;
/// A second one that is so near to the first makes it unsure.
const AMBIGUOUS: f32 = 0.02;
/// Wordings that are looked at closely.
const LOOKED_AT: usize = 16;

/// What was found for a question: ids of known answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Found {
    /// None.
    #[default]
    Nothing,
    /// Surely this one.
    Sure(String),
    /// Perhaps one of these, the likeliest first, at most [`MOST_LISTED`].
    Unsure(Vec<String>),
}

/// All wordings of the known answers of one snapshot.
pub struct Bank {
    ids: Vec<String>,
    /// Ids by each wording in normal form: what is asked word for word needs no weighing.
    exact: HashMap<String, BTreeSet<String>>,
    index: Index<usize>,
    synonyms: Synonyms,
}

impl Bank {
    /// Of a snapshot. It takes some ten microseconds a wording.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut bank = Self {
            ids: Vec::new(),
            exact: HashMap::new(),
            index: Index::default(),
            // What the checks of the content let through can't contradict itself; only words that are nothing in normal
            // form are left out here.
            synonyms: Synonyms::of(&usable(&snapshot.synonyms)).unwrap_or_default(),
        };
        let mut signatures = Vec::new();
        for known in &snapshot.known {
            for wording in known.wordings() {
                let normal = bank.normal(wording);
                signatures.push((bank.ids.len(), signature(&normal)));
                bank.ids.push(known.id.clone());
                bank.exact.entry(unspaced(&normal)).or_default().insert(known.id.clone());
            }
        }
        // A row holds fewer wordings than an index does.
        bank.index = Index::of(signatures).unwrap_or_default();
        bank
    }

    fn normal(&self, text: &str) -> String {
        self.synonyms.apply(&normalise(text))
    }

    /// The known answers of `snapshot` that a question may mean, from 0 (surely not) to 1, the likeliest first; without
    /// those whose time is over.
    #[must_use]
    pub fn look(&self, text: &str, snapshot: &Snapshot, now: Timestamp) -> Vec<(String, f32)> {
        if self.ids.is_empty() {
            return Vec::new();
        }
        let normal = self.normal(text);
        let asked = signature(&normal);
        let asked = Asked::of(&asked);
        let exact = self.exact.get(&unspaced(&normal)).into_iter().flatten().map(|id| (id.clone(), 1.0));
        let near = self.index.nearest_to(&asked, LOOKED_AT).into_iter();
        let near = near.filter_map(|near| {
            let likelihood = RANKER.same_question(&asked.compare(near.signature));
            Some((self.ids.get(*near.key)?.clone(), likelihood))
        });
        let offered = |id: &str| snapshot.known_answer(id).is_some_and(|known| !known.has_expired(now));
        let mut found: Vec<(String, f32)> = exact.chain(near).filter(|(id, _)| offered(id)).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut seen = BTreeSet::new();
        found.retain(|(id, _)| seen.insert(id.clone()));
        found
    }

    /// What is offered to who asks this.
    #[must_use]
    pub fn find(&self, text: &str, snapshot: &Snapshot, now: Timestamp) -> Found {
        let found = self.look(text, snapshot, now);
        match found.as_slice() {
            [(first, likelihood), rest @ ..]
                if *likelihood >= OFFER
                    && rest.first().is_none_or(|(_, second)| likelihood - second >= AMBIGUOUS) =>
            {
                Found::Sure(first.clone())
            }
            _ => {
                let may = found.into_iter().take(MOST_LISTED).filter(|(_, likelihood)| *likelihood >= LIST);
                let may: Vec<String> = may.map(|(id, _)| id).collect();
                if may.is_empty() { Found::Nothing } else { Found::Unsure(may) }
            }
        }
    }
}

fn signature(normal: &str) -> Signature {
    Signature::of(normal, "", &BACKGROUND)
}

fn unspaced(normal: &str) -> String {
    normal.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The sets of words in normal form, each word once.
fn usable(sets: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut seen = BTreeSet::new();
    let words = |set: &Vec<String>| -> Vec<String> {
        let normal = set.iter().map(|word| normalise(word));
        normal.filter(|word| !word.is_empty() && seen.insert(word.clone())).collect()
    };
    sets.iter().map(words).filter(|set| set.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use domain::content::{Bilingual, known::KnownAnswer};
    use jiff::civil::date;

    use super::*;

    fn known(id: &str, zh: &str, en: &str, variants: &[&str]) -> KnownAnswer {
        KnownAnswer {
            id: id.to_owned(),
            question: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
            variants: variants.iter().map(|variant| (*variant).to_owned()).collect(),
            review_on: date(2027, 1, 1),
            ..KnownAnswer::default()
        }
    }

    fn snapshot() -> Snapshot {
        Snapshot {
            known: vec![
                known("card", "老年卡在哪里办？", "Where do I get a senior card?", &["怎么办老年优待证"]),
                known("residence", "居住证怎么办理？", "How do I get a residence permit?", &[]),
                known("water", "停水了什么时候恢复？", "When is the water back?", &[]),
                known("passport", "护照过期了怎么换？", "How do I renew my passport?", &[]),
            ],
            ..Snapshot::default()
        }
    }

    fn now() -> Timestamp {
        "2026-11-24T10:00:00+08:00".parse().unwrap()
    }

    fn find(snapshot: &Snapshot, text: &str) -> Found {
        Bank::of(snapshot).find(text, snapshot, now())
    }

    #[test]
    fn what_is_asked_word_for_word_is_sure_and_another_matter_is_not_found() {
        let snapshot = snapshot();
        for (text, id) in [
            ("老年卡在哪里办？", "card"),
            ("您好，请问老年卡在哪里办", "card"),
            ("老年卡在哪裡辦", "card"),
            ("怎么办老年优待证", "card"),
            ("where do I get a SENIOR card", "card"),
        ] {
            assert_eq!(find(&snapshot, text), Found::Sure(id.to_owned()), "{text}");
        }
        for text in ["幼儿园几点放学", "路灯坏了", "the bus is late", ""] {
            assert_eq!(find(&snapshot, text), Found::Nothing, "{text}");
        }
        assert_eq!(find(&Snapshot::default(), "老年卡在哪里办？"), Found::Nothing);
    }

    #[test]
    fn one_that_has_expired_is_not_offered() {
        let mut snapshot = snapshot();
        snapshot.known[0].expires_on = Some(date(2026, 11, 23));
        assert_eq!(find(&snapshot, "老年卡在哪里办？"), Found::Nothing);
    }

    #[test]
    fn one_that_is_not_published_any_more_is_not_offered() {
        let before = snapshot();
        let bank = Bank::of(&before);
        assert_eq!(bank.find("老年卡在哪里办？", &Snapshot::default(), now()), Found::Nothing);
    }

    #[test]
    fn two_that_are_as_near_are_a_list() {
        let mut snapshot = snapshot();
        snapshot.known.push(known("card-2", "老年卡在哪里办", "", &[]));
        let list = Found::Unsure(vec!["card".to_owned(), "card-2".to_owned()]);
        assert_eq!(find(&snapshot, "老年卡在哪里办？"), list);
    }

    #[test]
    fn words_that_officers_hold_for_the_same_are() {
        let mut snapshot = snapshot();
        let text = "没自来水了什么时候恢复";
        assert_ne!(find(&snapshot, text), Found::Sure("water".to_owned()));
        let same = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        snapshot.synonyms = vec![same(["停水", "没自来水"]), same(["谢谢", "？"])];
        assert_eq!(find(&snapshot, text), Found::Sure("water".to_owned()));
    }
}
