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
