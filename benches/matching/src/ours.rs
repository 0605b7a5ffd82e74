//! Our side: signatures, the index from its snapshot, candidates measured.

use std::hint::black_box;

use matching::background::Background;
use matching::index::{Index, read_snapshot, write_snapshot};
use matching::signature::Signature;
use matching::similarity::Asked;

use crate::texts::Text;
use crate::timing::{Measured, each, milliseconds, resident};

const CANDIDATES: usize = 8;

/// Measures.
pub fn run(open: &[Text], asked: &[Text]) -> Measured {
    let snapshot = snapshot(open);
    println!("snapshot: {:.1} MB", snapshot.len() as f64 / 1e6);
    let before = resident();
    let (background, start) = milliseconds(Background::shipped);
    let (index, load) = milliseconds(|| {
        let texts = read_snapshot(&snapshot).unwrap_or_default();
        Index::of(texts).unwrap_or_default()
    });
    let resident = resident() - before;
    println!("index: {} texts, {:.1} MB counted", index.len(), index.bytes() as f64 / 1e6);
    let message = each(asked, |text| {
        let mine = Signature::of(&text.title, &text.text, &background);
        let mine = Asked::of(&mine);
        for near in index.nearest_to(&mine, CANDIDATES) {
            black_box(mine.compare(near.signature));
        }
    });
    let mine = |text: &Text| Signature::of(&text.title, &text.text, &background);
    let signature = each(asked, |text| drop(black_box(mine(text)))).0;
    let signatures: Vec<Signature> = asked.iter().map(mine).collect();
    let search = each(&signatures, |mine| drop(black_box(index.nearest(mine, CANDIDATES)))).0;
    println!("of a message: signature {signature:.1} µs, search {search:.1} µs, the rest measures");
    Measured { start, load, message, resident }
}

fn snapshot(open: &[Text]) -> Vec<u8> {
    let background = Background::shipped();
    let texts: Vec<(String, Signature)> = open
        .iter()
        .enumerate()
        .map(|(at, text)| (format!("q{at:015}"), Signature::of(&text.title, &text.text, &background)))
        .collect();
    write_snapshot(texts.iter().map(|(key, signature)| (key.as_str(), signature)))
}
