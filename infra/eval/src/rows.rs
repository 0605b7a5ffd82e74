//! The labelled rows: JSON Lines, one object a line.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Why rows can't be read.
#[derive(Debug, Error)]
pub enum RowsError {
    /// The file can't be read.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A line is not what its file's form says.
    #[error("{}:{line}: {cause}", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// Why.
        cause: serde_json::Error,
    },
}

/// A resident's message. Its label is `group`.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// Id.
    pub id: String,
    /// Who wrote it, hashed.
    #[serde(default)]
    pub user: String,
    /// When, as text that sorts by time.
    pub time: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its text.
    pub text: String,
    /// Messages of one issue have the same.
    #[serde(default)]
    pub group: String,
}

/// A message that was answered.
#[derive(Debug, Clone, Deserialize)]
pub struct Replied {
    /// Id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// The official answer.
    #[serde(default)]
    pub reply: String,
    /// Messages with the same answer have the same.
    #[serde(default)]
    pub answer_group: String,
}

/// What a message with an answer is in the test of known answers.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    /// Id of the message.
    pub id: String,
    /// `bank`, `query_positive` or `query_negative`.
    pub role: String,
}

/// Two ids that are not to be scored against each other.
#[derive(Debug, Clone, Deserialize)]
pub struct Unsure {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
}

/// A known question with its variants.
#[derive(Debug, Clone, Deserialize)]
pub struct Known {
    /// Id.
    pub faq_id: String,
    /// Ways to ask it.
    pub questions: Vec<String>,
}

/// A question that may be known.
#[derive(Debug, Clone, Deserialize)]
pub struct Query {
    /// Its words.
    pub query: String,
    /// The known question that means the same.
    #[serde(default)]
    pub faq_id: Option<String>,
    /// `positive`, or which kind of negative.
    #[serde(default)]
    pub kind: String,
}

/// A known question in English.
#[derive(Debug, Clone, Deserialize)]
pub struct KnownEnglish {
    /// Its words.
    pub question: String,
    /// Its answer.
    pub answer: String,
}

/// Two texts that mean the same, or don't.
#[derive(Debug, Clone, Deserialize)]
pub struct Pair {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// 1 for the same.
    #[serde(default)]
    pub label: u8,
}

/// A message with its category.
#[derive(Debug, Clone, Deserialize)]
pub struct Labelled {
    /// Id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Its category.
    #[serde(default)]
    pub label: String,
}

/// The rows of `file` in `data`.
///
/// # Errors
///
/// When the file can't be read, or a line has another form.
pub fn read<T: DeserializeOwned>(data: &Path, file: &str) -> Result<Vec<T>, RowsError> {
    let path = data.join(file);
    let text = fs::read_to_string(&path).map_err(|cause| RowsError::File { path: path.clone(), cause })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let wrong = |cause| RowsError::Line { path: path.clone(), line: at + 1, cause };
            serde_json::from_str(line).map_err(wrong)
        })
        .collect()
}

/// The rows of `file`, none when it isn't there.
///
/// # Errors
///
/// When the file is there and can't be read, or a line has another form.
pub fn read_if_there<T: DeserializeOwned>(data: &Path, file: &str) -> Result<Vec<T>, RowsError> {
    if data.join(file).exists() { read(data, file) } else { Ok(Vec::new()) }
}

/// Messages in the order in which they came.
///
/// # Errors
///
/// As [`read`].
pub fn messages(data: &Path) -> Result<Vec<Message>, RowsError> {
    let mut messages: Vec<Message> = read(data, "messages.jsonl")?;
    messages.sort_by(|a, b| (&a.time, &a.id).cmp(&(&b.time, &b.id)));
    Ok(messages)
}

/// Questions as they are typed in a chat, all of different residents, in the order in which they came.
///
/// # Errors
///
/// As [`read`].
pub fn chat_messages(data: &Path) -> Result<Vec<Message>, RowsError> {
    let mut messages: Vec<Message> = read(data, "chat.jsonl")?;
    messages.iter_mut().for_each(|message| message.user = message.id.clone());
    Ok(messages)
}

/// Pairs that are not to be scored.
#[derive(Debug, Clone, Default)]
pub struct Ignored(HashSet<(String, String)>);

impl Ignored {
    /// Reads them from `file`, which need not be there.
    ///
    /// # Errors
    ///
    /// As [`read_if_there`].
    pub fn read(data: &Path, file: &str) -> Result<Self, RowsError> {
        Ok(Self::of(read_if_there(data, file)?))
    }

    /// Of these pairs.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = Unsure>) -> Self {
        Self(pairs.into_iter().flat_map(|Unsure { a, b }| [(a.clone(), b.clone()), (b, a)]).collect())
    }

    /// Whether this pair is one of them, in either order.
    #[must_use]
    pub fn has(&self, a: &str, b: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&(a.to_owned(), b.to_owned()))
    }
}
