//! What whoever serves the simulator together with a product can add: what else a reset clears, what officers did,
//! who plays transcripts.

use std::pin::Pin;
use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

/// Runs on `POST /_sim/reset` after the simulator forgot everything. The JSON object it returns is merged into the
/// answer; an error becomes the answer's `error` with status 500.
pub type ResetHook =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send>> + Send + Sync>;

/// Something that an officer did about a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficerAct {
    /// The same each time it is told, and no other act's.
    pub id: String,
    /// When, by the simulated clock.
    pub at: Timestamp,
    /// The officer's sign-in name.
    pub login: String,
    /// The question's number, as residents are told it.
    pub question: String,
    /// What.
    pub deed: Deed,
}

/// What an officer can do, as transcripts say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Took the question.
    Take,
    /// Gave it back.
    Release,
    /// Answered; the words without the signature below.
    Reply(String),
    /// Wrote an internal note.
    Note(String),
    /// Ended the question.
    End,
    /// Sent an unknown or failed delivery again.
    Resend,
    /// Settled an unknown or failed delivery.
    Settle,
}

/// Tells everything that officers did about the questions of the residents with these openids, in any order. What
/// was told before may be told again.
pub type OfficersHook =
    Arc<dyn Fn(Vec<String>) -> Pin<Box<dyn Future<Output = Vec<OfficerAct>> + Send>> + Send + Sync>;

/// Plays the text of a `.chat` file against what is served here: status and JSON body of `POST /_sim/play`.
pub type PlayHook =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = (StatusCode, Value)> + Send>> + Send + Sync>;
