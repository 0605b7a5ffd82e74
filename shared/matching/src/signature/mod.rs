//! What is kept of a text to compare it: no words, only numbers made of them.

mod wire;

use crate::background::Background;
use crate::grams::{Gram, grams, triples};
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
/// Pairs kept of a whole text.
const BODY_PAIRS: usize = 190;
/// Triples kept of a text by itself: where there is a title, that says more.
const BODY_TRIPLES: usize = 41;
/// With so many pairs and triples a text by itself is a short question: some forty characters.
const SHORT: usize = 80;

/// A text ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    pub(crate) opening: Opening,
    pub(crate) title: Vector,
    pub(crate) body: Vector,
    /// Whether it is as short as a question, and has no title.
    pub(crate) is_short: bool,
    /// Of what it speaks.
    pub(crate) matters: Matters,
}

impl Signature {
    /// The signature of a text with a title; a chat message has none: `""`.
    #[must_use]
    pub fn of(title: &str, text: &str, background: &Background) -> Self {
        let (title, text) = (plain(&normalise(title)), plain(&normalise(text)));
        let head = if title.is_empty() { &text } else { &title };
        let whole = if text.is_empty() { &title } else { &text };
        let by_itself = title.is_empty() || text.is_empty();
        let triples = if by_itself { triples(whole) } else { Vec::new() };
        let body = [(grams(whole, 2, 2), BODY_PAIRS), (triples, BODY_TRIPLES)];
        let body = Vector::weigh(body, background);
        let (matters, everyday) = Matters::of(head);
        Self {
            matters,
            opening: Opening::of(head, OPENING_UNITS, background, &everyday),
            title: Vector::weigh([(grams(head, 1, 2), TITLE_TERMS)], background),
            is_short: by_itself && body.grams().len() <= SHORT,
            body,
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

    /// Half the cosine of the titles and half that of the whole texts: quick, and good enough to choose candidates.
    #[must_use]
    pub fn nearness(&self, other: &Self) -> f32 {
        0.5 * self.title.cosine(&other.title) + 0.5 * self.body.cosine(&other.body)
    }

    /// Whether both speak of a matter, and of none that is the same.
    pub(crate) fn is_of_another_matter(&self, other: &Self) -> bool {
        let [one, other] = [self, other].map(|signature| signature.matters.matters());
        one.count() > 0 && other.count() > 0 && one.common(other).count() == 0
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
