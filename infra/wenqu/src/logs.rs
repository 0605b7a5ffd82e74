//! Logs to standard error: for people in a terminal, JSON lines otherwise. Never a resident's words, an openid or a
//! secret: who logs leaves them out.

use std::io::IsTerminal;

pub(crate) use app::settings::level;
use tracing::level_filters::LevelFilter;

/// Begins to log, from `level` up: `error`, `warn`, `info`, `debug`. A second call has no effect.
pub(crate) fn start(level: LevelFilter) {
    let terminal = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level);
    // An error only says that somebody has begun to log already.
    let _ = if terminal {
        builder.with_ansi(colours()).compact().try_init()
    } else {
        builder.json().flatten_event(true).with_current_span(false).try_init()
    };
}

/// Whether colours are wanted (no-color.org).
#[must_use]
pub(crate) fn colours() -> bool {
    let set = |name| crate::command::variable(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && crate::command::variable("TERM").as_deref() != Some("dumb")
}
