//! Prints to standard output and standard error, in colour where the terminal has it.

use std::io::Write;

use crate::cli::Outcome;
use crate::cli::arguments::Common;

/// Prints to standard output. A reader that went away (`| head`) is no error.
pub fn print_stdout(text: &str) {
    let mut stream = anstream::stdout().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Prints to standard error, without colour if that is piped or `NO_COLOR` is set.
pub fn print_stderr(text: &str) {
    let mut stream = anstream::stderr().lock();
    let _ = stream.write_all(text.as_bytes());
}

/// Prints a line to standard error, unless `--quiet` is given.
pub fn print_summary(common: &Common, line: &str) {
    if !common.quiet {
        print_stderr(&format!("{line}\n"));
    }
}

/// Prints a note to standard error.
pub fn print_note(note: &str) {
    print_stderr(&format!("note: {note}\n"));
}

/// Prints an error, and a help that says what to do unless it is empty.
pub fn print_error(message: &str, help: &str) {
    let (bold, red, reset) = ("\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[0m");
    let help = if help.is_empty() { String::new() } else { format!("  {bold}help{reset}: {help}\n") };
    print_stderr(&format!("{red}error{reset}{bold}: {message}{reset}\n{help}"));
}

/// Prints how the command was used wrongly. Returns the outcome for it.
pub fn usage_error(message: &str, help: &str) -> Outcome {
    print_error(message, help);
    Outcome::WrongUsage
}
