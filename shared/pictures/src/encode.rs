//! The preview of a picture: small, upright, and without whatever else the file carried (place, device, time).

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder,
};

use crate::Kind;

/// Longest side of what is encoded, in pixels.
pub const MAX_SIDE: u32 = 1_600;
/// Most pixels that are decoded.
pub const MAX_PIXELS: u64 = 40_000_000;
/// Most bytes that a decoder may take: the pixels with four channels, and as much again for its own work.
const MAX_DECODER_BYTES: u64 = MAX_PIXELS * 4 * 2;
/// JPEG quality, 1 to 100.
const QUALITY: u8 = 85;
/// Qualities and sides that are tried for a picture that has to be small.
const SMALLER: [(u8, u32); 4] = [(QUALITY, MAX_SIDE), (70, MAX_SIDE), (60, 1_280), (50, 960)];

/// Why there is no preview; the text is for officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPreview {
    /// It is of a kind that is not decoded.
    #[error("{0} files are kept as received, without a preview")]
    Kind(&'static str),
    /// It is larger than [`MAX_PIXELS`].
    #[error("the picture has more than 40 million pixels")]
    TooManyPixels,
    /// It can't be decoded, or not made small enough.
    #[error("the picture can't be decoded")]
    Broken,
}

/// Re-encodes a picture as JPEG of at most 1,600 pixels a side.
///
/// # Errors
/// [`NoPreview`].
pub fn preview(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, NoPreview> {
    encode(&shrink(decode(format(kind)?, bytes)?, MAX_SIDE), QUALITY)
}

/// Re-encodes a picture as JPEG of at most 1,600 pixels a side and `limit` bytes, with less quality and fewer pixels as far
/// as that needs.
///
/// # Errors
/// [`NoPreview`].
pub fn preview_within(kind: Kind, bytes: &[u8], limit: usize) -> Result<Vec<u8>, NoPreview> {
    let picture = shrink(decode(format(kind)?, bytes)?, MAX_SIDE);
    for (quality, side) in SMALLER {
        let jpeg = encode(&shrink(picture.clone(), side), quality)?;
        if jpeg.len() <= limit {
            return Ok(jpeg);
        }
    }
    Err(NoPreview::Broken)
}

fn format(kind: Kind) -> Result<ImageFormat, NoPreview> {
    match kind {
        Kind::Jpeg => Ok(ImageFormat::Jpeg),
        Kind::Png => Ok(ImageFormat::Png),
        Kind::Webp => Ok(ImageFormat::WebP),
        Kind::Gif => Err(NoPreview::Kind("GIF")),
        Kind::Heic => Err(NoPreview::Kind("HEIC")),
        _ => Err(NoPreview::Kind("such")),
    }
}

fn encode(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, NoPreview> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(&flatten(picture)).map_err(broken)?;
    Ok(out)
}

fn decode(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, NoPreview> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(NoPreview::TooManyPixels);
    }
    // A broken EXIF block is no reason to refuse the picture.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn shrink(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) > side { picture.thumbnail(side, side) } else { picture }
}

/// JPEG has no transparency: what shows through is white.
fn flatten(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let rgba = picture.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0.map(u32::from);
        image::Rgb([r, g, b].map(|channel| ((channel * a + 255 * (255 - a) + 127) / 255) as u8))
    })
}

fn broken(error: ImageError) -> NoPreview {
    match error {
        ImageError::Limits(_) => NoPreview::TooManyPixels,
        _ => NoPreview::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise, which JPEG can't make small.
    fn noise(side: u32) -> Vec<u8> {
        let mut seed = 1u32;
        let pixels = RgbImage::from_fn(side, side, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb([(seed >> 8) as u8, (seed >> 16) as u8, (seed >> 24) as u8])
        });
        let mut png = Cursor::new(Vec::new());
        pixels.write_to(&mut png, ImageFormat::Png).unwrap();
        png.into_inner()
    }

    #[test]
    fn a_picture_is_made_as_small_as_it_has_to_be() {
        let png = noise(1_200);
        let large = preview(Kind::Png, &png).unwrap();
        let small = preview_within(Kind::Png, &png, 800_000).unwrap();
        assert!(large.len() > 800_000 && small.len() <= 800_000, "{} {}", large.len(), small.len());
        assert_eq!(Kind::of(&small), Kind::Jpeg);
        assert_eq!(preview_within(Kind::Png, &png, 1_000), Err(NoPreview::Broken));
        assert_eq!(preview_within(Kind::Gif, b"GIF89a", 1_000), Err(NoPreview::Kind("GIF")));
        assert_eq!(preview_within(Kind::Png, &png[..200], 800_000), Err(NoPreview::Broken));
    }
}
