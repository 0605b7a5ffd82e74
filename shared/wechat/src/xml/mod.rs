//! A bounded reader for the platform's XML, and the writer of ours.
//!
//! Invariants: no DTD (refused), no entity but the five predefined ones and character references, at most
//! [`MAX_BYTES`], [`MAX_DEPTH`] and [`MAX_ELEMENTS`]; characters that XML 1.0 forbids are removed before
//! parsing, because the platform does send them. Attributes, comments and processing instructions are
//! ignored. Adjacent text and CDATA pieces are joined; text beside child elements is dropped.

mod clean;
mod fields;
mod json;
mod scan;
mod write;

pub use clean::strip_forbidden;
pub use fields::{Fields, Node};
pub(crate) use scan::direct_children;
pub use write::{cdata, push_cdata};
pub(crate) use write::{push_close, push_element, push_open};

use scan::{Piece, Scanner};
use std::borrow::Cow;

/// Longest input, in bytes: 256 KiB.
pub const MAX_BYTES: usize = 256 * 1024;
/// Deepest nesting, the root counted as 1. Real callbacks have at most 6.
pub const MAX_DEPTH: usize = 32;
/// Most elements in one input. A job event with many articles has about a hundred.
pub const MAX_ELEMENTS: usize = 4096;
/// Longest element name, in bytes.
pub const MAX_NAME_BYTES: usize = 128;

/// Why an input is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Longer than [`MAX_BYTES`].
    #[error("the XML has {0} bytes, more than {MAX_BYTES}")]
    TooLarge(usize),
    /// Deeper than [`MAX_DEPTH`].
    #[error("the XML nests deeper than {MAX_DEPTH} elements")]
    TooDeep,
    /// More elements than [`MAX_ELEMENTS`].
    #[error("the XML has more than {MAX_ELEMENTS} elements")]
    TooManyElements,
    /// Not UTF-8.
    #[error("the XML is not UTF-8")]
    NotUtf8,
    /// A document type definition, which could define entities.
    #[error("the XML has a DOCTYPE, which is refused")]
    Doctype,
    /// A reference to an entity that isn't predefined, or to no character.
    #[error("the XML refers to an entity that is not predefined")]
    Entity,
    /// An element name that is empty, too long, or has characters that no name has.
    #[error("the XML has an element with an illegal name")]
    Name,
    /// No root element, or text or a second element beside it.
    #[error("the XML has not exactly one root element")]
    Root,
    /// The input ends inside an element.
    #[error("the XML ends too early")]
    Truncated,
    /// Not well-formed in another way.
    #[error("the XML is not well-formed: {0}")]
    Syntax(String),
}

/// A parsed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Name of the root element; the platform's is `xml`.
    pub root: String,
    /// What the root holds.
    pub node: Node,
}

impl Document {
    /// The children of the root, `None` when it holds only text.
    pub fn fields(&self) -> Option<&Fields> {
        self.node.fields()
    }
}

/// Parses a document of at most [`MAX_BYTES`] bytes. A byte order mark is skipped.
///
/// # Errors
/// [`XmlError`]; never panics, never expands anything.
///
/// ```
/// let document = wechat::xml::parse("<xml><MsgType><![CDATA[text]]></MsgType></xml>").unwrap();
/// assert_eq!(document.fields().unwrap().text("MsgType"), Some("text"));
/// ```
pub fn parse(input: impl AsRef<[u8]>) -> Result<Document, XmlError> {
    let text = decode(input.as_ref())?;
    build(Scanner::new(&text))
}

/// UTF-8 without a byte order mark and without forbidden characters; borrowed when nothing had to go.
pub(crate) fn decode(input: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    if input.len() > MAX_BYTES {
        return Err(XmlError::TooLarge(input.len()));
    }
    let text = std::str::from_utf8(input).map_err(|_| XmlError::NotUtf8)?;
    Ok(strip_forbidden(text.trim_start_matches('\u{feff}')))
}

/// An element that is still open.
struct Open {
    name: String,
    children: Fields,
    text: String,
    /// Length of `text` up to the end of its last CDATA section: what a trim must leave alone.
    kept: usize,
}

impl Open {
    fn push_plain(&mut self, plain: &str) {
        self.text.push_str(if self.text.is_empty() { plain.trim_start() } else { plain });
    }

    fn push_cdata(&mut self, cdata: &str) {
        self.text.push_str(cdata);
        self.kept = self.text.len();
    }

    fn close(mut self) -> (String, Node) {
        if !self.children.is_empty() {
            return (self.name, Node::Fields(self.children));
        }
        let trimmed = self.text.trim_end().len();
        self.text.truncate(trimmed.max(self.kept));
        (self.name, Node::Text(self.text))
    }
}

fn build(mut scanner: Scanner<'_>) -> Result<Document, XmlError> {
    let mut open: Vec<Open> = Vec::with_capacity(8);
    let mut document = None;
    while let Some(piece) = scanner.next()? {
        match piece {
            Piece::Open(start) => open.push(Open {
                name: start.name().as_ref().to_owned(),
                children: Fields::default(),
                text: String::new(),
                kept: 0,
            }),
            Piece::Text(text) => {
                if let Some(element) = open.last_mut() {
                    element.push_plain(&text);
                }
            }
            Piece::Cdata(text) => {
                if let Some(element) = open.last_mut() {
                    element.push_cdata(&text);
                }
            }
            Piece::Close => {
                let Some((name, node)) = open.pop().map(Open::close) else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(name, node),
                    None => document = Some(Document { root: name, node }),
                }
            }
        }
    }
    document.ok_or(XmlError::Root)
}

#[cfg(test)]
mod tests;
