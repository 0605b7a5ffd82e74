//! A picture that an officer sends.
//!
//! Its object is `sent/<question>/<chance>.jpg`, apart from what residents sent, so that the sender may read the one and
//! not the other.

use domain::{
    conversation::{Entry, EntryBody},
    ids::{EntryId, QuestionId, base32},
    question::Question,
    staff::{Actor, Permission},
};
use sha2::{Digest, Sha256};

use crate::{App, AppError, keys, ports::Blob, random, rows::load};

/// Largest picture as the platform gets it, in bytes: all versions of its page allow this much (新增临时素材).
pub const PICTURE_LIMIT_BYTES: usize = 1_000_000;

/// A picture, decoded and encoded again by whoever gives it: JPEG of at most [`PICTURE_LIMIT_BYTES`].
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub jpeg: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} bytes)", self.jpeg.len())
    }
}

/// A picture in the object store.
pub(super) struct Kept {
    pub(super) object: String,
    pub(super) bytes: u64,
    /// SHA-256 in hex.
    pub(super) digest: String,
}

/// Puts the picture where the sender finds it.
pub(super) async fn keep(app: &App, question: &QuestionId, picture: Picture) -> Result<Kept, AppError> {
    let refused =
        |zh: &str, en: &str| AppError::Input { field: "picture", zh: zh.to_owned(), en: en.to_owned() };
    if !app.work.egress.calls() {
        return Err(refused(
            "本号设为不主动发送，发不了图片：请用文字答复",
            "by its settings this account sends nothing by itself, and a reply carries no picture: answer in words",
        ));
    }
    if picture.jpeg.is_empty() || picture.jpeg.len() > PICTURE_LIMIT_BYTES {
        return Err(refused("图片太大：请换一张小一些的", "the picture is too large: choose a smaller one"));
    }
    if !question.as_str().bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(AppError::NotFound("question"));
    }
    let object = format!("sent/{question}/{}.jpg", base32(&random::<10>()?));
    let kept = Kept {
        object: object.clone(),
        bytes: picture.jpeg.len() as u64,
        digest: domain::audit::hex(&Sha256::digest(&picture.jpeg)),
    };
    app.blobs.put(&object, Blob { content_type: "image/jpeg".to_owned(), bytes: picture.jpeg }).await?;
    Ok(kept)
}

/// The picture of an entry of a thread.
///
/// # Errors
/// `NotFound` when there is none, or not any more; `Denied`, `Table`, `Blob`.
pub async fn sent_picture(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    entry: &EntryId,
) -> Result<Blob, AppError> {
    actor.require(Permission::Read)?;
    let missing = || AppError::NotFound("picture");
    let table = app.table.as_ref();
    let asked = load::<Question>(table, &keys::question(question)).await?.ok_or_else(missing)?.value;
    let entry = load::<Entry>(table, &keys::entry(&asked.follower, entry)).await?.ok_or_else(missing)?.value;
    match entry.body {
        EntryBody::Picture { object, .. } if entry.question == *question && !object.is_empty() => {
            app.blobs.get(&object).await?.ok_or_else(missing)
        }
        _ => Err(missing()),
    }
}
