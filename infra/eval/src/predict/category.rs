//! The category of each message.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::rows::RowsError;

/// A message of which the words were kept and the rest was not.
#[derive(Debug, Clone, Deserialize)]
pub struct Cut {
    /// Its words, parted by spaces.
    pub tokens: String,
    /// Its category.
    pub label: String,
}

/// The rows of a compressed file.
///
/// # Errors
///
/// When it can't be read.
pub fn cut_rows(data: &Path, file: &str) -> Result<Vec<Cut>, RowsError> {
    let path = data.join(file);
    let failed = |cause| RowsError::File { path: path.clone(), cause };
    let bytes = fs::read(&path).map_err(failed)?;
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).map_err(failed)?;
    text.lines()
        .enumerate()
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|cause| RowsError::Line {
                path: path.clone(),
                line: at + 1,
                cause,
            })
        })
        .collect()
}

/// How often each label occurs.
#[must_use]
pub fn labels(rows: &[Cut]) -> BTreeMap<&str, usize> {
    let mut labels = BTreeMap::new();
    for row in rows {
        *labels.entry(row.label.as_str()).or_default() += 1;
    }
    labels
}
