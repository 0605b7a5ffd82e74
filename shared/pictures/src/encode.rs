//! The preview of a picture: small, upright, and without whatever else the file carried (place, device, time).

use std::io::Cursor;

use image::{
    ColorType, ImageDecoder, ImageError, ImageResult, Limits, RgbImage,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::PngDecoder,
        webp::WebPDecoder,
    },
    imageops,
    metadata::Orientation,
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

/// A picture that is about to be decoded.
type Decoder<'a> = Box<dyn ImageDecoder + 'a>;

/// Re-encodes a picture as JPEG of at most 1,600 pixels a side.
///
/// # Errors
/// [`NoPreview`].
pub fn preview(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, NoPreview> {
    let decoder: Decoder<'_> = match kind {
        Kind::Webp => Box::new(WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?),
        _ => jpeg_or_png(kind, bytes)?,
    };
    encode(&decode(decoder)?, QUALITY)
}

/// Re-encodes a JPEG or PNG picture as JPEG of at most 1,600 pixels a side and `limit` bytes, with less quality and fewer
/// pixels as far as that needs.
///
/// # Errors
/// [`NoPreview`].
pub fn preview_within(kind: Kind, bytes: &[u8], limit: usize) -> Result<Vec<u8>, NoPreview> {
    let mut picture = decode(jpeg_or_png(kind, bytes)?)?;
    for (quality, side) in SMALLER {
        picture = shrink(picture, side);
        let jpeg = encode(&picture, quality)?;
        if jpeg.len() <= limit {
            return Ok(jpeg);
        }
    }
    Err(NoPreview::Broken)
}

fn jpeg_or_png(kind: Kind, bytes: &[u8]) -> Result<Decoder<'_>, NoPreview> {
    let source = Cursor::new(bytes);
    Ok(match kind {
        Kind::Jpeg => Box::new(JpegDecoder::new(source).map_err(broken)?),
        Kind::Png => Box::new(PngDecoder::with_limits(source, limits()).map_err(broken)?),
        Kind::Webp => return Err(NoPreview::Kind("WebP")),
        Kind::Gif => return Err(NoPreview::Kind("GIF")),
        Kind::Heic => return Err(NoPreview::Kind("HEIC")),
        _ => return Err(NoPreview::Kind("such")),
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    limits
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, NoPreview> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(picture).map_err(broken)?;
    Ok(out)
}

/// The picture upright, of at most [`MAX_SIDE`] pixels a side.
fn decode(mut decoder: Decoder<'_>) -> Result<RgbImage, NoPreview> {
    decoder.set_limits(limits()).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(NoPreview::TooManyPixels);
    }
    // A broken EXIF block is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let color = decoder.color_type();
    let picture = read(decoder).map_err(broken)?;
    let picture = RgbImage::from_raw(width, height, flat(picture, color)?).ok_or(NoPreview::Broken)?;
    Ok(upright(shrink(picture, MAX_SIDE), orientation))
}

fn read(decoder: Decoder<'_>) -> ImageResult<Vec<u8>> {
    let mut samples = vec![0; usize::try_from(decoder.total_bytes()).unwrap_or(usize::MAX)];
    decoder.read_image(&mut samples)?;
    Ok(samples)
}

/// Samples as red, green and blue of a byte each, in the place where they are. JPEG has no transparency: what shows through
/// is white.
fn flat(mut samples: Vec<u8>, color: ColorType) -> Result<Vec<u8>, NoPreview> {
    let (channels, depth) = (usize::from(color.channel_count()), usize::from(color.bytes_per_pixel()));
    let depth = depth / channels.max(1);
    let high = match depth {
        1 => 0,
        2 => usize::from(cfg!(target_endian = "little")),
        _ => return Err(NoPreview::Broken),
    };
    let size = channels * depth;
    let pixel = |samples: &[u8], at: usize| {
        let sample = |channel: usize| samples[at * size + channel * depth + high];
        let [red, green, blue] = if channels < 3 { [0; 3] } else { [0, 1, 2] }.map(sample);
        let alpha = u32::from(if color.has_alpha() { sample(channels - 1) } else { 255 });
        [red, green, blue].map(|value| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
    };
    let pixels = samples.len() / size;
    if size < 3 {
        return Ok((0..pixels).flat_map(|at| pixel(&samples, at)).collect());
    }
    if color != ColorType::Rgb8 {
        for at in 0..pixels {
            let flat = pixel(&samples, at);
            samples[at * 3..at * 3 + 3].copy_from_slice(&flat);
        }
        samples.truncate(pixels * 3);
    }
    Ok(samples)
}

fn shrink(picture: RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return picture;
    }
    let part = |length: u32| {
        let scaled = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    imageops::thumbnail(&picture, part(width), part(height))
}

fn upright(mut picture: RgbImage, orientation: Orientation) -> RgbImage {
    if matches!(orientation, Orientation::Rotate90 | Orientation::Rotate90FlipH) {
        picture = imageops::rotate90(&picture);
    }
    if matches!(orientation, Orientation::Rotate270 | Orientation::Rotate270FlipH) {
        picture = imageops::rotate270(&picture);
    }
    match orientation {
        Orientation::NoTransforms | Orientation::Rotate90 | Orientation::Rotate270 => {}
        Orientation::Rotate180 => imageops::rotate180_in_place(&mut picture),
        Orientation::FlipVertical => imageops::flip_vertical_in_place(&mut picture),
        Orientation::FlipHorizontal | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            imageops::flip_horizontal_in_place(&mut picture);
        }
    }
    picture
}

