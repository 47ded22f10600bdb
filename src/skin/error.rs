//! Tera's errors to findings with file and place.

use tera::{Error, ErrorKind};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::{Position, Span, offset};
use std::path::Path;

/// What is wrong with templates, each at its place. `text` gives the source of a template by its name.
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

/// Tera reports several errors as one text: each has a line ` --> file:line:column`.
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
            let mut found = finding(template, message);
            if let ([Some(column), Some(line)], Some(text)) = (numbers, text(template)) {
                let start = offset(text, Position { line, column });
                found = found.at(Span::new(start, start + 1));
            }
            findings.push(found);
        }
    }
    if findings.is_empty() {
        findings.push(finding("", report.lines().next().unwrap_or_default()));
    }
    findings
}

/// A finding at a template, by the name `<layer>/<path>` that it was added under.
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
