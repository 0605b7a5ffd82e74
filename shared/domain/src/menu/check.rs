//! What the platform, or our own answers, would not take.

use super::{Button, COLUMNS, KEY_BYTES, Kind, Place, ROWS, URL_BYTES};

/// Which part of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its name.
    Name,
    /// What it does.
    Kind,
    /// Its key.
    Key,
    /// Its address.
    Url,
}

impl Part {
    /// The word in names of fields.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Key => "key",
            Self::Url => "url",
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is no button at all.
    NoButton,
    /// More than three at the top.
    TooManyColumns,
    /// More than five below one.
    TooManyRows,
    /// A third level.
    TooDeep,
    /// Nothing written.
    Empty,
    /// Longer than the platform allows.
    TooLong {
        /// Bytes allowed.
        limit: usize,
        /// Bytes used.
        used: usize,
    },
    /// Of a kind that only the platform's own page can make, or none at all.
    UnknownKind,
    /// A key that nothing answers.
    UnknownKey,
    /// An address without `https://`.
    NotHttps,
}

/// One thing to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where; `None`: the menu as a whole.
    pub place: Option<Place>,
    /// In which part of it.
    pub part: Part,
    /// What.
    pub flaw: Flaw,
}

impl Fault {
    /// The name of the field that it is about.
    #[must_use]
    pub fn field(&self) -> String {
        self.place.map_or_else(|| "menu".to_owned(), |place| format!("{}-{place}", self.part.as_str()))
    }
}

/// Kinds that the platform takes and a draft keeps as they are: made elsewhere, taken over.
const ELSEWHERE: [&str; 8] = [
    "scancode_push",
    "pic_sysphoto",
    "pic_weixin",
    "media_id",
    "view_limited",
    "article_id",
    "article_view_limited",
    "miniprogram",
];

/// Everything that is to be mended before the menu can be published. `answered`: whether something answers a key.
#[must_use]
pub fn check(menu: &[Button], answered: &dyn Fn(&str) -> bool) -> Vec<Fault> {
    let mut found = Vec::new();
    let whole = |flaw| Fault { place: None, part: Part::Name, flaw };
    if menu.is_empty() {
        found.push(whole(Flaw::NoButton));
    }
    if menu.len() > COLUMNS {
        found.push(whole(Flaw::TooManyColumns));
    }
    for (column, top) in menu.iter().enumerate().take(COLUMNS) {
        let place = Place::top(column);
        name(top, place, &mut found);
        if top.sub_button.is_empty() {
            action(top, place, answered, &mut found);
        }
        if top.sub_button.len() > ROWS {
            found.push(Fault { place: Some(place), part: Part::Name, flaw: Flaw::TooManyRows });
        }
        for (row, leaf) in top.sub_button.iter().enumerate().take(ROWS) {
            let place = Place::below(column, row);
            name(leaf, place, &mut found);
            action(leaf, place, answered, &mut found);
            if !leaf.sub_button.is_empty() {
                found.push(Fault { place: Some(place), part: Part::Name, flaw: Flaw::TooDeep });
            }
        }
    }
    found
}

fn name(button: &Button, place: Place, found: &mut Vec<Fault>) {
    sized(Some(&button.name), place, Part::Name, place.name_bytes(), found);
}

fn sized(text: Option<&str>, place: Place, part: Part, limit: usize, found: &mut Vec<Fault>) -> bool {
    let text = text.unwrap_or_default();
    let flaw = match text.len() {
        _ if text.trim().is_empty() => Flaw::Empty,
        used if used > limit => Flaw::TooLong { limit, used },
        _ => return true,
    };
    found.push(Fault { place: Some(place), part, flaw });
    false
}

