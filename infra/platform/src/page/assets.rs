//! Styles and scripts, compiled in.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! files {
    ($($name:literal: $kind:expr;)*) => {
        const FILES: &[(&str, &str, &str)] = &[$(($name, $kind, include_str!(concat!("static/", $name))),)*];
    };
}

files! {
    "base.css": CSS;
    "controls.css": CSS;
    "recorder.css": CSS;
    "phone.css": CSS;
    "bubbles.css": CSS;
    "inspector.css": CSS;
    "outbox.css": CSS;
    "icon.svg": SVG;
    "main.js": JS;
    "dom.js": JS;
    "words.js": JS;
    "controls.js": JS;
    "recorder.js": JS;
    "phone.js": JS;
    "bubbles.js": JS;
    "menu.js": JS;
    "sheet.js": JS;
    "inspector.js": JS;
    "cards.js": JS;
}

pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let Some((_, kind, text)) = FILES.iter().find(|(known, ..)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, *text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_reaches_for_another_site_or_writes_markup() {
        for (name, _, text) in FILES {
            let outside = text.replace("http://www.w3.org/", "");
            assert!(!outside.contains("http://") && !outside.contains("https://"), "{name}");
            assert!(!text.contains("innerHTML") && !text.contains("eval("), "{name}");
        }
    }

    #[test]
    fn every_script_that_is_imported_exists() {
        for (name, _, text) in FILES.iter().filter(|(_, kind, _)| *kind == JS) {
            for import in text.split("from \"./").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(FILES.iter().any(|(known, ..)| *known == import), "{name} imports {import}");
            }
        }
    }
}
