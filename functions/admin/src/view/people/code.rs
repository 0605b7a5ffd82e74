//! QR codes as pictures in the page, without a script and without a file.

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, EcLevel, QrCode};

/// Free modules around a code.
const QUIET: usize = 4;

/// The code as SVG; empty when the text is too long for one, and then its words beside it have to do.
pub(super) fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return html! {} };
    let size = code.width() + 2 * QUIET;
    let mut path = String::new();
    for (n, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (n % code.width() + QUIET, n / code.width() + QUIET);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    // Numbers and letters of our own only.
    let path = PreEscaped(path);
    html! {
        svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (size) " " (size) } width="240" height="240" shape-rendering="crispEdges" {
            rect width=(size) height=(size) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_three_corners_and_a_quiet_edge() {
        let svg = qr("otpauth://totp/Wenqu:zhang?secret=GEZDGNBVGY3TQOJQ&issuer=Wenqu", "x").into_string();
        assert!(svg.contains("viewBox=\"0 0 ") && svg.contains("M4 4h1v1h-1z"), "{svg}");
        assert!(!svg.contains("M3 ") && !svg.contains(" 3h1"), "the edge is free");
        assert_eq!(qr(&"x".repeat(5000), "x").into_string(), "");
    }
}
