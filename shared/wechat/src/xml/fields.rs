//! Elements as an ordered multi-map: what a callback's XML is to its readers.
//!
//! As JSON (see the `json` module): leaf text trimmed, an element that repeats becomes an array at its first place. `Debug`
//! shows names only, because values hold openids and residents' words.

use std::fmt;

/// What an element holds: text, or child elements.
#[derive(Clone, PartialEq, Eq)]
pub enum Node {
    /// Text of a leaf, CDATA and plain pieces joined. Formatting whitespace outside CDATA is gone, whitespace
    /// inside CDATA is kept; [`Node::text`] trims that as well.
    Text(String),
    /// Child elements.
    Fields(Fields),
}

impl Node {
    /// The trimmed text of a leaf.
    pub fn text(&self) -> Option<&str> {
        self.untrimmed().map(str::trim)
    }

    /// The text of a leaf, with the whitespace that its CDATA had.
    pub fn untrimmed(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Fields(_) => None,
        }
    }

    /// The children of an element that has any.
    pub fn fields(&self) -> Option<&Fields> {
        match self {
            Self::Text(_) => None,
            Self::Fields(fields) => Some(fields),
        }
    }
}

/// Child elements in their order; names may repeat. Names are case-sensitive (`MsgId` is not `MsgID`).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, Node)>);

impl Fields {
    /// Adds a child at the end.
    pub fn push(&mut self, name: impl Into<String>, node: Node) {
        self.0.push((name.into(), node));
    }

    /// The first child of that name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, node)| node)
    }

    /// All children of that name, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, node)| node)
    }

    /// Trimmed text of the first child of that name; `None` when it's absent or holds elements.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Node::text)
    }

    /// Like [`Fields::text`], but an empty text counts as absent.
    pub fn non_empty(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|text| !text.is_empty())
    }

    /// Like [`Fields::non_empty`], whatever the case of the name: some events write `openid` for `OpenID`.
    pub fn any_case(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.and_then(|(_, node)| node.text()).filter(|text| !text.is_empty())
    }

    /// Trimmed text as an owned string, empty when absent.
    pub(crate) fn owned(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_owned()
    }

    /// The text as a number (or anything that parses), `None` when it's absent or isn't one.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).and_then(|text| text.parse().ok())
    }

    /// The children of the first child of that name.
    pub fn fields(&self, name: &str) -> Option<&Fields> {
        self.get(name).and_then(Node::fields)
    }

    /// All children with their names, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, node)| (name.as_str(), node))
    }

    /// Number of children.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no children.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Fields(fields) => fields.fmt(f),
        }
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, node)| (name, node))).finish()
    }
}
