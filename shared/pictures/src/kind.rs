//! What a file is, by its first bytes. A claimed type or name counts for nothing.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// GIF.
    Gif,
    /// HEIC or AVIF.
    Heic,
    /// MP4 and its relatives.
    Mp4,
    /// AMR.
    Amr,
    /// MP3.
    Mp3,
    /// Anything else.
    Unknown,
}

impl Kind {
    /// The kind of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Self::of_brand(brand),
            [b'#', b'!', b'A', b'M', b'R', ..] => Self::Amr,
            [b'I', b'D', b'3', ..] | [0xff, 0xe2..=0xff, ..] => Self::Mp3,
            _ => Self::Unknown,
        }
    }

    /// ISO base media files: the major brand tells.
    fn of_brand(brand: &[u8]) -> Self {
        match brand.get(..4) {
            Some(
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif"
                | b"avis",
            ) => Self::Heic,
            Some(_) => Self::Mp4,
            None => Self::Unknown,
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Mp4 => "video/mp4",
            Self::Amr => "audio/amr",
            Self::Mp3 => "audio/mpeg",
            Self::Unknown => "application/octet-stream",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell() {
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0rest"), Kind::Jpeg);
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\nrest"), Kind::Png);
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WEBPVP8 "), Kind::Webp);
        assert_eq!(Kind::of(b"GIF89a..."), Kind::Gif);
        assert_eq!(Kind::of(b"\0\0\0\x18ftypheic\0\0"), Kind::Heic);
        assert_eq!(Kind::of(b"\0\0\0\x18ftypisom\0\0"), Kind::Mp4);
        assert_eq!(Kind::of(b"#!AMR\nx"), Kind::Amr);
        assert_eq!(Kind::of(b"ID3\x04"), Kind::Mp3);
        assert_eq!(Kind::of(b"\xff\xfb\x90"), Kind::Mp3);
        assert_eq!(Kind::of(b"<html>"), Kind::Unknown);
        assert_eq!(Kind::of(b""), Kind::Unknown);
    }
}
