//! Where a key's file lies: the key's segments as directories, so that people find a photo by its key.
//!
//! The mapping is one to one: `~` and `+` can't be in a key, so a file's name (`…~`) is never a directory's and a piece
//! of an over-long segment (`…+`) is never a whole one. No key leads out of the root: no segment is `.` or `..`.

use std::path::{Path, PathBuf};

use app::ports::BlobError;

/// Longest key in characters.
const MAX_KEY: usize = 512;
/// File systems allow names of 255 bytes; longer segments are cut.
const MAX_NAME: usize = 200;

/// The file of `key` below `root`.
pub(super) fn file_of(root: &Path, key: &str) -> Result<PathBuf, BlobError> {
    check(key)?;
    let mut path = root.to_owned();
    let mut segments = key.split('/').peekable();
    while let Some(segment) = segments.next() {
        let mut rest = segment;
        while let Some((piece, behind)) = rest.split_at_checked(MAX_NAME)
            && !behind.is_empty()
        {
            path.push(format!("{piece}+"));
            rest = behind;
        }
        path.push(if segments.peek().is_some() { rest.to_owned() } else { format!("{rest}~") });
    }
    Ok(path)
}

fn check(key: &str) -> Result<(), BlobError> {
    let refuse = |reason: &str| Err(BlobError::InvalidKey(reason.to_owned()));
    if key.is_empty() || key.len() > MAX_KEY {
        return refuse("1 to 512 characters");
    }
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)) {
        return refuse("only a-z A-Z 0-9 - _ . /");
    }
    if key.split('/').any(|segment| segment.bytes().all(|byte| byte == b'.')) {
        return refuse("no empty or dot-only segment");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, path::Path};

    use super::file_of;

    #[test]
    fn different_keys_have_different_files_and_no_file_is_a_directory_of_another() {
        let long = "x".repeat(200);
        let keys = [
            "a".to_owned(),
            "a/b".to_owned(),
            "a/b/c".to_owned(),
            long.clone(),
            format!("{long}y"),
            format!("{long}/y"),
            format!("{long}{long}{}", "z".repeat(112)),
        ];
        let files: Vec<_> = keys.iter().map(|key| file_of(Path::new("/root"), key).unwrap()).collect();
        assert_eq!(files.iter().collect::<HashSet<_>>().len(), keys.len());
        for file in &files {
            assert!(file.starts_with("/root"));
            assert!(files.iter().all(|other| other == file || !other.starts_with(file)), "{file:?}");
            assert!(file.components().all(|part| part.as_os_str().len() <= 255));
        }
    }

    #[test]
    fn keys_that_lead_elsewhere_are_refused() {
        let too_long = "x".repeat(513);
        for key in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "a/./b",
            "...",
            "a\\b",
            "a~",
            "a+b",
            "中",
            "a\0b",
            "a b",
            &too_long,
        ] {
            assert!(file_of(Path::new("/root"), key).is_err(), "{key:?}");
        }
    }
}
