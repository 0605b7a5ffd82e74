//! The table that other tests use does what a table has to do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use app::{contract::UnderTest, ports::Table, testing::MemoryTable};

async fn make() -> UnderTest<dyn Table> {
    UnderTest::new(Arc::new(MemoryTable::default()), ())
}

app::table_contract!(make);
