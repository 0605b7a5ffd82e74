//! Content as a directory of TOML files: categories, greeting, rules, words of danger, hours, holidays, menu keys.
//!
//! `check` reads a directory and says everything that is wrong with it; only a directory without errors becomes a
//! snapshot. `export` writes a snapshot as files that read back as the same snapshot. The sample district's files are
//! part of the binary. Unknown keys are errors, so that a typing mistake shows.

mod check;
mod export;
mod issue;
mod load;
mod model;
mod sample;
mod snapshot;
mod source;

pub use check::{MAX_TEXT_BYTES, check};
pub use domain::content::check::Level;
pub use export::export;
pub use issue::Issue;
pub use sample::sample;
pub use source::Source;

use domain::content::Snapshot;
use jiff::Timestamp;

/// Reads a directory's files into a snapshot of version 0. A topic without `updated_at` counts as confirmed `now`.
/// All issues are returned; there is a snapshot only when none of them is an error.
#[must_use]
pub fn read(source: &Source, now: Timestamp) -> (Option<Snapshot>, Vec<Issue>) {
    let mut issues = Vec::new();
    let loaded = load::load(source, &mut issues);
    let mut snapshot = snapshot::snapshot(&loaded, now);
    check::check_loaded(source, &loaded, &snapshot, &mut issues);
    issues.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    let fine = issues.iter().all(|issue| issue.level == Level::Warning);
    snapshot::sort(&mut snapshot.categories);
    (fine.then_some(snapshot), issues)
}

#[cfg(test)]
mod tests;
