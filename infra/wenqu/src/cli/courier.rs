//! `wenqu courier`. With the feature `cloud`.

use clap::Args;

/// `wenqu courier`
#[derive(Clone, Copy, Debug, Args)]
pub struct Courier {
    /// 只看有没有外发电脑在工作：有为 0，没有为 1。Only tell whether a courier is at work
    #[arg(long)]
    pub status: bool,
    /// 与 --status 一起：JSON，一个值。With --status: one JSON value
    #[arg(long, requires = "status")]
    pub json: bool,
}
