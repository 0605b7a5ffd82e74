//! What a kept demo remembers beside its data: the officers' password, so that the one printed is the one that holds.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::Path,
};

use anyhow::Context as _;

/// The password of the demo that is kept in a directory; made up, and written there, the first time.
///
/// # Errors
/// When the directory can't be written, or the system has no random bytes.
pub fn password(directory: &Path) -> anyhow::Result<String> {
    let file = directory.join("password");
    match fs::read_to_string(&file) {
        Ok(text) => return Ok(text.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("{} 读不了 / can't be read", file.display()));
        }
    }
    let password = crate::password::generate()?;
    fs::create_dir_all(directory)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(&file)?, "{password}")?;
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_stays_with_the_data() {
        let folder = tempfile::tempdir().unwrap();
        let keep = folder.path().join("keep");
        let first = password(&keep).unwrap();
        assert_eq!(password(&keep).unwrap(), first);
    }
}
