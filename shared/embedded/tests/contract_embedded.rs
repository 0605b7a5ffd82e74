//! The contracts of the ports, run against the adapters of one computer.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use app::{
    contract::{
        UnderTest,
        queue::{Consumer, Lane, Taken},
    },
    ports::{Blobs, Jobs, Table},
};
use async_trait::async_trait;
use embedded::{DirectoryBlobs, MemoryQueue, QueueName, QueueOptions, Received, SqliteTable};

use self::clock::StepClock;

mod clock;

mod table {
    use super::*;

    async fn make() -> UnderTest<dyn Table> {
        let directory = tempfile::tempdir().unwrap();
        let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
        UnderTest::new(Arc::new(table), directory)
    }

    app::table_contract!(make);
}

mod blobs {
    use super::*;

    async fn make() -> UnderTest<dyn Blobs> {
        let directory = tempfile::tempdir().unwrap();
        let blobs = DirectoryBlobs::open(&directory.path().join("blobs")).unwrap();
        UnderTest::new(Arc::new(blobs), directory)
    }

    app::blob_contract!(make);
}

mod queue {
    use super::*;

    async fn make() -> UnderTest<dyn Consumer> {
        let clock = Arc::new(StepClock::default());
        let options = QueueOptions { capacity: 1_000, visibility: Duration::from_secs(30) };
        let queue = MemoryQueue::new(clock.clone(), options);
        UnderTest::new(Arc::new(OneComputer { queue, clock, received: Mutex::default() }), ())
    }

    app::queue_contract!(make);
}

/// The queue, with a clock that only the rules move.
struct OneComputer {
    queue: MemoryQueue,
    clock: Arc<StepClock>,
    /// What was received, by the receipt that the suite knows.
    received: Mutex<Vec<Received>>,
}

impl OneComputer {
    fn with<T>(&self, taken: &Taken, act: impl Fn(&Received) -> T) -> T {
        act(&self.received.lock().unwrap()[taken.receipt.parse::<usize>().unwrap()])
    }
}

const fn name(lane: Lane) -> QueueName {
    match lane {
        Lane::Jobs => QueueName::Jobs,
        Lane::Outbound => QueueName::Outbound,
    }
}

#[async_trait]
impl Consumer for OneComputer {
    fn jobs(&self) -> &dyn Jobs {
        &self.queue
    }

    fn visibility(&self) -> Duration {
        Duration::from_secs(30)
    }

    async fn receive(&self, lane: Lane, max: usize) -> Vec<Taken> {
        let mut all = self.received.lock().unwrap();
        let mut taken = Vec::new();
        for received in self.queue.take(name(lane), max) {
            let (body, receive_count) = (received.body.clone(), received.receive_count);
            taken.push(Taken { body, receive_count, receipt: all.len().to_string() });
            all.push(received);
        }
        taken
    }

    async fn delete(&self, _: Lane, taken: &Taken) {
        assert!(self.with(taken, |received| self.queue.delete(received)));
    }

    async fn give_back(&self, _: Lane, taken: &Taken, delay: Duration) {
        assert!(self.with(taken, |received| self.queue.give_back(received, delay)));
    }

    async fn pass(&self, time: Duration) {
        self.clock.pass(time);
    }
}
