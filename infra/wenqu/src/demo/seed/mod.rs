//! The sample conversations: a transcript that is written from a seed and then played through the real callback and
//! the staff API, over three days that end now. The same seed writes the same transcript.

mod questions;
mod random;
mod script;

use std::collections::BTreeMap;

use anyhow::anyhow;
use jiff::Timestamp;

use crate::transcript::{self, Transport};

/// Residents of the sample conversations.
pub const RESIDENTS: usize = script::READERS + QUESTIONS;
/// Questions of the sample conversations.
pub const QUESTIONS: usize = questions::QUESTIONS.len();

/// Plays the conversations of `seed`, the last of them shortly before `end`. Moves the clock.
pub(super) async fn play(
    transport: &dyn Transport,
    tokens: &BTreeMap<String, String>,
    seed: u64,
    end: Timestamp,
) -> anyhow::Result<()> {
    let text = script::write(seed, end);
    let transcript = transcript::parse("seed.chat", &text).map_err(|errors| {
        anyhow!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    let played = transcript::play_signed_in(transport, &transcript, tokens, &mut |_| {}).await;
    played
        .map(drop)
        .map_err(|failure| anyhow!("示例数据没有建好 / the sample conversations failed:\n{failure}"))
}
