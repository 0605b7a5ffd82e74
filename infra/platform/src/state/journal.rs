//! A bounded journal: entries keep the number they were given, the oldest fall off.

use std::collections::VecDeque;

/// Entries with rising numbers, at most `bound` of them.
#[derive(Debug)]
pub(crate) struct Journal<T> {
    bound: usize,
    next: u64,
    entries: VecDeque<(u64, T)>,
}

impl<T> Journal<T> {
    pub(crate) fn new(bound: usize) -> Self {
        Journal { bound, next: 1, entries: VecDeque::new() }
    }

    /// Goes on after entries of an earlier run, of which the last number given was `last`.
    pub(crate) fn resume(&mut self, entries: impl IntoIterator<Item = (u64, T)>, last: u64) {
        self.entries = entries.into_iter().collect();
        while self.entries.len() > self.bound {
            self.entries.pop_front();
        }
        self.next = last + 1;
    }

    /// Appends and tells the number given.
    pub(crate) fn push(&mut self, entry: T) -> u64 {
        let seq = self.next;
        self.next += 1;
        if self.entries.len() == self.bound {
            self.entries.pop_front();
        }
        self.entries.push_back((seq, entry));
        seq
    }

    /// Puts another entry in the place of the last one.
    pub(crate) fn replace_last(&mut self, entry: T) {
        if let Some((_, last)) = self.entries.back_mut() {
            *last = entry;
        }
    }

    /// Entries numbered above `seq`, oldest first.
    pub(crate) fn after(&self, seq: u64) -> impl DoubleEndedIterator<Item = (u64, &T)> {
        let start = self.entries.partition_point(|(number, _)| *number <= seq);
        self.entries.range(start..).map(|(number, entry)| (*number, entry))
    }

    /// The last number given, 0 when none was.
    pub(crate) fn last(&self) -> u64 {
        self.next - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_fall_off_and_numbers_stay() {
        let mut journal = Journal::new(2);
        for word in ["a", "b", "c"] {
            journal.push(word);
        }
        assert_eq!(journal.after(0).collect::<Vec<_>>(), [(2, &"b"), (3, &"c")]);
        assert_eq!(journal.after(2).collect::<Vec<_>>(), [(3, &"c")]);
        assert_eq!(journal.after(9).count(), 0);
        assert_eq!(journal.last(), 3);
    }
}
