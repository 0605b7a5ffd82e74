//! The peer: words cut by jieba-rs, TF-IDF, cosine over an inverted index.

use std::collections::HashMap;
use std::hint::black_box;

use jieba_rs::Jieba;

use crate::texts::Text;
use crate::timing::{Measured, each, milliseconds, resident};

/// Words with their shares of the vector's length.
type Vector = Vec<(String, f32)>;

struct Model {
    jieba: Jieba,
    documents: HashMap<String, u32>,
    count: f32,
}

impl Model {
    fn words(&self, text: &Text) -> HashMap<String, f32> {
        let mut counts = HashMap::new();
        for part in [&text.title, &text.text] {
            for token in self.jieba.cut(part, true) {
                *counts.entry(word(&token).to_owned()).or_insert(0.0) += 1.0;
            }
        }
        counts
    }

    fn vector(&self, text: &Text) -> Vector {
        let weigh = |(word, count): (String, f32)| {
            let documents = self.documents.get(&word).copied().unwrap_or(0) as f32;
            let weight = (1.0 + count.ln()) * ((1.0 + self.count) / (1.0 + documents)).ln();
            (word, weight)
        };
        let mut vector: Vector = self.words(text).into_iter().map(weigh).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
        vector
    }
}

fn word<'a>(token: &'a impl AsRef<str>) -> &'a str {
    token.as_ref()
}

/// Measures.
pub fn run(open: &[Text], asked: &[Text]) -> Measured {
    let before = resident();
    let (jieba, start) = milliseconds(Jieba::new);
    let mut model = Model { jieba, documents: HashMap::new(), count: open.len() as f32 };
    for text in open {
        for word in model.words(text).into_keys() {
            *model.documents.entry(word).or_default() += 1;
        }
    }
    let vectors: Vec<Vector> = open.iter().map(|text| model.vector(text)).collect();
    let (index, load) = milliseconds(|| index(&vectors));
    drop(vectors);
    let resident = resident() - before;
    let message = each(asked, |text| {
        black_box(nearest(&index, &model.vector(text), open.len()));
    });
    Measured { start, load, message, resident }
}

fn index(vectors: &[Vector]) -> HashMap<String, Vec<(u32, f32)>> {
    let mut index: HashMap<String, Vec<(u32, f32)>> = HashMap::new();
    for (at, vector) in vectors.iter().enumerate() {
        for (word, weight) in vector {
            index.entry(word.clone()).or_default().push((at as u32, *weight));
        }
    }
    index
}

fn nearest(index: &HashMap<String, Vec<(u32, f32)>>, query: &Vector, texts: usize) -> Vec<(usize, f32)> {
    let mut scores = vec![0.0; texts];
    for (word, weight) in query {
        for (at, other) in index.get(word).into_iter().flatten() {
            scores[*at as usize] += weight * other;
        }
    }
    let mut best: Vec<(usize, f32)> =
        scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
    let most = best.len().min(8);
    if most > 0 {
        best.select_nth_unstable_by(most - 1, |a, b| b.1.total_cmp(&a.1));
    }
    best.truncate(most);
    best.sort_by(|a, b| b.1.total_cmp(&a.1));
    best
}
