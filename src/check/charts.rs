//! What a file says of charts: its fenced blocks and the list in its front matter, to what is asked for.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::yaml::{self, Value};
use crate::chart::Spec;
use crate::parse::ChartText;

/// Reads a fenced block.
pub fn of_text(path: &SourcePath, block: &ChartText, findings: &mut Vec<Finding>) -> Option<Spec> {
    let mut found = Vec::new();
    let mut spec = read(path, block, &mut found);
    if block.start.is_none() {
        // Places in the YAML mean nothing in the file, so all is said of the block as a whole.
        for finding in &mut found {
            finding.span = Some(block.span);
        }
        if let Some(spec) = &mut spec {
            spec.set_span(block.span);
        }
    }
    findings.extend(found);
    spec
}

fn read(path: &SourcePath, block: &ChartText, findings: &mut Vec<Finding>) -> Option<Spec> {
    let start = block.start.unwrap_or_default();
    match yaml::parse(&block.yaml) {
        Ok(node) => match &node.value {
            Value::Map(entries) => {
                // The line of the opening fence is where a chart begins; it ends before the YAML does.
                let fence = Span::new(block.span.start as usize, start.max(block.span.start as usize + 3));
                let fields = Fields::new(path, &block.yaml, start, entries, findings);
                Spec::parse(fields, fence)
            }
            _ => {
                let finding = Finding::new(Code::BadChart, path, "the chart is not described by keys").at(block.span);
                findings.push(finding.help("write `type: bar`, `data: …` and `title: …` between the fences"));
                None
            }
        },
        Err(error) => {
            let finding = Finding::new(Code::YamlSyntax, path, error.message).at(error.span.shifted(start));
            findings.push(finding.help("quote a value that holds `: ` or begins with a special character"));
            None
        }
    }
}

/// Reads the list `charts:`.
pub fn of_front_matter(fields: &mut Fields<'_>) -> Vec<Spec> {
    let mut charts = Vec::new();
    for node in fields.items("charts") {
        if let Some(entries) = fields.map_of("charts", node) {
            let place = entries.first().map_or(node.span, |(key, _)| key.span);
            let place = fields.span(place);
            charts.extend(Spec::parse(fields.inner(entries), place));
        }
    }
    charts
}
