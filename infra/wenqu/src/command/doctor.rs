//! `wenqu doctor`: looks at everything and says what to do.

use std::{fs, io::IsTerminal, process::ExitCode, time::Instant};

use anyhow::Context as _;
use secrecy::SecretString;

use super::{Context, Usage, runtime, say, variable};
use crate::{
    cli::cloud::Doctor,
    cloud::{
        connection::Cloud,
        doctor::{
            examine,
            probe::Probe,
            redact,
            render::{self, Heading, Style},
        },
        settings::{deployment, place},
    },
    logs,
};

pub(super) fn run(context: &Context, options: &Doctor) -> anyhow::Result<ExitCode> {
    let chosen = render::chosen(&options.only).map_err(Usage)?;
    let place = context.read(&|_| None, place)?;
    let settings = context.read(&|_| None, deployment);
    let own_secret = variable("WENQU_APP_SECRET").map(SecretString::from);
    let begun = Instant::now();
    let (heading, examined, blind) = runtime()?.block_on(async {
        let cloud = Cloud::open(&place).await;
        let region = cloud.as_ref().map_or("?", |cloud| &cloud.region).to_owned();
        let probe = Probe::new(cloud, settings, options.callback.clone(), own_secret, options.live);
        let (examined, blind) = Box::pin(examine(&probe, &chosen)).await;
        let heading =
            Heading { stack: place.stack.to_string(), region, at: probe.now, took: begun.elapsed() };
        (heading, examined, blind)
    });
    if options.json {
        say(&serde_json::to_string_pretty(&render::json(&heading, &examined))?);
    } else {
        let style = if std::io::stdout().is_terminal() && logs::colours() && speaks_utf8() {
            Style::Colour
        } else {
            Style::Plain
        };
        say(render::render(&heading, &examined, style).trim_end());
    }
    if let Some(path) = &options.report {
        let report = redact(&render::render(&heading, &examined, Style::Plain))?;
        fs::write(path, report).with_context(|| format!("写不了 {} / can't be written", path.display()))?;
        eprintln!("脱敏报告 redacted report: {}", path.display());
    }
    Ok(ExitCode::from(render::exit_code(&examined, blind, options.strict)))
}

/// Whether the terminal's locale can show signs.
fn speaks_utf8() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| variable(name).filter(|v| !v.is_empty()));
    locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
