//! Uploading an officer's picture, before it is sent (新增临时素材): the platform keeps it for three days.
//!
//! The resident sees nothing of an upload, so it may be repeated whatever came of it.

use app::{AppError, rows::Stored, telemetry::count};
use domain::delivery::{Delivery, Outcome, Parked, back_off};
use wechat::client::{MediaFile, MediaKind, MediaUpload, UploadedMedia};

use crate::{
    call::Reply,
    gate::Api,
    sender::Sender,
    token::Token,
    verdict::{Verdict, explain, judge},
};

/// Which pause of [`back_off`] follows an answer that tells to try later: a minute.
const PAUSE: u32 = 5;

impl Sender {
    /// Uploads the picture; the delivery stays due, and is sent in the next step.
    pub(crate) async fn upload(
        &self,
        found: Stored<Delivery>,
        object: &str,
        token: Token,
    ) -> Result<(), AppError> {
        let now = self.ports.clock.now();
        if let Some(until) = self.gate.closed_until(Api::Media, now) {
            return self.change(found, |delivery| delivery.retry_at = Some(until)).await;
        }
        let Some(blob) = self.ports.blobs.get(object).await? else {
            let outcome = Outcome { code: None, message: "the picture is gone".to_owned(), at: now };
            return self.change(found, |delivery| delivery.fail(outcome)).await;
        };
        let file = MediaFile {
            filename: "picture.jpg".to_owned(),
            content_type: blob.content_type,
            bytes: blob.bytes,
        };
        match self.call(&MediaUpload { kind: MediaKind::Image, file }, token).await {
            Reply::Answer(media) => {
                count("upload", "done");
                self.change(found, |delivery| delivery.uploaded(media.media_id.to_string(), now)).await
            }
            reply => self.not_uploaded(found, &reply).await,
        }
    }

    async fn not_uploaded(
        &self,
        found: Stored<Delivery>,
        reply: &Reply<UploadedMedia>,
    ) -> Result<(), AppError> {
        count("upload", "not_done");
        let (now, jitter) = (self.ports.clock.now(), self.jitter());
        let (code, message) = explain(reply);
        let outcome = Outcome { code, message: format!("the picture was not uploaded: {message}"), at: now };
        let until = match judge(reply, true) {
            Verdict::Unreached => self.gate.unreached(now, jitter),
            Verdict::Unknown if code.is_none() => self.gate.unreached(now, jitter),
            Verdict::TooFast => self.gate.too_fast(now, jitter),
            Verdict::Tomorrow => {
                self.alarm("quota", &outcome.message);
                self.gate.used_up(Api::Media, now, jitter)
            }
            Verdict::Park(why) => {
                if why == Parked::NotAllowed {
                    self.alarm("configuration", &outcome.message);
                }
                return self.change(found, |delivery| delivery.park(why, Some(outcome))).await;
            }
            Verdict::Failed => return self.change(found, |delivery| delivery.fail(outcome)).await,
            Verdict::Later | Verdict::OnceMore | Verdict::Unknown | Verdict::Delivered => {
                now + back_off(PAUSE, jitter)
            }
        };
        self.change(found, |delivery| delivery.retry(until, outcome)).await
    }
}
