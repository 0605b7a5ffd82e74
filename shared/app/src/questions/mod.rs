//! What officers do with questions. One verb a file, `(app, actor, command) -> Result<_, AppError>`.
//!
//! Each asks for its permission first, decides on what it has read, and writes question, inbox line, thread entry and
//! audit entry in one transaction; when somebody else was faster it reads and decides again.

mod act;
mod answer;
mod asides;
mod assign;
mod bulk;
mod categorise;
mod count;
mod due;
mod end;
mod file;
mod filter;
mod list;
mod neighbours;
mod note;
mod picture;
mod release;
mod resend;
mod settle;
mod take;
mod thread;

pub(crate) use act::contacts;
pub use answer::{ANSWER_LIMIT_BYTES, Answer, Answered, answer, signature};
pub use asides::{Aside, asides};
pub use assign::{Colleague, assign, colleagues};
pub(crate) use bulk::check_bulk;
pub use bulk::{BULK_LIMIT, Bulk, BulkAct, bulk, is_id};
pub use categorise::{categorise, parse_path, path_text};
pub use count::{COUNT_LIMIT, Counts, count};
pub(crate) use due::tell_sender;
pub use end::end;
pub use file::{File, received_file};
pub use filter::Filter;
pub use list::{List, MAX_PAGE, MOST_LOOKED_AT, Order, Questions, list, load_questions};
pub use neighbours::{Towards, neighbour, oldest_waiting};
pub(crate) use note::tidy;
pub use note::{NOTE_LIMIT_BYTES, note};
pub use picture::{PICTURE_LIMIT_BYTES, Picture, sent_picture};
pub use release::release;
pub use resend::resend;
pub use settle::settle;
pub use take::take;
pub use thread::{Seen, Thread, thread};
