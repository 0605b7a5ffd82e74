//! Writes the XML of callbacks in the form the platform uses: `<xml>`, CDATA for words, bare numbers.

use std::fmt::Write as _;

use serde_json::Value;

/// An `<xml>` document in the making.
#[derive(Debug)]
pub(crate) struct Writer(String);

impl Writer {
    pub(crate) fn new() -> Self {
        Writer("<xml>".to_owned())
    }

    /// `<Name><![CDATA[text]]></Name>`; `]]>` inside is split.
    pub(crate) fn text(mut self, name: &str, text: &str) -> Self {
        self.cdata(name, text);
        self
    }

    /// `<Name>123</Name>`
    pub(crate) fn number(mut self, name: &str, number: impl std::fmt::Display) -> Self {
        // Writing to a String can't fail.
        let _ = write!(self.0, "<{name}>{number}</{name}>");
        self
    }

    /// Fields from JSON: objects nest, arrays repeat the element, strings are CDATA, numbers bare.
    pub(crate) fn fields(mut self, fields: &serde_json::Map<String, Value>) -> Self {
        for (name, value) in fields {
            self.value(name, value);
        }
        self
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push_str("</xml>");
        self.0
    }

    fn cdata(&mut self, name: &str, text: &str) {
        let text = text.replace("]]>", "]]]]><![CDATA[>");
        let _ = write!(self.0, "<{name}><![CDATA[{text}]]></{name}>");
    }

    fn value(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.value(name, value)),
            Value::Object(fields) => {
                let _ = write!(self.0, "<{name}>");
                fields.iter().for_each(|(name, value)| self.value(name, value));
                let _ = write!(self.0, "</{name}>");
            }
            Value::String(text) => self.cdata(name, text),
            Value::Null => {
                let _ = write!(self.0, "<{name}></{name}>");
            }
            number => {
                let _ = write!(self.0, "<{name}>{number}</{name}>");
            }
        }
    }
}

/// Whether `name` can be an element's name; raw acts come from outside.
pub(crate) fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_are_cdata_and_numbers_bare() {
        let xml = Writer::new().text("Content", "a]]>b & <c>").number("CreateTime", 12).finish();
        insta::assert_snapshot!(xml, @"<xml><Content><![CDATA[a]]]]><![CDATA[>b & <c>]]></Content><CreateTime>12</CreateTime></xml>");
    }

    #[test]
    fn lists_repeat_and_objects_nest() {
        let fields = json!({ "Info": { "List": [{ "Id": 1 }, { "Id": "x" }] } });
        let xml = Writer::new().fields(fields.as_object().unwrap()).finish();
        insta::assert_snapshot!(xml, @"<xml><Info><List><Id>1</Id></List><List><Id><![CDATA[x]]></Id></List></Info></xml>");
    }

    #[test]
    fn names_from_outside_are_checked() {
        assert!(is_name("EventKey") && is_name("MediaId16K"));
        assert!(!is_name("") && !is_name("a b") && !is_name("a><b") && !is_name("1a"));
    }
}
