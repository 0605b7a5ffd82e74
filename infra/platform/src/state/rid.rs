//! Request ids of refused calls, kept for openapi/rid/get ("查询 rid 信息").

use std::collections::VecDeque;

use serde_json::{Value, json};

const KEPT: usize = 1_000;
const LIFE_MS: i64 = 7 * 86_400_000;

#[derive(Debug)]
struct Request {
    rid: String,
    at_ms: i64,
    shown: Value,
}

/// The latest refused calls.
#[derive(Debug, Default)]
pub(crate) struct Rids(VecDeque<Request>);

impl Rids {
    pub(crate) fn keep(&mut self, rid: String, at_ms: i64, url: &str, request: &str, answer: &str, ip: &str) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        let shown = json!({
            "invoke_time": at_ms / 1_000, "cost_in_ms": 1, "request_url": url,
            "request_body": request, "response_body": answer, "client_ip": ip,
        });
        self.0.push_back(Request { rid, at_ms, shown });
    }

    /// The call of that rid, for 7 days.
    pub(crate) fn get(&self, rid: &str, now_ms: i64) -> Option<&Value> {
        let request = self.0.iter().find(|request| request.rid == rid)?;
        (now_ms - request.at_ms < LIFE_MS).then_some(&request.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rid_is_known_for_seven_days() {
        let mut rids = Rids::default();
        rids.keep("a-b-c".into(), 0, "/cgi-bin/x", "{}", "{\"errcode\":1}", "127.0.0.1");
        assert_eq!(rids.get("a-b-c", LIFE_MS - 1).unwrap()["client_ip"], "127.0.0.1");
        assert!(rids.get("a-b-c", LIFE_MS).is_none());
        assert!(rids.get("x", 0).is_none());
    }
}
