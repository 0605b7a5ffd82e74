//! The data directory: where everything of one installation lies, and the lock that lets one process serve it.
//!
//! The lock is the operating system's (it ends with the process, however that ends) on the file `lock`, which also
//! names the holder for people. Commands that only write rows (`wenqu user add`) take no lock: the database stands
//! several processes; two *serving* processes would both run the consumers of the queues.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

/// Why the data directory can't be served.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Another process holds the lock.
    #[error(
        "the data directory {directory} is in use by another wenqu (process {holder}): stop that one first, or choose another directory"
    )]
    InUse {
        /// The directory.
        directory: PathBuf,
        /// Process id of the holder as it wrote it; `?` when it can't be read.
        holder: String,
    },
    /// The directory can't be made, read or locked.
    #[error("the data directory {directory} can't be used: {source}")]
    Io {
        /// The directory.
        directory: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// A data directory held by this process until this value is dropped.
#[derive(Debug)]
pub struct DataDirectory {
    path: PathBuf,
    // Locked; dropping it unlocks.
    _lock: File,
}

impl DataDirectory {
    /// Makes the directory when it is missing (readable by its owner only) and takes the lock without waiting.
    ///
    /// # Errors
    /// [`DirectoryError::InUse`] when another process serves it; [`DirectoryError::Io`].
    pub fn open(path: &Path) -> Result<Self, DirectoryError> {
        let failed = |source| DirectoryError::Io { directory: path.to_owned(), source };
        create_private(path).map_err(failed)?;
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join("lock"))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(DirectoryError::InUse { directory: path.to_owned(), holder: holder(&mut lock) });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        write_holder(&mut lock).map_err(failed)?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The database file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        Self::database_in(&self.path)
    }

    /// The directory of objects.
    #[must_use]
    pub fn blobs(&self) -> PathBuf {
        self.path.join("blobs")
    }

    /// The database file of the data directory `path`, for commands that work beside a serving process.
    #[must_use]
    pub fn database_in(path: &Path) -> PathBuf {
        path.join("wenqu.db")
    }
}

/// Creates a directory and those above it; new ones are closed to other users: they hold residents' words.
fn create_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn holder(lock: &mut File) -> String {
    let mut text = String::new();
    match lock.read_to_string(&mut text) {
        Ok(_) if !text.trim().is_empty() => text.trim().to_owned(),
        _ => "?".to_owned(),
    }
}

fn write_holder(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    writeln!(lock, "{}", std::process::id())
}
