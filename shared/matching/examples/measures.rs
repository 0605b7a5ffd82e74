//! Research: writes what is measured of each text's nearest ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
use std::collections::HashMap;
use std::io::Write;

use matching::background::{Background, Counts};
use matching::signature::Signature;
use matching::similarity::{NAMES, compare};
use serde_json::Value;

const DATA: &str = "/work/shared/data";

fn rows(path: &str) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
fn data(file: &str) -> Vec<Value> {
    rows(&format!("{DATA}/{file}"))
}
fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap()
}

fn background(of: &str, messages: &[Value]) -> Background {
    let mut counts = Counts::default();
    for row in messages {
        counts.add(&format!("{} {}", text(row, "title"), text(row, "text")));
    }
    if of != "own" {
        for row in data("replies.jsonl") {
            counts.add(&format!("{} {}", text(&row, "title"), text(&row, "text")));
        }
        for row in rows("/tmp/match/category_seg.jsonl") {
            counts.add(&text(&row, "tokens").replace(' ', ""));
        }
    }
    let bytes: usize = if of == "own" { 1 << 23 } else { of.parse().unwrap_or(1 << 18) };
    let table = counts.table(bytes, if bytes > 1 << 19 { 1 } else { 4 });
    std::fs::write("/tmp/match/background.bin", &table).unwrap();
    Background::read(&table).unwrap()
}

/// Prints the measures of the nearest `bank` texts for each query; with `earlier` only those before it.
struct Out(std::io::BufWriter<std::fs::File>);
impl Out {
    fn row(&mut self, i: usize, j: usize, a: &Signature, b: &Signature) {
        for value in [i as f32, j as f32].into_iter().chain(compare(a, b)) {
            self.0.write_all(&value.to_le_bytes()).unwrap();
        }
    }
}

fn nearest(out: &mut Out, queries: &[Signature], bank: &[Signature], earlier: bool, most: usize) {
    let mut lists: HashMap<(u8, u32), Vec<(usize, f32)>> = HashMap::new();
    for (j, signature) in bank.iter().enumerate() {
        for (field, vector) in [(0_u8, signature.title()), (1, signature.body())] {
            for term in vector.terms() {
                lists.entry((field, term.gram)).or_default().push((j, term.weight));
            }
        }
    }
    for (i, mine) in queries.iter().enumerate() {
        let limit = if earlier { i } else { bank.len() };
        let mut scores = vec![0.0_f32; bank.len()];
        for (field, vector) in [(0_u8, mine.title()), (1, mine.body())] {
            for term in vector.terms() {
                for (j, weight) in lists.get(&(field, term.gram)).into_iter().flatten() {
                    scores[*j] += 0.5 * weight * term.weight;
                }
            }
        }
        let mut order: Vec<usize> = (0..limit).filter(|j| scores[*j] > 0.01).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        for j in order.into_iter().take(most) {
            out.row(i, j, mine, &bank[j]);
        }
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mode = args.next().unwrap();
    let mut out = Out(std::io::BufWriter::new(std::fs::File::create(args.next().unwrap()).unwrap()));
    let mut messages = data("messages.jsonl");
    messages.sort_by(|a, b| (text(a, "time"), text(a, "id")).cmp(&(text(b, "time"), text(b, "id"))));
    let background = background(&args.next().unwrap_or("all".into()), &messages);
    let of = |title: &str, body: &str| Signature::of(title, body, &background);
    match mode.as_str() {
        "full" => {
            let all: Vec<_> = messages.iter().map(|row| of(text(row, "title"), text(row, "text"))).collect();
            nearest(&mut out, &all, &all, true, 16);
        }
        "chat" => {
            let cut = |row: &Value| text(row, "text").chars().take(120).collect::<String>();
            let all: Vec<_> = messages.iter().map(|row| of("", &cut(row))).collect();
            nearest(&mut out, &all, &all, true, 16);
        }
        "gov" => {
            let replies: HashMap<String, Value> =
                data("replies.jsonl").into_iter().map(|row| (text(&row, "id").to_owned(), row)).collect();
            let roles = data("gov_faq_roles.jsonl");
            let signatures = |bank: bool| -> Vec<Signature> {
                let of_role = |row: &&Value| (text(row, "role") == "bank") == bank;
                roles
                    .iter()
                    .filter(of_role)
                    .map(|row| &replies[text(row, "id")])
                    .map(|row| of(text(row, "title"), text(row, "text")))
                    .collect()
            };
            nearest(&mut out, &signatures(false), &signatures(true), false, 16);
        }
        "lcqmc" => {
            let bank: Vec<Signature> = data("faq_bank.jsonl")
                .iter()
                .flat_map(|row| row["questions"].as_array().unwrap().clone())
                .map(|q| of(q.as_str().unwrap(), ""))
                .collect();
            let queries: Vec<Signature> =
                data("faq_queries.jsonl").iter().map(|row| of(text(row, "query"), "")).collect();
            nearest(&mut out, &queries, &bank, false, 16);
        }
        "en" | "en_answer" => {
            let faq = data("faq_en.jsonl");
            let answers = mode == "en_answer";
            let bank: Vec<Signature> = faq
                .iter()
                .map(|row| {
                    if answers {
                        of(text(row, "answer"), "")
                    } else {
                        of(text(row, "question"), text(row, "answer"))
                    }
                })
                .collect();
            let queries: Vec<Signature> = if answers {
                faq.iter().map(|row| of(text(row, "question"), "")).collect()
            } else {
                data("pairs_en.jsonl").iter().map(|row| of(text(row, "b"), "")).collect()
            };
            nearest(&mut out, &queries, &bank, false, 16);
        }
        pairs => {
            for (at, row) in data(&format!("{pairs}.jsonl")).iter().enumerate() {
                out.row(at, at, &of(text(row, "a"), ""), &of(text(row, "b"), ""));
            }
        }
    }
    println!("{}", NAMES.join(","));
}
