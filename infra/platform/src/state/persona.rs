//! The residents: who they are, whether they follow, what their phone shows.

use serde::{Deserialize, Serialize, Serializer};
use wechat::signature;

use super::grants::Grants;
use super::journal::Journal;
use crate::clock::beijing;
use crate::phone::Part;

/// How many entries a phone keeps.
const SHOWN_ENTRIES: usize = 2_000;

/// The relation to the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Never met. A first message makes an old follower of them, as residents who followed before the callback
    /// was switched on: no `subscribe` event comes.
    Stranger,
    Following,
    /// Unfollowed: can't write, can't be written to.
    Left,
}

/// One entry of a phone's conversation.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    /// Simulated time, milliseconds since 1970; shown as ISO 8601 in Beijing.
    #[serde(rename = "at", serialize_with = "in_beijing")]
    pub(crate) at_ms: i64,
    /// `resident` or `account`
    pub(crate) from: &'static str,
    /// `passive`, `custom`, `mass` or `system`; a resident's entries say `act`
    pub(crate) via: &'static str,
    pub(crate) msgtype: String,
    pub(crate) text: String,
    /// The text cut into plain pieces and tappable links.
    pub(crate) html_safe_parts: Vec<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) picture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quota_left: Option<u32>,
}

fn in_beijing<S: Serializer>(at_ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&beijing(*at_ms))
}

/// What scanning or searching led to the follow.
#[derive(Clone, Debug, Default)]
pub(crate) struct FollowedBy {
    pub(crate) scene: Option<String>,
}

/// One resident.
#[derive(Debug)]
pub(crate) struct Persona {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) label_en: String,
    pub(crate) openid: String,
    /// `normal` or `large`
    pub(crate) font: &'static str,
    /// `None`: user/info leaves the field out.
    pub(crate) language: Option<&'static str>,
    pub(crate) standing: Standing,
    /// Milliseconds since 1970 of the last follow; orders user/get.
    pub(crate) followed_ms: i64,
    pub(crate) followed_by: FollowedBy,
    pub(crate) remark: String,
    /// In the order they were set.
    pub(crate) tags: Vec<i64>,
    pub(crate) grants: Grants,
    pub(crate) entries: Journal<Entry>,
    pub(crate) last_exchange_ms: Option<i64>,
    pub(crate) typing_until_ms: i64,
    /// Mass messages received in a month (year × 12 + month).
    pub(crate) mass_month: (i64, u32),
}

impl Persona {
    fn new(app_id: &str, name: &str, label: &str, label_en: &str) -> Self {
        Persona {
            name: name.to_owned(),
            label: label.to_owned(),
            label_en: label_en.to_owned(),
            openid: openid(app_id, name),
            font: "normal",
            language: Some("zh_CN"),
            standing: Standing::Stranger,
            followed_ms: 0,
            followed_by: FollowedBy::default(),
            remark: String::new(),
            tags: Vec::new(),
            grants: Grants::default(),
            entries: Journal::new(SHOWN_ENTRIES),
            last_exchange_ms: None,
            typing_until_ms: 0,
            mass_month: (0, 0),
        }
    }

    pub(crate) fn follows(&self) -> bool {
        self.standing == Standing::Following
    }
}

/// 28 characters, per account, the same after every reset.
fn openid(app_id: &str, name: &str) -> String {
    let digest = signature::sign(&[app_id, "/", name]);
    format!("o{}", &digest[..27])
}

/// All residents, the five with a part of their own first.
#[derive(Debug)]
pub(crate) struct Personas {
    app_id: String,
    all: Vec<Persona>,
}

impl Personas {
    pub(crate) fn new(app_id: &str) -> Self {
        let mut wang = Persona::new(app_id, "wang", "王阿姨", "Mrs Wang");
        wang.font = "large";
        let li = Persona::new(app_id, "li", "小李", "Xiao Li");
        let mut zhao = Persona::new(app_id, "zhao", "投诉人老赵", "Lao Zhao, complains");
        zhao.language = None;
        let mut ana = Persona::new(app_id, "ana", "旅客 Ana", "Ana, traveller");
        ana.language = Some("en");
        let troll = Persona::new(app_id, "troll", "骚扰者", "The pest");
        Personas { app_id: app_id.to_owned(), all: vec![wang, li, zhao, ana, troll] }
    }

    /// The resident of that name, made if unknown.
    pub(crate) fn named(&mut self, name: &str) -> &mut Persona {
        let index = match self.all.iter().position(|persona| persona.name == name) {
            Some(index) => index,
            None => {
                self.all.push(Persona::new(&self.app_id, name, name, name));
                self.all.len() - 1
            }
        };
        &mut self.all[index]
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Persona> {
        self.all.iter().find(|persona| persona.name == name)
    }

    pub(crate) fn by_openid(&mut self, openid: &str) -> Option<&mut Persona> {
        self.all.iter_mut().find(|persona| persona.openid == openid)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Persona> {
        self.all.iter()
    }

    /// Followers in the order they followed.
    pub(crate) fn followers(&self) -> Vec<&Persona> {
        let mut followers: Vec<_> = self.all.iter().filter(|persona| persona.follows()).collect();
        followers.sort_by_key(|persona| persona.followed_ms);
        followers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_openid_has_28_characters_and_stays_the_same() {
        let mut personas = Personas::new("wx1");
        let first = personas.named("li").openid.clone();
        assert_eq!(first.len(), 28);
        assert_eq!(Personas::new("wx1").named("li").openid, first);
        assert_ne!(Personas::new("wx2").named("li").openid, first);
    }

    #[test]
    fn an_unknown_name_becomes_a_resident() {
        let mut personas = Personas::new("wx1");
        personas.named("newcomer").standing = Standing::Following;
        assert_eq!(personas.followers().len(), 1);
        assert!(personas.find("nobody").is_none());
    }
}
