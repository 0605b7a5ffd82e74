//! Pictures, voice messages and films, from the message to the console.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/pictures.rs"]
mod pictures;

use app::{
    jobs::{OutboundJob, Work, WorkerJob},
    keys,
    ports::{Blob, TableName},
    rows::{PlatformRequest, RequestOutcome, RequestRow, Stored, load},
};
use common::Shop;
use domain::{
    conversation::{AttachmentState, Said},
    ids::MessageKey,
};
use image::{DynamicImage, ImageFormat, RgbaImage};
use pictures::{PLACE, encoded, halves, huge_jpeg, huge_png, with_exif};
use worker::{Worked, handle};

struct Sent {
    shop: Shop,
    message: MessageKey,
    job: WorkerJob,
    object: String,
}

/// A resident sends a file; the job has asked the sender for it.
async fn sent(said: Said) -> Sent {
    let shop = Shop::new().await;
    let message = shop.message("24", said, true).await;
    let work = Work::Attachment { follower: shop.follower.clone(), message: message.clone() };
    let job = shop.job(work).await;
    assert_eq!(handle(&shop.app, &job).await, Ok(Worked::Waiting));
    let asked = OutboundJob::Request { follower: shop.follower.clone(), job: job.clone() };
    assert_eq!(shop.bench.jobs.outbound(), [asked]);
    let row: Stored<RequestRow> = load(shop.rows.as_ref(), &keys::request(&job.id)).await.unwrap().unwrap();
    let PlatformRequest::FetchMedia { media_id, object } = row.value.request else {
        panic!("no file asked for")
    };
    assert_eq!(media_id, "MEDIA1");
    Sent { shop, message, job, object }
}

impl Sent {
    /// The sender has fetched these bytes.
    async fn fetched(&self, bytes: &[u8]) {
        let blob = Blob { content_type: "text/html".to_owned(), bytes: bytes.to_vec() };
        self.shop.app.blobs.put(&self.object, blob).await.unwrap();
        let outcome =
            RequestOutcome::Media { content_type: "text/html".to_owned(), bytes: bytes.len() as u64 };
        self.shop.outcome(&self.job, outcome).await;
    }

    async fn state(&self) -> AttachmentState {
        self.shop.message_row(&self.message).await.attachment.unwrap().state
    }
}

/// What becomes of a picture of these bytes: media type, preview, and why there is none.
async fn picture(bytes: &[u8]) -> (String, Option<Vec<u8>>, Option<String>) {
    let sent = sent(Said::Image).await;
    sent.fetched(bytes).await;
    sent.shop.done(&sent.job).await;
    assert!(sent.shop.rows.all(TableName::Delivery, "O#").is_empty(), "the request is gone");
    let AttachmentState::Stored { original, preview, content_type, no_preview, .. } = sent.state().await
    else {
        panic!("not stored")
    };
    assert!(sent.shop.app.blobs.get(&original).await.unwrap().is_some());
    let preview = match preview {
        Some(key) => Some(sent.shop.app.blobs.get(&key).await.unwrap().unwrap()),
        None => None,
    };
    assert!(preview.iter().all(|blob| blob.content_type == "image/jpeg"));
    (content_type, preview.map(|blob| blob.bytes), no_preview)
}

fn decoded(jpeg: &[u8]) -> image::RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().to_rgb8()
}

fn is_red(pixel: &image::Rgb<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[2] < 100
}

#[tokio::test]
async fn a_picture_loses_its_place_and_stands_upright() {
    let taken = with_exif(&encoded(&halves(80, 40), ImageFormat::Jpeg), 6);
    assert!(taken.windows(PLACE.len()).any(|part| part == PLACE));
    let (content_type, preview, _) = picture(&taken).await;
    let preview = preview.unwrap();
    assert_eq!(content_type, "image/jpeg", "the claimed type counts for nothing");
    assert!(!preview.windows(4).any(|part| part == b"Exif" || part == b"GPS-"));
    let upright = decoded(&preview);
    assert_eq!(upright.dimensions(), (40, 80));
    assert!(is_red(upright.get_pixel(20, 5)), "what was left is above");
    assert!(!is_red(upright.get_pixel(20, 75)));
}

#[tokio::test]
async fn a_large_picture_becomes_small_and_a_small_one_stays() {
    let (_, preview, _) = picture(&encoded(&halves(2_400, 1_200), ImageFormat::Jpeg)).await;
    assert_eq!(decoded(&preview.unwrap()).dimensions(), (1_600, 800));
    let (content_type, preview, _) = picture(&encoded(&halves(30, 20), ImageFormat::WebP)).await;
    assert_eq!(decoded(&preview.unwrap()).dimensions(), (30, 20));
    assert_eq!(content_type, "image/webp");
}

#[tokio::test]
async fn what_is_transparent_becomes_white() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::new(10, 10));
    let (_, preview, _) = picture(&encoded(&clear, ImageFormat::Png)).await;
    assert!(decoded(&preview.unwrap()).get_pixel(5, 5).0.iter().all(|channel| *channel > 250));
}

#[tokio::test]
async fn a_picture_that_claims_more_than_40_million_pixels_is_not_decoded() {
    for bomb in [huge_png(30_000, 30_000), huge_png(8_001, 5_000), huge_jpeg(65_500)] {
        let (_, preview, why) = picture(&bomb).await;
        assert_eq!((preview, why.as_deref()), (None, Some("the picture has more than 40 million pixels")));
    }
}

