//! Something to mend in a content file.

use std::fmt;

use domain::content::check::Level;

/// One thing that is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// How bad.
    pub level: Level,
    /// The file, relative to the directory.
    pub file: String,
    /// The line, from 1, when there is one to point at.
    pub line: Option<usize>,
    /// The key within the file, for example `children[2].title.zh`; empty for the file as a whole.
    pub key: String,
    /// What is wrong and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.level {
            Level::Error => "错误 error",
            Level::Warning => "提醒 warning",
        };
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {word}: ")?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}\n    {}", self.zh, self.en)
    }
}
