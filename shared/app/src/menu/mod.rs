//! The account's menu: a draft that officers edit, the platform's menu as it was seen last, and versions that were
//! published. Asking the platform is the sender's business; the worker brings the end of a call into the state's row.

mod adopt;
mod ask;
mod look;
mod publish;
mod remove;
mod restore;
mod save;
mod settle;
mod view;

pub use adopt::adopt;
pub use look::look;
pub use publish::publish;
pub use remove::remove;
pub use restore::restore;
pub use save::{Save, explained, save};
pub use settle::settle;
pub use view::{MenuView, answered, view};
