//! What is rendered once for each shape and filled in is what Tera makes of it each time.

use crate::site::{TestSite, Tree, assert_same, outputs, repository, tree};

/// Two languages, a report with everything and one with hardly anything, and texts that have to be escaped.
const SITE: [(&str, &str); 8] = [
    ("trendpress.yaml", "title: \"A & B\"\nbase_url: https://example.org/x/\nlanguages: {es: {title: \"<Dos>\"}}\n"),
    ("content/2024/edition.md", "---\ntitle: Older\n---\n"),
    (
        "content/2024/full.md",
        "---\ntitle: \"Was < and > \"\nkind: accelerator\nrank: 1\nthemes: [\"R & D\"]\n---\nOld.\n",
    ),
    ("content/2026/edition.md", "---\ntitle: \"2026's\"\ndate: 2026-02-03\n---\n## One\n\nText.\n"),
    (
        "content/2026/full.md",
        "---\ntitle: \"Full & \\\"round\\\"\"\nkind: hurdle\nrank: 1\nthemes: [\"R & D\", Time]\nsummary: \"It's <b>so</b>.\"\n\
         votes: {share: 43.5, of: 111}\nrating: 3.9\ndate: 2026-01-02\nupdated: 2026-03-04\naudience: [teacher, board]\n\
         formerly: [\"Was < and >\"]\nsources: [{title: \"S & T\", url: \"https://example.org/?a=1&b=2\", year: 2025}, \
         {title: No address}]\nexamples: [{title: E, url: \"https://example.org/e\", text: Done, place: Here}, {text: \"x<y\"}]\n\
         quotes: [{text: \"\\\"Q\\\"\", name: N, role: R}]\nactions: [\"Do & dare\"]\nquestions: [\"Why?\\n\"]\nrelated: [{to: bare, why: \"since <1>\"}]\n\
         ---\n## A\n\nSee [[bare]] and [out](https://example.org/).\n\n## B & C\n\n### D\n\nText.\n",
    ),
    ("content/2026/full.es.md", "---\ntitle: Lleno\n---\n## Uno\n\nTexto.\n"),
    ("content/2026/bare.md", "---\ntitle: Bare\nkind: hurdle\nrank: 1\nthemes: [Time]\n---\n"),
    (
        "content/2026/tool.md",
        "---\ntitle: Tool\nkind: tech-enabler\nrating: 2\nsurmounts: [full]\n---\nSee [[full]].\n",
    ),
];

/// The site as it is built with the default templates, and with the same after something that means nothing was put
/// behind each: something that is not plain.
fn both(site: &TestSite) -> [Tree; 2] {
    let filled = outputs(&site.build());
    let templates = tree(&repository().join("themes/default/templates"));
    for (path, text) in templates.into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = [&*text, b"{% raw %}{% endraw %}"].concat();
        site.write(&format!("themes/default/templates/{path}"), text);
    }
    [filled, outputs(&site.build())]
}

#[test]
fn forms_are_what_tera_makes_each_time() {
    for site in [TestSite::new(SITE), TestSite::copy_of_sample()] {
        let [filled, rendered] = both(&site);
        assert!(filled.keys().filter(|path| path.ends_with(".html")).count() > 20, "{:?}", filled.keys());
        assert_same(&filled, &rendered);
    }
}
