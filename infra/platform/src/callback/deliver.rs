//! Delivers a callback with its retries, and shows the resident what came of it.

use std::time::Duration;

use serde::Serialize;
use tokio::time::sleep;

use super::Callback;
use super::attempt::Attempt;
use super::reply::Reply;
use super::seal::NoKey;
use super::verdict::Verdict;
use crate::clock::beijing;
use crate::phone;
use crate::simulator::Simulator;
use crate::state::Sent;
use crate::state::persona::Entry;

/// What the resident reads when the account's answer is not understood.
pub(crate) const SERVICE_FAULT: &str = "该公众号提供的服务出现故障，请稍后再试";
/// Pause before the next attempt when the last one failed at once; after a time-out there is none.
const RETRY_PAUSE: Duration = Duration::from_millis(500);

/// The reply in short.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReplySummary {
    pub(crate) msgtype: String,
    pub(crate) text: String,
    pub(crate) bytes: usize,
}

/// What came of a callback.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delivered {
    pub(crate) deliveries: Vec<Attempt>,
    pub(crate) reply: Option<ReplySummary>,
    /// New entries of the resident's phone.
    pub(crate) shown: Vec<(u64, Entry)>,
    /// Held back by the fault `out_of_order`; it follows the next callback.
    pub(crate) held: bool,
    pub(crate) error: Option<String>,
}

impl Delivered {
    fn join(&mut self, other: Delivered) {
        self.deliveries.extend(other.deliveries);
        self.shown.extend(other.shown);
        self.error = self.error.take().or(other.error);
    }
}

impl Simulator {
    /// Delivers a callback, with the faults that act on whole callbacks.
    pub(crate) async fn deliver(&self, callback: Callback) -> Delivered {
        let (hold, twice, released) = {
            let mut state = self.state();
            let hold = state.held.is_none() && state.faults.take("out_of_order").is_some();
            if hold {
                state.held = Some(callback.clone());
                (true, false, None)
            } else {
                (false, state.faults.take("duplicate").is_some(), state.held.take())
            }
        };
        if hold {
            return Delivered { held: true, ..Delivered::default() };
        }
        let mut delivered = self.with_retries(&callback).await;
        if twice {
            // The second copy comes when the first is answered; only the first answer is shown.
            match self.attempt(&callback, 1, true).await {
                Ok((attempt, _)) => delivered.deliveries.push(attempt),
                Err(error) => delivered.error = Some(error.to_string()),
            }
        }
        if let Some(earlier) = released {
            delivered.join(self.with_retries(&earlier).await);
        }
        delivered
    }

    async fn with_retries(&self, callback: &Callback) -> Delivered {
        let mut delivered = Delivered::default();
        let attempts = 1 + self.state().faults.retries();
        for number in 1..=attempts {
            let (attempt, verdict) = match self.attempt(callback, number, number == attempts).await {
                Ok(made) => made,
                Err(error @ NoKey) => {
                    delivered.error = Some(error.to_string());
                    return delivered;
                }
            };
            let timed_out = attempt.timed_out;
            delivered.deliveries.push(attempt);
            match verdict {
                Verdict::Silent => return delivered,
                Verdict::Reply(reply) => {
                    delivered.shown.extend(self.show_reply(callback, &reply));
                    let Reply { msgtype, text, bytes, .. } = *reply;
                    delivered.reply = Some(ReplySummary { msgtype, text, bytes });
                    return delivered;
                }
                Verdict::Fault(_) => break,
                Verdict::Retry(_) if number < attempts && !timed_out => sleep(RETRY_PAUSE).await,
                Verdict::Retry(_) => {}
            }
        }
        delivered.shown.extend(self.show_fault(callback));
        delivered
    }

    fn show_reply(&self, callback: &Callback, reply: &Reply) -> Option<(u64, Entry)> {
        let now_ms = self.clock().now_ms();
        let mut state = self.state();
        if state.era != callback.era || !callback.reply_is_shown {
            return None;
        }
        let persona = state.personas.by_openid(&callback.openid)?;
        let via = if reply.msgtype == "transfer_customer_service" { "system" } else { "passive" };
        let shown = persona.add(Entry {
            at_ms: now_ms,
            from: "account",
            via,
            msgtype: reply.msgtype.clone(),
            text: reply.text.clone(),
            html_safe_parts: phone::parts(&reply.text),
            picture: reply.picture.clone(),
            quota_left: None,
        });
        let sent = Sent {
            at: beijing(now_ms),
            persona: callback.persona.clone(),
            openid: callback.openid.clone(),
            via: "passive",
            msgtype: reply.msgtype.clone(),
            text: reply.text.clone(),
            body: reply.body.clone(),
            errcode: 0,
            error: None,
            quota_left: persona.grants.window(now_ms).map(|window| window.left),
        };
        state.outbox.push(sent);
        Some(shown)
    }

    fn show_fault(&self, callback: &Callback) -> Option<(u64, Entry)> {
        let now_ms = self.clock().now_ms();
        let mut state = self.state();
        if state.era != callback.era || !callback.reply_is_shown {
            return None;
        }
        let persona = state.personas.by_openid(&callback.openid)?;
        Some(persona.system(SERVICE_FAULT, now_ms))
    }
}
