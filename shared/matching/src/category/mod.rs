//! Which category a message belongs to: a linear model over hashed n-grams, learnt from messages that were handled.

mod learn;
mod model;

pub use learn::{Example, learn};
pub use model::{Classifier, ModelError, Suggestion};

use crate::background::Background;
use crate::grams::grams;
use crate::normalise;
use crate::vector::Vector;

/// A form is filled in beforehand when the first category is so much ahead of the second.
pub const SAFE_MARGIN: f32 = 0.5;
/// Terms of a message that count.
const TERMS: usize = 512;

/// What the model sees of a message: the title counts twice, it is what the matter is called.
fn seen(title: &str, text: &str, background: &Background) -> Vector {
    let normal = normalise(&format!("{title} {title} {text}"));
    Vector::weigh([(grams(&normal, 1, 2), TERMS)], background)
}
