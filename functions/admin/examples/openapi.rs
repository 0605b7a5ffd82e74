//! Prints the API's OpenAPI document, to be kept as `functions/admin/src/assets/openapi.json`.

#[path = "../tests/it/document/mod.rs"]
mod document;

fn main() -> Result<(), serde_json::Error> {
    serde_json::to_writer_pretty(std::io::stdout(), &document::document())
}
