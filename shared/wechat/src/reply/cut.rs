//! Cutting text to the platform's byte limit.
//!
//! Never inside a character or a composed emoji, never inside `<a …>…</a>` (an open tag would be shown as it stands), and at the
//! end of a paragraph, line, sentence or word where one is near. The pieces joined are the text.

/// How far back from the limit a good place to cut is looked for, as a part of the limit.
const LOOK_BACK: usize = 2;
/// Longest composed emoji that is kept whole, in code points; families have 7 to 11.
const COMPOSED_MAX_CHARS: usize = 16;

/// The longest good beginning of `text` within `limit` bytes, and the rest. `cut(t, n).0 + cut(t, n).1 == t`.
/// Makes progress whenever `text` is not empty: a first character or link longer than `limit` is the only
/// beginning that may exceed it (a link is broken before that when it alone is longer than the limit).
pub fn cut(text: &str, limit: usize) -> (&str, &str) {
    if text.len() <= limit {
        return (text, "");
    }
    let fits = floor_boundary(text, limit);
    let end = match open_link(text, fits) {
        Some(0) => fits,
        Some(start) => start,
        None => best_break(text, fits),
    };
    text.split_at(if end == 0 { first_char_len(text) } else { end })
}

/// The text in pieces of at most `limit` bytes (see [`cut`] for a limit smaller than one character). No piece
/// is empty; an empty text gives none.
pub fn split_text(text: &str, limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, tail) = cut(rest, limit);
        pieces.push(piece.to_owned());
        rest = tail;
    }
    pieces
}

/// The last place within `limit` that is between characters, and if possible not inside a composed emoji.
fn floor_boundary(text: &str, limit: usize) -> usize {
    let limit = limit.min(text.len());
    let boundary = (0..=limit).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let whole = text[..boundary].char_indices().rev().map(|(at, _)| at).take(COMPOSED_MAX_CHARS);
    let whole = std::iter::once(boundary).chain(whole).find(|at| !joined(text, *at));
    whole.filter(|at| *at > 0).unwrap_or(boundary)
}

/// Whether the characters beside this place make one picture: `3️⃣`, `👍🏽`, `👨‍👩‍👧`, `é` in two parts.
fn joined(text: &str, at: usize) -> bool {
    let joins = |c: char| matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{300}'..='\u{36f}' | '\u{1f3fb}'..='\u{1f3ff}');
    text[at..].starts_with(joins) || text[..at].ends_with('\u{200d}')
}

fn first_char_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Start of the link that the place `at` is inside of.
fn open_link(text: &str, at: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = find_link_start(text, from) {
        if start >= at {
            return None;
        }
        let end = text[start..].find("</a>").map(|n| start + n + "</a>".len());
        match end {
            Some(end) if end <= at => from = end,
            Some(_) => return Some(start),
            // Without an end it's no link.
            None => return None,
        }
    }
    None
}

fn find_link_start(text: &str, from: usize) -> Option<usize> {
    text[from..].find("<a ").map(|n| from + n)
}

/// The end of the last paragraph, else line, sentence, clause, word before `fits`, if one is near enough.
fn best_break(text: &str, fits: usize) -> usize {
    let head = &text[..fits];
    let nearest = fits - fits / LOOK_BACK;
    let sets: [&[&str]; 5] =
        [&["\n\n"], &["\n"], &["。", "！", "？", "!", "?", ". "], &["；", "，", "、", ";", ", "], &[" "]];
    let breaks = sets.iter().map(|set| {
        let ends = set.iter().filter_map(|mark| head.rfind(mark).map(|at| at + mark.len()));
        ends.filter(|end| *end >= nearest && open_link(text, *end).is_none()).max()
    });
    breaks.flatten().next().unwrap_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_the_end_of_a_line_or_sentence() {
        assert_eq!(cut("第一句。第二句很长很长", 24), ("第一句。", "第二句很长很长"));
        assert_eq!(cut("one two three", 9), ("one two ", "three"));
        assert_eq!(cut("line one.\nline two", 14), ("line one.\n", "line two"));
        assert_eq!(cut("short", 100), ("short", ""));
    }

    #[test]
    fn a_character_is_never_cut() {
        assert_eq!(cut("你好", 4), ("你", "好"));
        assert_eq!(cut("你好", 1), ("你", "好"));
        assert_eq!(split_text("👨‍👩‍👧", 5).concat(), "👨‍👩‍👧");
        assert!(split_text("", 5).is_empty());
    }

    #[test]
    fn a_composed_emoji_stays_whole_where_it_fits() {
        assert_eq!(cut("好3\u{fe0f}\u{20e3}", 8), ("好", "3\u{fe0f}\u{20e3}"));
        assert_eq!(cut("好👍🏽", 10), ("好", "👍🏽"));
        assert_eq!(cut("好👨‍👩‍👧", 20), ("好", "👨‍👩‍👧"));
    }

    #[test]
    fn a_link_is_never_cut() {
        let text = "see <a href=\"https://x.example/\">the page, here</a> now";
        assert_eq!(cut(text, 40).0, "see ");
        assert_eq!(cut(text, 52).0, "see <a href=\"https://x.example/\">the page, here</a> ");
    }
}
