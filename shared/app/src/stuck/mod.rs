//! What is stuck: deliveries that ended unknown or failed, jobs that were given up, attachments that could not be had,
//! callbacks that can't be read, and what is wrong with the account. Everybody who may read sees it; who operates acts.

mod act;
mod callbacks;
mod count;
mod deliveries;
mod files;
mod jobs;
mod overview;
mod release;

pub use callbacks::{CallbackKind, Kept, dismiss_callback, open_callback};
pub use count::{COUNT_LIMIT, count};
pub use deliveries::{parked_deliveries, resend, settle};
pub use files::{fetch_again, forget_file};
pub use jobs::{forget_job, rerun_job};
pub use overview::{SHOWN, Stuck, overview};
pub use release::release;
