//! The tasks: predictions as JSON Lines, and their measures in words.

mod attach;
mod category;
mod faq;
mod groups;
mod hot;
mod pairs;

use std::path::Path;

use matching::background::Background;
use serde_json::Value;

use crate::rows::RowsError;

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Each message to an earlier one of its issue.
    Attach,
    /// The group of each message.
    Groups,
    /// Known answers: official ones, everyday ones, English ones.
    Faq,
    /// Pairs of short texts.
    Pairs,
    /// The category of each message.
    Category,
    /// Topics that many ask about.
    Hot,
}

/// Predictions and what they are worth.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// One object each.
    pub lines: Vec<Value>,
    /// The measures, a line each; without labels they say nothing.
    pub measures: Vec<String>,
}

/// Does a task over the rows in `data`, with what is shipped.
///
/// # Errors
///
/// When rows can't be read.
pub fn run(task: Task, data: &Path) -> Result<Outcome, RowsError> {
    let background = Background::shipped();
    match task {
        Task::Attach => attach::run(data, &background),
        Task::Groups => groups::run(data, &background),
        Task::Faq => faq::run(data, &background),
        Task::Pairs => pairs::run(data, &background),
        Task::Category => category::run(data, &background),
        Task::Hot => hot::run(data, &background),
    }
}
