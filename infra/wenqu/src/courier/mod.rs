//! `wenqu courier`: the district's own computer makes the calls to the platform, or only fetches its access token. With
//! the feature `cloud`.
//!
//! ```text
//!  outbound.fifo ◀─ long polling ─ work ─▶ sender ─▶ guard ─▶ platform       mode courier
//!  parameter store ◀──────────── tokens ──────────▶ guard ─▶ platform       mode courier-token
//!  table `delivery`, COURIER/LEASE ◀─ heartbeat ─ lease ─▶ guard
//! ```
//! - All connections are outbound. Its AWS credentials reach the outbound queue, table `delivery` and the attachments'
//!   prefix; in mode `courier-token` the lease and one parameter.
//! - The AppSecret stays in this computer's settings, access tokens in this process, but for the one that mode
//!   `courier-token` is there to put.
//! - Never two at once: only the holder of the lease works, and no call leaves when the lease may be over. Whoever waits
//!   takes over when the heartbeats have stopped for the lease's length.
//! - It may end at any point. What it left `sending` becomes unknown by the ticker; a message of the queue comes back.

pub(crate) mod guard;
pub(crate) mod lease;
pub(crate) mod queue;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod settings;
pub(crate) mod sqs;
pub(crate) mod status;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
pub(crate) mod work;
