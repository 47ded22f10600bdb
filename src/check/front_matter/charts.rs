//! Reads the specs of a file's charts: from fenced blocks in its text and from `charts:` in its front matter.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::yaml::{self, Value};
use crate::chart::Spec;
use crate::parse::ChartText;

/// Reads the chart of a fenced block.
pub fn read_block(path: &SourcePath, block: &ChartText, findings: &mut Vec<Finding>) -> Option<Spec> {
    let mut findings_in_block = Vec::new();
    let mut spec = read_yaml(path, block, &mut findings_in_block);
    if block.start.is_none() {
        // The block's YAML does not stand in the file as it is, so its places are replaced by that of the whole block.
        for finding in &mut findings_in_block {
            finding.span = Some(block.span);
        }
        if let Some(spec) = &mut spec {
            spec.set_span(block.span);
        }
    }
    findings.extend(findings_in_block);
    spec
}

fn read_yaml(path: &SourcePath, block: &ChartText, findings: &mut Vec<Finding>) -> Option<Spec> {
    let start = block.start.unwrap_or_default();
    match yaml::parse(&block.yaml) {
        Ok(node) => match &node.value {
            Value::Map(entries) => {
                // A missing key is reported at the line of the opening fence.
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

/// Reads the list `charts:` of the front matter.
pub fn read_front_matter(fields: &mut Fields<'_>) -> Vec<Spec> {
    let mut charts = Vec::new();
    for node in fields.items("charts") {
        if let Some(entries) = fields.map_of("charts", node) {
            let start = entries.first().map_or(node.span, |(key, _)| key.span);
            let start = fields.span(start);
            charts.extend(Spec::parse(fields.inner(entries), start));
        }
    }
    charts
}