fn action(button: &Button, place: Place, answered: &dyn Fn(&str) -> bool, found: &mut Vec<Fault>) {
    let word = button.kind.as_deref().unwrap_or_default();
    let mut fault = |part, flaw| found.push(Fault { place: Some(place), part, flaw });
    match Kind::parse(word) {
        Some(Kind::View) => {
            if sized(button.url.as_deref(), place, Part::Url, URL_BYTES, found)
                && !button.url.as_deref().is_some_and(|url| url.starts_with("https://"))
            {
                found.push(Fault { place: Some(place), part: Part::Url, flaw: Flaw::NotHttps });
            }
        }
        Some(Kind::Click) => {
            if sized(button.key.as_deref(), place, Part::Key, KEY_BYTES, found)
                && !button.key.as_deref().is_some_and(answered)
            {
                found.push(Fault { place: Some(place), part: Part::Key, flaw: Flaw::UnknownKey });
            }
        }
        Some(Kind::Scan | Kind::Photo | Kind::Location) => {
            sized(button.key.as_deref(), place, Part::Key, KEY_BYTES, found);
        }
        None if ELSEWHERE.contains(&word) => {}
        None if word.is_empty() => fault(Part::Kind, Flaw::Empty),
        None => fault(Part::Kind, Flaw::UnknownKind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn click(name: &str, key: &str) -> Button {
        Button { kind: Some("click".into()), name: name.into(), key: Some(key.into()), ..Button::default() }
    }

    fn view(url: &str) -> Button {
        Button {
            kind: Some("view".into()), name: "网站".into(), url: Some(url.into()), ..Button::default()
        }
    }

    fn parent(name: &str, sub_button: Vec<Button>) -> Button {
        Button { name: name.into(), sub_button, ..Button::default() }
    }

    fn faults(menu: &[Button]) -> Vec<(String, Flaw)> {
        let known = |key: &str| key == "today";
        check(menu, &known).iter().map(|fault| (fault.field(), fault.flaw)).collect()
    }

    #[test]
    fn three_by_five_fits_and_more_does_not() {
        let full = parent("今日服务", vec![click("今日提醒", "today"); 5]);
        assert_eq!(faults(&vec![full.clone(); 3]), []);
        assert_eq!(faults(&vec![full; 4]), [("menu".to_owned(), Flaw::TooManyColumns)]);
        let six = parent("今日服务", vec![click("今日提醒", "today"); 6]);
        assert_eq!(faults(&[six]), [("name-1".to_owned(), Flaw::TooManyRows)]);
        assert_eq!(faults(&[]), [("menu".to_owned(), Flaw::NoButton)]);
    }

    #[test]
    fn names_are_counted_in_bytes() {
        assert_eq!(faults(&[click("五个汉字啊x", "today")]), []);
        let long = Flaw::TooLong { limit: 16, used: 18 };
        assert_eq!(faults(&[click("六个汉字太长", "today")]), [("name-1".to_owned(), long)]);
        let long = Flaw::TooLong { limit: 60, used: 63 };
        let menu = [parent("今日", vec![click(&"长".repeat(21), "today")])];
        assert_eq!(faults(&menu), [("name-1-1".to_owned(), long)]);
        assert_eq!(faults(&[click(" ", "today")]), [("name-1".to_owned(), Flaw::Empty)]);
    }

    #[test]
    fn keys_are_answered_and_addresses_are_safe() {
        assert_eq!(faults(&[click("a", "nothing")]), [("key-1".to_owned(), Flaw::UnknownKey)]);
        assert_eq!(faults(&[view("https://a.gov.cn")]), []);
        assert_eq!(faults(&[view("http://a.gov.cn")]), [("url-1".to_owned(), Flaw::NotHttps)]);
        let used = 8 + 1_024;
        let long = view(&format!("https://{}", "x".repeat(1_024)));
        assert_eq!(faults(&[long]), [("url-1".to_owned(), Flaw::TooLong { limit: 1_024, used })]);
        let photo = Button { kind: Some("pic_photo_or_album".into()), ..click("拍照", "photo") };
        assert_eq!(faults(&[photo]), [], "its key answers nothing: the picture comes as a message");
    }

    #[test]
    fn what_only_the_platforms_page_makes_is_named() {
        let text = Button { kind: Some("text".into()), ..click("a", "") };
        assert_eq!(faults(&[text]), [("kind-1".to_owned(), Flaw::UnknownKind)]);
        let kept = Button { kind: Some("miniprogram".into()), ..click("a", "") };
        assert_eq!(faults(&[kept]), []);
        assert_eq!(faults(&[parent("a", vec![])]), [("kind-1".to_owned(), Flaw::Empty)]);
        let deep = parent("a", vec![parent("b", vec![click("c", "today")])]);
        let found = faults(&[deep]);
        assert!(found.contains(&("name-1-1".to_owned(), Flaw::TooDeep)), "{found:?}");
    }
}
