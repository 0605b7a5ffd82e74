//! Objects as files of a directory.
//!
//! One file an object: a line of JSON with the media type, then the bytes, so the two can't disagree. A file is written
//! beside, synced, renamed and its directory synced: a reader sees the old object or the new one, whole, and after a
//! put returned a power cut leaves the new one.

mod path;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use app::ports::{Blob, BlobError, Blobs};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// Directory of files that are being written. No key begins with `+`.
const UNFINISHED: &str = "+unfinished";

#[derive(Serialize, Deserialize)]
struct Header {
    content_type: String,
}

/// The object store in a directory.
#[derive(Clone, Debug)]
pub struct DirectoryBlobs {
    root: Arc<Path>,
    written: Arc<AtomicU64>,
}

impl DirectoryBlobs {
    /// Uses the directory `root`, made when it is missing.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn open(root: &Path) -> io::Result<Self> {
        create_directories(&root.join(UNFINISHED))?;
        Ok(Self { root: root.into(), written: Arc::default() })
    }

    /// Removes what crashes have left half-written, and gives the number of files. Only for the process that serves
    /// the data directory, before it begins.
    ///
    /// # Errors
    /// When the directory can't be read or a file not removed.
    pub fn remove_unfinished(&self) -> io::Result<usize> {
        let mut removed = 0;
        for entry in fs::read_dir(self.root.join(UNFINISHED))? {
            fs::remove_file(entry?.path())?;
            removed += 1;
        }
        Ok(removed)
    }

    /// A name that no other process and no other put of this one uses now.
    fn unfinished(&self) -> PathBuf {
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        self.root.join(UNFINISHED).join(format!("{}-{number}", std::process::id()))
    }

    async fn blocking<T: Send + 'static>(
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, BlobError> {
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done.map_err(|error| BlobError::Unavailable(error.to_string())),
            Err(error) => Err(BlobError::Unavailable(error.to_string())),
        }
    }
}

#[async_trait]
impl Blobs for DirectoryBlobs {
    async fn put(&self, key: &str, blob: Blob) -> Result<(), BlobError> {
        let file = path::file_of(&self.root, key)?;
        let unfinished = self.unfinished();
        Self::blocking(move || {
            let written = write(&unfinished, &file, blob);
            if written.is_err() {
                // What stays is removed at the next start.
                let _ = fs::remove_file(&unfinished);
            }
            written
        })
        .await
    }

    async fn get(&self, key: &str) -> Result<Option<Blob>, BlobError> {
        let file = path::file_of(&self.root, key)?;
        Self::blocking(move || match fs::read(&file) {
            Ok(bytes) => parse(bytes).map(Some),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn delete(&self, key: &str) -> Result<(), BlobError> {
        let file = path::file_of(&self.root, key)?;
        Self::blocking(move || match fs::remove_file(&file) {
            Ok(()) => sync_parent(&file),
            Err(error) if is_absent(&error) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }
}

fn write(unfinished: &Path, file: &Path, blob: Blob) -> io::Result<()> {
    let mut out = OpenOptions::new().write(true).create_new(true).open(unfinished)?;
    let mut header = serde_json::to_vec(&Header { content_type: blob.content_type })?;
    header.push(b'\n');
    out.write_all(&header)?;
    out.write_all(&blob.bytes)?;
    out.sync_all()?;
    if let Some(parent) = file.parent() {
        create_directories(parent)?;
    }
    fs::rename(unfinished, file)?;
    sync_parent(file)
}

fn parse(mut bytes: Vec<u8>) -> io::Result<Blob> {
    // JSON text holds no bare line feed, so the first one ends the header.
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or(ErrorKind::InvalidData)?;
    let header: Header = serde_json::from_slice(&bytes[..end])?;
    bytes.drain(..=end);
    Ok(Blob { content_type: header.content_type, bytes })
}

/// Creates a directory and those above it, each name made durable.
fn create_directories(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent()
        && !parent.as_os_str().is_empty()
    {
        create_directories(parent)?;
    }
    match fs::create_dir(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => sync_parent(path),
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// A key below another key's file is absent, too.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
