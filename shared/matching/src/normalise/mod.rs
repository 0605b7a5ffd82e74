//! One form for comparing: NFKC, lower case, simplified characters, one space for whatever is not a letter or digit,
//! and without the courtesies that everybody writes.

mod courtesy;
mod simplified;

use unicode_normalization::UnicodeNormalization;

/// Longest text that is read, in characters: what stands behind is seldom about the matter, and time stays bounded.
pub const LONGEST_TEXT: usize = 4_000;

/// The text in the form in which all texts are compared; words are separated by single spaces.
///
/// ```
/// assert_eq!(matching::normalise("您好！請問Ａ區停水，何時恢復？謝謝"), "a区停水 何时恢复");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().take(LONGEST_TEXT) {
        push_normal(&mut plain, c);
    }
    courtesy::without(plain.trim_end())
}

/// Characters of the common blocks need no table of decompositions, and they are nearly all.
fn push_normal(plain: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' => plain.push(c),
        'A'..='Z' => plain.push(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fff}' => plain.push(simplified::of(c)),
        '\u{0}'..='\u{7f}' | '\u{3000}'..='\u{303f}' => push_space(plain),
        '\u{ff01}'..='\u{ff5e}' => push_normal(plain, half_width(c)),
        _ => std::iter::once(c).nfkc().for_each(|c| push_letter(plain, c)),
    }
}

fn half_width(c: char) -> char {
    char::from_u32(c as u32 - 0xfee0).unwrap_or(' ')
}

fn push_letter(plain: &mut String, c: char) {
    if c.is_alphanumeric() {
        // Some letters become a letter and a mark.
        plain.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()).map(simplified::of));
    } else {
        push_space(plain);
    }
}

fn push_space(plain: &mut String) {
    if !plain.is_empty() && !plain.ends_with(' ') {
        plain.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::normalise;

    #[test]
    fn full_width_case_and_marks_make_no_difference() {
        assert_eq!(normalise("Ａ７县星沙，Ｗｉｆｉ！！"), normalise("a7县星沙 wifi"));
        assert_eq!(normalise("①号线"), "1号线");
        assert_eq!(normalise("  \u{200b}停 水 "), "停 水");
    }

    #[test]
    fn traditional_reads_as_simplified() {
        assert_eq!(normalise("醫療保險報銷"), "医疗保险报销");
    }

    #[test]
    fn courtesies_say_nothing() {
        assert_eq!(normalise("尊敬的领导您好，小区停水，谢谢！"), "小区停水");
        assert_eq!(normalise("您好，谢谢"), "");
    }

    proptest! {
        #[test]
        fn normal_text_stays_as_it_is(text in "\\PC{0,60}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn only_letters_digits_and_single_spaces(text in "\\PC{0,60}") {
            let normal = normalise(&text);
            prop_assert!(normal.chars().all(|c| c == ' ' || c.is_alphanumeric()));
            prop_assert!(!normal.contains("  ") && normal.trim() == normal);
        }
    }
}
