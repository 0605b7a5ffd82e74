//! From fields to a [`Message`].

use super::{Message, UNSUPPORTED_PREFIX};
use crate::{ids::MediaId, xml::Fields};

impl Message {
    /// Reads a message of type `msg_type` (in any case) from a callback's fields.
    pub fn read(msg_type: &str, fields: &Fields) -> Self {
        let read = match msg_type.to_ascii_lowercase().as_str() {
            "text" => Some(text(fields)),
            "image" => {
                Some(Self::Image { pic_url: fields.owned("PicUrl"), media_id: media(fields, "MediaId") })
            }
            "voice" => Some(voice(fields)),
            "video" => Some(Self::Video {
                media_id: media(fields, "MediaId"),
                thumb_media_id: media(fields, "ThumbMediaId"),
            }),
            "shortvideo" => Some(Self::ShortVideo {
                media_id: media(fields, "MediaId"),
                thumb_media_id: media(fields, "ThumbMediaId"),
            }),
            "location" => location(fields),
            "link" => Some(Self::Link {
                title: fields.owned("Title"),
                description: fields.owned("Description"),
                url: fields.owned("Url"),
            }),
            "file" => Some(file(fields)),
            "miniprogrampage" => Some(mini_program_page(fields)),
            _ => None,
        };
        read.unwrap_or_else(|| Self::Unknown { msg_type: msg_type.to_owned() })
    }
}

fn media(fields: &Fields, name: &str) -> MediaId {
    MediaId::from(fields.owned(name))
}

fn text(fields: &Fields) -> Message {
    let content = fields.get("Content").and_then(|node| node.untrimmed()).unwrap_or_default();
    if content.trim_start().starts_with(UNSUPPORTED_PREFIX) {
        return Message::Unsupported { notice: content.trim().to_owned() };
    }
    Message::Text { content: content.to_owned(), menu_id: fields.any_case("bizmsgmenuid").map(str::to_owned) }
}

fn voice(fields: &Fields) -> Message {
    Message::Voice {
        media_id: media(fields, "MediaId"),
        format: fields.owned("Format"),
        recognition: fields.non_empty("Recognition").map(str::to_owned),
        media_id_16k: fields.any_case("MediaId16K").map(MediaId::from),
    }
}

fn location(fields: &Fields) -> Option<Message> {
    let (latitude, longitude) = coordinates(fields, "Location_X", "Location_Y")?;
    Some(Message::Location {
        latitude,
        longitude,
        scale: fields.number("Scale"),
        label: fields.owned("Label"),
    })
}

fn file(fields: &Fields) -> Message {
    Message::File {
        title: fields.owned("Title"),
        description: fields.owned("Description"),
        file_key: fields.owned("FileKey"),
        file_md5: fields.owned("FileMd5"),
        file_total_len: fields.number("FileTotalLen"),
    }
}

fn mini_program_page(fields: &Fields) -> Message {
    Message::MiniProgramPage {
        title: fields.owned("Title"),
        app_id: fields.owned("AppId"),
        page_path: fields.owned("PagePath"),
        thumb_url: fields.owned("ThumbUrl"),
        thumb_media_id: fields.non_empty("ThumbMediaId").map(MediaId::from),
    }
}

/// Latitude and longitude in degrees, `None` when one is missing, no number, or not on Earth.
pub(crate) fn coordinates(fields: &Fields, latitude: &str, longitude: &str) -> Option<(f64, f64)> {
    let latitude: f64 = fields.number(latitude)?;
    let longitude: f64 = fields.number(longitude)?;
    ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
        .then_some((latitude, longitude))
}
