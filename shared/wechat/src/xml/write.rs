//! The writer: CDATA for text, and fields back into XML.

use super::{Fields, Node, clean::is_forbidden, strip_forbidden};

/// Appends `<![CDATA[text]]>`: forbidden characters removed, `]]>` split over two sections, nothing else
/// escaped (residents would see `&lt;`).
pub fn push_cdata(xml: &mut String, text: &str) {
    let text = strip_forbidden(text);
    xml.push_str("<![CDATA[");
    let mut parts = text.split("]]>");
    xml.push_str(parts.next().unwrap_or_default());
    for part in parts {
        xml.push_str("]]]]><![CDATA[>");
        xml.push_str(part);
    }
    xml.push_str("]]>");
}

/// `<![CDATA[text]]>`, see [`push_cdata`].
pub fn cdata(text: &str) -> String {
    let mut xml = String::with_capacity(text.len() + 12);
    push_cdata(&mut xml, text);
    xml
}

/// Appends `<name><![CDATA[text]]></name>`.
pub(crate) fn push_element(xml: &mut String, name: &str, text: &str) {
    push_open(xml, name);
    push_cdata(xml, text);
    push_close(xml, name);
}

pub(crate) fn push_open(xml: &mut String, name: &str) {
    xml.push('<');
    xml.push_str(name);
    xml.push('>');
}

pub(crate) fn push_close(xml: &mut String, name: &str) {
    xml.push_str("</");
    xml.push_str(name);
    xml.push('>');
}

impl Fields {
    /// These fields inside a `<xml>` root, text as CDATA. Parsing that gives equal fields back, except that
    /// carriage returns have become line feeds.
    pub fn to_xml(&self) -> String {
        let mut xml = String::with_capacity(512);
        push_open(&mut xml, "xml");
        push_fields(&mut xml, self);
        push_close(&mut xml, "xml");
        xml
    }
}

fn push_fields(xml: &mut String, fields: &Fields) {
    for (name, node) in fields.iter() {
        // Parsed names are legal; ones pushed by hand must not break out of their tag.
        if name.is_empty()
            || name.contains(|c: char| c.is_whitespace() || "<>/&".contains(c) || is_forbidden(c))
        {
            continue;
        }
        match node {
            Node::Text(text) => push_element(xml, name, text),
            Node::Fields(children) => {
                push_open(xml, name);
                push_fields(xml, children);
                push_close(xml, name);
            }
        }
    }
}
