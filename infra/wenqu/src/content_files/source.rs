//! The files of a content directory as texts.

use std::{collections::BTreeMap, fs, io, path::Path};

/// The folder of the topics.
pub(super) const CATEGORIES: &str = "categories";

/// TOML files by their path relative to the directory, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    files: BTreeMap<String, String>,
}

impl Source {
    /// Reads the TOML files of a directory and of its folder `categories`.
    ///
    /// # Errors
    /// When the directory or one of its TOML files can't be read.
    pub fn read(directory: &Path) -> io::Result<Self> {
        let mut source = Self::default();
        source.read_folder(directory, "")?;
        let categories = directory.join(CATEGORIES);
        if categories.is_dir() {
            source.read_folder(&categories, "categories/")?;
        }
        Ok(source)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && path.extension().is_some_and(|extension| extension == "toml") {
                let text = fs::read_to_string(&path)
                    .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
                self.files.insert(format!("{prefix}{name}"), text);
            }
        }
        Ok(())
    }

    /// Writes the files into a directory, made when it is missing.
    ///
    /// # Errors
    /// When a file can't be written, or when the directory has TOML files already that this would mix with.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory.join(CATEGORIES))?;
        if let Some(there) = Self::read(directory)?.files.keys().next() {
            let reason = format!(
                "{} 里已有 {there}，请换一个空目录 / already holds {there}: name an empty directory",
                directory.display()
            );
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
        }
        for (name, text) in &self.files {
            fs::write(directory.join(name), text)?;
        }
        Ok(())
    }

    /// Adds a file.
    pub fn insert(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.files.insert(name.into(), text.into());
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// All files in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The line, from 1, of a byte position in a file.
    pub(super) fn line(&self, file: &str, position: usize) -> Option<usize> {
        let before = self.get(file)?.as_bytes().get(..position)?;
        Some(1 + before.iter().filter(|byte| **byte == b'\n').count())
    }
}
