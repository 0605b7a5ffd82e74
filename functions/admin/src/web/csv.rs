//! Files for spreadsheets: UTF-8 with a byte order mark, as Excel needs it for Chinese, and nothing that it would run.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

/// How a cell begins that a spreadsheet takes for a formula (OWASP, “CSV Injection”).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text of a cell, never a formula.
fn cell(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// Rows as a download; `name` is ours: letters, digits, `-`.
///
/// # Errors
/// When the rows differ in length.
pub(crate) fn csv(name: &str, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Response, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|text| cell(text)))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, shown) in
            [("=1+1", "'=1+1"), ("-2", "'-2"), ("@x", "'@x"), ("+86", "'+86"), ("张", "张"), ("", "")]
        {
            assert_eq!(cell(text), shown);
        }
    }
}
