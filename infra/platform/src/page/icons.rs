//! Line icons as one hidden sprite, 24 × 24, drawn in the text's colour.

use maud::{Markup, html};

const ICONS: [(&str, &str); 20] = [
    ("keyboard", "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 10h.01M8 14h8"),
    ("menu", "M4 7h16M4 12h16M4 17h16"),
    ("plus", "M12 5v14M5 12h14"),
    ("more", "M5 12h.01M12 12h.01M19 12h.01"),
    ("back", "M15 5l-7 7 7 7"),
    ("close", "M6 6l12 12M18 6L6 18"),
    ("photo", "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01"),
    (
        "place",
        "M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.800-7 11-7 11zM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
    ),
    ("voice", "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 12a6 6 0 0 0 12 0M12 18v3"),
    ("video", "M3 6h12v12H3zM15 10l6-3v10l-6-3"),
    ("sticker", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 10h.01M15 10h.01M8.500 14.500a4.500 4.500 0 0 0 7 0"),
    ("link", "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"),
    ("scan", "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16"),
    ("clock", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2"),
    ("bolt", "M13 3L5 14h6l-1 7 8-11h-6z"),
    ("outbox", "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5"),
    ("reset", "M5 12a7 7 0 1 0 2-5L5 9M5 4v5h5"),
    ("play", "M8 5l11 7-11 7z"),
    ("in", "M19 5L6 18M6 9v9h9"),
    ("out", "M5 19L18 6M18 15V6H9"),
];

/// All icons; put once into a page.
pub(super) fn sprite() -> Markup {
    html! {
        svg.sprite xmlns="http://www.w3.org/2000/svg" aria-hidden="true" {
            @for (name, path) in ICONS {
                symbol id={ "i-" (name) } viewBox="0 0 24 24" { path d=(path) {} }
            }
        }
    }
}

/// One icon.
pub(super) fn icon(name: &str) -> Markup {
    html! {
        svg.icon aria-hidden="true" { use href={ "#i-" (name) } {} }
    }
}
