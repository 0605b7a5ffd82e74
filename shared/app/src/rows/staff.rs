//! Sessions and API tokens. Only hashes of their secrets are stored.

use std::collections::BTreeSet;

use domain::{ids::Login, staff::Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Row;
use crate::{keys, ports::Key};

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// SHA-256 of the cookie's token, in hex.
    pub token_hash: String,
    /// Who.
    pub login: Login,
    /// Token against forged forms.
    pub csrf: String,
    /// Sign-in.
    pub created_at: Timestamp,
    /// End.
    pub expires_at: Timestamp,
    /// Where the sign-in came from, if known.
    #[serde(default)]
    pub address: Option<String>,
    /// Browser and system, as far as the browser says.
    #[serde(default)]
    pub device: String,
    /// Last request, up to a few minutes later.
    #[serde(default)]
    pub last_seen_at: Option<Timestamp>,
    /// When its owner last proved who they are; without it, at the sign-in.
    #[serde(default)]
    pub confirmed_at: Option<Timestamp>,
}

impl Row for Session {
    fn key(&self) -> Key {
        keys::session(&self.token_hash)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// A bearer token for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// SHA-256 of the token, in hex.
    pub token_hash: String,
    /// What it is for.
    pub name: String,
    /// The officer in whose name it acts.
    pub login: Login,
    /// What it may do; never more than its officer.
    pub roles: BTreeSet<Role>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// End, if any.
    pub expires_at: Option<Timestamp>,
}

impl Row for ApiToken {
    fn key(&self) -> Key {
        keys::api_token(&self.token_hash)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }
}

/// That a staff member has a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPointer {
    /// Who.
    pub login: Login,
    /// Which.
    pub token_hash: String,
    /// Its end.
    pub expires_at: Timestamp,
}

impl Row for SessionPointer {
    fn key(&self) -> Key {
        keys::session_pointer(&self.login, &self.token_hash)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// That there is a bearer token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPointer {
    /// Which.
    pub token_hash: String,
    /// Its end, if any.
    pub expires_at: Option<Timestamp>,
}

impl Row for TokenPointer {
    fn key(&self) -> Key {
        keys::token_pointer(&self.token_hash)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }
}

/// A sign-in whose second factor is still to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfSignIn {
    /// SHA-256 of its token, in hex.
    pub token_hash: String,
    /// Whose password was right.
    pub login: Login,
    /// End.
    pub expires_at: Timestamp,
}

impl Row for HalfSignIn {
    fn key(&self) -> Key {
        keys::half_sign_in(&self.token_hash)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// When a staff member signed in last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSignIn {
    /// Who.
    pub login: Login,
    /// When.
    pub at: Timestamp,
}

impl Row for LastSignIn {
    fn key(&self) -> Key {
        keys::last_sign_in(&self.login)
    }
}

/// A staff member's second factor: a time-based code, and recovery codes for when the phone is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whose.
    pub login: Login,
    /// The secret, encrypted under a key of the account key.
    pub sealed: String,
    /// That the sealed text is ours and this login's.
    pub mac: String,
    /// The last time step whose code was used: none is taken twice.
    pub last_step: u64,
    /// Recovery codes that are left, hashed under the account key.
    pub recovery: BTreeSet<String>,
    /// When it was set up.
    pub enrolled_at: Timestamp,
}

impl Row for SecondFactor {
    fn key(&self) -> Key {
        keys::second_factor(&self.login)
    }
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkReason {
    /// A new colleague sets a password and a second factor.
    Invited,
    /// Password and second factor are set anew: the old ones hold no more.
    Reset,
    /// The password was right, and there is no second factor yet.
    Enrol,
}

/// A one-time link. It goes when it is used; one that is over stays, to be shown as such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// For whom.
    pub login: Login,
    /// SHA-256 of its token, in hex.
    pub token_hash: String,
    /// What for.
    pub reason: LinkReason,
    /// Who made it.
    pub by: Login,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
    /// The new password's hash, once it is chosen: it holds when the second factor is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
}

impl Row for Link {
    fn key(&self) -> Key {
        keys::link(&self.login)
    }
}

/// What removals of administrators' rights go through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorsGuard {
    /// Whose rights went last.
    pub login: Login,
    /// When.
    pub at: Timestamp,
}

impl Row for AdministratorsGuard {
    fn key(&self) -> Key {
        keys::administrators()
    }
}

/// Failed sign-ins of an account name or an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// `login:<name>` or `address:<address>`.
    pub of: String,
    /// How many in a row.
    pub failed: u32,
    /// Last one.
    pub last_at: Timestamp,
    /// When they are forgotten.
    pub expires_at: Timestamp,
}

impl Row for Attempts {
    fn key(&self) -> Key {
        keys::attempts(&self.of)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}
