//! Why a transcript did not go through.

use std::fmt;

/// The step that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The step as written.
    pub step: String,
    /// What was expected.
    pub expected: String,
    /// What was heard or seen instead.
    pub heard: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "    {}:{}: {}", self.file, self.line, self.step)?;
        writeln!(f, "      应有 expected: {}", indented(&self.expected))?;
        write!(f, "      实际 heard:    {}", indented(&self.heard))
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n                     ")
}

/// A step's failure before it is known which step it was.
#[derive(Debug)]
pub(super) struct Missed {
    pub(super) expected: String,
    pub(super) heard: String,
}

impl Missed {
    pub(super) fn new(expected: impl Into<String>, heard: impl Into<String>) -> Self {
        Self { expected: expected.into(), heard: heard.into() }
    }
}
