//! Prints findings as JSON, for programs. The fields are a contract; see `docs/diagnostics/index.md`.

use serde_json::{Value, json};

use crate::base::finding::{Finding, Related};
use crate::base::print::{Region, Resolved, Texts, json_text, resolve};

/// Prints findings as a JSON array of `{code, severity, message, help, file, line, column, end_line, end_column,
/// related: [{file, line, column, message}]}`, one finding per line. Absent values are `null`.
///
/// ```
/// use std::collections::BTreeMap;
/// use trendpress::{Code, Finding, SourcePath, Span, print};
///
/// let file = SourcePath::content();
/// let texts = BTreeMap::from([(file.clone(), "See [x](y.md).\n".to_owned())]);
/// let finding = Finding::new(Code::BrokenLink, &file, "`y.md` does not exist").at(Span::new(8, 12));
/// let rows: serde_json::Value = serde_json::from_str(&print::json(&[finding], &texts)).unwrap();
/// assert_eq!((&rows[0]["code"], &rows[0]["line"], &rows[0]["column"]), (&"broken-link".into(), &1.into(), &9.into()));
/// ```
pub fn json(findings: &[Finding], texts: &dyn Texts) -> String {
    let rows: Vec<String> = resolve(findings, texts).iter().map(|finding| json_text(&row(finding), false)).collect();
    if rows.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", rows.join(",\n"))
}

/// A finding as an object.
pub fn row(Resolved { finding, region, related }: &Resolved<'_>) -> Value {
    let related: Vec<Value> = related.iter().map(|(place, region)| related_row(place, *region)).collect();
    json!({
        "code": finding.code.name(),
        "severity": finding.severity,
        "message": finding.full_message(),
        "help": finding.help,
        "file": finding.file,
        "line": region.map(|region| region.start.line),
        "column": region.map(|region| region.start.column),
        "end_line": region.map(|region| region.end.line),
        "end_column": region.map(|region| region.end.column),
        "related": related,
    })
}

fn related_row(place: &Related, region: Option<Region>) -> Value {
    json!({
        "file": place.file,
        "line": region.map(|region| region.start.line),
        "column": region.map(|region| region.start.column),
        "message": place.message,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::print::fixture;

    #[test]
    fn the_array_has_the_promised_fields_in_order() {
        let text = json(&fixture::findings(), &fixture::texts());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1],
            r#"{"code":"unknown-key","severity":"error","message":"unknown key `rnak`","help":"did you mean `rank`?","file":"content/a.md","line":3,"column":1,"end_line":3,"end_column":5,"related":[]},"#
        );
        let rows: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(rows[1]["message"], "100% the same: one,\ntwo");
        assert_eq!(
            rows[1]["related"],
            json!([
                {"file": "content/a.md", "line": 2, "column": 1, "message": "the other"},
                {"file": "content/a.md", "line": null, "column": null, "message": "and it"},
            ])
        );
        assert_eq!(
            (&rows[2]["severity"], &rows[2]["line"], &rows[2]["help"]),
            (&"warning".into(), &Value::Null, &Value::Null)
        );
    }

    #[test]
    fn no_findings_are_an_empty_array() {
        assert_eq!(json(&[], &fixture::texts()), "[]\n");
    }
}
