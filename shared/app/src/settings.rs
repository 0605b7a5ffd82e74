//! Settings: read from one injected reader, all errors at once, each naming the setting and how to mend it.

mod account;
mod values;
mod work;

use std::fmt;

pub use account::{API_BASE, CONSOLE, api_base, app_id, origin, original_id, proxy, receiver, secret};
pub use values::{level, number, yes_or_no};
pub use work::{egress, work};

use domain::{egress::Egress, window::WindowPolicy};
use jiff::SignedDuration;

/// How the work is done; sensible without any setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Who calls the platform's API, if anybody.
    pub egress: Egress,
    /// The platform's numbers for customer-service messages.
    pub window: WindowPolicy,
    /// Text sent within this time joins the open question.
    pub burst: SignedDuration,
    /// How long what a resident who left has asked is kept, without identity.
    pub retention: SignedDuration,
    /// The platform is simulated on this computer: alerts may go to addresses of this computer as well.
    pub local: bool,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            egress: Egress::default(),
            window: WindowPolicy::default(),
            burst: SignedDuration::from_mins(10),
            retention: SignedDuration::from_hours(24 * 365),
            local: false,
        }
    }
}

/// One thing that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The setting's name.
    pub setting: String,
    /// What is wrong and how to mend it; never the value of a secret.
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.mend)
    }
}

/// Collects values and problems while settings are read.
pub struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Reads by `lookup`, which gives the text of a setting; blank counts as not set.
    pub fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, problems: Vec::new() }
    }

    /// The trimmed text of a setting.
    #[must_use]
    pub fn text(&self, setting: &str) -> Option<String> {
        (self.lookup)(setting).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Notes a problem.
    pub fn problem(&mut self, setting: &str, mend: impl Into<String>) {
        self.problems.push(Problem { setting: setting.to_owned(), mend: mend.into() });
    }

    /// An optional setting, parsed; an unacceptable value is a problem, whose text is the parser's error.
    pub fn optional<T, E: fmt::Display>(
        &mut self,
        setting: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(&self.text(setting)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(setting, error.to_string());
                None
            }
        }
    }

    /// A setting that must be there; `mend` says where to find its value.
    pub fn required<T, E: fmt::Display>(
        &mut self,
        setting: &str,
        mend: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.text(setting).is_none() {
            self.problem(setting, format!("没有设置 is not set: {mend}"));
        }
        self.optional(setting, parse)
    }

    /// All problems, in the order in which they were found.
    #[must_use]
    pub fn finish(self) -> Vec<Problem> {
        self.problems
    }
}
