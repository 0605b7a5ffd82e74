//! What is shipped, asked about labelled rows; labels are never read here.

pub mod attach;
pub mod category;
pub mod chat;
pub mod groups;
pub mod known;
pub mod pairs;

/// A text that is like the one asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// How sure it is that both mean the same.
    pub score: f32,
}
