//! Wenqu on one computer: the demo, the server, transcripts, content files, staff, backups.
//!
//! | module | what |
//! |---|---|
//! | [`cli`], [`run`] | the command line |
//! | [`settings`] | wenqu.toml and environment, all errors at once |
//! | [`stack`] | the functions over the adapters of one computer |
//! | [`demo`] | the stack beside the simulated platform, with sample conversations |
//! | [`transcript`] | `.chat` transcripts: format, player |
//! | [`content_files`] | the content as a directory of TOML files, and the sample district |

#![warn(missing_docs)]

pub mod cli;
mod command;
pub mod content_files;
pub mod demo;
mod logs;
mod nearest;
mod password;
pub mod settings;
pub mod stack;
pub mod transcript;

pub use command::run;
