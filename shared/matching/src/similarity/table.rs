//! All n-grams of the text that is asked for, in a table to look those of other texts up in.

use crate::grams::Gram;
use crate::signature::Signature;
use crate::vector::{Vector, weight};

/// An n-gram of the text.
#[derive(Debug, Clone, Copy)]
struct Slot {
    gram: Gram,
    /// Its place in the order in which they came; [`FREE`] where none is.
    place: u16,
    /// Roots of its weights in the title and in the whole text; zero where it isn't there.
    roots: [u8; 2],
}

const FREE: u16 = u16::MAX;
/// N-grams that a table holds; a text has a few hundred.
const MOST: usize = FREE as usize;

/// N-grams with the weights that they have in the title and in the whole text.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// A bit for each hash's upper [`FILTER_BITS`]: most n-grams of other texts are not there, and are passed over.
    filter: [u64; 1 << (FILTER_BITS - 6)],
    slots: Vec<Slot>,
    shift: u32,
    count: usize,
}

const FILTER_BITS: u32 = 13;

/// What was found of another text.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Which of the n-grams stand in the other text, by their places.
    pub(super) seen: Vec<bool>,
    /// Products of its title with my title and with my whole text.
    pub(super) title: [f32; 2],
    /// Of its whole text with the same.
    pub(super) body: [f32; 2],
    /// The five most telling common terms of both titles, and of both whole texts.
    pub(super) rarest: [f32; 2],
}

impl Table {
    /// Of a text's vectors, and of `parts` that may be in neither.
    pub(super) fn of(text: &Signature, parts: impl Iterator<Item = Gram>) -> Self {
        let parts: Vec<Gram> = parts.collect();
        let most = text.title.grams().len() + text.body.grams().len() + parts.len();
        // At most half full.
        let bits = (2 * most.min(MOST)).next_power_of_two().trailing_zeros().max(4);
        let free = Slot { gram: 0, place: FREE, roots: [0, 0] };
        let mut table = Self {
            filter: [0; 1 << (FILTER_BITS - 6)],
            slots: vec![free; 1 << bits],
            shift: 32 - bits,
            count: 0,
        };
        for (gram, root) in terms(&text.title) {
            table.enter(gram, [root, 0]);
        }
        for (gram, root) in terms(&text.body) {
            table.enter(gram, [0, root]);
        }
        for gram in parts {
            table.enter(gram, [0, 0]);
        }
        table
    }

    fn enter(&mut self, gram: Gram, roots: [u8; 2]) {
        let place = self.count as u16;
        let at = self.at(gram);
        let slot = &mut self.slots[at];
        if slot.place == FREE {
            if self.count == MOST {
                return;
            }
            *slot = Slot { gram, place, roots };
            let (word, bit) = filtered(gram);
            self.filter[word] |= 1 << bit;
            self.count += 1;
        } else {
            slot.roots.iter_mut().zip(roots).for_each(|(mine, root)| *mine = (*mine).max(root));
        }
    }

    /// Where `gram` stands, or the free slot where it would.
    fn at(&self, gram: Gram) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (mixed(gram) >> self.shift) as usize;
        while self.slots[at].place != FREE && self.slots[at].gram != gram {
            at = (at + 1) & mask;
        }
        at
    }

    fn find(&self, gram: Gram) -> Option<&Slot> {
        let (word, bit) = filtered(gram);
        if self.filter[word] >> bit & 1 == 0 {
            return None;
        }
        let slot = &self.slots[self.at(gram)];
        (slot.place != FREE).then_some(slot)
    }

    /// The place of `gram`, which was entered.
    pub(super) fn place(&self, gram: Gram) -> usize {
        self.find(gram).map_or(0, |slot| usize::from(slot.place))
    }

    /// Whether the title or the text has `gram`.
    pub(super) fn has(&self, gram: Gram) -> bool {
        self.find(gram).is_some_and(|slot| slot.roots != [0, 0])
    }

    /// Looks all n-grams of `other` up.
    pub(super) fn look(&self, other: &Signature) -> Found {
        let mut seen = vec![false; self.count];
        let (title, rarest_title) = self.common(&other.title, 0, &mut seen);
        let (body, rarest_body) = self.common(&other.body, 1, &mut seen);
        Found { seen, title, body, rarest: [rarest_title, rarest_body] }
    }

    /// Half the cosine of the titles and half that of the whole texts.
    pub(super) fn nearness(&self, other: &Signature) -> f32 {
        let product = |vector: &Vector, part: usize| -> f32 {
            let common = terms(vector).filter_map(|(gram, root)| Some((self.find(gram)?.roots[part], root)));
            common.map(|(mine, theirs)| weight(mine) * weight(theirs)).sum()
        };
        0.5 * product(&other.title, 0) + 0.5 * product(&other.body, 1)
    }

    /// Products of `other` with title and whole text, and the most telling terms that it has in common with `part`.
    fn common(&self, other: &Vector, part: usize, seen: &mut [bool]) -> ([f32; 2], f32) {
        let mut products = [0.0; 2];
        let mut rarest = [0.0; 5];
        for (gram, root) in terms(other) {
            let Some(slot) = self.find(gram) else { continue };
            seen[usize::from(slot.place)] = true;
            let [title, body] = slot.roots.map(|mine| weight(mine) * weight(root));
            products[0] += title;
            products[1] += body;
            keep_heaviest(&mut rarest, [title, body][part]);
        }
        (products, rarest.iter().map(|product| product.sqrt()).sum())
    }
}

fn mixed(gram: Gram) -> u32 {
    gram.wrapping_mul(0x9e37_79b1)
}

/// The word and the bit of the filter for `gram`.
fn filtered(gram: Gram) -> (usize, u32) {
    let upper = mixed(gram) >> (32 - FILTER_BITS);
    ((upper >> 6) as usize, upper & 63)
}

fn terms(vector: &Vector) -> impl Iterator<Item = (Gram, u8)> + '_ {
    vector.grams().iter().copied().zip(vector.roots().iter().copied())
}

/// Keeps the heaviest, in descending order.
fn keep_heaviest(heaviest: &mut [f32; 5], mut product: f32) {
    if product <= heaviest[4] {
        return;
    }
    for place in heaviest {
        if product > *place {
            std::mem::swap(place, &mut product);
        }
    }
}
