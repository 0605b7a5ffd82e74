//! Changes to the text of a `wenqu.toml`: everything else in it stays as it is, comments too.

/// The text with `key` set to the text `value`; a new key comes at the end, under `comment`.
///
/// # Errors
/// When the changed text does not read back as wanted, as with a value over several lines.
pub(crate) fn set(text: &str, key: &str, value: &str, comment: &str) -> anyhow::Result<String> {
    let quoted = toml::Value::String(value.to_owned());
    let line = format!("{key} = {quoted}");
    let is_key = |line: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let mut changed = String::with_capacity(text.len() + line.len() + comment.len() + 4);
    if text.lines().any(is_key) {
        for old in text.lines() {
            changed.push_str(if is_key(old) { &line } else { old });
            changed.push('\n');
        }
    } else {
        changed.push_str(text);
        if !text.is_empty() && !text.ends_with('\n') {
            changed.push('\n');
        }
        for comment in comment.lines() {
            changed.push_str("# ");
            changed.push_str(comment);
            changed.push('\n');
        }
        changed.push_str(&line);
        changed.push('\n');
    }
    let reads_back =
        toml::from_str::<toml::Table>(&changed).is_ok_and(|table| table.get(key) == Some(&quoted));
    anyhow::ensure!(
        reads_back,
        "改不了 {key}，请手工写入：{line} / {key} can't be changed here: write {line} yourself"
    );
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_comes_at_the_end_with_its_comment() {
        let text = set("", "app_id", "wx1", "AppID\n平台上").unwrap();
        assert_eq!(text, "# AppID\n# 平台上\napp_id = \"wx1\"\n");
        let text = set("port = 1", "app_id", "wx1", "AppID").unwrap();
        assert_eq!(text, "port = 1\n# AppID\napp_id = \"wx1\"\n");
    }

    #[test]
    fn a_known_key_changes_in_its_place_and_nothing_else_does() {
        let before = "# mine\napp_id = \"wx1\" # old\n#= app_id = \"wx0\"\napp_id_old = 1\n";
        let after = set(before, "app_id", "wx\"2\\", "").unwrap();
        let table: toml::Table = toml::from_str(&after).unwrap();
        assert_eq!(table["app_id"].as_str(), Some("wx\"2\\"));
        assert!(after.starts_with("# mine\napp_id = "), "{after}");
        assert!(after.ends_with("#= app_id = \"wx0\"\napp_id_old = 1\n"), "{after}");
    }

    #[test]
    fn what_would_not_read_back_is_refused() {
        assert!(set("app_id = \"\"\"\nwx1\n\"\"\"\n", "app_id", "wx2", "").is_err());
        assert!(set("[aws]\napp_id = \"wx1\"\n", "app_id", "wx2", "").is_err());
        assert!(set("broken = \n", "app_id", "wx2", "").is_err());
    }
}
