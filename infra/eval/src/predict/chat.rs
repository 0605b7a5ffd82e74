//! Questions as they are typed in a chat, in order of time, each put where the product would put it.

use std::collections::{BTreeMap, HashMap};

use matching::{
    background::Background,
    candidates::{Standing, candidates, surest},
    index::Index,
    rank::{Circumstances, PRESELECT, Ranker, SUGGEST},
    signature::Signature,
    similarity::Kind,
    twins::twins,
};

use super::attach::days;
use crate::{rows::Message, score::Found};

/// Groups are put together so often, in days.
const TENDED_EVERY: f64 = 1.0 / 24.0;

/// Where a question was put when it came; groups are named by their first one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Placed {
    /// The group that it joined by itself.
    pub joined: Option<usize>,
    /// The group that it joined, or that was suggested.
    pub named: Option<usize>,
    /// The likeliest, however likely: how likely, whether it was at most suggested, of which kind, and whether it is right.
    pub best: Option<(f32, bool, Kind, bool)>,
}

/// What the product makes of questions.
#[derive(Debug)]
pub struct Run<'a> {
    messages: &'a [Message],
    signatures: Vec<Signature>,
    days: Vec<f64>,
    index: Index<usize>,
    /// The group of each so far.
    groups: Vec<usize>,
    sizes: HashMap<usize, usize>,
    /// What became of each when it came.
    pub placed: Vec<Placed>,
    /// For each whether the group that was named was about the same.
    pub right: Vec<bool>,
}

impl<'a> Run<'a> {
    /// Puts all where they belong, each by the ranker of its place; now and then groups are put together when `tended`.
    #[must_use]
    pub fn of(
        messages: &'a [Message],
        background: &Background,
        ranker: &dyn Fn(usize) -> &'a Ranker,
        tended: bool,
    ) -> Self {
        let mut run = Self {
            messages,
            signatures: messages.iter().map(|row| Signature::of(&row.title, &row.text, background)).collect(),
            days: messages.iter().map(|row| days(&row.time)).collect(),
            index: Index::default(),
            groups: Vec::new(),
            sizes: HashMap::new(),
            placed: Vec::new(),
            right: Vec::new(),
        };
        let mut last = 0.0;
        for place in 0..messages.len() {
            if tended && run.days[place] >= last + TENDED_EVERY {
                last = run.days[place];
                run.tend(ranker);
            }
            run.put(place, ranker(place));
        }
        if tended {
            run.tend(ranker);
        }
        run
    }

    fn put(&mut self, place: usize, ranker: &Ranker) {
        let standing = |other: &usize| self.standing(place, *other, None);
        let found = candidates(&self.index, &self.signatures[place], 1, standing, ranker);
        let best = found.into_iter().next();
        let first = best.as_ref().map(|best| {
            let right = self.about(best.group) == self.messages[place].group;
            (best.likelihood, best.held_back, best.kind, right)
        });
        let best = best.filter(|best| best.likelihood >= SUGGEST);
        let joined = best.as_ref().filter(|best| best.likelihood >= PRESELECT).map(|best| best.group);
        let named = best.as_ref().map(|best| best.group);
        self.right.push(named.is_some_and(|group| self.about(group) == self.messages[place].group));
        self.placed.push(Placed { joined, named, best: first });
        let group = joined.unwrap_or(place);
        self.groups.push(group);
        *self.sizes.entry(group).or_default() += 1;
        // 65,536 are far more than the rows are.
        let _ = self.index.insert(place, self.signatures[place].clone());
    }

    /// What is known of another text, unless it is of the group that is left out.
    fn standing(&self, place: usize, other: usize, without: Option<usize>) -> Option<Standing<'_, usize>> {
        let group = &self.groups[other];
        (Some(*group) != without && other != place).then(|| Standing {
            group,
            size: self.sizes[group],
            circumstances: Circumstances {
                same_author: self.messages[place].user == self.messages[other].user,
                days_between: (self.days[place] - self.days[other]).abs() as f32,
            },
        })
    }

    fn tend(&mut self, ranker: &dyn Fn(usize) -> &'a Ranker) {
        let places: Vec<usize> = (0..self.groups.len()).collect();
        let mut groups: BTreeMap<&usize, Vec<&usize>> = BTreeMap::new();
        for place in &places {
            groups.entry(&self.groups[*place]).or_default().push(place);
        }
        let elsewhere = |own: &usize, place: &usize| {
            let standing = |other: &usize| self.standing(*place, *other, Some(*own));
            let signature = &self.signatures[*place];
            let best = surest(&self.index, signature, 1 + self.sizes[own], standing, ranker(*place))?;
            Some((best.group, best.likelihood))
        };
        for (from, into) in twins(&groups, elsewhere) {
            if self.sizes.contains_key(&into)
                && let Some(size) = self.sizes.remove(&from)
            {
                self.groups.iter_mut().filter(|group| **group == from).for_each(|group| *group = into);
                *self.sizes.entry(into).or_default() += size;
            }
        }
    }

    /// What most of a group are about, of equally many the first.
    #[must_use]
    pub fn about(&self, group: usize) -> &'a str {
        let members = self.groups.iter().zip(self.messages).filter(|(own, _)| **own == group);
        let labels: Vec<&str> = members.map(|(_, message)| message.group.as_str()).collect();
        let times = |label: &str| labels.iter().filter(|other| **other == label).count();
        labels.iter().rev().max_by_key(|label| times(label)).copied().unwrap_or_default()
    }

    /// Those that joined by themselves, and those that joined or for which a group was suggested; wanted are all that
    /// had an earlier mate.
    #[must_use]
    pub fn found(&self, counts: impl Fn(&Message) -> bool) -> [Found; 2] {
        let mut found = [Found::default(); 2];
        let mut seen: Vec<&str> = Vec::new();
        for ((message, placed), right) in self.messages.iter().zip(&self.placed).zip(&self.right) {
            let wanted = seen.contains(&message.group.as_str());
            seen.push(&message.group);
            if !counts(message) {
                continue;
            }
            for (found, group) in found.iter_mut().zip([placed.joined, placed.named]) {
                found.wanted += usize::from(wanted);
                found.named += usize::from(group.is_some());
                found.right += usize::from(group.is_some() && *right);
            }
        }
        found
    }

    /// Of the messages of a label how many stand in its largest group in the end, and how many of others with them.
    #[must_use]
    pub fn together(&self, label: &str) -> (usize, usize) {
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        for (group, message) in self.groups.iter().zip(self.messages) {
            *sizes.entry(*group).or_default() += usize::from(message.group == label);
        }
        let largest = sizes.into_iter().max_by_key(|(group, size)| (*size, std::cmp::Reverse(*group)));
        largest.map_or((0, 0), |(group, size)| (size, self.sizes[&group] - size))
    }
}
