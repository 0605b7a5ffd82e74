//! Officers: who may do what. Roles are sets of permissions; use cases ask for a permission, never for a role.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::Login;

/// One thing that a use case may require.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See inbox and threads.
    Read,
    /// Take, answer, note, end.
    Answer,
    /// Give questions to colleagues.
    Assign,
    /// Write files with what residents said.
    Export,
    /// Edit content drafts and canned responses.
    EditContent,
    /// Publish content and menu, approve.
    Publish,
    /// Run again what is stuck.
    Operate,
    /// Accounts, roles, tokens.
    ManageStaff,
    /// Settings.
    ManageSettings,
    /// See the audit.
    ReadAudit,
}

impl Permission {
    /// All permissions, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Answer,
        Self::Assign,
        Self::EditContent,
        Self::Publish,
        Self::Export,
        Self::Operate,
        Self::ManageStaff,
        Self::ManageSettings,
        Self::ReadAudit,
    ];

    /// The word in rows, forms and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Answer => "answer",
            Self::Assign => "assign",
            Self::Export => "export",
            Self::EditContent => "edit_content",
            Self::Publish => "publish",
            Self::Operate => "operate",
            Self::ManageStaff => "manage_staff",
            Self::ManageSettings => "manage_settings",
            Self::ReadAudit => "read_audit",
        }
    }
}

/// The name of a role that a district has made: 2 to 24 of `a-z 0-9 _ -`, and none of the built-in ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleName(String);

impl RoleName {
    /// A well-formed name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let fine = (2..=24).contains(&word.len())
            && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
            && Role::parse(word).is_none();
        fine.then(|| Self(word.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RoleName {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::parse(&word).ok_or("a role is 2 to 24 of a-z, 0-9, _ -")
    }
}

impl From<RoleName> for String {
    fn from(name: RoleName) -> Self {
        name.0
    }
}

/// A named set of permissions. Four are always there; further ones are rows ([`FurtherRole`]).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Role {
    /// 只读
    Reader,
    /// 值班员
    Officer,
    /// 审核
    Reviewer,
    /// 管理员
    Administrator,
    /// One that a district has made.
    Further(RoleName),
}

impl Role {
    /// The roles that are always there.
    pub const BUILT_IN: [Self; 4] = [Self::Reader, Self::Officer, Self::Reviewer, Self::Administrator];

    /// The word in rows, the API and the command line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Reader => "reader",
            Self::Officer => "officer",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
            Self::Further(name) => name.as_str(),
        }
    }

    /// The built-in role of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::BUILT_IN.into_iter().find(|role| role.as_str() == word)
    }

    /// The role of a well-formed word, built in or not; whether a further one exists, only its row tells.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::parse(word).or_else(|| RoleName::parse(word).map(Self::Further))
    }

    /// What a built-in role permits; what a further one does stands in its row.
    #[must_use]
    pub const fn permissions(&self) -> &'static [Permission] {
        use Permission::{
            Answer, Assign, EditContent, Export, ManageSettings, ManageStaff, Operate, Publish, Read,
            ReadAudit,
        };
        match self {
            Self::Reader => &[Read],
            Self::Officer => &[Read, Answer, Assign, EditContent],
            Self::Reviewer => &[Read, Answer, Assign, EditContent, Publish, Export, Operate],
            Self::Administrator => &[
                Read,
                Answer,
                Assign,
                EditContent,
                Publish,
                Export,
                Operate,
                ManageStaff,
                ManageSettings,
                ReadAudit,
            ],
            Self::Further(_) => &[],
        }
    }
}

impl TryFrom<String> for Role {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::named(&word).ok_or("a role is 2 to 24 of a-z, 0-9, _ -")
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.as_str().to_owned()
    }
}

