//! The texts of both sides.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Texts in the index.
pub const OPEN: usize = 4_000;
/// Texts that are looked for.
pub const ASKED: usize = 500;
/// The published data hold fewer texts than wanted: the rest are these again, two by two.
const FILES: [&str; 3] = ["messages.jsonl", "replies.jsonl", "category.jsonl"];

/// A title and a text.
pub struct Text {
    pub title: String,
    pub text: String,
}

/// The first `most` texts; where there are fewer, titles and texts of different ones are joined to more.
pub fn read(folder: &str, most: usize) -> Result<Vec<Text>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for file in FILES {
        for line in fs::read_to_string(Path::new(folder).join(file))?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let part = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            texts.push(Text { title: part("title"), text: part("text") });
        }
    }
    let real = texts.len();
    for at in 0..most.saturating_sub(real) {
        let (title, text) = (texts[at].title.clone(), texts[(at + real / 2) % real].text.clone());
        texts.push(Text { title, text });
    }
    texts.truncate(most);
    Ok(texts)
}
