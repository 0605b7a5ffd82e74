//! Media: temporary ones live 3 days, permanent ones stay ("新增临时素材", "新增永久素材").
//!
//! What a file is, its first bytes decide; the name it came with doesn't.

use std::collections::HashMap;

use bytes::Bytes;

const LIFE_MS: i64 = 3 * 86_400_000;

/// The platform's media types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaKind {
    Image,
    Voice,
    Video,
    Thumb,
}

impl MediaKind {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "image" => Some(MediaKind::Image),
            "voice" => Some(MediaKind::Voice),
            "video" => Some(MediaKind::Video),
            "thumb" => Some(MediaKind::Thumb),
            _ => None,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            MediaKind::Image => "image",
            MediaKind::Voice => "voice",
            MediaKind::Video => "video",
            MediaKind::Thumb => "thumb",
        }
    }

    const fn limit_bytes(self) -> usize {
        match self {
            MediaKind::Image | MediaKind::Video => 10 << 20,
            MediaKind::Voice => 2 << 20,
            MediaKind::Thumb => 64 << 10,
        }
    }

    /// The errcode for a file over the limit.
    const fn size_code(self) -> i64 {
        match self {
            MediaKind::Image => 40009,
            MediaKind::Voice => 40010,
            MediaKind::Video => 40011,
            MediaKind::Thumb => 40012,
        }
    }

    fn takes(self, format: Format, permanent: bool) -> bool {
        match self {
            MediaKind::Image => {
                matches!(format, Format::Png | Format::Jpeg | Format::Gif)
                    || (permanent && format == Format::Bmp)
            }
            MediaKind::Voice => {
                matches!(format, Format::Amr | Format::Mp3) || (permanent && format == Format::Wav)
            }
            MediaKind::Video => format == Format::Mp4,
            MediaKind::Thumb => format == Format::Jpeg,
        }
    }
}

/// File formats told by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    Gif,
    Bmp,
    Amr,
    Mp3,
    Wav,
    Mp4,
}

impl Format {
    pub(crate) fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Format::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Format::Gif),
            [b'B', b'M', ..] => Some(Format::Bmp),
            [b'#', b'!', b'A', b'M', b'R', ..] => Some(Format::Amr),
            [b'I', b'D', b'3', ..] | [0xff, 0xfb | 0xf3 | 0xf2, ..] => Some(Format::Mp3),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Format::Wav),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Format::Mp4),
            _ => None,
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Gif => "image/gif",
            Format::Bmp => "image/bmp",
            Format::Amr => "audio/amr",
            Format::Mp3 => "audio/mpeg",
            Format::Wav => "audio/wav",
            Format::Mp4 => "video/mp4",
        }
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Gif => "gif",
            Format::Bmp => "bmp",
            Format::Amr => "amr",
            Format::Mp3 => "mp3",
            Format::Wav => "wav",
            Format::Mp4 => "mp4",
        }
    }
}

/// Checks an upload: 44001 empty, the type's size code, 40005 (40137 for pictures) for a wrong format.
pub(crate) fn check(kind: MediaKind, bytes: &[u8], permanent: bool) -> Result<Format, i64> {
    if bytes.is_empty() {
        return Err(44001);
    }
    if bytes.len() > kind.limit_bytes() {
        return Err(kind.size_code());
    }
    let wrong = if kind == MediaKind::Image { 40137 } else { 40005 };
    Format::sniff(bytes).filter(|format| kind.takes(*format, permanent)).ok_or(wrong)
}

/// One stored file.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) kind: MediaKind,
    pub(crate) format: Format,
    pub(crate) bytes: Bytes,
    /// `None`: permanent.
    created_ms: Option<i64>,
}

/// All files by media_id.
#[derive(Debug, Default)]
pub(crate) struct MediaStore(HashMap<String, Media>);

impl MediaStore {
    pub(crate) fn put(
        &mut self,
        id: String,
        kind: MediaKind,
        format: Format,
        bytes: Bytes,
        created_ms: Option<i64>,
    ) {
        self.0.insert(id, Media { kind, format, bytes, created_ms });
    }

    /// The file whatever its age: a phone keeps what it once showed.
    pub(crate) fn shown(&self, id: &str) -> Option<&Media> {
        self.0.get(id)
    }

    /// The file, unless unknown or older than 3 days: both are 40007.
    pub(crate) fn get(&self, id: &str, now_ms: i64) -> Option<&Media> {
        self.0.get(id).filter(|media| media.created_ms.is_none_or(|created| now_ms - created < LIFE_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 0];

    #[test]
    fn temporary_media_expire_after_three_days_and_permanent_stay() {
        let mut store = MediaStore::default();
        store.put("t".into(), MediaKind::Image, Format::Jpeg, Bytes::from_static(JPEG), Some(0));
        store.put("p".into(), MediaKind::Image, Format::Jpeg, Bytes::from_static(JPEG), None);
        assert!(store.get("t", LIFE_MS - 1).is_some());
        assert!(store.get("t", LIFE_MS).is_none());
        assert!(store.get("p", i64::MAX).is_some());
        assert!(store.get("x", 0).is_none());
    }

    #[test]
    fn the_first_bytes_decide_what_a_file_is() {
        assert_eq!(check(MediaKind::Image, JPEG, false), Ok(Format::Jpeg));
        assert_eq!(check(MediaKind::Image, b"BM12", false), Err(40137));
        assert_eq!(check(MediaKind::Image, b"BM12", true), Ok(Format::Bmp));
        assert_eq!(check(MediaKind::Voice, b"#!AMR\n", false), Ok(Format::Amr));
        assert_eq!(check(MediaKind::Voice, JPEG, false), Err(40005));
        assert_eq!(check(MediaKind::Video, b"\0\0\0\x18ftypmp42", false), Ok(Format::Mp4));
        assert_eq!(check(MediaKind::Thumb, b"\x89PNG", false), Err(40005));
        assert_eq!(check(MediaKind::Image, b"", false), Err(44001));
    }

    #[test]
    fn each_type_has_its_own_size_limit() {
        let mut large = JPEG.to_vec();
        large.resize((64 << 10) + 1, 0);
        assert_eq!(check(MediaKind::Thumb, &large, false), Err(40012));
        assert_eq!(check(MediaKind::Image, &large, false), Ok(Format::Jpeg));
        large.resize((10 << 20) + 1, 0);
        assert_eq!(check(MediaKind::Image, &large, false), Err(40009));
    }
}
