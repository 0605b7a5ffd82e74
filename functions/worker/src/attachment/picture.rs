//! The preview of a picture: small, upright, and without whatever else the file carried (place, device, time).

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder,
};

use super::sniff::Kind;

/// Longest side of a preview, in pixels.
pub(crate) const MAX_SIDE: u32 = 1_600;
/// Most pixels that are decoded.
pub(crate) const MAX_PIXELS: u64 = 40_000_000;
/// Most bytes that a decoder may take: the pixels with four channels, and as much again for its own work.
const MAX_DECODER_BYTES: u64 = MAX_PIXELS * 4 * 2;
/// JPEG quality, 1 to 100.
const QUALITY: u8 = 85;

/// Why there is no preview; the text is for officers.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoPreview {
    #[error("{0} files are kept as received, without a preview")]
    Kind(&'static str),
    #[error("the picture has more than 40 million pixels")]
    TooManyPixels,
    #[error("the picture can't be decoded")]
    Broken,
}

/// Re-encodes a picture as JPEG of at most 1,600 pixels a side.
pub(crate) fn preview(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, NoPreview> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        Kind::Gif => return Err(NoPreview::Kind("GIF")),
        Kind::Heic => return Err(NoPreview::Kind("HEIC")),
        _ => return Err(NoPreview::Kind("such")),
    };
    let picture = shrink(decode(format, bytes)?);
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&flatten(&picture)).map_err(broken)?;
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

fn shrink(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) > MAX_SIDE {
        picture.thumbnail(MAX_SIDE, MAX_SIDE)
    } else {
        picture
    }
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
