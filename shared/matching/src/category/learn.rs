//! Learning the weights: for each category the widest margin between its messages and all others, found one message
//! at a time (dual coordinate descent for a linear support vector machine, Hsieh et al. 2008).

use super::model::{BUCKETS, Class, Classifier, bucket};
use super::seen;
use crate::background::Background;

/// Passes over all messages.
const PASSES: usize = 30;
/// How much a message on the wrong side costs.
const COST: f32 = 0.5;

/// A message whose category is known.
#[derive(Debug, Clone, Copy)]
pub struct Example<'a> {
    /// Its title; may be empty.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its category.
    pub label: &'a str,
}

/// Learns a model from `examples`; each label that occurs is a category.
#[must_use]
pub fn learn(examples: &[Example<'_>], background: &Background) -> Classifier {
    let seen: Vec<Seen> = examples.iter().map(|example| Seen::of(example, background)).collect();
    let mut labels: Vec<&str> = examples.iter().map(|example| example.label).collect();
    labels.sort_unstable();
    labels.dedup();
    let class = |label: &str| {
        let is_it: Vec<bool> = examples.iter().map(|example| example.label == label).collect();
        Separation::new(&seen, &is_it).class(label)
    };
    Classifier { classes: labels.into_iter().map(class).collect() }
}

/// A message's buckets and weights, and the square of their length with the bias.
struct Seen {
    terms: Vec<(usize, f32)>,
    square: f32,
}

impl Seen {
    fn of(example: &Example<'_>, background: &Background) -> Self {
        let vector = seen(example.title, example.text, background);
        let mut terms: Vec<(usize, f32)> =
            vector.terms().map(|term| (bucket(term.gram), term.weight)).collect();
        terms.sort_unstable_by_key(|(bucket, _)| *bucket);
        terms.dedup_by(|more, kept| {
            let same = more.0 == kept.0;
            if same {
                kept.1 += more.1;
            }
            same
        });
        let square = 1.0 + terms.iter().map(|(_, weight)| weight * weight).sum::<f32>();
        Self { terms, square }
    }
}

struct Separation {
    weights: Vec<f32>,
    bias: f32,
}

impl Separation {
    fn new(seen: &[Seen], is_it: &[bool]) -> Self {
        let mut separation = Self { weights: vec![0.0; BUCKETS], bias: 0.0 };
        let mut shares = vec![0.0_f32; seen.len()];
        let mut order: Vec<usize> = (0..seen.len()).collect();
        let mut state = 7_u64;
        for _ in 0..PASSES {
            shuffle(&mut order, &mut state);
            for &at in &order {
                separation.step(&seen[at], if is_it[at] { 1.0 } else { -1.0 }, &mut shares[at]);
            }
        }
        separation
    }

    /// Moves one message's share to where its own loss is least.
    fn step(&mut self, seen: &Seen, side: f32, share: &mut f32) {
        let gradient = side * self.value(seen) - 1.0 + *share / (2.0 * COST);
        let next = (*share - gradient / (seen.square + 1.0 / (2.0 * COST))).max(0.0);
        let change = (next - *share) * side;
        *share = next;
        if change != 0.0 {
            seen.terms.iter().for_each(|(bucket, weight)| self.weights[*bucket] += change * weight);
            self.bias += change;
        }
    }

    fn value(&self, seen: &Seen) -> f32 {
        self.bias + seen.terms.iter().map(|(bucket, weight)| self.weights[*bucket] * weight).sum::<f32>()
    }

    fn class(self, label: &str) -> Class {
        let largest = self.weights.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        let step = (largest / 127.0).max(f32::MIN_POSITIVE);
        let weights = self.weights.iter().map(|weight| (weight / step).round() as i8).collect();
        Class { label: label.to_owned(), bias: self.bias, step, weights }
    }
}

/// The same order each time.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (*state >> 33) as usize % (at + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::{Example, learn};
    use crate::background::Background;
    use crate::category::Classifier;

    const SEEN: [(&str, &str); 6] = [
        ("小区停水三天了", "供水"),
        ("自来水发黄有味", "供水"),
        ("水压太低停水", "供水"),
        ("公交车不准时", "交通"),
        ("路口红绿灯坏了堵车", "交通"),
        ("公交站太远", "交通"),
    ];

    fn learnt() -> Classifier {
        let examples = SEEN.map(|(text, label)| Example { title: "", text, label });
        learn(&examples, &Background::shipped())
    }

    #[test]
    fn new_words_about_a_known_matter() {
        let first = |text| learnt().suggest("", text, &Background::shipped())[0].label.clone();
        assert_eq!(first("我家停水了"), "供水");
        assert_eq!(first("公交什么时候来"), "交通");
    }

    #[test]
    fn a_model_comes_back_from_its_bytes() {
        let model = learnt();
        assert_eq!(Classifier::from_bytes(&model.to_bytes()), Ok(model.clone()));
        assert!(Classifier::from_bytes(&model.to_bytes()[..100]).is_err());
    }
}
