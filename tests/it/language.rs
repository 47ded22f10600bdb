//! Kinds, relations and labels are data: a German site with its own kinds shows no word of the built-in ones.

use crate::crawler::crawl;
use crate::test_site::{TestSite, outputs};

const SETTINGS: &str = "\
title: Bildung im Wandel
description: Was Schulen bewegt.
default_language: de
base_url: https://example.org/berichte/
kinds:
  trend:
    label: Trend
    plural: Trends
    path: trends
    definition: Eine Strömung, die niemand bestellt hat.
    colour: \"#2a6f4e\"
    scale: {name: Stärke, min: 1, max: 10, low: schwach, high: stark}
  challenge:
    label: Herausforderung
    plural: Herausforderungen
    path: herausforderungen
    definition: Was Schulen aufhält.
    scale: {name: Schwere, min: 1, max: 5, low: leicht, high: schwer}
  technology: {label: Technik, plural: Techniken, path: techniken, definition: Womit es gelingt.}
relations:
  meets: {from: technology, to: challenge, label: Begegnet, inverse: Wird begegnet von}
  uses: {from: technology, to: trend, label: Nutzt, inverse: Wird genutzt von}
theme_label: {one: Brücke, other: Brücken}
";

/// Words of the built-in kinds, in lower case.
const FOREIGN: [&str; 3] = ["hurdle", "accelerator", "enabler"];

fn site() -> TestSite {
    TestSite::new([
        ("trendpress.yaml", SETTINGS),
        (
            "content/index.md",
            "---\ntitle: Willkommen\n---\nJedes Jahr fragen wir, was [[themes/teilhabe|Teilhabe]] ist.\n",
        ),
        ("content/2025/edition.md", "---\ntitle: Bericht 2025\ndate: 2025-02-01\n---\n"),
        (
            "content/2025/funknetze.md",
            "---\ntitle: Funknetze\nkind: Technik\nrank: 2\nthemes: [Teilhabe]\n---\nVorher.\n",
        ),
        (
            "content/2025/ganztag.md",
            "---\ntitle: Ganztag\nkind: Trend\nrank: 1\nthemes: [Teilhabe]\nrating: 8\n---\nLang.\n",
        ),
        (
            "content/2025/alte-sorge.md",
            "---\ntitle: Alte Sorge\nkind: challenge\nrank: 1\nthemes: [Teilhabe]\n---\nVorbei.\n",
        ),
        (
            "content/2026/edition.md",
            "---\ntitle: Bericht 2026\ndate: 2026-02-01\nboard: {size: 12, countries: 2}\n---\n",
        ),
        (
            "content/2026/funknetze.md",
            "---\ntitle: Funknetze\nkind: technology\nrank: 1\nthemes: [Teilhabe]\nmeets: [{to: zugang, why: Sie reichen weiter.}]\nuses: [ganztag, ruhe]\n---\nMehr als [zuvor](../2025/funknetze.md).\n",
        ),
        (
            "content/2026/ganztag.md",
            "---\ntitle: Ganztag\nkind: trend\nrank: 2\nthemes: [Teilhabe]\nvotes: {share: 43.5, of: 111}\n---\nLänger.\n",
        ),
        (
            "content/2026/ruhe.md",
            "---\ntitle: Ruhe\nkind: trend\nrank: 1\nsummary: Weniger ist mehr.\n---\n## Warum jetzt\n\n> [!NOTE]\n> Leise.\n",
        ),
        (
            "content/2026/zugang.md",
            "---\ntitle: Zugang für alle\nkind: Herausforderung\nrank: 1\nrating: 3.9\nthemes: [Teilhabe]\nactions: [Fragen.]\nquestions: [Wer fehlt?]\n---\nDie Lücke.[^1]\n\n[^1]: Umfrage.\n",
        ),
        ("content/pages/impressum.md", "---\ntitle: Impressum\n---\nWer wir sind.\n"),
    ])
}

#[test]
fn a_site_with_its_own_kinds_shows_no_word_of_the_built_in_ones() {
    let build = site().build();
    assert_eq!(build.linked.findings, []);
    let outputs = outputs(&build);
    assert!(outputs.len() > 30, "only {} outputs", outputs.len());
    let mut wrong = Vec::new();
    for (path, bytes) in &outputs {
        let text = format!("{path}\n{}", String::from_utf8_lossy(bytes)).to_lowercase();
        wrong.extend(FOREIGN.iter().filter(|word| text.contains(**word)).map(|word| format!("{path}: {word}")));
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(crawl(&outputs, build.linked.site.settings.base_url.as_ref()), Vec::<String>::new());
}

#[test]
fn a_german_site_shows_german_strings() {
    let outputs = outputs(&site().build());
    let page = |path: &str| String::from_utf8(outputs[path].clone()).unwrap();
    let report = page("2026/zugang/index.html");
    for words in ["<html lang=\"de\"", "Wird begegnet von", "Sie reichen weiter.", "Brücken", "3,9", "Herausforderung"]
    {
        assert!(report.contains(words), "{words}\n{report}");
    }
    assert!(page("2026/ganztag/index.html").contains("43,5"));
    assert!(page("2026/index.html").contains("1. Februar 2026"), "{}", page("2026/index.html"));
    assert!(outputs.contains_key("herausforderungen/index.html"));
    // No English is left where German words lack: the words of `en` are what a language falls back to.
    for (path, bytes) in outputs.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        for word in ["Skip to", "Edition", "Previous", "Mentioned", "Sources", "Rank ", "What to"] {
            assert!(!text.contains(&format!(">{word}")), "{path}: {word}");
        }
    }
}
