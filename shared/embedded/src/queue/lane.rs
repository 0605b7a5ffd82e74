//! One queue's state, without waiting and without a clock: every method gets the time.
//!
//! Invariants: of a group at most one job is visible, delayed or in flight, the oldest; the others stand in `behind`.
//! A job is in exactly one of `waiting`, `in_flight`, `behind`; `count` counts them all.

use std::collections::{BTreeMap, HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

/// A job in a lane.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) body: String,
    pub(super) receive_count: u32,
    group: Option<String>,
    /// Order of arrival.
    number: u64,
}

struct InFlight {
    job: Job,
    hidden_until: Timestamp,
}

/// The two clocks of a moment: delays go by the work's time, which a demo moves; visibility by the real one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) now: Timestamp,
    pub(super) real_now: Timestamp,
}

/// A queue.
#[derive(Default)]
pub(super) struct Lane {
    /// By the time from which a job may be received, then by arrival.
    waiting: BTreeMap<(Timestamp, u64), Job>,
    /// By receipt.
    in_flight: BTreeMap<u64, InFlight>,
    /// Jobs behind the first of their group; there is an entry for each group that has a job.
    behind: HashMap<String, VecDeque<Job>>,
    count: usize,
    last_number: u64,
}

impl Lane {
    /// Jobs in any state.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Whether time alone can make a job visible.
    pub(super) fn has_hidden(&self) -> bool {
        !self.waiting.is_empty() || !self.in_flight.is_empty()
    }

    /// Adds a job, to be received from `visible_at` on.
    pub(super) fn push(&mut self, body: String, group: Option<String>, visible_at: Timestamp) {
        let number = self.next_number();
        let job = Job { body, receive_count: 0, group, number };
        self.count += 1;
        if let Some(group) = &job.group {
            if let Some(behind) = self.behind.get_mut(group) {
                behind.push_back(job);
                return;
            }
            self.behind.insert(group.clone(), VecDeque::new());
        }
        self.waiting.insert((visible_at, number), job);
    }

    /// Takes the oldest visible job and hides it for `visibility`; gives its receipt.
    pub(super) fn take(&mut self, at: Moment, visibility: SignedDuration) -> Option<(u64, Job)> {
        self.release_overdue(at);
        let first = self.waiting.first_entry().filter(|entry| entry.key().0 <= at.now)?;
        let mut job = first.remove();
        job.receive_count = job.receive_count.saturating_add(1);
        let receipt = self.next_number();
        let hidden_until = later(at.real_now, visibility);
        self.in_flight.insert(receipt, InFlight { job: job.clone(), hidden_until });
        Some((receipt, job))
    }

    /// Removes a job in flight and lets the next of its group through. False when the receipt is no longer good.
    pub(super) fn delete(&mut self, receipt: u64, at: Moment) -> bool {
        let Some(InFlight { job, .. }) = self.in_flight.remove(&receipt) else { return false };
        self.count -= 1;
        let Some(group) = job.group else { return true };
        match self.behind.get_mut(&group).and_then(VecDeque::pop_front) {
            Some(next) => {
                self.waiting.insert((at.now, next.number), next);
            }
            None => {
                self.behind.remove(&group);
            }
        }
        true
    }

    /// Makes a job in flight visible again from `visible_at` on; its group waits for it. False when the receipt is
    /// no longer good.
    pub(super) fn give_back(&mut self, receipt: u64, visible_at: Timestamp) -> bool {
        let Some(InFlight { job, .. }) = self.in_flight.remove(&receipt) else { return false };
        self.waiting.insert((visible_at, job.number), job);
        true
    }

    /// Forgets all jobs; receipts given before stay void.
    pub(super) fn clear(&mut self) {
        *self = Self { last_number: self.last_number, ..Self::default() };
    }

    /// Makes those visible again whose consumer did not delete them in time.
    fn release_overdue(&mut self, at: Moment) {
        let overdue: Vec<u64> = self
            .in_flight
            .iter()
            .filter(|(_, in_flight)| in_flight.hidden_until <= at.real_now)
            .map(|(receipt, _)| *receipt)
            .collect();
        for receipt in overdue {
            self.give_back(receipt, at.now);
        }
    }

    fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}

/// `at` plus a span, at most the last time there is.
pub(super) fn later(at: Timestamp, span: SignedDuration) -> Timestamp {
    at.checked_add(span).unwrap_or(Timestamp::MAX)
}
