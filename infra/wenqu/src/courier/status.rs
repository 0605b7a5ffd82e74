//! `wenqu courier --status`: whether a courier is at work, from its lease's row.

use app::rows::CourierLease;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cloud::duration::words;

/// For programs.
pub(crate) fn as_json(lease: Option<&CourierLease>, now: Timestamp) -> Value {
    let Some(lease) = lease else { return json!({ "at_work": false, "lease": null }) };
    json!({ "at_work": lease.is_live(now), "lease": lease })
}

/// For people.
pub(crate) fn as_words(lease: Option<&CourierLease>, now: Timestamp) -> String {
    let Some(lease) = lease else {
        return "没有外发电脑运行过 / no courier has run yet: start it with `wenqu courier`".to_owned();
    };
    let ago = |at: Timestamp| words(now.duration_since(at).as_secs().max(0));
    let state = if lease.is_live(now) {
        format!("✓ 工作中，已 {} / at work", ago(lease.since))
    } else if lease.until <= lease.heartbeat {
        "✗ 已正常停止 / stopped in order".to_owned()
    } else {
        "✗ 没有报到，可能断电或断网 / silent: no power, or no network?".to_owned()
    };
    let trouble = lease.trouble.as_ref().map(|what| format!("\n  ! {what}")).unwrap_or_default();
    format!(
        "{} · wenqu {} · {}\n  {state}\n  最近报到 last heard of: {} 前 ago\n  已办 done: {}{trouble}",
        lease.host,
        lease.program,
        lease.egress,
        ago(lease.heartbeat),
        lease.done,
    )
}

#[cfg(test)]
mod tests {
    use domain::egress::Egress;
    use jiff::SignedDuration;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn lease() -> CourierLease {
        CourierLease {
            holder: "h".to_owned(),
            host: "duty-room".to_owned(),
            program: "0.1.0".to_owned(),
            egress: Egress::Courier,
            since: at(-600),
            heartbeat: at(0),
            until: at(30),
            done: 12,
            trouble: None,
        }
    }

    #[test]
    fn work_silence_and_an_orderly_stop_are_told_apart() {
        let now = at(0) + SignedDuration::from_secs(5);
        assert!(as_words(Some(&lease()), now).contains("at work"));
        assert_eq!(as_json(Some(&lease()), now)["at_work"], true);
        assert!(as_words(Some(&lease()), at(3_600)).contains("silent"));
        assert!(as_words(Some(&CourierLease { until: at(0), ..lease() }), now).contains("stopped in order"));
        assert!(as_words(None, now).contains("no courier has run yet"));
        let troubled = CourierLease { trouble: Some("add 1.2.3.4".to_owned()), ..lease() };
        assert!(as_words(Some(&troubled), now).contains("! add 1.2.3.4"));
    }
}
