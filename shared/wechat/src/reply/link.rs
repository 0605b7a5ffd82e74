//! Links that send text back.

/// A link that, when tapped, makes the client send `content` as a text message with `bizmsgmenuid` = `id`.
///
/// Undocumented but long-lived; what a menu message renders to. Desktop clients may not render it, so the
/// typed text must work as well. A tap counts as a menu tap for the reply window.
///
/// ```
/// let link = wechat::reply::menu_link("办事指南", "101");
/// assert_eq!(link, "<a href=\"weixin://bizmsgmenu?msgmenucontent=办事指南&msgmenuid=101\">办事指南</a>");
/// ```
pub fn menu_link(content: &str, id: &str) -> String {
    let shown = content.replace('<', "＜").replace('>', "＞").replace(['\r', '\n'], " ");
    format!(
        "<a href=\"weixin://bizmsgmenu?msgmenucontent={}&msgmenuid={}\">{shown}</a>",
        encoded(content),
        encoded(id)
    )
}

/// URL-encodes what would end the attribute, the tag or the parameter; Chinese stays raw, as the client wants.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' | '&' | '#' | '+' | '=' | '?' | '"' | '\'' | '<' | '>' | '\\' | '\0'..=' ' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_the_link() {
        let link = menu_link("a\"b&c<d>'e f\n", "x\"");
        let target = "weixin://bizmsgmenu?msgmenucontent=a%22b%26c%3Cd%3E%27e%20f%0A&msgmenuid=x%22";
        assert_eq!(link, format!("<a href=\"{target}\">a\"b&c＜d＞'e f </a>"));
    }
}
