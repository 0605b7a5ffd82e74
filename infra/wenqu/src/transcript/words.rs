//! The words of a line: bare, `"quoted"` with `\"`, `\\` and `\n`, or `/pattern/` with `\/`.

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Without quotes.
    Bare(String),
    /// In double quotes.
    Quoted(String),
    /// Between slashes.
    Pattern(String),
}

/// Splits a line into words.
///
/// # Errors
/// What is wrong, when a quote is not closed.
pub(super) fn split(line: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match first {
            '"' => quoted(&rest[1..])?,
            '/' => pattern(&rest[1..])?,
            _ => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (Word::Bare(rest[..end].to_owned()), &rest[end..])
            }
        };
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

fn quoted(text: &str) -> Result<(Word, &str), String> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((Word::Quoted(out), &text[at + 1..])),
            '\\' => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, c @ ('"' | '\\'))) => out.push(c),
                _ => return Err("after \\ only \", \\ and n may stand".to_owned()),
            },
            c => out.push(c),
        }
    }
    Err("a quote \" is not closed".to_owned())
}

fn pattern(text: &str) -> Result<(Word, &str), String> {
    let mut out = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '/' => return Ok((Word::Pattern(out), &text[at + 1..])),
            '\\' if chars.peek().is_some_and(|(_, next)| *next == '/') => {
                out.push('/');
                chars.next();
            }
            '\\' => {
                out.push('\\');
                out.extend(chars.next().map(|(_, c)| c));
            }
            c => out.push(c),
        }
    }
    Err("a pattern / is not closed".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_quotes_and_patterns_are_told_apart() {
        let words = split(r#"contains "a \"b\" c"  matches /x\/(?<n>\d+)/ via passive"#).unwrap();
        assert_eq!(
            words,
            [
                Word::Bare("contains".into()),
                Word::Quoted("a \"b\" c".into()),
                Word::Bare("matches".into()),
                Word::Pattern(r"x/(?<n>\d+)".into()),
                Word::Bare("via".into()),
                Word::Bare("passive".into()),
            ]
        );
        assert_eq!(split("  ").unwrap(), []);
    }

    proptest! {
        #[test]
        fn whatever_is_quoted_comes_back(text in "[^\\r]{0,60}") {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            prop_assert_eq!(split(&format!("\"{quoted}\"")).unwrap(), [Word::Quoted(text)]);
        }

        #[test]
        fn no_line_makes_it_panic(line in "\\PC{0,80}") {
            let _ = split(&line);
        }
    }

    #[test]
    fn what_is_not_closed_is_said() {
        assert!(split("contains \"a").unwrap_err().contains("not closed"));
        assert!(split("matches /a").unwrap_err().contains("not closed"));
        assert!(split(r#"contains "\x""#).unwrap_err().contains("after \\"));
    }
}
