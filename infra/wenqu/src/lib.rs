//! Wenqu on one computer: the demo, the server, transcripts, content files, staff, backups.
//!
//! | module | what |
//! |---|---|
//! | [`settings`] | wenqu.toml and environment, all errors at once |
//! | [`transcript`] | `.chat` transcripts: format, player |
//! | [`content_files`] | the content as a directory of TOML files, and the sample district |

pub mod content_files;
mod nearest;
pub mod settings;
pub mod transcript;
