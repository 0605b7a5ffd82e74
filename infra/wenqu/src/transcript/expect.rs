//! Tests a text against conditions.

use std::collections::BTreeMap;

use super::{failure::Missed, heard::Heard, step::Condition};

/// Values captured by patterns.
pub(super) type Variables = BTreeMap<String, String>;

/// Puts the values of `{name}` into a text.
///
/// # Errors
/// When a name has no value.
pub(super) fn fill(text: &str, variables: &Variables) -> Result<String, Missed> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let name = rest[start + 1..].split('}').next().filter(|name| {
            !name.is_empty()
                && name.len() + start + 1 < rest.len()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        let Some(name) = name else {
            out.push_str(&rest[..=start]);
            rest = &rest[start + 1..];
            continue;
        };
        let value = variables.get(name).ok_or_else(|| {
            Missed::new(format!("a value for {{{name}}}"), "no pattern before this line has captured it")
        })?;
        out.push_str(&rest[..start]);
        out.push_str(value);
        rest = &rest[start + name.len() + 2..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Tests a message; what patterns capture goes into the variables.
///
/// # Errors
/// The first condition that does not hold.
pub(super) fn test(heard: &Heard, conditions: &[Condition], variables: &mut Variables) -> Result<(), Missed> {
    for condition in conditions {
        let holds = match condition {
            Condition::Via(way) => heard.via == *way,
            Condition::QuotaLeft(left) => heard.quota_left == Some(*left),
            Condition::Bytes(most) => heard.text.len() <= *most,
            Condition::Kind(kind) => heard.msgtype == *kind,
            other => test_text(&heard.text, other, variables)?,
        };
        if !holds {
            let quota = heard.quota_left.map(|left| format!(" quota_left {left}")).unwrap_or_default();
            let about = format!(
                "({} via {}{quota}, {} bytes) {}",
                heard.msgtype,
                heard.via,
                heard.text.len(),
                heard.text
            );
            return Err(Missed::new(describe(condition), about));
        }
    }
    Ok(())
}

/// Tests the conditions that are about a text alone; others hold.
pub(super) fn test_text(
    text: &str,
    condition: &Condition,
    variables: &mut Variables,
) -> Result<bool, Missed> {
    Ok(match condition {
        Condition::Contains(words) => text.contains(&fill(words, variables)?),
        Condition::Lacks(words) => !text.contains(&fill(words, variables)?),
        Condition::Matches(pattern) => {
            let Some(found) = pattern.captures(text) else { return Ok(false) };
            for name in pattern.capture_names().flatten() {
                if let Some(value) = found.name(name) {
                    variables.insert(name.to_owned(), value.as_str().to_owned());
                }
            }
            true
        }
        _ => true,
    })
}

/// A condition in words.
pub(super) fn describe(condition: &Condition) -> String {
    match condition {
        Condition::Contains(words) => format!("contains \"{words}\""),
        Condition::Lacks(words) => format!("not contains \"{words}\""),
        Condition::Matches(pattern) => format!("matches /{pattern}/"),
        Condition::Via(way) => format!("via {way}"),
        Condition::QuotaLeft(left) => format!("quota_left {left}"),
        Condition::Bytes(most) => format!("bytes <= {most}"),
        Condition::Kind(kind) => kind.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in_and_other_braces_stay() {
        let variables = Variables::from([("q".to_owned(), "Q-1".to_owned())]);
        assert_eq!(fill("查 {q}。{", &variables).unwrap(), "查 Q-1。{");
        assert_eq!(fill("{ not } {}", &variables).unwrap(), "{ not } {}");
        assert!(fill("{nobody}", &variables).unwrap_err().expected.contains("{nobody}"));
    }
}
