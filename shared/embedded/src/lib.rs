//! The adapters for one computer: everything that AWS would give, in one process and one data directory.
//!
//! - [`SqliteTable`]: the `Table` port on one SQLite file, durable at every answer, writes committed in groups;
//! - [`MemoryQueue`]: the two queues with SQS's rules; what it forgets at a stop, the ticker enqueues again from rows;
//! - [`DirectoryBlobs`]: objects as files;
//! - [`SystemClock`]: the only place that reads the computer's time;
//! - [`DataDirectory`]: one serving process a directory.
#![warn(missing_docs)]

mod blobs;
mod clock;
mod directory;
mod queue;
mod sqlite;

pub use blobs::DirectoryBlobs;
pub use clock::SystemClock;
pub use directory::{DataDirectory, DirectoryError};
pub use queue::{MAX_DELAY, MAX_JOB_BYTES, MemoryQueue, QueueName, QueueOptions, Received, Verdict};
pub use sqlite::{BackupError, OpenError, SCHEMA_VERSION, SqliteOptions, SqliteTable, backup, restore};
