//! How the parts of a deployment are called: every name follows from the stack's.

use std::fmt;

use app::ports::TableName;

/// The functions, in the order in which they are shown.
pub(crate) const FUNCTIONS: [&str; 5] = ["webhook", "worker", "sender", "ticker", "admin"];

/// A queue and the one that its failures go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueuePair {
    /// Where work is.
    pub(crate) source: String,
    /// Where work goes that failed too often.
    pub(crate) dead: String,
}

/// A deployment: the name of its stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StackName(String);

impl StackName {
    /// 2 to 24 of `a-z 0-9 -`, beginning with a letter: what a bucket's name may hold, and leaves room for the rest.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let fine = (2..=24).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        fine.then(|| Self(text.to_owned())).ok_or(
            "部署名用 2 到 24 个小写字母、数字或 -，以字母开头 / 2 to 24 of a-z 0-9 -, beginning with a letter",
        )
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn table(&self, table: TableName) -> String {
        format!("{self}-{}", table.as_str())
    }

    pub(crate) fn function(&self, function: &str) -> String {
        format!("{self}-{function}")
    }

    pub(crate) fn log_group(&self, function: &str) -> String {
        format!("/aws/lambda/{self}-{function}")
    }

    /// `jobs`, then `outbound`.
    pub(crate) fn queues(&self) -> [QueuePair; 2] {
        [
            QueuePair { source: format!("{self}-jobs"), dead: format!("{self}-jobs-dead") },
            QueuePair { source: format!("{self}-outbound.fifo"), dead: format!("{self}-outbound-dead.fifo") },
        ]
    }

    pub(crate) fn blobs(&self, account: &str, region: &str) -> String {
        format!("{self}-blobs-{account}-{region}")
    }

    /// The bucket with zips and templates, which `deploy` makes.
    pub(crate) fn deploy_bucket(&self, account: &str, region: &str) -> String {
        format!("{self}-deploy-{account}-{region}")
    }

    /// Path of the secrets, without a slash at the end.
    pub(crate) fn secrets(&self) -> String {
        format!("/wenqu/{self}")
    }
}

impl fmt::Display for StackName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_everywhere_or_are_refused() {
        let stack = StackName::parse("wenqu").unwrap();
        assert_eq!(stack.table(TableName::Published), "wenqu-published");
        assert_eq!(stack.queues()[1].dead, "wenqu-outbound-dead.fifo");
        assert_eq!(stack.log_group("sender"), "/aws/lambda/wenqu-sender");
        let longest = StackName::parse("abcdefghijklmnopqrstuvwx").unwrap();
        assert!(longest.deploy_bucket("123456789012", "ap-southeast-7").len() <= 63);
        for bad in ["", "w", "Wenqu", "1wenqu", "wenqu-", "wen_qu", "abcdefghijklmnopqrstuvwxy"] {
            assert!(StackName::parse(bad).is_err(), "{bad}");
        }
    }
}
