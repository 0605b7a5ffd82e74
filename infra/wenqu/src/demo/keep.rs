//! What a kept demo remembers beside its data: the officers' password, so that the one printed is the one that holds,
//! and the simulator's residents, so that who followed the account still does.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use ::platform::Simulator;
use anyhow::Context as _;
use tokio::task::JoinHandle;

/// How often the residents are written, when something changed: what a crash loses of them.
const EVERY: Duration = Duration::from_secs(1);

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
    writeln!(private(&file, OpenOptions::new().write(true).create_new(true))?, "{password}")?;
    Ok(password)
}

/// Opens a file that other users can't read.
fn private(file: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(file)
}

/// Puts the residents of the run before into the simulator; without a file of theirs there are none.
///
/// # Errors
/// When the file can't be read.
pub(super) fn resume(directory: &Path, simulator: &Simulator) -> anyhow::Result<()> {
    let file = residents_file(directory);
    let unreadable = || {
        let file = file.display();
        format!("{file} 读不了：删掉它就没有居民 / can't be read; delete it to begin without residents")
    };
    match fs::read_to_string(&file) {
        Ok(residents) => simulator.resume(&residents).with_context(unreadable),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(unreadable),
    }
}

fn residents_file(directory: &Path) -> PathBuf {
    directory.join("residents.json")
}

/// Writes the simulator's residents into a directory, until it ends.
pub(super) struct Residents {
    directory: PathBuf,
    simulator: Simulator,
    writing: JoinHandle<()>,
}

impl Residents {
    /// Begins to write.
    pub(super) fn keep(directory: &Path, simulator: &Simulator) -> Self {
        let (directory, simulator) = (directory.to_owned(), simulator.clone());
        let writing = tokio::spawn(write_often(directory.clone(), simulator.clone()));
        Self { directory, simulator, writing }
    }

    /// Writes a last time.
    pub(super) async fn end(self) {
        self.writing.abort();
        // It ends by being aborted: all that matters is that it writes no more.
        let _ = self.writing.await;
        if let Err(error) = write(&self.directory, &self.simulator, "") {
            tracing::warn!(%error, "the residents were not kept");
        }
    }
}

async fn write_often(directory: PathBuf, simulator: Simulator) {
    let mut written = String::new();
    loop {
        match write(&directory, &simulator, &written) {
            Ok(now) => written = now,
            Err(error) => tracing::warn!(%error, "the residents are not kept"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Writes the residents unless they are as `written` says; gives what is in the file now.
fn write(directory: &Path, simulator: &Simulator, written: &str) -> io::Result<String> {
    let residents = simulator.residents()?;
    if residents != written {
        let unfinished = directory.join("residents.json.new");
        let mut options = OpenOptions::new();
        private(&unfinished, options.write(true).create(true).truncate(true))?
            .write_all(residents.as_bytes())?;
        fs::rename(unfinished, residents_file(directory))?;
    }
    Ok(residents)
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
