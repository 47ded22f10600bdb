//! The command line: parses arguments, runs a command, prints its findings, and turns its outcome into an exit code. The
//! only module that asks the clock, the environment and the terminal.

mod arguments;
mod build;
mod build_watch;
mod check;
mod explain;
mod findings;
mod init;
mod list;
mod new;
mod new_parts;
mod options;
mod progress_bar;
mod rebuild_log;
mod serve;
mod signals;
mod tally;
mod terminal;
mod timings;

use clap::{CommandFactory, Parser};
use std::panic;
use std::process::ExitCode;

use crate::base::catch_panic;
use crate::cli::arguments::{Arguments, Command};

/// The outcome of a command, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: 0.
    Success,
    /// The content has errors, or `--verify` found a difference: 1.
    Failure,
    /// The command was used wrongly, or its target was refused: 2.
    WrongUsage,
    /// The system refused: a disk is full, a file cannot be written, a port is taken: 3.
    SystemError,
    /// A signal ended it: 128 and the signal's number.
    Signal(u8),
}

/// The outcome of a command. An error has been printed; it ends the command early.
type CommandResult<T = Outcome> = Result<T, Outcome>;

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Success => 0,
            Outcome::Failure => 1,
            Outcome::WrongUsage => 2,
            Outcome::SystemError => 3,
            Outcome::Signal(signal) => 128 + signal,
        })
    }
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    silence_caught_panics();
    let result = Arguments::try_parse().map_err(|error| print_help(&error)).and_then(|arguments| run(&arguments));
    result.unwrap_or_else(|outcome| outcome).into()
}

/// Runs a command.
fn run(arguments: &Arguments) -> CommandResult {
    let common = &arguments.common;
    match &arguments.command {
        Command::Init(init) => init::init(common, init),
        Command::New(new) => new::new(common, new),
        Command::Build(build) if build.watch => build_watch::build_watch(common, build),
        Command::Build(build) => build::build(common, build),
        Command::Check(check) => check::check(common, check),
        Command::Serve(serve) => serve::serve(common, serve),
        Command::List(list) => list::list(common, list),
        Command::Tally(tally) => tally::tally(common, tally),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "trendpress", &mut script);
            terminal::print_stdout(&String::from_utf8_lossy(&script)).map(|()| Outcome::Success)
        }
    }
}

/// Prints what the parser of arguments has to say: help and version to standard output, wrong usage to standard error.
fn print_help(error: &clap::Error) -> Outcome {
    let text = error.render().ansi().to_string();
    if error.use_stderr() {
        terminal::print_stderr(&text);
        return Outcome::WrongUsage;
    }
    terminal::print_stdout(&text).map_or_else(|outcome| outcome, |()| Outcome::Success)
}

/// Keeps panics that become findings from being printed too.
fn silence_caught_panics() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !catch_panic::is_catching() {
            default(info);
        }
    }));
}
