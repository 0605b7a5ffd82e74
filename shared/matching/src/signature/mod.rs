//! What is kept of a text to compare it: no words, only numbers made of them.

mod wire;

use crate::background::Background;
use crate::grams::{Gram, grams};
use crate::matters::Matters;
use crate::normalise;
use crate::opening::Opening;
use crate::question::plain;
use crate::vector::Vector;

pub use wire::SignatureError;

/// Units of a title, or of a text without one, that are compared in their order.
const OPENING_UNITS: usize = 100;
/// Terms kept of a title.
const TITLE_TERMS: usize = 64;
/// Terms kept of a whole text.
const BODY_TERMS: usize = 400;

/// What the same matters count beside the words, when candidates are chosen.
pub(crate) const MATTERS: f32 = 0.2;

/// A text ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    pub(crate) opening: Opening,
    pub(crate) title: Vector,
    pub(crate) body: Vector,
    pub(crate) matters: Matters,
}

impl Signature {
    /// The signature of a text with a title; a chat message has none: `""`.
    #[must_use]
    pub fn of(title: &str, text: &str, background: &Background) -> Self {
        let (title, text) = (plain(&normalise(title)), plain(&normalise(text)));
        let head = if title.is_empty() { &text } else { &title };
        let whole = if text.is_empty() { &title } else { &text };
        let (matters, everyday) = Matters::of(head);
        Self {
            matters,
            opening: Opening::of(head, OPENING_UNITS, background, &everyday),
            title: Vector::weigh(grams(head, 1, 2), background, TITLE_TERMS),
            body: Vector::weigh(grams(whole, 2, 3), background, BODY_TERMS),
        }
    }

    /// The vector of the title, or of the text where there is none.
    #[must_use]
    pub fn title(&self) -> &Vector {
        &self.title
    }

    /// The vector of the whole text.
    #[must_use]
    pub fn body(&self) -> &Vector {
        &self.body
    }

    /// Half the cosine of the titles and half that of the whole texts, and the matters in common: quick, and good enough to choose candidates.
    #[must_use]
    pub fn nearness(&self, other: &Self) -> f32 {
        0.5 * self.title.cosine(&other.title)
            + 0.5 * self.body.cosine(&other.body)
            + MATTERS * self.matters.things().cosine(other.matters.things())
    }

    /// Whether the title or the text has `gram`.
    pub(crate) fn has(&self, gram: Gram) -> bool {
        self.title.has(gram) || self.body.has(gram)
    }

    /// Bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        5 * (self.title.grams().len() + self.body.grams().len() + self.opening.units().len())
    }
}
