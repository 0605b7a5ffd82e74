//! Research: writes what is measured of each message's nearest earlier ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
use std::collections::HashMap;
use std::io::Write;

use matching::background::{Background, Counts};
use matching::signature::Signature;
use matching::similarity::{NAMES, compare};
use serde_json::Value;

fn rows(path: &str) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap()
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mode = args.next().unwrap();
    let out = args.next().unwrap();
    let background_of = args.next().unwrap_or("all".into());
    let data = "/work/shared/data";
    let mut messages = rows(&format!("{data}/messages.jsonl"));
    messages.sort_by(|a, b| (text(a, "time"), text(a, "id")).cmp(&(text(b, "time"), text(b, "id"))));
    let mut counts = Counts::default();
    for row in &messages {
        counts.add(&format!("{} {}", text(row, "title"), text(row, "text")));
    }
    if background_of != "own" {
        for row in rows(&format!("{data}/replies.jsonl")) {
            counts.add(&format!("{} {}", text(&row, "title"), text(&row, "text")));
        }
        for row in rows("/tmp/match/category_seg.jsonl") {
            counts.add(&text(&row, "tokens").replace(' ', ""));
        }
    }
    let bytes: usize = if background_of == "own" { 1 << 23 } else { background_of.parse().unwrap_or(1 << 18) };
    let table = counts.table(bytes, if bytes > 1 << 19 { 1 } else { 4 });
    std::fs::write("/tmp/match/background.bin", &table).unwrap();
    let background = Background::read(&table).unwrap();
    let signatures: Vec<Signature> = messages
        .iter()
        .map(|row| {
            if mode == "chat" {
                let cut: String = text(row, "text").chars().take(120).collect();
                Signature::of("", &cut, &background)
            } else {
                Signature::of(text(row, "title"), text(row, "text"), &background)
            }
        })
        .collect();
    let mut file = std::io::BufWriter::new(std::fs::File::create(&out).unwrap());
    let mut lists: HashMap<(u8, u32), Vec<(usize, f32)>> = HashMap::new();
    for (i, mine) in signatures.iter().enumerate() {
        let mut scores = vec![0.0_f32; i];
        for (field, vector) in [(0_u8, mine.title()), (1, mine.body())] {
            for term in vector.terms() {
                let list = lists.entry((field, term.gram)).or_default();
                for (j, weight) in list.iter() {
                    scores[*j] += 0.5 * weight * term.weight;
                }
                list.push((i, term.weight));
            }
        }
        let mut order: Vec<usize> = (0..i).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        for j in order.into_iter().take(16).filter(|j| scores[*j] > 0.02) {
            let measures = compare(mine, &signatures[j]);
            for value in [i as f32, j as f32].into_iter().chain(measures) {
                file.write_all(&value.to_le_bytes()).unwrap();
            }
        }
    }
    println!("{}", NAMES.join(","));
}
