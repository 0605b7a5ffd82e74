//! How two menus differ, place by place.

use super::{Button, Place, at};

/// A place whose button differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where.
    pub place: Place,
    /// What was there.
    pub before: Option<Button>,
    /// What is there.
    pub after: Option<Button>,
}

/// Every place whose button is another: in order, a button at the top without what is below it.
#[must_use]
pub fn diff(before: &[Button], after: &[Button]) -> Vec<Change> {
    let places = (0..before.len().max(after.len())).flat_map(|column| {
        let rows = |menu: &[Button]| menu.get(column).map_or(0, |top| top.sub_button.len());
        let below = (0..rows(before).max(rows(after))).map(move |row| Place::below(column, row));
        std::iter::once(Place::top(column)).chain(below)
    });
    let bare = |menu: &[Button], place: Place| {
        let mut button = at(menu, place)?.clone();
        button.sub_button.clear();
        Some(button)
    };
    places
        .map(|place| Change { place, before: bare(before, place), after: bare(after, place) })
        .filter(|change| change.before != change.after)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn click(name: &str) -> Button {
        Button { kind: Some("click".into()), name: name.into(), key: Some("k".into()), ..Button::default() }
    }

    #[test]
    fn each_place_that_differs_is_told_once() {
        let before =
            [Button { name: "甲".into(), sub_button: vec![click("a"), click("b")], ..Button::default() }];
        let after = [
            Button {
                name: "甲".into(),
                sub_button: vec![click("a"), click("c"), click("d")],
                ..Button::default()
            },
            click("乙"),
        ];
        let told: Vec<_> = diff(&before, &after)
            .into_iter()
            .map(|change| (change.place.to_string(), change.before.is_some(), change.after.is_some()))
            .collect();
        let expected = [("1-2", true, true), ("1-3", false, true), ("2", false, true)];
        assert_eq!(told, expected.map(|(place, before, after)| (place.to_owned(), before, after)));
        assert_eq!(diff(&before, &before), []);
    }
}
