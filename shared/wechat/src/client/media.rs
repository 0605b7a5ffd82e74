//! Media and material. Sources: `/cgi-bin/media/…`, `/cgi-bin/material/…`.

use super::{
    Call, CallBody, Done, Method, NewsItem, Request,
    answer::{self, get, json_answer, post},
};
use crate::{errcode::ApiError, ids::MediaId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Kind of a media file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// PNG, JPEG, GIF; stay at 1 MB to satisfy every version of the page (10 MB, 2 MB, 1 MB).
    Image,
    /// AMR, MP3; 2 MB, 60 s.
    Voice,
    /// MP4; 10 MB.
    Video,
    /// JPG; 64 KB.
    Thumb,
}

impl MediaKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::Thumb => "thumb",
        }
    }
}

/// A file to upload.
#[derive(Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Name with the right extension; the platform goes by it.
    pub filename: String,
    /// Content type.
    pub content_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for MediaFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MediaFile({}, {} bytes)", self.content_type, self.bytes.len())
    }
}

fn upload(
    path: &'static str,
    kind: Option<MediaKind>,
    file: &MediaFile,
    extra: Vec<(String, String)>,
) -> Call {
    Call {
        method: Method::Post,
        path,
        query: kind.map(|kind| ("type", kind.as_str().to_owned())).into_iter().collect(),
        body: CallBody::Multipart {
            field: "media",
            filename: file.filename.clone(),
            content_type: file.content_type.clone(),
            bytes: file.bytes.clone(),
            extra,
        },
        needs_token: true,
    }
}

/// GET `/cgi-bin/media/get`: a temporary file, within its 3 days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaGet {
    /// Which.
    pub media_id: MediaId,
}

/// What [`MediaGet`] answers. The file's name is in the `Content-Disposition` header, which the caller has.
#[derive(Clone, PartialEq, Eq)]
pub enum MediaContent {
    /// The file.
    File {
        /// `Content-Type` of the answer, if any: a claim, to be checked.
        content_type: Option<String>,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Where a video can be fetched, without a token.
    VideoUrl(String),
}

impl std::fmt::Debug for MediaContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File { content_type, bytes } => write!(f, "File({content_type:?}, {} bytes)", bytes.len()),
            Self::VideoUrl(_) => f.write_str("VideoUrl(…)"),
        }
    }
}

impl Request for MediaGet {
    type Answer = MediaContent;

    fn call(&self) -> Call {
        Call::get("/cgi-bin/media/get", vec![("media_id", self.media_id.as_str().to_owned())])
    }

    /// A body that is JSON with a `{` is an error or a video's address; anything else is the file. The content
    /// type doesn't decide: errors have come as `text/plain`.
    fn parse(content_type: Option<&str>, body: &[u8]) -> Result<MediaContent, ApiError> {
        let json = body.trim_ascii_start().starts_with(b"{");
        if json && let Some(object) = answer::object(body)? {
            return match object.get("video_url").or_else(|| object.get("down_url")).and_then(Value::as_str) {
                Some(url) => Ok(MediaContent::VideoUrl(url.to_owned())),
                None => Err(ApiError::unreadable("neither a file nor a video's address")),
            };
        }
        if body.is_empty() {
            return Err(ApiError::unreadable("an empty file"));
        }
        Ok(MediaContent::File { content_type: content_type.map(str::to_owned), bytes: body.to_vec() })
    }
}

/// POST `/cgi-bin/media/upload`: a temporary file, 3 days, usable more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaUpload {
    /// Its kind.
    pub kind: MediaKind,
    /// The file.
    pub file: MediaFile,
}

/// What [`MediaUpload`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadedMedia {
    /// Its id; for a thumb the platform calls it `thumb_media_id`.
    #[serde(alias = "thumb_media_id")]
    pub media_id: MediaId,
    /// Since when, Unix seconds; it ends 3 days later.
    #[serde(default, deserialize_with = "answer::integer")]
    pub created_at: i64,
}

impl Request for MediaUpload {
    json_answer!(UploadedMedia);

    fn call(&self) -> Call {
        upload("/cgi-bin/media/upload", Some(self.kind), &self.file, Vec::new())
    }
}

