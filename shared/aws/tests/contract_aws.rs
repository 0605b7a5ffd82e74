//! The contracts of the ports, run unchanged against the adapters for AWS on an emulator: `tests/run emulator`.
//!
//! The tables and the bucket are made once and shared by the rules; queues are fresh for each rule.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use app::{
    contract::{UnderTest, queue::Consumer},
    ports::{Blobs, Table},
};
use aws::{DynamoTable, S3Blobs};

use self::support::{emulator, queues::Queues, stores};

mod support;

mod table {
    use super::*;

    async fn make() -> UnderTest<dyn Table> {
        let config = emulator::config().await;
        let names = stores::tables(&config).await;
        UnderTest::new(Arc::new(DynamoTable::new(&config, names)), ())
    }

    app::table_contract!(make);
}

mod blobs {
    use super::*;

    async fn make() -> UnderTest<dyn Blobs> {
        let config = emulator::config().await;
        let bucket = stores::bucket(&config).await;
        UnderTest::new(Arc::new(S3Blobs::new(&config, bucket)), ())
    }

    app::blob_contract!(make);
}

mod queue {
    use super::*;

    async fn make() -> UnderTest<dyn Consumer> {
        let config = emulator::config().await;
        UnderTest::new(Arc::new(Queues::make(&config).await), ())
    }

    app::queue_contract!(make);
}
