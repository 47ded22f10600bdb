//! Prints findings as SARIF 2.1.0, the format of code scanners: one run, with all codes as its rules.
//! Schema: `tests/schemas/sarif-schema-2.1.0.json`.

use serde_json::{Value, json};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{SourcePath, encode_path};
use crate::base::print::{Region, Resolved, Texts, json_text, message_with_help, resolve};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Prints findings as one SARIF log. Files are relative to the site's root.
pub fn sarif(findings: &[Finding], texts: &dyn Texts) -> String {
    let results: Vec<Value> = resolve(findings, texts).iter().map(result).collect();
    let rules: Vec<Value> = Code::ALL.iter().copied().map(rule).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "Trendpress",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": "https://github.com/trendpress/trendpress",
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    json_text(&log, true) + "\n"
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": explanation(code) },
        "help": { "text": explanation(code), "markdown": code.page() },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

/// The first paragraph of a code's page, on one line.
fn explanation(code: Code) -> String {
    let paragraph = code.page().split("\n\n").nth(1).unwrap_or_else(|| code.summary());
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn result(Resolved { finding, region, related }: &Resolved<'_>) -> Value {
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": finding.severity.name(),
        "message": { "text": message_with_help(finding) },
        "locations": [{ "physicalLocation": place(&finding.file, *region) }],
    });
    if !related.is_empty() {
        let places = related.iter().map(|(related, region)| {
            json!({ "physicalLocation": place(&related.file, *region), "message": { "text": related.message } })
        });
        result["relatedLocations"] = places.collect();
    }
    result
}

fn place(file: &SourcePath, region: Option<Region>) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": encode_path(file.as_str()) } });
    if let Some(Region { start, end }) = region {
        place["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::print::fixture;

    fn run() -> Value {
        let text = sarif(&fixture::findings(), &fixture::texts());
        let log: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&log["version"], &log["$schema"]), (&"2.1.0".into(), &SCHEMA.into()));
        log["runs"][0].clone()
    }

    #[test]
    fn every_code_is_a_rule_with_its_page() {
        let run = run();
        let driver = &run["tool"]["driver"];
        assert_eq!((&driver["name"], &driver["version"]), (&"Trendpress".into(), &env!("CARGO_PKG_VERSION").into()));
        let rules = driver["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len());
        let rule = rules.iter().find(|rule| rule["id"] == "unused-file").unwrap();
        assert_eq!(rule["defaultConfiguration"]["level"], "warning");
        assert_eq!(rule["shortDescription"]["text"], Code::UnusedFile.summary());
        assert_eq!(rule["help"]["markdown"], Code::UnusedFile.page());
        let explanation = rule["fullDescription"]["text"].as_str().unwrap();
        assert!(explanation.len() > 20 && !explanation.contains(['\n', '#']), "{explanation}");
    }

    #[test]
    fn results_point_to_their_rules_and_places() {
        let run = run();
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 3);
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(result["ruleId"], Code::ALL[index].name());
        }
        assert_eq!(results[0]["message"]["text"], "unknown key `rnak`\nhelp: did you mean `rank`?");
        assert_eq!(
            results[0]["locations"][0]["physicalLocation"],
            json!({
                "artifactLocation": { "uri": "content/a.md" },
                "region": { "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5 },
            })
        );
        assert_eq!(results[1]["relatedLocations"][0]["message"]["text"], "the other");
        assert_eq!(results[2]["level"], "warning");
        assert_eq!(results[2]["locations"][0]["physicalLocation"].get("region"), None);
        assert_eq!(results[2].get("relatedLocations"), None);
    }

    #[test]
    fn uris_are_percent_encoded() {
        let run = run();
        let place = &run["results"][1]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/50%25%2C%20%C3%A9%3A%20b.md");
    }
}
