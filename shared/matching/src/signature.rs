//! What is kept of a text to compare it: no words, only numbers made of them.

use crate::background::Background;
use crate::grams::grams;
use crate::normalise;
use crate::opening::Opening;
use crate::units::first;
use crate::vector::Vector;

/// Units of a title, or of a text without one, that are compared in their order.
const OPENING_UNITS: usize = 40;
/// Terms kept of a title.
const TITLE_TERMS: usize = 64;
/// Terms kept of a whole text.
const BODY_TERMS: usize = 128;

/// A text ready to be compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signature {
    pub(crate) opening: Opening,
    pub(crate) title: Vector,
    pub(crate) body: Vector,
}

impl Signature {
    /// The signature of a text with a title, or with an empty one.
    #[must_use]
    pub fn of(title: &str, text: &str, background: &Background) -> Self {
        let title = normalise(title);
        let text = normalise(text);
        let opening = first(if title.is_empty() { &text } else { &title }, OPENING_UNITS);
        let head = if title.is_empty() { &text } else { &title };
        let whole = if text.is_empty() { &title } else { &text };
        Self {
            opening: Opening::of(opening, background),
            title: Vector::weigh(grams(head, 1, 2), background, TITLE_TERMS),
            body: Vector::weigh(grams(whole, 2, 3), background, BODY_TERMS),
        }
    }

    /// The vector of the title.
    #[must_use]
    pub fn title(&self) -> &Vector {
        &self.title
    }

    /// The vector of the whole text.
    #[must_use]
    pub fn body(&self) -> &Vector {
        &self.body
    }
}
