//! `wenqu play`

use std::{fs, io::IsTerminal, process::ExitCode};

use anyhow::Context as _;
use tracing::level_filters::LevelFilter;

use super::{runtime, say};
use crate::{
    cli,
    demo::{Demo, Options},
    logs,
    transcript::{self, HttpTransport, Transcript, Transport},
};

pub(super) fn run(options: &cli::Play) -> anyhow::Result<ExitCode> {
    let Some(transcripts) = parse(options)? else { return Ok(ExitCode::from(2)) };
    logs::start(LevelFilter::ERROR);
    let failed = runtime()?.block_on(async {
        let transport = transport(options).await?;
        let mut failed = 0;
        for transcript in &transcripts {
            failed += usize::from(!play(transport.as_ref(), transcript, options.verbose).await);
        }
        anyhow::Ok(failed)
    })?;
    let passed = transcripts.len() - failed;
    say(&format!("{passed} 个通过，{failed} 个失败 / {passed} passed, {failed} failed"));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All files; `None` when one can't be understood, which has been said.
fn parse(options: &cli::Play) -> anyhow::Result<Option<Vec<Transcript>>> {
    let (mut transcripts, mut wrong) = (Vec::new(), false);
    for file in &options.files {
        let name = file.display().to_string();
        let text = fs::read_to_string(file).with_context(|| format!("{name} 读不了 / can't be read"))?;
        match transcript::parse(&name, &text) {
            Ok(transcript) => transcripts.push(transcript),
            Err(errors) => {
                errors.iter().for_each(|error| eprintln!("{error}"));
                wrong = true;
            }
        }
    }
    Ok((!wrong).then_some(transcripts))
}

/// To the demo at the address, or to one in this process.
async fn transport(options: &cli::Play) -> anyhow::Result<Box<dyn Transport>> {
    if let Some(url) = &options.url {
        return Ok(Box::new(HttpTransport::new(url)?));
    }
    let demo = Demo::new(Options::in_process()?)?;
    demo.begin().await?;
    Ok(Box::new(demo.transport()))
}

async fn play(transport: &dyn Transport, transcript: &Transcript, verbose: bool) -> bool {
    let mut tell = |step: &str| {
        if verbose {
            eprintln!("    {step}");
        }
    };
    let name = if transcript.title.is_empty() { &transcript.file } else { &transcript.title };
    match transcript::play(transport, transcript, &mut tell).await {
        Ok(played) => {
            say(&format!(
                "{} {name} ({} steps, {:.1} s)",
                mark(true),
                played.steps,
                played.took.as_secs_f32()
            ));
            true
        }
        Err(failure) => {
            say(&format!("{} {name}\n{failure}", mark(false)));
            false
        }
    }
}

/// ✓ or ✗, coloured in a terminal.
fn mark(fine: bool) -> String {
    let (mark, colour) = if fine { ("✓", 32) } else { ("✗", 31) };
    if std::io::stdout().is_terminal() && logs::colours() {
        format!("\u{1b}[{colour}m{mark}\u{1b}[0m")
    } else {
        mark.to_owned()
    }
}
