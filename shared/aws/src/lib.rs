//! The adapters for AWS: what the functions and the command line use in the cloud.
//!
//! | | port | service |
//! |---|---|---|
//! | [`DynamoTable`] | `Table` | DynamoDB: four tables |
//! | [`SqsJobs`] | `Jobs` | SQS: `jobs` (standard), `outbound` (FIFO) |
//! | [`S3Blobs`] | `Blobs` | S3: one bucket |
//! | [`Secrets`] | | SSM Parameter Store: secure strings below one path |
//! | [`SystemClock`], `TestClock` | `Clock` | |
//!
//! [`connect`] makes the one configuration and HTTP client that all of them share; [`Environment`] reads what the
//! template tells a function: names of tables, queues, bucket and path. `lambda` (a feature) is what the functions'
//! mains share.
//!
//! No SDK type crosses a port, and no error text holds what a row, a job or a secret holds.
#![warn(missing_docs)]

mod clock;
mod connection;
mod connector;
mod dynamo;
mod environment;
mod failure;
#[cfg(feature = "lambda")]
pub mod lambda;
mod s3;
mod secrets;
mod signed;
mod sqs;
#[cfg(feature = "test-clock")]
mod test_clock;

pub use aws_config::SdkConfig;

pub use clock::SystemClock;
pub use connection::{connect, loader};
pub use dynamo::DynamoTable;
pub use environment::{Environment, NotSet, QueueUrls, TableNames};
pub use s3::S3Blobs;
pub use secrets::{Secrets, SecretsError, Stored};
pub use sqs::SqsJobs;
#[cfg(feature = "test-clock")]
pub use test_clock::TestClock;
