//! `wenqu backup` and `wenqu restore`

use std::{path::Path, process::ExitCode};

use embedded::DataDirectory;

use super::{Context, say};

pub(super) fn backup(context: &Context, file: &Path) -> anyhow::Result<ExitCode> {
    let data = context.data()?;
    embedded::backup(&DataDirectory::database_in(&data), file)?;
    say(&format!(
        "已备份到 {}；图片在 {}，请一并复制 / backed up; copy the pictures, too",
        file.display(),
        data.join("blobs").display()
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(context: &Context, file: &Path) -> anyhow::Result<ExitCode> {
    let data = context.data()?;
    // Holds the lock, so that nobody serves the directory meanwhile.
    let directory = DataDirectory::open(&data)?;
    embedded::restore(&directory, file)?;
    say(&format!("已恢复到 {} / restored", data.display()));
    Ok(ExitCode::SUCCESS)
}
