//! The file: its identity, its schema version and how connections are set up.
//!
//! `application_id` tells Wenqu's files from others', `user_version` is the schema version. Migrations run in one
//! transaction at open; a file of a newer version is left alone. Write-ahead log with `synchronous=FULL`, but for data
//! that is not to stay: a commit is on the disk when it returns (SQLite, "Write-Ahead Logging", "PRAGMA Statements").

use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

/// The schema version that this program reads and writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// "wenq" in ASCII.
const APPLICATION_ID: i64 = 0x7765_6e71;

/// How long a connection waits for another process's write. Below the webhook's own time limit.
const BUSY_TIMEOUT: Duration = Duration::from_millis(2_000);

/// Step `n` brings version `n` to `n + 1`; steps are never changed once released.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE rows (
        tbl        INTEGER NOT NULL,
        pk         TEXT    NOT NULL,
        sk         TEXT    NOT NULL,
        version    INTEGER NOT NULL,
        expires_at INTEGER,
        body       TEXT    NOT NULL,
        PRIMARY KEY (tbl, pk, sk)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rows_expiring ON rows (expires_at) WHERE expires_at IS NOT NULL;
"];

/// Why a database can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file was written by a newer program.
    #[error(
        "{path} has schema version {found}; this wenqu knows versions up to {known}: use the newer wenqu"
    )]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The version found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file is an SQLite database, but another program's.
    #[error("{0} is a database, but not wenqu's")]
    NotOurs(PathBuf),
    /// The file or directory can't be used, or is no database.
    #[error("{path} can't be opened: {reason}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the operating system or SQLite said.
        reason: String,
    },
}

impl OpenError {
    pub(super) fn unusable(path: &Path, reason: impl ToString) -> Self {
        Self::Unusable { path: path.to_owned(), reason: reason.to_string() }
    }
}

/// Opens a connection that writes, makes the file when it is missing and brings it to [`SCHEMA_VERSION`].
pub(super) fn open_writer(path: &Path, durable: bool) -> Result<Connection, OpenError> {
    let failed = |error: rusqlite::Error| OpenError::unusable(path, error);
    create_private(path).map_err(|error| OpenError::unusable(path, error))?;
    let mut connection = Connection::open(path).map_err(failed)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
    // Judged before anything is changed: another program's file must stay as it is.
    let found = identify(path, &connection)?;
    connection.execute_batch("PRAGMA page_size = 8192").map_err(failed)?;
    let mode: String =
        connection.query_row("PRAGMA journal_mode = WAL", (), |row| row.get(0)).map_err(failed)?;
    if mode != "wal" {
        return Err(OpenError::unusable(path, format!("no write-ahead log here (journal mode {mode})")));
    }
    connection.pragma_update(None, "synchronous", if durable { "FULL" } else { "OFF" }).map_err(failed)?;
    connection
        .execute_batch(
            "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;
             PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;",
        )
        .map_err(failed)?;
    if found < SCHEMA_VERSION {
        migrate(path, &mut connection)?;
    }
    if durable {
        sync_directory(path).map_err(|error| OpenError::unusable(path, error))?;
    }
    Ok(connection)
}

/// Opens a connection that only reads a file that [`open_writer`] has prepared.
pub(super) fn open_reader(path: &Path) -> Result<Connection, OpenError> {
    let failed = |error: rusqlite::Error| OpenError::unusable(path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
    connection
        .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456;")
        .map_err(failed)?;
    Ok(connection)
}

/// The schema version of a file; 0 for an empty one.
pub(super) fn identify(path: &Path, connection: &Connection) -> Result<i64, OpenError> {
    let failed = |error: rusqlite::Error| OpenError::unusable(path, error);
    let number = |sql| connection.query_row(sql, (), |row| row.get::<_, i64>(0)).map_err(failed);
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID {
        return Err(OpenError::NotOurs(path.to_owned()));
    }
    if version > SCHEMA_VERSION {
        return Err(OpenError::NewerSchema { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    Ok(version)
}

fn migrate(path: &Path, connection: &mut Connection) -> Result<(), OpenError> {
    let failed = |error: rusqlite::Error| OpenError::unusable(path, error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // Read again inside: another process may have been first.
    let from = identify(path, &transaction)?;
    for step in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION).map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// Makes an empty file when there is none, closed to other users; SQLite's files beside it get the same mode.
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Makes a new file's name durable.
pub(super) fn sync_directory(file: &Path) -> std::io::Result<()> {
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::File::open(directory)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::open_writer;

    #[test]
    fn a_commit_waits_for_the_disk_unless_the_data_is_to_go() {
        let directory = tempfile::tempdir().unwrap();
        // 2 is FULL, the log is synced at every commit; 0 is OFF.
        for (durable, level) in [(true, 2), (false, 0)] {
            let connection = open_writer(&directory.path().join("wenqu.db"), durable).unwrap();
            let synchronous: i64 = connection.query_row("PRAGMA synchronous", (), |row| row.get(0)).unwrap();
            let mode: String = connection.query_row("PRAGMA journal_mode", (), |row| row.get(0)).unwrap();
            assert_eq!((synchronous, mode.as_str()), (level, "wal"));
        }
    }
}
