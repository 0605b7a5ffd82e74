//! What a phone makes of a text: plain pieces and links that can be tapped.
//!
//! Only `<a …>…</a>` is understood; everything else is shown as it stands, as the client does.

use serde::Serialize;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Part {
    Text {
        text: String,
    },
    /// An ordinary web link.
    Web {
        text: String,
        href: String,
    },
    /// `weixin://bizmsgmenu`: a tap sends `content` as a text message with `bizmsgmenuid`.
    Menu {
        text: String,
        content: String,
        id: String,
    },
    /// A link into a mini program.
    MiniProgram {
        text: String,
        app_id: String,
        path: String,
    },
}

impl Part {
    /// What is read on the screen.
    pub(crate) fn text(&self) -> &str {
        match self {
            Part::Text { text }
            | Part::Web { text, .. }
            | Part::Menu { text, .. }
            | Part::MiniProgram { text, .. } => text,
        }
    }
}

/// Cuts a text into pieces.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<a ") {
        plain.push_str(&rest[..start]);
        match anchor(&rest[start..]) {
            Some((part, after)) => {
                flush(&mut parts, &mut plain);
                parts.push(part);
                rest = after;
            }
            None => {
                plain.push_str("<a ");
                rest = &rest[start + 3..];
            }
        }
    }
    plain.push_str(rest);
    flush(&mut parts, &mut plain);
    parts
}

fn flush(parts: &mut Vec<Part>, plain: &mut String) {
    if !plain.is_empty() {
        parts.push(Part::Text { text: std::mem::take(plain) });
    }
}

/// Reads one anchor from the start of `text`; `None` if it is not a whole one.
fn anchor(text: &str) -> Option<(Part, &str)> {
    let close = tag_end(text)?;
    let (opening, inside) = (&text[..close], &text[close + 1..]);
    let end = inside.find("</a>")?;
    let (label, after) = (inside[..end].to_owned(), &inside[end + "</a>".len()..]);
    let href = attribute(opening, "href")?;
    if let Some(query) = href.strip_prefix("weixin://bizmsgmenu?") {
        let content = parameter(query, "msgmenucontent")?;
        let id = parameter(query, "msgmenuid").unwrap_or_default();
        return Some((Part::Menu { text: label, content, id }, after));
    }
    if let Some(app_id) = attribute(opening, "data-miniprogram-appid") {
        let path = attribute(opening, "data-miniprogram-path").unwrap_or_default();
        return Some((Part::MiniProgram { text: label, app_id, path }, after));
    }
    let web = href.starts_with("https://") || href.starts_with("http://") || href.starts_with("tel:");
    web.then_some((Part::Web { text: label, href }, after))
}

/// The `>` that ends the tag, outside of quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(index),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let value = &tag[at..];
    let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    let end = value[1..].find(quote)?;
    Some(value[1..=end].to_owned())
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(percent_decode(value))
}

/// `%E6…` to text; broken sequences stay as they are.
pub(crate) fn percent_decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let byte = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_link_sends_its_content() {
        let found = parts(
            r#"请选 <a href="weixin://bizmsgmenu?msgmenucontent=办事指南&msgmenuid=101">2 办事指南</a>。"#,
        );
        assert_eq!(
            found,
            [
                Part::Text { text: "请选 ".into() },
                Part::Menu {
                    text: "2 办事指南".into(), content: "办事指南".into(), id: "101".into()
                },
                Part::Text { text: "。".into() },
            ]
        );
    }

    #[test]
    fn encoded_content_is_decoded() {
        let found = parts("<a href='weixin://bizmsgmenu?msgmenucontent=A%26B%E6%88%91&msgmenuid=1'>x</a>");
        assert_eq!(found, [Part::Menu { text: "x".into(), content: "A&B我".into(), id: "1".into() }]);
    }

    #[test]
    fn web_and_mini_program_links_are_told_apart() {
        let found = parts(
            r#"<a href="https://a.cn/?x=1&y=2">a</a><a href="https://b.cn" data-miniprogram-appid="wx2" data-miniprogram-path="p/q">b</a>"#,
        );
        assert_eq!(found[0], Part::Web { text: "a".into(), href: "https://a.cn/?x=1&y=2".into() });
        assert_eq!(
            found[1],
            Part::MiniProgram { text: "b".into(), app_id: "wx2".into(), path: "p/q".into() }
        );
    }

    #[test]
    fn anything_else_is_shown_as_it_stands() {
        for text in
            ["1 < 2", "<a b", "<b>bold</b>", r#"<a href="javascript:x">y</a>"#, "<a href=\"https://x", "&lt;"]
        {
            assert_eq!(parts(text), [Part::Text { text: text.into() }], "{text}");
        }
    }
}
