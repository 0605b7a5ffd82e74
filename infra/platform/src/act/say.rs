//! What a resident can send: text, photo, voice, video, place, link, sticker.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::json;

use super::plan::{Plan, Planned};
use super::{Impossible, samples};
use crate::api::message::media_path;
use crate::random;
use crate::state::grants::Trigger;
use crate::state::media::{Format, MediaKind};

/// What the platform sends instead of a sticker or anything else that the API does not carry.
const UNSUPPORTED: &str = "【收到不支持的消息类型，暂无法显示】";
/// A place to send when none is given.
pub(super) const SAMPLE_PLACE: (f64, f64, &str) = (39.273_07, 118.460_14, "曹妃甸区唐海镇建设大街");

impl Plan<'_> {
    pub(super) fn text(&mut self) -> Planned {
        let text = self.act.text.clone().filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| Impossible::Wrong("text: give the text".to_owned()))?;
        self.sends_text(&text, self.act.menu_id.clone())
    }

    /// A tapped menu link arrives as text but counts as a menu tap.
    pub(super) fn sends_text(&mut self, text: &str, menu_id: Option<String>) -> Planned {
        self.writes()?;
        self.says("text", text, None);
        let mut fields = json!({ "Content": text });
        if let Some(id) = menu_id {
            self.opens(Trigger::Menu);
            if !self.account.test_account {
                fields["bizmsgmenuid"] = id.into();
            }
        } else {
            self.opens(Trigger::Message);
        }
        Ok(vec![self.message("text", fields)])
    }

    pub(super) fn photo(&mut self) -> Planned {
        self.writes()?;
        let (format, bytes) = match &self.act.base64 {
            Some(text) => {
                let bytes = STANDARD.decode(text.trim());
                let bytes =
                    bytes.map_err(|_| Impossible::Wrong("photo: base64 can't be decoded".to_owned()))?;
                // A phone sends whatever it took for a picture; the platform passes it on.
                (Format::sniff(&bytes).unwrap_or(Format::Jpeg), bytes)
            }
            None => {
                let seed = self.state.fresh_msg_id();
                (Format::Jpeg, samples::photo(seed, self.act.exif).map_err(Impossible::Wrong)?)
            }
        };
        let id = self.store(MediaKind::Image, format, bytes);
        let path = media_path(&id);
        self.says("image", "[图片]", Some(path.clone()));
        self.opens(Trigger::Message);
        let address = format!("{}{path}", self.public_base);
        Ok(vec![self.message("image", json!({ "PicUrl": address, "MediaId": id }))])
    }

    pub(super) fn voice(&mut self) -> Planned {
        self.writes()?;
        let id = self.store(MediaKind::Voice, Format::Amr, samples::voice());
        let recognition = self.act.recognition.clone();
        let words = recognition.as_deref().unwrap_or_default();
        self.says("voice", &format!("[语音] {words}"), None);
        self.opens(Trigger::Message);
        let mut fields = json!({ "MediaId": id, "Format": "amr" });
        if let Some(words) = recognition {
            fields["Recognition"] = words.into();
        }
        Ok(vec![self.message("voice", fields)])
    }

    pub(super) fn video(&mut self) -> Planned {
        self.writes()?;
        let thumb = samples::photo(self.state.fresh_msg_id(), false).map_err(Impossible::Wrong)?;
        let thumb = self.store(MediaKind::Thumb, Format::Jpeg, thumb);
        let id = self.store(MediaKind::Video, Format::Mp4, samples::video());
        self.says("video", "[视频]", Some(media_path(&thumb)));
        self.opens(Trigger::Message);
        Ok(vec![self.message("video", json!({ "MediaId": id, "ThumbMediaId": thumb }))])
    }

    pub(super) fn location(&mut self) -> Planned {
        self.writes()?;
        let (latitude, longitude, label) = self.place();
        self.says("location", &label, None);
        self.opens(Trigger::Message);
        let fields = json!({ "Location_X": latitude, "Location_Y": longitude, "Scale": 15, "Label": label });
        Ok(vec![self.message("location", fields)])
    }

    pub(super) fn place(&self) -> (f64, f64, String) {
        let label = self.act.label.clone().or_else(|| self.act.text.clone());
        (
            self.act.latitude.unwrap_or(SAMPLE_PLACE.0),
            self.act.longitude.unwrap_or(SAMPLE_PLACE.1),
            label.unwrap_or_else(|| SAMPLE_PLACE.2.to_owned()),
        )
    }

    pub(super) fn link(&mut self) -> Planned {
        self.writes()?;
        let title =
            self.act.title.clone().or_else(|| self.act.text.clone()).unwrap_or_else(|| "分享".to_owned());
        let url = self.act.url.clone().unwrap_or_else(|| "https://example.org/".to_owned());
        self.says("link", &title, None);
        self.opens(Trigger::Message);
        let description = self.act.description.clone().unwrap_or_default();
        Ok(vec![self.message("link", json!({ "Title": title, "Description": description, "Url": url }))])
    }

    pub(super) fn sticker(&mut self) -> Planned {
        self.writes()?;
        self.says("sticker", "[动画表情]", None);
        self.opens(Trigger::Message);
        Ok(vec![self.message("text", json!({ "Content": UNSUPPORTED }))])
    }

    pub(super) fn store(&mut self, kind: MediaKind, format: Format, bytes: Vec<u8>) -> String {
        let id = random::media_id();
        self.state.media.put(id.clone(), kind, format, Bytes::from(bytes), Some(self.now_ms));
        id
    }
}
