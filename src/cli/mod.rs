//! The command line: arguments as typed, what they mean, what is printed, exit codes. The only place that
//! asks the clock, the environment and the terminal.

mod arguments;
mod build;
mod create;
mod init;
mod list;
mod progress;
mod report;
mod serve;
mod stop;
mod turns;
mod watch;

use clap::{CommandFactory, Parser};
use std::fmt::Write as _;
use std::io::Write;
use std::panic;
use std::process::ExitCode;

use crate::base::catch_panic;
use crate::base::code::Code;
use crate::base::suggest;
use arguments::{Arguments, Command};

/// What a command came to, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: 0.
    Fine,
    /// The content has errors, or the build failed: 1.
    Failed,
    /// The command was used wrongly, or its target was refused: 2.
    Usage,
    /// A signal ended it: 128 and the signal's number.
    Stopped(u8),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Failed => 1,
            Outcome::Usage => 2,
            Outcome::Stopped(signal) => 128 + signal,
        })
    }
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    silence_caught_panics();
    let arguments = Arguments::parse();
    let common = &arguments.common;
    let outcome = match &arguments.command {
        Command::Init(init) => init::init(common, init),
        Command::New(new) => create::create(common, new),
        Command::Build(build) => build::build(common, build),
        Command::Check(check) => build::check(common, check),
        Command::Serve(serve) => serve::serve(common, serve),
        Command::List(list) => list::list(common, list),
        Command::Explain { code } => explain(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "trendpress", &mut script);
            out(&String::from_utf8_lossy(&script));
            Outcome::Fine
        }
    };
    outcome.into()
}

/// A panic that is caught becomes a finding; printing it too would say it twice.
fn silence_caught_panics() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !catch_panic::is_catching() {
            default(info);
        }
    }));
}

/// The page of a code, or the list of all.
fn explain(code: Option<&str>) -> Outcome {
    let Some(name) = code else {
        let lines = Code::ALL.iter().map(|code| {
            let severity = format!("{:?}", code.severity()).to_lowercase();
            format!("{:<28} {severity:<8} {}\n", code.name(), code.summary())
        });
        out(&lines.collect::<String>());
        return Outcome::Fine;
    };
    if let Some(code) = Code::from_name(name) {
        out(code.page());
        return Outcome::Fine;
    }
    let names = Code::ALL.iter().map(|code| code.name());
    let help = suggest::did_you_mean(name, names, || "`trendpress explain` lists all codes".to_owned());
    usage(&format!("there is no code `{name}`"), &help)
}

/// Prints to standard output. A reader that went away (`| head`) is no error.
fn out(text: &str) {
    let mut stream = anstream::stdout().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Prints to standard error, without colour where that is piped or `NO_COLOR` is set.
fn err(text: &str) {
    let mut stream = anstream::stderr().lock();
    let _ = stream.write_all(text.as_bytes());
}

/// Says what was wrong with how the command was used.
fn usage(message: &str, help: &str) -> Outcome {
    problem(message, help);
    Outcome::Usage
}

/// Says what went wrong, and what to do.
fn problem(message: &str, help: &str) {
    let (bold, red, plain) = ("\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[0m");
    let mut text = format!("{red}error{plain}{bold}: {message}{plain}\n");
    if !help.is_empty() {
        let _ = writeln!(text, "  {bold}help{plain}: {help}");
    }
    err(&text);
}
