//! The draft as its form sends it.

use domain::menu::{Button, COLUMNS, Kind, Place, ROWS};

use crate::web::Posted;

/// The buttons, in order; a place without a name's field has none.
pub(super) fn buttons(posted: &Posted) -> Vec<Button> {
    (0..COLUMNS).filter_map(|column| top(posted, column)).collect()
}

fn top(posted: &Posted, column: usize) -> Option<Button> {
    let top = button(posted, Place::top(column))?;
    let below: Vec<_> = (0..ROWS).filter_map(|row| button(posted, Place::below(column, row))).collect();
    if below.is_empty() {
        return Some(top);
    }
    Some(Button { name: top.name, sub_button: below, ..Button::default() })
}

fn button(posted: &Posted, place: Place) -> Option<Button> {
    let field = |part: &str| posted.0.get(&format!("{part}-{place}")).map(|text| text.trim().to_owned());
    let name = field("name")?;
    let word = field("kind").unwrap_or_default();
    // A kind that the form can't describe travels as it was.
    let kept = field("keep").and_then(|text| serde_json::from_str::<Button>(&text).ok());
    if let Some(kept) =
        kept.filter(|kept| kept.kind.as_deref() == Some(&*word) && kept.key.as_deref() != Some(""))
    {
        return Some(Button { name, sub_button: Vec::new(), ..kept });
    }
    let filled = |part: &str| field(part).filter(|text| !text.is_empty());
    let (key, url) = match Kind::parse(&word) {
        Some(Kind::Click) => (filled("key"), None),
        Some(Kind::View) => (None, filled("url")),
        Some(Kind::Scan) => (Some("scan".to_owned()), None),
        Some(Kind::Photo) => (Some("photo".to_owned()), None),
        Some(Kind::Location) => (Some("place".to_owned()), None),
        None => (None, None),
    };
    Some(Button { kind: Some(word).filter(|word| !word.is_empty()), name, key, url, ..Button::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(fields: &[(&str, &str)]) -> Posted {
        Posted(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn fields_become_buttons_in_order() {
        let menu = buttons(&posted(&[
            ("name-1", " 今日服务 "),
            ("name-1-1", "网站"),
            ("kind-1-1", "view"),
            ("key-1-1", "left over"),
            ("url-1-1", "https://a.gov.cn"),
            ("name-2", "拍照"),
            ("kind-2", "pic_photo_or_album"),
        ]));
        let json = serde_json::json!([
            { "name": "今日服务", "sub_button": [{ "type": "view", "name": "网站", "url": "https://a.gov.cn" }] },
            { "type": "pic_photo_or_album", "name": "拍照", "key": "photo" }
        ]);
        assert_eq!(serde_json::to_value(menu).unwrap(), json);
    }

    #[test]
    fn a_kind_made_elsewhere_keeps_what_it_has() {
        let kept = r#"{"type":"miniprogram","name":"旧","url":"http://a","appid":"wx1","pagepath":"p"}"#;
        let fields = [("name-1", "新"), ("kind-1", "miniprogram"), ("keep-1", kept)];
        let menu = buttons(&posted(&fields));
        assert_eq!((menu[0].name.as_str(), menu[0].appid.as_deref()), ("新", Some("wx1")));
        let changed = buttons(&posted(&[("name-1", "新"), ("kind-1", "view"), ("keep-1", kept)]));
        assert_eq!(changed[0].appid, None);
    }
}
