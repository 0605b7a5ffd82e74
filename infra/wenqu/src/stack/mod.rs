//! The product on one computer: the functions over one SQLite file, queues in memory and a directory of objects.
//!
//! ```text
//!  router ─▶ webhook, admin, /healthz        loops ─▶ worker × jobs, sender × outbound, ticker
//! ```
//! A stack does nothing by itself until its loops run; [`Stack::drain`] does instead what is due now, always in the
//! same order. `serve` has one stack, `demo` a fresh one after each reset.

mod drain;
mod loops;
mod open;

use std::sync::Arc;

use app::App;
use axum::Router;
use embedded::{MemoryQueue, SqliteTable};
use sender::Sender;
use ticker::Ticker;
use webhook::Spills;

pub use loops::Loops;
pub use open::{Parts, make_directory};

/// One running product.
pub struct Stack {
    /// Ports and settings of the use cases.
    pub app: App,
    table: Arc<SqliteTable>,
    queue: Arc<MemoryQueue>,
    spills: Spills,
    sender: Sender,
    ticker: Ticker,
    router: Router,
}

impl Stack {
    /// Callback, console with its API, health.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}
