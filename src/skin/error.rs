//! Turns Tera's errors into findings with file and place.

use tera::{Error, ErrorKind};

use crate::base::{Code, Finding, Position, SourcePath, Span, offset};
use std::path::Path;

/// Turns an error into a finding for each mistake. `text` returns the source of a template by name.
pub fn template_findings<'a>(error: &Error, text: &dyn Fn(&str) -> Option<&'a str>) -> Vec<Finding> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = &report.span().range;
            vec![finding(report.filename(), report.message()).at(Span::from(range.start..range.end))]
        }
        ErrorKind::Msg(report) => several(report, text),
        ErrorKind::MissingParent { current, parent } => {
            vec![finding(current, &format!("it extends `{parent}`, which no skin in use has"))]
        }
        ErrorKind::CircularExtend { tpl, .. } => vec![
            finding(tpl, "it extends itself")
                .help("to build on the template that yours replaces, name its skin: `{% extends \"default/…\" %}`"),
        ],
        ErrorKind::CircularInclude { tpl, .. } => vec![finding(tpl, "it includes itself")],
        other => vec![finding("", &other.to_string())],
    }
}

/// Splits a report of several errors, each of which has a line ` --> file:line:column`.
fn several<'a>(report: &str, text: &dyn Fn(&str) -> Option<&'a str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut message = "";
    for line in report.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = rest;
        } else if let Some((_, place)) = line.split_once("--> ") {
            let mut parts = place.trim().rsplitn(3, ':');
            let numbers = [parts.next(), parts.next()].map(|number| number.and_then(|number| number.parse().ok()));
            let template = parts.next().unwrap_or(place);
            let mut finding = finding(template, message);
            if let ([Some(column), Some(line)], Some(text)) = (numbers, text(template)) {
                let start = offset(text, Position { line, column });
                finding = finding.at(Span::new(start, start + 1));
            }
            findings.push(finding);
        }
    }
    if findings.is_empty() {
        findings.push(finding("", report.lines().next().unwrap_or_default()));
    }
    findings
}

/// Returns a finding at the template `<layer>/<path>`.
fn finding(template: &str, message: &str) -> Finding {
    let path = match template.split_once('/') {
        Some((layer, name)) => format!("themes/{layer}/templates/{name}"),
        None if template.is_empty() => "themes".to_owned(),
        None => format!("themes/default/templates/{template}"),
    };
    let path = SourcePath::new(Path::new(&path)).unwrap_or_else(SourcePath::content);
    Finding::new(Code::TemplateError, &path, message)
        .help("`docs/content/pages/templates.md` lists what each template receives")
}
