//! Identifiers that the platform gives out, one type each, so that they can't be mixed up.
//!
//! All are opaque, case-sensitive strings. Nothing is validated here: an id is whatever the platform sent.
//! The openid is personal data, so its `Debug` shows at most four characters.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as the platform sent it.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The owned string.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! plain_debug {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

id! {
    /// The account's appid (`wx` and 16 hex digits today). Not secret.
    AppId
}
id! {
    /// A follower's id within one account: 28 characters today, allow 64. Case-sensitive, personal data.
    OpenId
}
id! {
    /// Id of a message from a follower: up to 64 bits in decimal, kept as text.
    MsgId
}
id! {
    /// Id of a media file on the platform, temporary (3 days) or permanent.
    MediaId
}
id! {
    /// The account's original id (`gh_…`), as in `ToUserName` of a callback.
    OriginalId
}
plain_debug!(AppId, MsgId, MediaId, OriginalId);

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.chars().count().min(4).min(self.0.chars().count() / 2);
        let head: String = self.0.chars().take(shown).collect();
        write!(f, "OpenId({head}…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_openid_never_shows_itself_in_debug_output() {
        let id = OpenId::from("oABCdef0123456789");
        assert_eq!(format!("{id:?}"), "OpenId(oABC…)");
        assert_eq!(format!("{:?}", OpenId::from("oA")), "OpenId(o…)");
        assert_eq!(format!("{:?}", OpenId::from("")), "OpenId(…)");
        assert_eq!(id.to_string(), "oABCdef0123456789");
    }

    #[test]
    fn ids_are_plain_strings_in_json() {
        let id: MsgId = serde_json::from_str("\"24000000000000002\"").unwrap();
        assert_eq!(id.as_str(), "24000000000000002");
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"24000000000000002\"");
    }
}
