//! What of a state's list is wanted.

use domain::{
    ids::Login,
    language::Language,
    time::{beijing, instant},
};
use jiff::{
    Timestamp,
    civil::{Date, time},
};

use crate::{keys, rows::InboxLine};

/// Which lines to list; the default lists all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Filed under the topic at this path or below it.
    pub category: Option<Vec<u8>>,
    /// To be answered in this language.
    pub language: Option<Language>,
    /// Only with attachments.
    pub attachments: bool,
    /// Whose.
    pub assignee: Option<Login>,
    /// First day, in Beijing, of the time that the list is sorted by.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Not answered, and promised for this moment or before.
    pub due_by: Option<Timestamp>,
}

impl Filter {
    /// Whether the line is wanted.
    #[must_use]
    pub fn takes(&self, line: &InboxLine) -> bool {
        let day = beijing(line.since).date();
        self.category.as_ref().is_none_or(|path| line.category.starts_with(path))
            && self.language.is_none_or(|language| language == line.language)
            && (!self.attachments || line.attachments > 0)
            && self.assignee.as_ref().is_none_or(|login| line.assignee.as_ref() == Some(login))
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
            && self
                .due_by
                .is_none_or(|by| line.state.is_unanswered() && line.promised_at.is_some_and(|at| at <= by))
    }

    /// Where the first day begins among the sort keys.
    pub(super) fn first_key(&self) -> Option<String> {
        self.from.map(|day| keys::millis(instant(day.to_datetime(time(0, 0, 0, 0)))))
    }

    /// Where the day after the last one begins.
    pub(super) fn end_key(&self) -> Option<String> {
        let end = self.to?.tomorrow().ok()?;
        Some(keys::millis(instant(end.to_datetime(time(0, 0, 0, 0)))))
    }
}
