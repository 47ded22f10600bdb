//! Prints to standard output and standard error, in colour where the terminal has it.

use std::io::{self, Write};

use crate::base::print::visible_line;
use crate::cli::arguments::Common;
use crate::cli::{CommandResult, Outcome};

/// Prints to standard output. A reader that went away (`| head`) is no error: it has what it wanted.
///
/// # Errors
/// The outcome of the command if the system did not take all of the text: a full disk behind `> findings.json`.
pub fn print_stdout(text: &str) -> CommandResult<()> {
    let mut stream = anstream::stdout().lock();
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            print_error(
                &format!("cannot write to standard output: {error}"),
                "make room where it leads, then run again",
            );
            Err(Outcome::SystemError)
        }
        _ => Ok(()),
    }
}

/// Prints text of this program to standard error, without colour if that is piped or `NO_COLOR` is set. Texts of authors
/// and names of files go through [`print_line`], or are made visible before.
pub fn print_stderr(text: &str) {
    let mut stream = anstream::stderr().lock();
    let _ = stream.write_all(text.as_bytes());
}

/// Prints a line to standard error. Whatever an author wrote in it controls neither the terminal nor a CI service.
pub fn print_line(line: &str) {
    print_stderr(&(visible_line(line) + "\n"));
}

/// Prints a line to standard error, unless `--quiet` is given.
pub fn print_summary(common: &Common, line: &str) {
    if !common.quiet {
        print_line(line);
    }
}

/// Prints a note to standard error.
pub fn print_note(note: &str) {
    print_line(&format!("note: {note}"));
}

/// Prints a warning that belongs to no file, and that `--strict` leaves as it is.
pub fn print_warning(warning: &str) {
    print_line(&format!("warning: {warning}"));
}

/// Prints an error, and a help that says what to do unless it is empty.
pub fn print_error(message: &str, help: &str) {
    let (bold, red, reset) = ("\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[0m");
    let (message, help) = (visible_line(message), visible_line(help));
    let help = if help.is_empty() { String::new() } else { format!("  {bold}help{reset}: {help}\n") };
    print_stderr(&format!("{red}error{reset}{bold}: {message}{reset}\n{help}"));
}

/// Prints how the command was used wrongly. Returns the outcome for it.
pub fn usage_error(message: &str, help: &str) -> Outcome {
    print_error(message, help);
    Outcome::WrongUsage
}
