//! Wenqu on one computer: the demo, the server, transcripts, content files, staff, backups.
//!
//! | module | what |
//! |---|---|
//! | [`cli`], [`run`] | the command line |
//! | [`settings`] | wenqu.toml and environment, all errors at once |
//! | [`stack`] | the functions over the adapters of one computer |
//! | [`demo`] | the stack beside the simulated platform, with sample conversations |
//! | [`transcript`] | `.chat` transcripts: format, player |
//! | `cloud` | with the feature `cloud`: what the commands for a deployment on AWS are made of |
//! | `courier` | with the feature `cloud`: the district's own computer calls the platform |
//! | [`content_files`] | the content as a directory of TOML files, and the sample district |

#![warn(missing_docs)]

pub mod cli;
#[cfg(feature = "cloud")]
mod cloud;
mod command;
pub mod content_files;
#[cfg(feature = "cloud")]
mod courier;
pub mod demo;
mod logs;
mod nearest;
mod password;
pub mod settings;
pub mod stack;
pub mod transcript;

pub use command::run;