#[tokio::test]
async fn what_can_not_be_shown_is_kept_with_the_reason() {
    let (content_type, preview, why) = picture(b"GIF89a.....").await;
    assert_eq!((content_type.as_str(), preview), ("image/gif", None));
    assert_eq!(why.as_deref(), Some("GIF files are kept as received, without a preview"));
    assert_eq!(picture(b"\0\0\0\x18ftypheic\0\0\0\0").await.0, "image/heic");
    let (content_type, _, why) = picture(b"MZ\x90\0 a program").await;
    assert_eq!(content_type, "application/octet-stream");
    assert!(why.is_some());
    let jpeg = encoded(&halves(80, 40), ImageFormat::Jpeg);
    for broken in [&jpeg[..60], b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"] {
        let (_, preview, why) = picture(broken).await;
        assert_eq!((preview, why.as_deref()), (None, Some("the picture can't be decoded")));
    }
}

#[tokio::test]
async fn voice_and_film_are_kept_as_they_are_within_their_sizes() {
    let sent_voice = sent(Said::Voice { recognition: None }).await;
    sent_voice.fetched(b"#!AMR\nvoice").await;
    sent_voice.shop.done(&sent_voice.job).await;
    let AttachmentState::Stored { content_type, bytes, preview, no_preview, .. } = sent_voice.state().await
    else {
        panic!("not stored")
    };
    assert_eq!((content_type.as_str(), bytes, preview, no_preview), ("audio/amr", 11, None, None));

    for (said, size, megabytes) in [
        (Said::Voice { recognition: None }, 2, "2 MB"),
        (Said::Video, 10, "10 MB"),
        (Said::Image, 10, "10 MB"),
    ] {
        let sent = sent(said).await;
        sent.fetched(&vec![0; size * 1_024 * 1_024 + 1]).await;
        sent.shop.done(&sent.job).await;
        assert_eq!(
            sent.state().await,
            AttachmentState::Failed { why: format!("it is larger than {megabytes}") }
        );
        assert!(sent.shop.app.blobs.get(&sent.object).await.unwrap().is_none(), "and not kept");
    }
}

#[tokio::test]
async fn what_the_platform_refuses_or_has_deleted_fails_with_the_reason() {
    let refused = sent(Said::Image).await;
    let why = "media_id unknown or expired".to_owned();
    refused.shop.outcome(&refused.job, RequestOutcome::Failed { code: Some(40007), why: why.clone() }).await;
    refused.shop.done(&refused.job).await;
    assert_eq!(refused.state().await, AttachmentState::Failed { why });

    let late = sent(Said::Image).await;
    late.shop.pass(72 * 3_600);
    late.shop.done(&late.job).await;
    assert!(matches!(late.state().await, AttachmentState::Failed { .. }));
}

#[tokio::test]
async fn while_the_sender_waits_nobody_asks_again() {
    let sent = sent(Said::Image).await;
    assert_eq!(handle(&sent.shop.app, &sent.job).await, Ok(Worked::Waiting));
    assert_eq!(sent.shop.bench.jobs.outbound().len(), 1, "the request may have been lost: once more");
    let key = keys::request(&sent.job.id);
    let mut row: Stored<RequestRow> = load(sent.shop.rows.as_ref(), &key).await.unwrap().unwrap();
    row.value.retry_at = Some(sent.shop.app.clock.now() + jiff::SignedDuration::from_secs(30));
    sent.shop.update(&row).await;
    assert_eq!(handle(&sent.shop.app, &sent.job).await, Ok(Worked::Waiting));
    assert!(sent.shop.bench.jobs.outbound().is_empty());
    sent.shop.pass(30);
    assert_eq!(handle(&sent.shop.app, &sent.job).await, Ok(Worked::Waiting));
    assert_eq!(sent.shop.bench.jobs.outbound().len(), 1);
}

#[tokio::test]
async fn a_file_that_went_missing_is_fetched_again() {
    let sent = sent(Said::Image).await;
    let outcome = RequestOutcome::Media { content_type: "image/jpeg".to_owned(), bytes: 1 };
    sent.shop.outcome(&sent.job, outcome).await;
    assert_eq!(handle(&sent.shop.app, &sent.job).await, Ok(Worked::Waiting));
    let row: Stored<RequestRow> =
        load(sent.shop.rows.as_ref(), &keys::request(&sent.job.id)).await.unwrap().unwrap();
    assert_eq!(row.value.outcome, None);
}

#[tokio::test]
async fn a_file_of_an_erased_message_is_deleted() {
    let sent = sent(Said::Image).await;
    sent.fetched(&encoded(&halves(8, 8), ImageFormat::Jpeg)).await;
    let key = keys::message(&sent.shop.follower, &sent.message);
    let mut row: Stored<domain::conversation::InboundMessage> =
        load(sent.shop.rows.as_ref(), &key).await.unwrap().unwrap();
    row.value.erase();
    sent.shop.update(&row).await;
    sent.shop.done(&sent.job).await;
    assert!(sent.shop.app.blobs.get(&sent.object).await.unwrap().is_none());
}
