//! The pull scanner below the tree: quick-xml's events with the limits of this module enforced.

use super::{MAX_DEPTH, MAX_ELEMENTS, MAX_NAME_BYTES, XmlError, clean::is_forbidden};
use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};
use std::borrow::Cow;

/// What a reader of the document has to know of.
pub(super) enum Piece<'a> {
    Open(BytesStart<'a>),
    Close,
    Text(Cow<'a, str>),
    Cdata(Cow<'a, str>),
}

pub(super) struct Scanner<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    elements: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0, elements: 0 }
    }

    /// The next piece, `None` after the root is closed and the input has ended.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, XmlError> {
        loop {
            let event = self.reader.read_event().map_err(|e| XmlError::Syntax(e.to_string()))?;
            match event {
                Event::Start(start) | Event::Empty(start) => return self.open(start).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or(XmlError::Root)?;
                    return Ok(Some(Piece::Close));
                }
                Event::Text(text) => {
                    let text = one_line_feed(text.into_inner());
                    if self.depth > 0 {
                        return Ok(Some(Piece::Text(text)));
                    }
                    if !text.trim().is_empty() {
                        return Err(XmlError::Root);
                    }
                }
                Event::CData(text) if self.depth > 0 => {
                    return Ok(Some(Piece::Cdata(one_line_feed(text.into_inner()))));
                }
                Event::GeneralRef(reference) if self.depth > 0 => {
                    return Ok(Some(Piece::Text(resolve(&reference)?)));
                }
                Event::CData(_) | Event::GeneralRef(_) => return Err(XmlError::Root),
                Event::DocType(_) => return Err(XmlError::Doctype),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => return self.end().map(|()| None),
            }
        }
    }

    fn open(&mut self, start: BytesStart<'a>) -> Result<Piece<'a>, XmlError> {
        if self.depth == 0 && self.elements > 0 {
            return Err(XmlError::Root);
        }
        self.depth += 1;
        self.elements += 1;
        if self.depth > MAX_DEPTH {
            return Err(XmlError::TooDeep);
        }
        if self.elements > MAX_ELEMENTS {
            return Err(XmlError::TooManyElements);
        }
        if !is_name(start.name().as_ref()) {
            return Err(XmlError::Name);
        }
        Ok(Piece::Open(start))
    }

    fn end(&self) -> Result<(), XmlError> {
        match (self.depth, self.elements) {
            (0, 0) => Err(XmlError::Root),
            (0, _) => Ok(()),
            _ => Err(XmlError::Truncated),
        }
    }
}

/// Texts of the root's direct children named `name`, and whether other children hold elements or text is of
/// no concern: a whole tree would cost more than this reading of an envelope. The document is checked to its end.
pub(crate) fn direct_children<'a>(text: &'a str, name: &str) -> Result<Vec<Cow<'a, str>>, XmlError> {
    let mut scanner = Scanner::new(text);
    let mut found = Vec::new();
    let mut current: Option<Cow<'a, str>> = None;
    while let Some(piece) = scanner.next()? {
        match piece {
            Piece::Open(start) if scanner.depth == 2 && start.name().as_ref() == name => {
                current = Some(Cow::Borrowed(""));
            }
            Piece::Text(text) | Piece::Cdata(text) if scanner.depth == 2 => {
                if let Some(current) = &mut current {
                    *current += text;
                }
            }
            Piece::Close if scanner.depth == 1 => found.extend(current.take()),
            _ => {}
        }
    }
    Ok(found)
}

/// XML's line ends: one line feed for CR LF and for a lone CR.
fn one_line_feed(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    text
}

fn resolve<'a>(reference: &BytesRef<'a>) -> Result<Cow<'a, str>, XmlError> {
    match reference.resolve_char_ref().map_err(|_| XmlError::Entity)? {
        Some(c) if is_forbidden(c) => Ok(Cow::Borrowed("")),
        Some(c) => Ok(Cow::Owned(c.to_string())),
        None => resolve_xml_entity(reference).map(Cow::Borrowed).ok_or(XmlError::Entity),
    }
}

fn is_name(name: &str) -> bool {
    let first = |c: char| c.is_alphabetic() || matches!(c, '_' | ':');
    let rest = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    name.len() <= MAX_NAME_BYTES && name.starts_with(first) && name.chars().all(rest)
}
