//! Question numbers: another run gives others, so a recording keeps them as captured values.

use std::ops::Range;

/// `Q-7F3AK9-X` in ASCII.
const NUMBER_BYTES: usize = 10;
/// What matches any number.
pub(super) const ANY: &str = r"Q-\w{6}-\w";

/// Where numbers stand in a text.
pub(super) fn found(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in text.match_indices("Q-") {
        let end = start + NUMBER_BYTES;
        let free = found.last().is_none_or(|last| last.end <= start);
        if free && text.get(start..end).is_some_and(is_number) {
            found.push(start..end);
        }
    }
    found
}

fn is_number(word: &str) -> bool {
    word.bytes().enumerate().skip(2).all(|(at, byte)| match at {
        8 => byte == b'-',
        _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
    })
}

/// The numbers that somebody was told, in order, with the names of their values.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(Vec<String>);

impl Numbers {
    /// The name of a number's value, if a line has captured it.
    pub(super) fn name(&self, number: &str) -> Option<String> {
        self.0.iter().position(|known| known == number).map(name)
    }

    /// Remembers a number that a line captures from here on.
    pub(super) fn capture(&mut self, number: &str) -> String {
        self.0.push(number.to_owned());
        name(self.0.len() - 1)
    }

    /// The text with `{name}` in the place of each captured number.
    pub(super) fn named(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (index, number) in self.0.iter().enumerate() {
            out = out.replace(number, &format!("{{{}}}", name(index)));
        }
        out
    }
}

/// `q`, `q2`, `q3` …
fn name(index: usize) -> String {
    if index == 0 { "q".to_owned() } else { format!("q{}", index + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_and_named_in_the_order_they_were_told() {
        let text = "编号 Q-7F3AK9-X、Q-000000-A，FAQ-12、Q-短";
        let found: Vec<_> = found(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Q-7F3AK9-X", "Q-000000-A"]);
        let mut numbers = Numbers::default();
        assert_eq!(numbers.capture("Q-7F3AK9-X"), "q");
        assert_eq!(numbers.capture("Q-000000-A"), "q2");
        assert_eq!(numbers.name("Q-000000-A").as_deref(), Some("q2"));
        assert_eq!(numbers.named("查 Q-7F3AK9-X 和 Q-ZZZZZZ-Z"), "查 {q} 和 Q-ZZZZZZ-Z");
    }
}
