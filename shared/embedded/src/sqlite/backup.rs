//! Copies of the database: taken while it is in use, tested before they are trusted.
//!
//! Both directions use SQLite's "Online Backup API". A backup is one consistent state in one file and appears under
//! its name only when it is complete, tested and on the disk. A restore replaces the contents in one transaction of
//! the target: a crash in its midst leaves the old contents.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::schema::{self, OpenError};
use crate::DataDirectory;

/// How often a copy is begun while another process writes.
const MAX_TRIES: usize = 500;

/// Why there is no backup, or no restore.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// One of the two files can't be opened, or is not Wenqu's, or is of a newer schema.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The copy is damaged. Nothing was replaced.
    #[error("{path} is damaged and was not used: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first fault that SQLite's `integrity_check` found.
        reason: String,
    },
    /// A file has no database of Wenqu in it.
    #[error("{0} 里没有问渠的数据：不存在或是空的 / holds no data of wenqu: it is missing or empty")]
    Empty(PathBuf),
    /// Reading or writing failed. Nothing was replaced.
    #[error("copying to {path} failed: {reason}")]
    Copy {
        /// The file written to.
        path: PathBuf,
        /// What the operating system or SQLite said.
        reason: String,
    },
}

/// Copies the database, which may be in use by this and other processes, into the file `to`; a file of that name is
/// replaced at the end. Blocks for as long as the copy takes; writers go on meanwhile.
///
/// # Errors
/// [`BackupError`]; a file that was at `to` is then still there.
pub fn backup(database: &Path, to: &Path) -> Result<(), BackupError> {
    let failed = |error: &dyn ToString| BackupError::Copy { path: to.to_owned(), reason: error.to_string() };
    let source = open_copy(database)?;
    if fs::canonicalize(to).is_ok_and(|to| fs::canonicalize(database).is_ok_and(|database| to == database)) {
        return Err(failed(&"the backup can't be the database itself"));
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let unfinished = to.with_file_name(name);
    let copied = copy_to_new(&source, &unfinished).and_then(|()| {
        fs::rename(&unfinished, to).map_err(|error| failed(&error))?;
        schema::sync_directory(to).map_err(|error| failed(&error))
    });
    if copied.is_err() {
        // What can't be removed is overwritten by the next backup.
        let _ = fs::remove_file(&unfinished);
    }
    copied
}

/// Replaces everything in the directory's database by what the backup `from` holds, brought to this program's
/// schema version. Needs the directory's lock: no process may serve it meanwhile.
///
/// # Errors
/// [`BackupError`]; the database is then as before.
pub fn restore(directory: &DataDirectory, from: &Path) -> Result<(), BackupError> {
    let source = open_copy(from)?;
    check_integrity(&source, from)?;
    let database = directory.database();
    let failed =
        |error: rusqlite::Error| BackupError::Copy { path: database.clone(), reason: error.to_string() };
    let mut target = schema::open_writer(&database, true)?;
    copy(&source, &mut target).map_err(failed)?;
    target.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).map_err(failed)?;
    drop(target);
    schema::open_writer(&database, true)?;
    Ok(())
}

/// Opens a database of ours for reading; not an empty or missing one.
fn open_copy(path: &Path) -> Result<Connection, BackupError> {
    if !path.is_file() {
        return Err(BackupError::Empty(path.to_owned()));
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| OpenError::unusable(path, error))?;
    if schema::identify(path, &connection)? == 0 {
        return Err(BackupError::Empty(path.to_owned()));
    }
    Ok(connection)
}

fn copy_to_new(source: &Connection, to: &Path) -> Result<(), BackupError> {
    let failed = |error: &dyn ToString| BackupError::Copy { path: to.to_owned(), reason: error.to_string() };
    // What an interrupted backup left is no good start.
    match fs::remove_file(to) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(&error)),
        _ => schema::create_private(to).map_err(|error| failed(&error))?,
    }
    let mut target = Connection::open(to).map_err(|error| failed(&error))?;
    copy(source, &mut target).map_err(|error| failed(&error))?;
    // One plain file, without a log beside it.
    target
        .query_row("PRAGMA journal_mode = DELETE", (), |row| row.get::<_, String>(0))
        .map_err(|error| failed(&error))?;
    check_integrity(&target, to)?;
    target.close().map_err(|(_, error)| failed(&error))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(|error| failed(&error))
}

/// Copies all pages in one step, which reads one state of the source.
fn copy(source: &Connection, target: &mut Connection) -> rusqlite::Result<()> {
    let backup = Backup::new(source, target)?;
    for _ in 0..MAX_TRIES {
        if backup.step(-1)? == StepResult::Done {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
        Some("another process keeps the database locked".to_owned()),
    ))
}

fn check_integrity(connection: &Connection, path: &Path) -> Result<(), BackupError> {
    let damaged = |reason: String| BackupError::Damaged { path: path.to_owned(), reason };
    let found = connection
        .query_row("PRAGMA integrity_check(1)", (), |row| row.get::<_, String>(0))
        .map_err(|error| damaged(error.to_string()))?;
    if found == "ok" { Ok(()) } else { Err(damaged(found)) }
}
