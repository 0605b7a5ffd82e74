//! A picture that an officer gives: decoded and encoded again before anybody else sees it.

use app::{
    AppError,
    questions::{PICTURE_LIMIT_BYTES, Picture},
};
use axum::body::Bytes;
use pictures::{Kind, NoPreview, preview_within};

/// Largest file that an officer may give, in bytes.
pub(crate) const FILE_LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// The picture as it may be sent.
///
/// # Errors
/// `Input` when it is too large, no JPEG or PNG, or can't be decoded.
pub(crate) async fn encoded(bytes: Bytes) -> Result<Picture, AppError> {
    if bytes.len() > FILE_LIMIT_BYTES {
        return Err(refused(
            "图片超过 4 MB：请换一张小一些的",
            "the picture is larger than 4 MB: choose a smaller one",
        ));
    }
    let kind = Kind::of(&bytes);
    if !matches!(kind, Kind::Jpeg | Kind::Png) {
        return Err(refused("请选择 jpg 或 png 图片", "choose a JPEG or PNG picture"));
    }
    // On a thread of its own: it takes its time, and a decoder that panics ends only itself.
    let made = tokio::task::spawn_blocking(move || preview_within(kind, &bytes, PICTURE_LIMIT_BYTES)).await;
    match made.unwrap_or(Err(NoPreview::Broken)) {
        Ok(jpeg) => Ok(Picture { jpeg }),
        Err(NoPreview::TooManyPixels) => Err(refused(
            "图片的像素太多：请缩小后再选",
            "the picture has too many pixels: make it smaller first",
        )),
        Err(_) => Err(refused("读不出这张图片：请换一张", "this picture can't be read: choose another")),
    }
}

fn refused(zh: &str, en: &str) -> AppError {
    AppError::Input { field: "picture", zh: zh.to_owned(), en: en.to_owned() }
}
