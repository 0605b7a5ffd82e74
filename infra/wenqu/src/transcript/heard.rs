//! What a resident's phone shows of the account.

use serde::Deserialize;
use serde_json::Value;

/// An entry of the phone.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Heard {
    pub(super) seq: u64,
    from: String,
    pub(super) via: String,
    pub(super) msgtype: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) quota_left: Option<u64>,
}

/// The simulator's word for an answer that it did not understand: never passed over.
const SERVICE_FAULT: &str = "出现故障";

/// The entries of a phone that come from the account: messages, and `system` lines only when they are asked for or
/// say that the service failed.
pub(super) fn from_account(phone: &Value, with_system: bool) -> Vec<Heard> {
    let items = phone["items"].as_array().cloned().unwrap_or_default();
    let heard = items.into_iter().filter_map(|item| serde_json::from_value::<Heard>(item).ok());
    heard
        .filter(|heard| heard.from == "account")
        .filter(|heard| heard.via != "system" || with_system || heard.text.contains(SERVICE_FAULT))
        .collect()
}

/// The last question's number in a text.
pub(super) fn question_number(text: &str) -> Option<String> {
    let starts = text.match_indices("Q-").map(|(at, _)| at);
    let numbers = starts.filter_map(|at| {
        let number = text.get(at..at + 10)?;
        let (body, check) = number.get(2..)?.split_once('-')?;
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        (body.len() == 6 && check.len() == 1 && plain(body) && plain(check)).then(|| number.to_owned())
    });
    numbers.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_names_its_question() {
        assert_eq!(question_number("已收到，编号 Q-7F3AK9-X。值班员…"), Some("Q-7F3AK9-X".into()));
        assert_eq!(question_number("Q-7F3AK9-X, Q-000000-A"), Some("Q-000000-A".into()));
        assert_eq!(question_number("FAQ-12, Q-短"), None);
    }
}
