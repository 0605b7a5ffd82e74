//! Events of the menu buttons that open the camera, the album or the map. Source: "自定义菜单事件推送".

use crate::{message::coordinates, xml::Fields};
use serde::{Deserialize, Serialize};

/// Whether the client shows the scan's result itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanCodeKind {
    /// `scancode_push`: the client acts on the result (opens a page).
    Push,
    /// `scancode_waitmsg`: the client waits for our reply.
    WaitMsg,
}

/// A code scanned through a menu button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanCode {
    /// Which of the two events.
    pub kind: ScanCodeKind,
    /// The button's key.
    pub key: String,
    /// `qrcode` or `barcode`.
    pub scan_type: String,
    /// What the code says: untrusted. Bar codes come as `CODE_128,123…`.
    pub result: String,
}

impl ScanCode {
    pub(super) fn read(name: &str, fields: &Fields) -> Option<Self> {
        let kind = match name {
            "scancode_push" => ScanCodeKind::Push,
            "scancode_waitmsg" => ScanCodeKind::WaitMsg,
            _ => return None,
        };
        let none = Fields::default();
        let scan = fields.fields("ScanCodeInfo").unwrap_or(&none);
        Some(Self {
            kind,
            key: fields.owned("EventKey"),
            scan_type: scan.owned("ScanType"),
            result: scan.owned("ScanResult"),
        })
    }
}

/// Where the pictures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PicturesKind {
    /// `pic_sysphoto`: the camera.
    Camera,
    /// `pic_photo_or_album`: camera or album.
    CameraOrAlbum,
    /// `pic_weixin`: the album.
    Album,
}

/// Pictures chosen through a menu button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pictures {
    /// Which of the three events.
    pub kind: PicturesKind,
    /// The button's key.
    pub key: String,
    /// How many, as the platform counts.
    pub count: u32,
    /// MD5 of each in hex; the list may be shorter than `count`.
    pub md5: Vec<String>,
}

impl Pictures {
    pub(super) fn read(name: &str, fields: &Fields) -> Option<Self> {
        let kind = match name {
            "pic_sysphoto" => PicturesKind::Camera,
            "pic_photo_or_album" => PicturesKind::CameraOrAlbum,
            "pic_weixin" => PicturesKind::Album,
            _ => return None,
        };
        let none = Fields::default();
        let sent = fields.fields("SendPicsInfo").unwrap_or(&none);
        let list = sent.fields("PicList").unwrap_or(&none);
        let md5 = list.all("item").filter_map(|item| item.fields()).map(|item| item.owned("PicMd5Sum"));
        let md5: Vec<String> = md5.filter(|sum| !sum.is_empty()).collect();
        Some(Self { kind, key: fields.owned("EventKey"), count: sent.number("Count").unwrap_or(0), md5 })
    }
}

/// A place chosen through a menu button.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelectedLocation {
    /// The button's key.
    pub key: String,
    /// Degrees north (`Location_X`).
    pub latitude: f64,
    /// Degrees east (`Location_Y`).
    pub longitude: f64,
    /// Zoom of the map.
    pub scale: Option<u32>,
    /// Address in words.
    pub label: String,
    /// Name of the place.
    pub poi_name: String,
}

impl SelectedLocation {
    pub(super) fn read(fields: &Fields) -> Option<Self> {
        let sent = fields.fields("SendLocationInfo")?;
        let (latitude, longitude) = coordinates(sent, "Location_X", "Location_Y")?;
        Some(Self {
            key: fields.owned("EventKey"),
            latitude,
            longitude,
            scale: sent.number("Scale"),
            label: sent.owned("Label"),
            poi_name: sent.owned("Poiname"),
        })
    }
}
