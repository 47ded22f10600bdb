//! `explain`: the page about a finding's code, or the list of all codes.

use crate::base::{Code, suggest};
use crate::cli::terminal::{print_stdout, usage_error};
use crate::cli::{CommandResult, Outcome};

/// Prints the page of a code, or the list of all.
pub fn explain(code: Option<&str>) -> CommandResult {
    match code {
        None => print_stdout(&all_codes())?,
        Some(name) => print_stdout(Code::from_name(name).ok_or_else(|| unknown_code(name))?.page())?,
    }
    Ok(Outcome::Success)
}

fn all_codes() -> String {
    let line = |code: &Code| {
        let severity = format!("{:?}", code.severity()).to_lowercase();
        format!("{:<28} {severity:<8} {}\n", code.name(), code.summary())
    };
    Code::ALL.iter().map(line).collect()
}

fn unknown_code(name: &str) -> Outcome {
    let names = Code::ALL.iter().map(|code| code.name());
    let help = suggest::did_you_mean(name, names, || "`trendpress explain` lists all codes".to_owned());
    usage_error(&format!("there is no code `{name}`"), &help)
}
