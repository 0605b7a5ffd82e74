//! Where the vectors are, and how the tests read them.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::{fs, path::PathBuf};

/// A file or directory under the repository's fixtures.
pub fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(path)
}

pub fn json(path: &str) -> Value {
    serde_json::from_slice(&fs::read(fixture(path)).expect(path)).expect(path)
}

/// Names of the files in a directory with that ending, sorted.
pub fn names(directory: &str, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(fixture(directory)).expect(directory);
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(ending));
    names.sort();
    names
}

/// Every `NAME.xml` of a directory with its `NAME.expected.json`.
pub fn pairs(directory: &str) -> Vec<(String, Vec<u8>, Value)> {
    let read = |name: String| {
        let stem = name.trim_end_matches(".expected.json");
        let xml = fs::read(fixture(&format!("{directory}/{stem}.xml"))).expect(stem);
        let expected = json(&format!("{directory}/{name}"));
        (stem.to_owned(), xml, expected)
    };
    names(directory, ".expected.json").into_iter().map(read).collect()
}

pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is missing in {value}"))
}

/// Fields as the JSON of the vectors.
pub fn as_json(fields: &wechat::xml::Fields) -> Value {
    serde_json::to_value(fields).unwrap()
}
