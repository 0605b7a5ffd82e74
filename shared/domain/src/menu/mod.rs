//! The account's menu: what the platform takes, what a draft lacks, how two menus differ, and edits of a draft.
//! Limits: "创建自定义菜单" (1 to 3 buttons, 1 to 5 below each, two levels; names of 16 and 60 bytes, keys of 128,
//! addresses of 1,024).

mod check;
mod diff;
mod edit;

pub use check::{Fault, Flaw, Part, check};
pub use diff::{Change, diff};
pub use edit::Edit;
pub use wechat::client::Button;

/// Buttons at the top.
pub const COLUMNS: usize = 3;
/// Buttons below each.
pub const ROWS: usize = 5;
/// Longest name of a button at the top, in bytes of UTF-8.
pub const TOP_NAME_BYTES: usize = 16;
/// Longest name of a button below, in bytes of UTF-8.
pub const SUB_NAME_BYTES: usize = 60;
/// Longest key, in bytes.
pub const KEY_BYTES: usize = 128;
/// Longest address, in bytes.
pub const URL_BYTES: usize = 1_024;
/// Chinese characters of a name that phones show at the top, and below; the rest is cut.
pub const SHOWN_CHARS: (usize, usize) = (4, 8);

/// What a tap does, of the kinds that a draft offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Our reply to its key.
    Click,
    /// Opens a page.
    View,
    /// Scans a code, whose words come to us.
    Scan,
    /// Takes or chooses pictures, which come as messages.
    Photo,
    /// Chooses a place, which comes as a message.
    Location,
}

impl Kind {
    /// All that a draft offers.
    pub const ALL: [Self; 5] = [Self::Click, Self::View, Self::Scan, Self::Photo, Self::Location];

    /// The platform's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::View => "view",
            Self::Scan => "scancode_waitmsg",
            Self::Photo => "pic_photo_or_album",
            Self::Location => "location_select",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Where a button is, from 0: a column, and a row below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which button at the top.
    pub column: usize,
    /// Which below it; `None`: the one at the top.
    pub row: Option<usize>,
}

impl Place {
    /// A button at the top.
    #[must_use]
    pub const fn top(column: usize) -> Self {
        Self { column, row: None }
    }

    /// A button below one.
    #[must_use]
    pub const fn below(column: usize, row: usize) -> Self {
        Self { column, row: Some(row) }
    }

    /// From 1, as in names of fields: `2`, `2-1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number =
            |text: &str, limit| text.parse().ok().filter(|n| (1..=limit).contains(n)).map(|n: usize| n - 1);
        Some(match text.split_once('-') {
            None => Self::top(number(text, COLUMNS)?),
            Some((column, row)) => Self::below(number(column, COLUMNS)?, number(row, ROWS)?),
        })
    }

    /// Longest name here, in bytes.
    #[must_use]
    pub const fn name_bytes(self) -> usize {
        if self.row.is_none() { TOP_NAME_BYTES } else { SUB_NAME_BYTES }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.row {
            None => write!(f, "{}", self.column + 1),
            Some(row) => write!(f, "{}-{}", self.column + 1, row + 1),
        }
    }
}

/// The button at a place.
#[must_use]
pub fn at(menu: &[Button], place: Place) -> Option<&Button> {
    let top = menu.get(place.column)?;
    place.row.map_or(Some(top), |row| top.sub_button.get(row))
}

/// A name as phones show it: cut where it gets too wide.
#[must_use]
pub fn shown(name: &str, place: Place) -> String {
    let chars = if place.row.is_none() { SHOWN_CHARS.0 } else { SHOWN_CHARS.1 };
    let mut width = 0;
    for (at, char) in name.char_indices() {
        width += if char.is_ascii() { 1 } else { 2 };
        if width > chars * 2 {
            return format!("{}…", &name[..at]);
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_from_one() {
        for (text, place) in [("1", Place::top(0)), ("3-5", Place::below(2, 4))] {
            assert_eq!(Place::parse(text), Some(place));
            assert_eq!(place.to_string(), text);
        }
        for text in ["", "0", "4", "1-0", "1-6", "1-2-3", "x", "-1"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }

    #[test]
    fn phones_cut_long_names() {
        assert_eq!(shown("今日服务", Place::top(0)), "今日服务");
        assert_eq!(shown("今日服务台", Place::top(0)), "今日服务…");
        assert_eq!(shown("English version of it", Place::below(0, 0)), "English version …");
    }
}
