//! S9 and S11: accounts, roles, tokens, one's own account, signing up, proving oneself.

mod account;
mod code;
mod parts;
mod roles;
mod sign_up;
mod step_up;
mod tokens;
mod user;
mod users;

pub(crate) use account::{AccountPage, account, own_code};
pub(crate) use parts::titled;
pub(crate) use roles::{RoleForm, RolesPage, role_form, roles};
pub(crate) use sign_up::{CodeStep, code_step, link_gone, password_step, recovery_codes};
pub(crate) use step_up::{Again, step_up};
pub(crate) use tokens::{TokenForm, TokensPage, token_made, tokens};
pub(crate) use user::{RoleCheck, UserPage, check_roles, user};
pub(crate) use users::{InviteForm, UsersPage, invite, link_made, users};
