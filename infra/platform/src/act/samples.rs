//! Files that a phone could send: a drawn picture with or without a place in its EXIF, a voice, a video.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 360;

/// A street scene as JPEG: sky, ground and a lamp post whose lean and colours follow `seed`.
///
/// # Errors
/// When the encoder fails.
pub(crate) fn photo(seed: u64, exif: bool) -> Result<Vec<u8>, String> {
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            pixels.extend(pixel(x, y, seed));
        }
    }
    let mut jpeg = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 80);
    encoder
        .write_image(&pixels, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .map_err(|error| error.to_string())?;
    let jpeg = jpeg.into_inner();
    Ok(if exif { with_place(&jpeg) } else { jpeg })
}

fn pixel(x: u32, y: u32, seed: u64) -> [u8; 3] {
    let hue = (seed % 5) as u8;
    let lean = (seed % 7) as i64 - 3;
    let (x, y) = (i64::from(x), i64::from(y));
    let post = 230 + lean * (250 - y) / 14;
    if (60..250).contains(&y) && (x - post).abs() < 5 {
        return [62, 66, 74];
    }
    let (lamp_x, lamp_y) = (230 + lean * 190 / 14 + 26, 62);
    if (x - lamp_x).pow(2) + (y - lamp_y).pow(2) < 260 {
        return [255, 214, 120];
    }
    if (54..62).contains(&y) && (post.min(lamp_x)..=post.max(lamp_x)).contains(&x) {
        return [62, 66, 74];
    }
    if y < 250 {
        let house = (x / 80 + seed as i64) % 4;
        if y > 120 + house * 26 && x % 80 < 68 {
            let window = (x % 80) % 20 > 12 && (y % 24) > 13;
            return if window { [240, 222, 170] } else { [138 + hue * 8, 144, 158 - hue * 6] };
        }
        let fade = (y / 3) as u8;
        return [148 + fade / 2, 190 + fade / 3, 226];
    }
    if (x + y * 2) % 140 < 46 && (296..304).contains(&y) { [232, 232, 226] } else { [112, 116, 122] }
}

/// Puts an EXIF block with a GPS place after the start of the image.
fn with_place(jpeg: &[u8]) -> Vec<u8> {
    let tiff = gps_tiff();
    let length = u16::try_from(tiff.len() + 8).unwrap_or(u16::MAX);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(length.to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out.extend(&jpeg[2..]);
    out
}

/// Big-endian TIFF: one directory that points to a GPS directory with latitude and longitude.
fn gps_tiff() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut bytes = tag.to_be_bytes().to_vec();
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(value);
        bytes
    };
    tiff.extend(1u16.to_be_bytes());
    tiff.extend(entry(0x8825, 4, 1, 26u32.to_be_bytes()));
    tiff.extend(0u32.to_be_bytes());
    tiff.extend(4u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, 80u32.to_be_bytes()));
    tiff.extend(entry(3, 2, 2, *b"E\0\0\0"));
    tiff.extend(entry(4, 5, 3, 104u32.to_be_bytes()));
    tiff.extend(0u32.to_be_bytes());
    for (degrees, minutes, seconds) in [(39u32, 16u32, 23u32), (118, 27, 36)] {
        for number in [degrees, minutes, seconds] {
            tiff.extend(number.to_be_bytes());
            tiff.extend(1u32.to_be_bytes());
        }
    }
    tiff
}

/// AMR narrow band: the magic and fifty frames (one second) of silence at 12.2 kbit/s.
pub(crate) fn voice() -> Vec<u8> {
    let mut amr = b"#!AMR\n".to_vec();
    for _ in 0..50 {
        amr.push(0x3c);
        amr.extend([0; 31]);
    }
    amr
}

/// The boxes that open an MP4 file; enough to be told apart by its first bytes, not to be played.
pub(crate) fn video() -> Vec<u8> {
    let mut mp4 = Vec::new();
    mp4.extend(24u32.to_be_bytes());
    mp4.extend(b"ftypmp42\0\0\0\0mp42isom");
    mp4.extend(16u32.to_be_bytes());
    mp4.extend(b"mdat");
    mp4.extend([0; 8]);
    mp4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::media::{Format, MediaKind, check};

    #[test]
    fn the_photo_is_a_jpeg_that_decodes_with_and_without_a_place() {
        for exif in [false, true] {
            let jpeg = photo(7, exif).unwrap();
            assert_eq!(check(MediaKind::Image, &jpeg, false), Ok(Format::Jpeg));
            let decoded = image::load_from_memory(&jpeg).unwrap();
            assert_eq!((decoded.width(), decoded.height()), (WIDTH, HEIGHT));
            assert_eq!(jpeg.windows(4).any(|window| window == b"Exif"), exif);
        }
    }

    #[test]
    fn the_place_lies_where_its_directory_points() {
        let tiff = gps_tiff();
        assert_eq!(tiff.len(), 128);
        assert_eq!(tiff[80..84], 39u32.to_be_bytes());
        assert_eq!(tiff[104..108], 118u32.to_be_bytes());
    }

    #[test]
    fn voice_and_video_pass_the_upload_checks() {
        assert_eq!(check(MediaKind::Voice, &voice(), false), Ok(Format::Amr));
        assert_eq!(check(MediaKind::Video, &video(), false), Ok(Format::Mp4));
    }
}
