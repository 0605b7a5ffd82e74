//! Reads a reply as strictly as the platform: nothing before `<xml>`, one root, no DTD, well-formed to the end.

use quick_xml::Reader;
use quick_xml::events::Event;

const DEEPEST: usize = 16;

/// An element with its text and children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of that name.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// The element as JSON: text, or an object of its children (the last of equal names wins but `item` lists).
    pub(crate) fn json(&self) -> serde_json::Value {
        if self.children.is_empty() {
            return self.text.clone().into();
        }
        if self.children.iter().all(|child| child.name == "item") {
            return self.children.iter().map(Element::json).collect();
        }
        let fields = self.children.iter().map(|child| (child.name.clone(), child.json()));
        serde_json::Value::Object(fields.collect())
    }
}

/// Reads a document whose root must be `xml`.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn read(document: &str) -> Result<Element, String> {
    if !document.starts_with("<xml>") {
        return Err("the reply must begin with <xml>, without anything before it".to_owned());
    }
    let mut reader = Reader::from_str(document);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|error| format!("not well-formed: {error}"))?;
        if root.is_some() && !matches!(&event, Event::Eof) && !is_blank(&event) {
            return Err("something follows the root element".to_owned());
        }
        match event {
            Event::Start(tag) => {
                if open.len() == DEEPEST {
                    return Err(format!("nested deeper than {DEEPEST}"));
                }
                open.push(Element { name: tag.name().as_ref().to_owned(), ..Element::default() });
            }
            Event::Empty(tag) => {
                let element = Element { name: tag.name().as_ref().to_owned(), ..Element::default() };
                close(element, &mut open, &mut root);
            }
            Event::End(_) => {
                let element = open.pop().ok_or("an end tag too many")?;
                close(element, &mut open, &mut root);
            }
            Event::Text(text) => add(&mut open, &text),
            Event::CData(text) => add(&mut open, &text),
            Event::GeneralRef(reference) => {
                add(&mut open, &entity(&reference).ok_or(format!("unknown entity &{};", &*reference))?);
            }
            Event::Eof => return root.ok_or_else(|| "it ends before the root element is closed".to_owned()),
            Event::Comment(_) => {}
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                return Err("only elements and text are allowed".to_owned());
            }
        }
    }
}

fn is_blank(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(text) if text.bytes().all(|b| b.is_ascii_whitespace()))
}

fn close(mut element: Element, open: &mut [Element], root: &mut Option<Element>) {
    if !element.children.is_empty() {
        element.text.clear();
    }
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn entity(reference: &str) -> Option<String> {
    let plain = match reference {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some(plain.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_to_a_tree() {
        let root = read("<xml><A><![CDATA[x]]>]]&gt;<![CDATA[y]]></A>\n<B><item><C>1</C></item></B></xml>\n")
            .unwrap();
        assert_eq!(root.text_of("A"), Some("x]]>y"));
        assert_eq!(root.child("B").unwrap().children[0].text_of("C"), Some("1"));
        assert_eq!(root.json()["B"][0]["C"], "1");
    }

    #[test]
    fn what_the_platform_does_not_take_is_refused() {
        for wrong in [
            "",
            " <xml></xml>",
            "\u{feff}<xml></xml>",
            "<xml><xml></xml>",
            "<xml></xml><xml></xml>",
            "<xml><a></b></xml>",
            "<xml>",
            "<xml>&nope;</xml>",
            "<?xml version=\"1.0\"?><xml></xml>",
            "<xml></xml>ok",
            "{\"a\":1}",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