/// POST `/cgi-bin/media/uploadimg`: a picture for article HTML; JPG or PNG under 1 MB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadImage {
    /// The picture.
    pub file: MediaFile,
}

/// What [`UploadImage`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadedImage {
    /// Its address, usable only in articles.
    pub url: String,
}

impl Request for UploadImage {
    json_answer!(UploadedImage);

    fn call(&self) -> Call {
        upload("/cgi-bin/media/uploadimg", None, &self.file, Vec::new())
    }
}

/// POST `/cgi-bin/material/add_material`: a permanent file. A video needs title and introduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialAdd {
    /// Its kind.
    pub kind: MediaKind,
    /// The file.
    pub file: MediaFile,
    /// Title and introduction of a video.
    pub video: Option<(String, String)>,
}

/// What [`MaterialAdd`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMaterial {
    /// Its id.
    pub media_id: MediaId,
    /// Address of a picture, usable only within the platform.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub url: Option<String>,
}

impl Request for MaterialAdd {
    json_answer!(StoredMaterial);

    fn call(&self) -> Call {
        let describe = |(title, introduction): &(String, String)| {
            let description = json!({ "title": title, "introduction": introduction });
            ("description".to_owned(), description.to_string())
        };
        let extra = self.video.iter().map(describe).collect();
        upload("/cgi-bin/material/add_material", Some(self.kind), &self.file, extra)
    }
}

/// POST `/cgi-bin/material/del_material`: 48005 while a menu uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaterialDelete {
    /// Which.
    pub media_id: MediaId,
}
post!(MaterialDelete, "/cgi-bin/material/del_material", Done);

/// GET `/cgi-bin/material/get_materialcount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaterialCount;
get!(MaterialCount, "/cgi-bin/material/get_materialcount", MaterialCounts);

/// What [`MaterialCount`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialCounts {
    /// Voice messages, of at most 1,000.
    #[serde(default, deserialize_with = "answer::integer")]
    pub voice_count: i64,
    /// Videos, of at most 1,000.
    #[serde(default, deserialize_with = "answer::integer")]
    pub video_count: i64,
    /// Pictures, of at most 100,000.
    #[serde(default, deserialize_with = "answer::integer")]
    pub image_count: i64,
    /// Articles.
    #[serde(default, deserialize_with = "answer::integer")]
    pub news_count: i64,
}

/// POST `/cgi-bin/material/batchget_material`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaterialBatchGet {
    /// `image`, `voice`, `video` or `news`.
    #[serde(rename = "type")]
    pub kind: String,
    /// From 0.
    pub offset: u32,
    /// 1 to 20.
    pub count: u32,
}
post!(MaterialBatchGet, "/cgi-bin/material/batchget_material", MaterialPage);

/// What [`MaterialBatchGet`] answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MaterialPage {
    /// All of that kind.
    #[serde(default, deserialize_with = "answer::integer")]
    pub total_count: i64,
    /// This page.
    #[serde(default)]
    pub item: Vec<MaterialItem>,
}

/// One material.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MaterialItem {
    /// Its id.
    pub media_id: MediaId,
    /// Its name, except for articles.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub name: Option<String>,
    /// Address of a picture.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub url: Option<String>,
    /// Last change, Unix seconds.
    #[serde(default, deserialize_with = "answer::integer")]
    pub update_time: i64,
    /// Articles.
    #[serde(default)]
    pub content: Option<super::NewsItems>,
}

/// POST `/cgi-bin/material/get_material`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MaterialGet {
    /// Which.
    pub media_id: MediaId,
}

/// What [`MaterialGet`] answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Material {
    /// Articles.
    News(Vec<NewsItem>),
    /// A file, or where a video is.
    Media(MediaContent),
}

impl Request for MaterialGet {
    type Answer = Material;

    fn call(&self) -> Call {
        Call::post("/cgi-bin/material/get_material", self)
    }

    fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Material, ApiError> {
        if body.trim_ascii_start().starts_with(b"{")
            && let Some(object) = answer::object(body)?
            && object.get("news_item").is_some()
        {
            return answer::read::<super::NewsItems>(body).map(|news| Material::News(news.news_item));
        }
        MediaGet::parse(content_type, body).map(Material::Media)
    }
}
