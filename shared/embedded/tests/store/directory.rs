//! The data directory and its lock.

use embedded::{DataDirectory, DirectoryError};

#[test]
fn a_second_server_is_told_who_holds_the_directory() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("new/wenqu");
    let first = DataDirectory::open(&path).unwrap();
    let refused = DataDirectory::open(&path).unwrap_err();
    assert!(matches!(refused, DirectoryError::InUse { .. }));
    let text = refused.to_string();
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
    drop(first);
    let second = DataDirectory::open(&path).unwrap();
    assert_eq!(second.database(), DataDirectory::database_in(&path));
}

#[cfg(unix)]
#[test]
fn a_new_directory_is_closed_to_other_users() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let directory = DataDirectory::open(&parent.path().join("wenqu")).unwrap();
    let mode = std::fs::metadata(directory.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_path_that_is_a_file_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("file");
    std::fs::write(&path, "text").unwrap();
    let refused = DataDirectory::open(&path).unwrap_err();
    assert!(refused.to_string().contains("can't be used"), "{refused}");
}
