//! Where a message's files lie in the object store.

use std::fmt::Write;

use app::ports::{BlobError, Blobs};
use domain::ids::{FollowerId, MessageKey};

/// Object keys of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Objects {
    /// What was received.
    pub(crate) original: String,
    /// The re-encoded picture.
    pub(crate) preview: String,
}

impl Objects {
    pub(crate) fn new(follower: &FollowerId, message: &MessageKey) -> Self {
        let directory = format!("media/{}/{}", segment(follower.as_str()), segment(message.as_str()));
        Self { original: format!("{directory}/original"), preview: format!("{directory}/preview.jpg") }
    }

    pub(crate) async fn delete(&self, blobs: &dyn Blobs) -> Result<(), BlobError> {
        blobs.delete(&self.preview).await?;
        blobs.delete(&self.original).await
    }
}

/// A segment of an object key. Letters, digits and dashes stay; any other byte becomes `_` and two hex digits, so
/// that two keys never share a place.
fn segment(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len() + 2), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "_{byte:02x}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_safe_and_distinct() {
        let of = |message: &str| Objects::new(&"7F3A".into(), &message.into()).original;
        assert_eq!(of("001700000000#msg:24"), "media/7F3A/001700000000_23msg_3a24/original");
        assert_ne!(of("1#a"), of("1_23a"));
        assert_eq!(of("1#../é"), "media/7F3A/1_23_2e_2e_2f_c3_a9/original");
    }
}
