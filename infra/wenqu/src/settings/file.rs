//! `wenqu.toml`: flat, `key = value`.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use app::settings::Problem;

use super::{DEPLOYMENT_KEYS, KEYS};
use crate::nearest::nearest;

/// A settings file as read. Without a file it is empty.
#[derive(Clone, Debug, Default)]
pub struct ConfigFile {
    /// Where it was found.
    pub path: Option<PathBuf>,
    values: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

/// Looks for the file: the one named, else `./wenqu.toml`, else `wenqu.toml` in the data directory, else none.
#[must_use]
pub fn find(named: Option<&Path>, here: &Path, data: &Path) -> ConfigFile {
    let candidates = match named {
        Some(named) => vec![named.to_owned()],
        None => vec![here.join("wenqu.toml"), data.join("wenqu.toml")],
    };
    for path in candidates {
        match fs::read_to_string(&path) {
            Ok(text) => return ConfigFile { path: Some(path.clone()), ..ConfigFile::parse(&path, &text) },
            Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => {}
            Err(error) => {
                let mend = format!(
                    "读不了：{error}，请检查路径和权限 / can't be read: {error}; check path and permissions"
                );
                return ConfigFile { problems: vec![problem(&path, mend)], ..ConfigFile::default() };
            }
        }
    }
    ConfigFile::default()
}

impl ConfigFile {
    /// Parses a file's text; what is wrong is kept as problems.
    #[must_use]
    pub fn parse(path: &Path, text: &str) -> Self {
        let mut file = Self::default();
        let table: toml::Table = match toml::from_str(text) {
            Ok(table) => table,
            Err(error) => {
                // The message alone: a cut-out of the file could show a secret.
                let line = error
                    .span()
                    .map_or(0, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
                let mend = format!("第 {line} 行不是 TOML / line {line} is no TOML: {}", error.message());
                file.problems.push(problem(path, mend));
                return file;
            }
        };
        for (key, value) in table {
            file.take(path, key, value);
        }
        file
    }

    fn take(&mut self, path: &Path, key: String, value: toml::Value) {
        let known = || KEYS.into_iter().chain(DEPLOYMENT_KEYS);
        if !known().any(|known| known == key) {
            let mend = match nearest(&key, known()) {
                Some(known) => format!(
                    "没有 `{key}` 这一项，是不是 `{known}`？ / there is no key `{key}`; do you mean `{known}`?"
                ),
                None => format!("没有 `{key}` 这一项，请删掉 / there is no key `{key}`; delete it"),
            };
            self.problems.push(problem(path, mend));
            return;
        }
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(yes) => yes.to_string(),
            _ => {
                let mend = format!(
                    "`{key}` 要写成文字、整数或 true/false / `{key}` must be a text, a whole number or true/false"
                );
                self.problems.push(problem(path, mend));
                return;
            }
        };
        self.values.insert(key, text);
    }

    /// The text of a setting, by its name in the environment.
    #[must_use]
    pub fn get(&self, setting: &str) -> Option<String> {
        self.values.get(&setting.strip_prefix("WENQU_")?.to_lowercase()).cloned()
    }

    /// What is wrong with the file itself.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

fn problem(path: &Path, mend: String) -> Problem {
    Problem { setting: path.display().to_string(), mend }
}
