//! One file a command. Results go to standard output, everything else to standard error.

mod api;
mod audit;
mod backup;
mod content;
#[cfg(feature = "cloud")]
mod courier;
#[cfg(feature = "cloud")]
mod dead;
mod decode;
mod demo;
#[cfg(feature = "cloud")]
mod deploy;
#[cfg(feature = "cloud")]
mod destroy;
#[cfg(feature = "cloud")]
mod doctor;
mod eval;
#[cfg(feature = "cloud")]
mod init;
mod learn;
mod listen;
#[cfg(feature = "cloud")]
mod logs;
mod play;
#[cfg(feature = "cloud")]
mod secrets;
mod serve;
#[cfg(feature = "cloud")]
mod status;
mod store;
mod token;
mod user;

use std::{io::Write, path::PathBuf, process::ExitCode};

#[cfg(feature = "cloud")]
pub(crate) use user::in_words;

use app::settings::Reader;
use clap::CommandFactory;

use crate::{
    cli::{Cli, Command},
    settings::{self, ConfigFile, Wrong, variable as setting},
};

/// A reading from the environment: the one place where it is done.
#[allow(clippy::disallowed_methods, reason = "the edge at which the environment is read")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Runs a command; the exit code is 0 when it is done, 1 when it was refused or failed, 2 for wrong settings.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let context = Context {
        config: cli.config,
        data: cli.data,
        #[cfg(feature = "cloud")]
        stack: cli.stack,
    };
    let done = match cli.command {
        command if context.names_stack() && is_local(&command) => Err(only_here().into()),
        Command::Demo(options) => demo::run(&context, options),
        Command::Serve(options) => serve::run(&context, &options),
        Command::Play(options) => play::run(&options),
        Command::User(command) => user::run(&context, command),
        Command::Token(command) => token::run(&context, command),
        Command::Content(command) => content::run(&context, command),
        Command::Audit(command) => audit::run(&context, command),
        Command::Backup { file } => backup::backup(&context, &file),
        Command::Restore { file } => backup::restore(&context, &file),
        Command::Eval(options) => eval::run(&context, &options),
        Command::Learn => learn::run(&context),
        Command::Decode { query } => decode::run(&context, query.as_deref()),
        #[cfg(feature = "cloud")]
        Command::Cloud(command) => in_the_cloud(&context, command),
        #[cfg(feature = "cloud")]
        Command::Courier(options) => courier::run(&context, &options),
        Command::Version => {
            say(&format!("wenqu {}", env!("CARGO_PKG_VERSION")));
            Ok(ExitCode::SUCCESS)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "wenqu", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| {
        let code = if error.is::<Wrong>() || error.is::<Usage>() { 2 } else { 1 };
        eprintln!("{}", chain(&error));
        ExitCode::from(code)
    })
}

#[cfg(feature = "cloud")]
fn in_the_cloud(context: &Context, command: crate::cli::cloud::Command) -> anyhow::Result<ExitCode> {
    use crate::cli::cloud::Command;
    match command {
        Command::Init(options) => init::run(context, &options),
        Command::Deploy(options) => deploy::run(context, &options),
        Command::Status { json } => status::run(context, json),
        Command::Doctor(options) => doctor::run(context, &options),
        Command::Secrets(command) => secrets::run(context, command),
        Command::Logs(options) => logs::run(context, &options),
        Command::Dead(command) => dead::run(context, command),
        Command::Destroy(options) => destroy::run(context, &options),
    }
}

/// Whether a command has nothing to do with a deployment.
const fn is_local(command: &Command) -> bool {
    matches!(
        command,
        Command::Demo(_)
            | Command::Serve(_)
            | Command::Play(_)
            | Command::Backup { .. }
            | Command::Restore { .. }
            | Command::Decode { .. }
            | Command::Eval(_)
    )
}

fn only_here() -> Usage {
    Usage(
        "这条命令只在本机上用，请去掉 --stack / this command works on this computer only: leave --stack out"
            .to_owned(),
    )
}

/// The command line can't be meant like that; the text says what to write. Ends with exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Usage(pub(crate) String);

/// An error with its causes, each said once.
fn chain(error: &anyhow::Error) -> String {
    let mut shown = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !shown.contains(&cause) {
            shown.push_str(": ");
            shown.push_str(&cause);
        }
    }
    shown
}

/// A line of the result. Nobody may be there to read it any more, as behind `| head`: that stops no work.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// What the command line says about where things are.
pub(crate) struct Context {
    config: Option<PathBuf>,
    data: Option<PathBuf>,
    #[cfg(feature = "cloud")]
    stack: Option<String>,
}

impl Context {
    /// The settings file.
    fn file(&self) -> ConfigFile {
        let before = self.data.clone().or_else(|| variable("WENQU_DATA").map(PathBuf::from));
        let data = before.unwrap_or_else(|| PathBuf::from("wenqu-data"));
        settings::find(self.config.as_deref(), &PathBuf::from("."), &data)
    }

    /// Looks settings up: command line, environment, file, then `fallback`.
    pub(crate) fn read<T>(
        &self,
        fallback: &dyn Fn(&str) -> Option<String>,
        read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
    ) -> Result<T, Wrong> {
        let file = self.file();
        let lookup = |name: &str| {
            let set = self.given(name).or_else(|| variable(name).filter(|text| !text.trim().is_empty()));
            set.or_else(|| file.get(name)).or_else(|| fallback(name))
        };
        let mut reader = Reader::new(&lookup);
        let value = read(&mut reader);
        let problems: Vec<_> = file.problems().iter().cloned().chain(reader.finish()).collect();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => Err(Wrong(problems)),
        }
    }

    /// Where the data is that `user`, `token` and `content` work on: of a deployment only when `--stack` names one.
    fn store(&self) -> Result<store::Store, Wrong> {
        #[cfg(feature = "cloud")]
        if self.names_stack() {
            return self.read(&|_| None, crate::cloud::settings::place).map(store::Store::Cloud);
        }
        self.data().map(store::Store::Here)
    }

    /// Whether `--stack` names a deployment.
    fn names_stack(&self) -> bool {
        #[cfg(feature = "cloud")]
        return self.stack.is_some();
        #[cfg(not(feature = "cloud"))]
        false
    }

    /// What the command line itself says of a setting.
    fn given(&self, name: &str) -> Option<String> {
        if name == setting("data") {
            return self.data.as_ref().map(|data| data.display().to_string());
        }
        #[cfg(feature = "cloud")]
        if name == setting("stack") {
            return self.stack.clone();
        }
        None
    }

    /// The data directory, for commands that need no other setting.
    pub(crate) fn data(&self) -> Result<PathBuf, Wrong> {
        self.read(&|_| None, |reader| {
            Some(reader.text(&setting("data")).map_or_else(|| PathBuf::from("wenqu-data"), PathBuf::from))
        })
    }
}

/// A runtime for commands that do one thing.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
