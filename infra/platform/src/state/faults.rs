//! Faults that can be switched on: in callbacks, and in answers of the API.
//!
//! A fault is used up after `times` uses, or stays until cleared. `route` narrows an API fault to the paths that
//! end with it (`*`: all); without it each fault has its usual place.

use serde::{Deserialize, Serialize};

/// Where a fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Each delivery attempt of a callback.
    Attempt,
    /// Each callback, whatever its attempts.
    Callback,
    /// Calls of message/custom/send.
    CustomSend,
    /// token and stable_token.
    TokenCalls,
    /// All calls but the token calls.
    OtherCalls,
    /// Every call.
    AnyCall,
    /// A setting; acts when it is switched on.
    Setting,
}

/// All faults, with where they act and what they do.
const FAULTS: [(&str, Place); 25] = [
    ("slow", Place::Attempt),
    ("bad_signature", Place::Attempt),
    ("stale_timestamp", Place::Attempt),
    ("duplicate", Place::Callback),
    ("out_of_order", Place::Callback),
    ("retries", Place::Setting),
    ("token_expired", Place::Setting),
    ("40001", Place::OtherCalls),
    ("42001", Place::OtherCalls),
    ("45015", Place::CustomSend),
    ("45047", Place::CustomSend),
    ("45002", Place::CustomSend),
    ("40200", Place::CustomSend),
    ("40164", Place::TokenCalls),
    ("45009", Place::OtherCalls),
    ("45011", Place::OtherCalls),
    ("48001", Place::OtherCalls),
    ("-1", Place::OtherCalls),
    ("http_500", Place::OtherCalls),
    ("http_502", Place::OtherCalls),
    ("time_out_before_effect", Place::CustomSend),
    ("time_out_after_effect", Place::CustomSend),
    ("slow_api", Place::AnyCall),
    ("old_errmsg", Place::AnyCall),
    ("missing_errcode", Place::OtherCalls),
];

/// Names of all faults, in the order they are shown.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    FAULTS.iter().map(|(name, _)| *name)
}

/// A fault as switched on.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Fault {
    pub(crate) fault: String,
    /// Uses left; absent: until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u32>,
    /// An API path or its end, e.g. `custom/send`; `*` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) route: Option<String>,
    /// For slow, slow_api and the time-outs: real milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delay_ms: Option<u64>,
    /// For retries: how many after the first attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<u32>,
}

/// What is switched on.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Switches a fault on; one already on with the same route is replaced.
    ///
    /// # Errors
    /// When no fault has that name.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), UnknownFault> {
        let place = place(&fault.fault).ok_or(UnknownFault)?;
        self.0.retain(|on| on.fault != fault.fault || on.route != fault.route);
        let instant = place == Place::Setting && fault.fault == "token_expired";
        if !instant && fault.times != Some(0) {
            self.0.push(fault);
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self, name: Option<&str>) {
        self.0.retain(|on| name.is_some_and(|name| on.fault != name));
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// Uses a callback fault if it is on.
    pub(crate) fn take(&mut self, name: &str) -> Option<Fault> {
        let index = self.0.iter().position(|on| on.fault == name)?;
        Some(self.use_up(index))
    }

    /// Uses an API fault if it is on for `path`.
    pub(crate) fn take_for(&mut self, name: &str, path: &str) -> Option<Fault> {
        let index = self.0.iter().position(|on| on.fault == name && acts_on(on, path))?;
        Some(self.use_up(index))
    }

    /// Uses the first errcode fault that is on for `path`.
    pub(crate) fn take_code(&mut self, path: &str) -> Option<i64> {
        let index = self.0.iter().position(|on| on.fault.parse::<i64>().is_ok() && acts_on(on, path))?;
        self.use_up(index).fault.parse().ok()
    }

    /// Retries after the first attempt; three unless set.
    pub(crate) fn retries(&self) -> u32 {
        self.0.iter().find(|on| on.fault == "retries").and_then(|on| on.count).unwrap_or(3)
    }

    fn use_up(&mut self, index: usize) -> Fault {
        let fault = self.0[index].clone();
        match &mut self.0[index].times {
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                self.0.remove(index);
            }
            None => {}
        }
        fault
    }
}

/// A name that no fault has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnknownFault;

fn place(name: &str) -> Option<Place> {
    FAULTS.iter().find(|(known, _)| *known == name).map(|(_, place)| *place)
}

fn acts_on(fault: &Fault, path: &str) -> bool {
    let token_call = path.ends_with("/token") || path.ends_with("/stable_token");
    if let Some(route) = &fault.route {
        return route == "*" || path.ends_with(route.as_str());
    }
    match place(&fault.fault) {
        Some(Place::CustomSend) => path.ends_with("/message/custom/send"),
        Some(Place::TokenCalls) => token_call,
        Some(Place::OtherCalls) => !token_call,
        Some(Place::AnyCall) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(fault: &str, times: Option<u32>, route: Option<&str>) -> Fault {
        Fault { fault: fault.into(), times, route: route.map(Into::into), delay_ms: None, count: None }
    }

    #[test]
    fn a_fault_is_used_up_after_its_times() {
        let mut faults = Faults::default();
        faults.add(on("slow", Some(2), None)).unwrap();
        assert!(faults.take("slow").is_some());
        assert!(faults.take("slow").is_some());
        assert!(faults.take("slow").is_none());
        faults.add(on("slow", None, None)).unwrap();
        assert!((0..9).all(|_| faults.take("slow").is_some()));
        faults.clear(None);
        assert!(faults.take("slow").is_none());
    }

    #[test]
    fn codes_act_in_their_place_unless_a_route_is_given() {
        let mut faults = Faults::default();
        faults.add(on("45015", None, None)).unwrap();
        faults.add(on("40164", None, None)).unwrap();
        assert_eq!(faults.take_code("/cgi-bin/message/custom/send"), Some(45015));
        assert_eq!(faults.take_code("/cgi-bin/stable_token"), Some(40164));
        assert_eq!(faults.take_code("/cgi-bin/menu/get"), None);
        faults.add(on("-1", Some(1), Some("menu/get"))).unwrap();
        assert_eq!(faults.take_code("/cgi-bin/menu/get"), Some(-1));
        assert_eq!(faults.take_code("/cgi-bin/menu/get"), None);
    }

    #[test]
    fn an_unknown_fault_is_refused_and_retries_default_to_three() {
        let mut faults = Faults::default();
        assert_eq!(faults.add(on("gremlins", None, None)), Err(UnknownFault));
        assert_eq!(faults.retries(), 3);
        faults.add(Fault { count: Some(1), ..on("retries", None, None) }).unwrap();
        assert_eq!(faults.retries(), 1);
    }
}
