//! The filter of a list of questions as the query of an address, alike for pages and API.

use app::{
    AppError,
    questions::{Filter, parse_path},
};
use domain::language::Language;
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

/// As it was asked; a blank field is as one that is not there.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asking {
    #[serde(default)]
    category: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    attachments: String,
    #[serde(default)]
    assignee: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    due_by: String,
}

impl Asking {
    /// The filter that it means.
    ///
    /// # Errors
    /// `Input` at the field that can't be read.
    pub(crate) fn filter(&self) -> Result<Filter, AppError> {
        let category = parse_path(&self.category)
            .ok_or_else(|| wrong("category", "请写成 4.1 这样的栏目号", "write a topic such as 4.1"))?;
        let language = match self.language.trim() {
            "" => None,
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => return Err(wrong("language", "请用 zh 或 en", "use zh or en")),
        };
        let attachments = match self.attachments.trim() {
            "" | "0" | "false" => false,
            "1" | "true" => true,
            _ => return Err(wrong("attachments", "请用 1，或去掉它", "use 1, or leave it out")),
        };
        let assignee = Some(self.assignee.trim()).filter(|login| !login.is_empty());
        Ok(Filter {
            category: Some(category).filter(|path| !path.is_empty()),
            language,
            attachments,
            assignee: assignee.map(Into::into),
            from: day("from", &self.from)?,
            to: day("to", &self.to)?,
            due_by: moment("due_by", &self.due_by)?,
        })
    }
}

fn day(field: &'static str, text: &str) -> Result<Option<Date>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| wrong(field, "请写成 2026-11-24 这样的日期", "write a date such as 2026-11-24")),
    }
}

fn moment(field: &'static str, text: &str) -> Result<Option<Timestamp>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            wrong(
                field,
                "请写成 2026-11-24T04:00:00Z 这样的时间",
                "write a time such as 2026-11-24T04:00:00Z",
            )
        }),
    }
}

fn wrong(field: &'static str, zh: &str, en: &str) -> AppError {
    AppError::Input { field, zh: zh.to_owned(), en: en.to_owned() }
}