/// A role that a district has made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurtherRole {
    /// Its word.
    pub name: RoleName,
    /// As officers read it, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What it permits.
    pub permissions: BTreeSet<Permission>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A staff member's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Sign-in name: 2 to 32 of `a-z 0-9 . _ -`.
    pub login: Login,
    /// As residents read it below an answer: 值班员 张.
    pub name: String,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// Roles.
    pub roles: BTreeSet<Role>,
    /// May not sign in any more.
    #[serde(default)]
    pub disabled: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// How long after a sign-in or a confirmation a dangerous act needs no further one.
pub const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// When somebody last proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// A token or the command line: there is nobody to ask.
    Always,
    /// A person, at this time.
    At(Timestamp),
}

/// Who acts, as the use cases see it: a signed-in person or a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Sign-in name, or `token:<name>`'s issuer.
    pub login: Login,
    /// As residents read it below an answer.
    pub name: String,
    /// What is permitted.
    pub permissions: BTreeSet<Permission>,
    /// When they last proved who they are.
    pub confirmed: Confirmed,
}

/// The act needs a permission that the actor has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission {0:?}")]
pub struct Denied(pub Permission);

/// The act is dangerous, and the actor has not proved lately who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this needs the password or a code again")]
pub struct NotRecent;

impl Actor {
    /// A token or the command line with these built-in roles.
    #[must_use]
    pub fn new(login: Login, name: String, roles: &BTreeSet<Role>) -> Self {
        let permissions = roles.iter().flat_map(|role| role.permissions()).copied().collect();
        Self { login, name, permissions, confirmed: Confirmed::Always }
    }

    /// The name, or the sign-in name of who has none.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { self.login.as_str() } else { &self.name }
    }

    /// Goes on only with the permission.
    ///
    /// # Errors
    /// When it is missing.
    pub fn require(&self, permission: Permission) -> Result<(), Denied> {
        if self.permissions.contains(&permission) { Ok(()) } else { Err(Denied(permission)) }
    }

    /// Goes on only within [`RECENT`] of a sign-in or a confirmation.
    ///
    /// # Errors
    /// When that was longer ago.
    pub fn require_recent(&self, now: Timestamp) -> Result<(), NotRecent> {
        match self.confirmed {
            Confirmed::At(at) if now.duration_since(at) > RECENT => Err(NotRecent),
            Confirmed::At(_) | Confirmed::Always => Ok(()),
        }
    }
}

/// Whether a sign-in name is well formed.
#[must_use]
pub fn is_login(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_roles_are_words_and_never_a_built_in_one() {
        for role in Role::BUILT_IN {
            assert_eq!(RoleName::parse(role.as_str()), None, "{role:?}");
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.as_str()));
            assert_eq!(Role::named(role.as_str()), Some(role));
        }
        let night: Role = serde_json::from_str("\"night-shift\"").unwrap();
        assert_eq!(night, Role::Further(RoleName::parse("night-shift").unwrap()));
        assert!(night.permissions().is_empty(), "its row says what it permits");
        for word in ["", "x", "Night", "夜班", "a b", &"x".repeat(25)] {
            assert_eq!(Role::named(word), None, "{word}");
        }
    }

    #[test]
    fn every_permission_is_listed_once_under_the_word_of_its_rows() {
        let words: BTreeSet<_> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
        assert_eq!(words.len(), Permission::ALL.len());
        for permission in Permission::ALL {
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
        assert_eq!(Role::Administrator.permissions().len(), Permission::ALL.len());
    }

    #[test]
    fn a_confirmation_holds_for_ten_minutes() {
        let then = Timestamp::UNIX_EPOCH;
        let mut actor = Actor::new(Login::from("chen"), String::new(), &BTreeSet::new());
        assert_eq!(actor.require_recent(Timestamp::MAX), Ok(()), "there is nobody to ask");
        actor.confirmed = Confirmed::At(then);
        assert_eq!(actor.require_recent(then + RECENT), Ok(()));
        assert_eq!(actor.require_recent(then + RECENT + SignedDuration::from_secs(1)), Err(NotRecent));
    }
}