fn broken(error: ImageError) -> NoPreview {
    match error {
        ImageError::Limits(_) => NoPreview::TooManyPixels,
        _ => NoPreview::Broken,
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, LumaA, Rgba};

    use super::*;

    /// Noise, which JPEG can't make small.
    fn noise(side: u32) -> Vec<u8> {
        let mut seed = 1u32;
        png(RgbImage::from_fn(side, side, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb([(seed >> 8) as u8, (seed >> 16) as u8, (seed >> 24) as u8])
        }))
    }

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        let mut png = Cursor::new(Vec::new());
        picture.into().write_to(&mut png, ImageFormat::Png).unwrap();
        png.into_inner()
    }

    /// What is seen in the middle of a quarter: 0, 1 above, 2, 3 below.
    fn seen(jpeg: &[u8], quarter: u32) -> [u8; 3] {
        let picture = image::load_from_memory(jpeg).unwrap().to_rgb8();
        let at = |half: u32, length: u32| length / 4 + half * length / 2;
        picture.get_pixel(at(quarter % 2, picture.width()), at(quarter / 2, picture.height())).0
    }

    fn alike(one: [u8; 3], other: [u8; 3]) -> bool {
        one.iter().zip(other).all(|(one, other)| one.abs_diff(other) < 12)
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
        assert_eq!(preview_within(Kind::Webp, b"RIFF", 1_000), Err(NoPreview::Kind("WebP")));
        assert_eq!(preview_within(Kind::Png, &png[..200], 800_000), Err(NoPreview::Broken));
    }

    #[test]
    fn a_long_side_becomes_the_longest_and_the_other_follows() {
        let wide = png(RgbImage::from_pixel(3_200, 10, image::Rgb([10, 120, 230])));
        let jpeg = image::load_from_memory(&preview(Kind::Png, &wide).unwrap()).unwrap();
        assert_eq!((jpeg.width(), jpeg.height()), (MAX_SIDE, 5));
        let line = png(RgbImage::from_pixel(1, 5_000, image::Rgb([10, 120, 230])));
        let jpeg = image::load_from_memory(&preview(Kind::Png, &line).unwrap()).unwrap();
        assert_eq!((jpeg.width(), jpeg.height()), (1, MAX_SIDE));
    }

    #[test]
    fn all_kinds_of_samples_are_seen_as_they_were() {
        let (width, height) = (64, 48);
        let colour = |x: u32, y: u32| match (x >= width / 2, y >= height / 2) {
            (false, false) => [230, 20, 20, 255],
            (true, false) => [20, 200, 20, 255],
            (false, true) => [20, 20, 230, 255],
            (true, true) => [0, 0, 0, 0],
        };
        let all = DynamicImage::from(image::RgbaImage::from_fn(width, height, |x, y| Rgba(colour(x, y))));
        let clear = [255, 255, 255];
        for picture in [all.clone(), DynamicImage::from(all.to_rgba16())] {
            let jpeg = preview(Kind::Png, &png(picture)).unwrap();
            let wanted = [[230, 20, 20], [20, 200, 20], [20, 20, 230], clear];
            for (quarter, wanted) in wanted.into_iter().enumerate() {
                assert!(alike(seen(&jpeg, quarter as u32), wanted), "{:?}", seen(&jpeg, quarter as u32));
            }
        }
        for picture in [DynamicImage::from(all.to_rgb16()), DynamicImage::from(all.to_rgb8())] {
            let jpeg = preview(Kind::Png, &png(picture)).unwrap();
            assert!(alike(seen(&jpeg, 1), [20, 200, 20]) && alike(seen(&jpeg, 3), [0; 3]));
        }
        let grey = image::GrayAlphaImage::from_fn(width, height, |x, _| {
            LumaA([90, if x < width / 2 { 255 } else { 0 }])
        });
        let jpeg = preview(Kind::Png, &png(grey.clone())).unwrap();
        assert!(alike(seen(&jpeg, 0), [90; 3]) && alike(seen(&jpeg, 1), clear));
        for picture in [
            DynamicImage::from(DynamicImage::from(grey.clone()).to_luma8()),
            DynamicImage::from(DynamicImage::from(grey).to_luma16()),
        ] {
            assert!(alike(seen(&preview(Kind::Png, &png(picture)).unwrap(), 2), [90; 3]));
        }
    }

    #[test]
    fn each_orientation_stands_as_the_library_would_put_it() {
        let picture = RgbImage::from_fn(5, 3, |x, y| image::Rgb([x as u8, y as u8, 7]));
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut wanted = DynamicImage::from(picture.clone());
            wanted.apply_orientation(orientation);
            assert_eq!(upright(picture.clone(), orientation), wanted.to_rgb8(), "{exif}");
        }
    }
}
