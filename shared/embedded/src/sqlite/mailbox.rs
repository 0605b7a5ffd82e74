//! A bounded queue from the async side to threads that may block: many post without waiting, a thread takes
//! everything that is there at once. Bounded by number and by bytes, so that a burst can't eat the memory.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// Why a request was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Full for now.
    Full,
    /// The threads behind it have ended.
    Closed,
}

struct State<T> {
    waiting: VecDeque<(T, usize)>,
    bytes: usize,
    closed: bool,
}

/// The queue.
pub(super) struct Mailbox<T> {
    state: Mutex<State<T>>,
    posted: Condvar,
    max_requests: usize,
    max_bytes: usize,
}

impl<T> Mailbox<T> {
    /// A queue of at most `max_requests`, and no more once `max_bytes` wait.
    pub(super) fn new(max_requests: usize, max_bytes: usize) -> Self {
        let state = State { waiting: VecDeque::new(), bytes: 0, closed: false };
        Self { state: Mutex::new(state), posted: Condvar::new(), max_requests, max_bytes }
    }

    /// Adds a request of about `bytes`.
    pub(super) fn post(&self, request: T, bytes: usize) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.closed {
            return Err(Refused::Closed);
        }
        if state.waiting.len() >= self.max_requests || state.bytes >= self.max_bytes {
            return Err(Refused::Full);
        }
        state.bytes += bytes;
        state.waiting.push_back((request, bytes));
        drop(state);
        self.posted.notify_one();
        Ok(())
    }

    /// Waits for requests and takes the oldest ones, at most `max`, fewer once they reach `max_bytes`.
    /// `None` when the queue was closed and is empty.
    pub(super) fn take(&self, max: usize, max_bytes: usize) -> Option<Vec<T>> {
        let mut state = self.lock();
        while state.waiting.is_empty() {
            if state.closed {
                return None;
            }
            state = self.posted.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let mut taken = Vec::with_capacity(max.min(state.waiting.len()));
        let mut weight = 0;
        while taken.len() < max && weight < max_bytes {
            let Some((request, bytes)) = state.waiting.pop_front() else { break };
            weight += bytes;
            taken.push(request);
        }
        state.bytes -= weight;
        Some(taken)
    }

    /// Refuses new requests; those that wait are still taken.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.posted.notify_all();
    }

    /// Refuses new requests and drops those that wait: for a thread that ends by a panic.
    pub(super) fn abandon(&self) {
        let dropped = {
            let mut state = self.lock();
            state.closed = true;
            state.bytes = 0;
            std::mem::take(&mut state.waiting)
        };
        self.posted.notify_all();
        drop(dropped);
    }

    // A poisoned lock only says that a thread panicked between two complete states.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
