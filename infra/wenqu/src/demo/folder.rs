//! Where a demo's data lies: a numbered directory for each reset, of which only the last one stays.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tempfile::TempDir;

/// The place for data.
pub(super) struct Folder {
    path: PathBuf,
    last: AtomicU64,
    /// Removed with this value, unless the data is to be kept.
    _temporary: Option<TempDir>,
}

impl Folder {
    /// Uses `keep`, made when it is missing, or a temporary directory.
    pub(super) fn open(keep: Option<&Path>) -> io::Result<Self> {
        let (path, temporary) = match keep {
            Some(keep) => {
                fs::create_dir_all(keep)?;
                (keep.to_owned(), None)
            }
            None => {
                let temporary = tempfile::Builder::new().prefix("wenqu-demo-").tempdir()?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        let last = numbers(&path)?.into_iter().max().unwrap_or(0);
        Ok(Self { path, last: AtomicU64::new(last), _temporary: temporary })
    }

    /// Whether there is data of an earlier run.
    pub(super) fn has_data(&self) -> bool {
        self.last.load(Ordering::SeqCst) > 0
    }

    /// The directory of now.
    pub(super) fn current(&self) -> PathBuf {
        self.named(self.last.load(Ordering::SeqCst))
    }

    /// A new directory, not made yet.
    pub(super) fn next(&self) -> PathBuf {
        self.named(self.last.fetch_add(1, Ordering::SeqCst) + 1)
    }

    /// Removes all directories but the last.
    pub(super) fn tidy(&self) {
        let last = self.last.load(Ordering::SeqCst);
        for number in numbers(&self.path).unwrap_or_default().into_iter().filter(|number| *number != last) {
            // What can't be removed now is removed at the next reset, or with the temporary directory.
            let _ = fs::remove_dir_all(self.named(number));
        }
    }

    fn named(&self, number: u64) -> PathBuf {
        self.path.join(format!("data-{number}"))
    }
}

fn numbers(path: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        numbers.extend(name.to_str().and_then(|name| name.strip_prefix("data-")?.parse::<u64>().ok()));
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_directory_stays_and_is_found_again() {
        let keep = tempfile::tempdir().unwrap();
        let folder = Folder::open(Some(keep.path())).unwrap();
        assert!(!folder.has_data());
        fs::create_dir(folder.next()).unwrap();
        fs::create_dir(folder.next()).unwrap();
        folder.tidy();
        assert_eq!(numbers(keep.path()).unwrap(), [2]);
        let again = Folder::open(Some(keep.path())).unwrap();
        assert!(again.has_data());
        assert_eq!(again.current(), keep.path().join("data-2"));
    }
}
