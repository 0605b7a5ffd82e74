//! A report that can be shown to others: numbers of accounts, ids of the Official Account and of residents, addresses
//! and whatever looks like a secret are covered; the rest stays readable.

use regex_lite::{Captures, Regex};

/// What is covered, and by what. Longer kinds first.
const PATTERNS: [(&str, &str); 7] = [
    // E-mail addresses.
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", "…@…"),
    // Who acts: users and roles.
    (r"(arn:aws[a-z-]*:(?:iam|sts)::)[^\s;,)]+", "${1}…"),
    // The Official Account.
    (r"\bwx[0-9a-fA-F]{14,}\b", "wx…"),
    (r"\bgh_[0-9A-Za-z_]+\b", "gh_…"),
    // AWS access keys.
    (r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b", "AKIA…"),
    // Numbers of AWS accounts.
    (r"\b[0-9]{12}\b", "************"),
    // The last half of an IPv4 address.
    (r"\b([0-9]{1,3}\.[0-9]{1,3})\.[0-9]{1,3}\.[0-9]{1,3}\b", "${1}.*.*"),
];
/// Words so long that they are no words: openids, tokens, keys.
const LONG: &str = r"[A-Za-z0-9_+/=-]{28,}";

/// Covers what others should not see.
pub(crate) fn redact(text: &str) -> Result<String, regex_lite::Error> {
    let mut text = text.to_owned();
    for (pattern, cover) in PATTERNS {
        text = Regex::new(pattern)?.replace_all(&text, cover).into_owned();
    }
    let long = Regex::new(LONG)?;
    let covered = long.replace_all(&text, |found: &Captures<'_>| {
        let word = &found[0];
        // A path or a name in lower case with dashes is no secret.
        let mixed = word.bytes().any(|b| b.is_ascii_digit())
            && word.bytes().any(|b| b.is_ascii_alphabetic())
            && !word.contains('/');
        if mixed { "…".to_owned() } else { word.to_owned() }
    });
    Ok(covered.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_should_not_see_is_covered() {
        for (text, gone) in [
            ("account 123456789012 in cn-north-1", "123456789012"),
            ("arn:aws-cn:iam::123456789012:user/zhang.san", "zhang.san"),
            ("AppID wx5823bf96d3bd56c7", "5823bf96"),
            ("to gh_0a1b2c3d4e5f", "0a1b2c3d"),
            ("mail to duty@example.gov.cn", "duty"),
            ("key AKIAIOSFODNN7EXAMPLE", "IOSFODNN7"),
            ("ip 106.14.252.40", "252.40"),
            ("openid oR5Gjjl_eiZoUpGozMo7dbBJ362A", "oR5Gjjl"),
            ("key abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "abcdefgh"),
        ] {
            let covered = redact(text).unwrap();
            assert!(!covered.contains(gone), "{covered}");
        }
    }

    #[test]
    fn what_helps_stays() {
        let text = "✗ WX-04 IP 106.14 40164 wenqu-outbound-dead.fifo CREATE_COMPLETE 0.1.0 2026-11-27 12:00 dynamodb:DescribeContinuousBackups";
        assert_eq!(redact(text).unwrap(), text);
    }
}
