//! Edits of a draft's arrangement.

use super::{Button, COLUMNS, Kind, Place, ROWS};

/// One move of an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A button at the end of the top.
    AddTop,
    /// A button at the end of what is below a column; the column itself then does nothing but open.
    AddBelow(usize),
    /// One place up, or to the left.
    Up(Place),
    /// One place down, or to the right.
    Down(Place),
    /// Away.
    Delete(Place),
}

impl Edit {
    /// The edit that a form's button names: `add`, `add-1`, `up-1-2`, `down-2`, `delete-3-1`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if word == "add" {
            return Some(Self::AddTop);
        }
        let (verb, place) = word.split_once('-')?;
        let place = Place::parse(place)?;
        match (verb, place.row) {
            ("add", None) => Some(Self::AddBelow(place.column)),
            ("up", _) => Some(Self::Up(place)),
            ("down", _) => Some(Self::Down(place)),
            ("delete", _) => Some(Self::Delete(place)),
            _ => None,
        }
    }

    /// Does it; what can't be done changes nothing.
    pub fn apply(self, menu: &mut Vec<Button>) {
        match self {
            Self::AddTop if menu.len() < COLUMNS => menu.push(fresh()),
            Self::AddBelow(column) => {
                if let Some(top) = menu.get_mut(column).filter(|top| top.sub_button.len() < ROWS) {
                    let (name, mut below) =
                        (std::mem::take(&mut top.name), std::mem::take(&mut top.sub_button));
                    below.push(fresh());
                    *top = Button { name, sub_button: below, ..Button::default() };
                }
            }
            Self::Up(place) => moved(menu, place, |index| index.checked_sub(1)),
            Self::Down(place) => moved(menu, place, |index| Some(index + 1)),
            Self::Delete(place) => delete(menu, place),
            Self::AddTop => {}
        }
    }
}

fn fresh() -> Button {
    Button { kind: Some(Kind::Click.as_str().to_owned()), ..Button::default() }
}

fn moved(menu: &mut Vec<Button>, place: Place, to: impl Fn(usize) -> Option<usize>) {
    let (list, from) = match place.row {
        None => (menu, place.column),
        Some(row) => match menu.get_mut(place.column) {
            Some(top) => (&mut top.sub_button, row),
            None => return,
        },
    };
    if let Some(to) = to(from).filter(|to| from.max(*to) < list.len()) {
        list.swap(from, to);
    }
}

fn delete(menu: &mut Vec<Button>, place: Place) {
    match place.row {
        None if place.column < menu.len() => {
            menu.remove(place.column);
        }
        Some(row) => {
            let Some(top) = menu.get_mut(place.column).filter(|top| row < top.sub_button.len()) else {
                return;
            };
            top.sub_button.remove(row);
            if top.sub_button.is_empty() {
                top.kind = Some(Kind::Click.as_str().to_owned());
            }
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(menu: &[Button]) -> Vec<String> {
        menu.iter()
            .map(|top| {
                let below: Vec<_> = top.sub_button.iter().map(|leaf| leaf.name.as_str()).collect();
                format!("{}({})", top.name, below.join(" "))
            })
            .collect()
    }

    fn named(name: &str) -> Button {
        Button { name: name.to_owned(), ..fresh() }
    }

    fn after(words: &[&str]) -> Vec<String> {
        let mut menu = vec![
            Button { name: "A".into(), sub_button: vec![named("a"), named("b")], ..Button::default() },
            named("B"),
        ];
        for word in words {
            Edit::parse(word).unwrap().apply(&mut menu);
        }
        names(&menu)
    }

    #[test]
    fn buttons_move_come_and_go() {
        assert_eq!(after(&["up-1-2"]), ["A(b a)", "B()"]);
        assert_eq!(after(&["down-1"]), ["B()", "A(a b)"]);
        assert_eq!(after(&["delete-1-1", "add-2"]), ["A(b)", "B()"]);
        assert_eq!(after(&["add", "delete-1"]), ["B()", "()"]);
        assert_eq!(after(&["up-1", "down-2", "up-1-1", "down-1-2", "up-3", "delete-3-1"]), ["A(a b)", "B()"]);
    }

    #[test]
    fn there_are_never_more_than_three_by_five() {
        let mut menu = Vec::new();
        for _ in 0..9 {
            Edit::AddTop.apply(&mut menu);
            Edit::AddBelow(0).apply(&mut menu);
        }
        assert_eq!((menu.len(), menu[0].sub_button.len()), (3, 5));
        assert_eq!(menu[0].kind, None, "a button with others below it only opens");
        for _ in 0..5 {
            Edit::Delete(Place::below(0, 0)).apply(&mut menu);
        }
        assert_eq!(menu[0].kind.as_deref(), Some("click"));
    }

    #[test]
    fn other_words_are_no_edits() {
        for word in ["", "save", "add-1-2", "add-4", "up", "up-1-9", "jump-1"] {
            assert_eq!(Edit::parse(word), None, "{word}");
        }
    }
}
