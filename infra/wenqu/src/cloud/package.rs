//! Zips for Lambda: one file, `bootstrap`, the same bytes for the same binary, so that unchanged code is no change.

use std::io::{Cursor, Read, Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::audit::hex;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::cli::cloud::Arch;

/// The newest glibc symbols that `provided.al2023` has (Amazon Linux 2023: glibc 2.34).
const GLIBC: (u32, u32) = (2, 34);
/// Largest binary that is read out of a zip: Lambda's limit of an unpacked function.
const MOST_BYTES: u64 = 250 * 1024 * 1024;

/// A zip, ready to go up.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// The zip.
    pub(crate) zip: Vec<u8>,
    /// SHA-256 of the zip.
    digest: [u8; 32],
}

/// Why a binary or a zip is no function.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    /// Not a zip, or not with this content.
    #[error("不是含有 bootstrap 文件的 zip / is no zip with a file named bootstrap ({0})")]
    Zip(#[from] ZipError),
    /// The file within can't be read.
    #[error("zip 读不了 / the zip can't be read ({0})")]
    Read(#[from] std::io::Error),
    /// Not for Linux, or for another processor.
    #[error("不是 {wanted} Linux 的程序，而是 {found} / is no Linux program for {wanted} but {found}")]
    Architecture {
        /// What is needed.
        wanted: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// Linked against a newer C library than Lambda has.
    #[error(
        "需要 glibc {0}.{1}，而 Lambda（provided.al2023）只有 2.34：用 `cargo lambda build` 编译（见 infra/scripts/build），再用 --zips / needs glibc {0}.{1}, Lambda has 2.34: build with `cargo lambda build` (see infra/scripts/build) and give --zips"
    )]
    Glibc(u32, u32),
}

impl Package {
    /// Packs a binary.
    pub(crate) fn of_binary(binary: &[u8], arch: Arch) -> Result<Self, PackageError> {
        check(binary, arch)?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o755);
        writer.start_file("bootstrap", options)?;
        writer.write_all(binary)?;
        Ok(Self::new(writer.finish()?.into_inner()))
    }

    /// Takes a zip that is already there.
    pub(crate) fn of_zip(zip: Vec<u8>, arch: Arch) -> Result<Self, PackageError> {
        check(&bootstrap(&zip)?, arch)?;
        Ok(Self::new(zip))
    }

    fn new(zip: Vec<u8>) -> Self {
        let digest = Sha256::digest(&zip).into();
        Self { zip, digest }
    }

    /// As Lambda's `CodeSha256`.
    pub(crate) fn code_sha256(&self) -> String {
        STANDARD.encode(self.digest)
    }

    /// The architecture of a zip's program, if Lambda has it.
    pub(crate) fn arch_of(zip: &[u8]) -> Result<Option<Arch>, PackageError> {
        let binary = bootstrap(zip)?;
        Ok([Arch::X86, Arch::Arm].into_iter().find(|arch| arch.as_str() == architecture(&binary)))
    }
}

/// What stands before the zips' names: the same for the same code, so that it can be rolled back and is no change.
pub(crate) fn prefix<'a>(packages: impl IntoIterator<Item = &'a Package>) -> String {
    let mut all = Sha256::new();
    for package in packages {
        all.update(package.digest);
    }
    format!("code/{}/", &hex(&all.finalize())[..16])
}

fn bootstrap(zip: &[u8]) -> Result<Vec<u8>, PackageError> {
    let mut archive = ZipArchive::new(Cursor::new(zip))?;
    let mut binary = Vec::new();
    archive.by_name("bootstrap")?.take(MOST_BYTES).read_to_end(&mut binary)?;
    Ok(binary)
}

fn check(binary: &[u8], wanted: Arch) -> Result<(), PackageError> {
    let found = architecture(binary);
    if found != wanted.as_str() {
        return Err(PackageError::Architecture { wanted: wanted.as_str(), found });
    }
    match newest_glibc(binary) {
        Some(needed) if needed > GLIBC => Err(PackageError::Glibc(needed.0, needed.1)),
        _ => Ok(()),
    }
}

/// From the ELF header: `e_machine` at byte 18, little-endian.
fn architecture(binary: &[u8]) -> &'static str {
    if !binary.starts_with(b"\x7fELF") {
        return "no ELF file";
    }
    match binary.get(18..20) {
        Some([0x3e, 0]) => "x86_64",
        Some([0xb7, 0]) => "arm64",
        _ => "another processor",
    }
}

/// The newest `GLIBC_2.N` among the binary's symbol versions.
fn newest_glibc(binary: &[u8]) -> Option<(u32, u32)> {
    const MARK: &[u8] = b"GLIBC_";
    let mut newest = None;
    for (at, _) in binary.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK) {
        let rest = &binary[at + MARK.len()..];
        let text: Vec<u8> =
            rest.iter().copied().take_while(|b| b.is_ascii_digit() || *b == b'.').take(12).collect();
        let text = String::from_utf8_lossy(&text).into_owned();
        let mut numbers = text.split('.').map_while(|number| number.parse::<u32>().ok());
        if let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) {
            newest = newest.max(Some((major, minor)));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An ELF header with this machine, and symbol versions behind it.
    fn binary(machine: u8, versions: &str) -> Vec<u8> {
        let mut binary = vec![0; 64];
        binary[..4].copy_from_slice(b"\x7fELF");
        binary[18] = machine;
        binary.extend_from_slice(versions.as_bytes());
        binary
    }

    #[test]
    fn the_same_binary_gives_the_same_zip_and_it_opens_again() {
        let binary = binary(0x3e, "GLIBC_2.2.5\0GLIBC_2.34\0");
        let package = Package::of_binary(&binary, Arch::X86).unwrap();
        let again = Package::of_binary(&binary, Arch::X86).unwrap();
        assert_eq!(package.zip, again.zip);
        let taken = Package::of_zip(package.zip.clone(), Arch::X86).unwrap();
        assert_eq!(taken.code_sha256(), package.code_sha256());
        assert_eq!(Package::arch_of(&package.zip).unwrap(), Some(Arch::X86));
        assert_eq!(prefix([&package, &taken]), prefix([&taken, &package]));
        assert_ne!(prefix([&package]), prefix([&package, &taken]));
        let mut archive = ZipArchive::new(Cursor::new(package.zip)).unwrap();
        assert_eq!(archive.by_name("bootstrap").unwrap().unix_mode().unwrap() & 0o777, 0o755);
    }

    #[test]
    fn what_would_not_start_is_refused_with_the_reason() {
        let other = Package::of_binary(&binary(0xb7, ""), Arch::X86).unwrap_err().to_string();
        assert!(other.contains("x86_64") && other.contains("arm64"), "{other}");
        let script = Package::of_binary(b"#!/bin/sh", Arch::Arm).unwrap_err().to_string();
        assert!(script.contains("no ELF"), "{script}");
        let new = Package::of_binary(&binary(0x3e, "GLIBC_2.9\0GLIBC_2.38\0"), Arch::X86).unwrap_err();
        assert!(new.to_string().contains("needs glibc 2.38"), "{new}");
        assert!(Package::of_zip(b"PK".to_vec(), Arch::X86).is_err());
    }
}
