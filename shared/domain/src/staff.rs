//! Officers: who may do what. Roles are sets of permissions; use cases ask for a permission, never for a role.

use std::collections::BTreeSet;

use jiff::Timestamp;
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

/// A named set of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 只读
    Reader,
    /// 值班员
    Officer,
    /// 审核
    Reviewer,
    /// 管理员
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Officer, Self::Reviewer, Self::Administrator];

    /// The word in rows, the API and the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Officer => "officer",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// What it permits.
    #[must_use]
    pub const fn permissions(self) -> &'static [Permission] {
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
        }
    }
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

/// Who acts, as the use cases see it: a signed-in person or a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Sign-in name, or `token:<name>`'s issuer.
    pub login: Login,
    /// As residents read it below an answer.
    pub name: String,
    /// What is permitted.
    pub permissions: BTreeSet<Permission>,
}

/// The act needs a permission that the actor has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission {0:?}")]
pub struct Denied(pub Permission);

impl Actor {
    /// Somebody with these roles.
    #[must_use]
    pub fn new(login: Login, name: String, roles: &BTreeSet<Role>) -> Self {
        let permissions = roles.iter().flat_map(|role| role.permissions()).copied().collect();
        Self { login, name, permissions }
    }

    /// Goes on only with the permission.
    ///
    /// # Errors
    /// When it is missing.
    pub fn require(&self, permission: Permission) -> Result<(), Denied> {
        if self.permissions.contains(&permission) { Ok(()) } else { Err(Denied(permission)) }
    }
}

/// Whether a sign-in name is well formed.
#[must_use]
pub fn is_login(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
}
