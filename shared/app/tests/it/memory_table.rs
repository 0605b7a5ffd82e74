//! The table that other tests use does what a table has to do.

use std::sync::Arc;

use app::{contract::UnderTest, ports::Table, testing::MemoryTable};

async fn make() -> UnderTest<dyn Table> {
    UnderTest::new(Arc::new(MemoryTable::default()), ())
}

app::table_contract!(make);
