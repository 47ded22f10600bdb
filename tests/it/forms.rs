//! What is rendered once for each shape and filled in is what Tera makes of it each time.

use crate::site::{TestSite, Tree, assert_same, outputs, repository, tree};

/// Two languages, a report with everything and one with hardly anything, and texts that have to be escaped.
const SITE: [(&str, &str); 9] = [
    (
        "trendpress.yaml",
        "title: \"A & B\"\nbase_url: https://example.org/x/\nlanguages: {es: {title: \"<Dos>\"}}\npaginate: 1\n",
    ),
    ("content/2024/edition.md", "---\ntitle: Older\n---\n"),
    (
        "content/2024/full.md",
        "---\ntitle: \"Was < and > \"\nkind: accelerator\nrank: 1\nthemes: [\"R & D\"]\n---\nOld.\n",
    ),
    ("content/2026/edition.md", "---\ntitle: \"2026's\"\ndate: 2026-02-03\nthemes: [Time]\n---\n## One\n\nText.\n"),
    ("content/themes/time.md", "---\ntitle: \"Time & again\"\nsummary: \"<Long>\"\n---\nWords.\n"),
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

/// Templates that are no form's, though they look like some.
const OTHERS: [(&str, &str); 2] = [
    (
        "topic.html",
        "{% extends \"base.html\" %}{% block main %}<h1>{{ topic.title }}</h1>{% if titles %}<p>{{ said.titles }}</p>{% endif %}\
         {% if reports %}<ol>{% for report in reports %}<li>{{ report.title }}</li>{% endfor %}</ol>{% endif %}{% endblock main %}",
    ),
    (
        "print.html",
        "{% extends \"base.html\" %}{% block main %}{{ lines.chapters }}<hr>{{ lines.chapters | upper }}{% endblock main %}",
    ),
];

#[test]
fn templates_that_look_into_more_are_rendered_each_time() {
    let site = TestSite::new(SITE);
    let [filled, rendered] = [0, 1].map(|round| {
        for (name, text) in OTHERS {
            let more = if round == 0 { "" } else { "{% raw %}{% endraw %}" };
            site.write(&format!("themes/default/templates/{name}"), [text, more].concat());
        }
        outputs(&site.build())
    });
    assert_same(&filled, &rendered);
    let html = |path: &str| String::from_utf8_lossy(&filled[path]).into_owned();
    assert!(html("topics/full/index.html").contains("<ol><li>Full &amp; &quot;round&quot;</li>"));
    assert!(html("2026/print/index.html").contains("TEXT."));
}

#[test]
fn chapters_are_put_wherever_a_template_shows_them_and_nowhere_else() {
    let site = TestSite::new(SITE);
    let shown = |main: &str| {
        let text = format!("{{% extends \"base.html\" %}}{{% block main %}}{main}{{% endblock main %}}");
        site.write("themes/default/templates/print.html", text);
        let pages = outputs(&site.build());
        let html = String::from_utf8_lossy(&pages["2026/print/index.html"]).into_owned();
        assert!(!html.contains("trendpress-"), "{html}");
        html.matches("id=\"full\"").count()
    };
    assert_eq!(shown("{{ lines.chapters }}"), 1);
    assert_eq!(shown("{{ lines.chapters }}<hr>{{ lines.chapters }}"), 2);
    assert_eq!(shown("{% if lines.chapters %}<p>Some</p>{% endif %}"), 0);
    assert_eq!(shown("{% set all = lines.chapters %}{{ all }}"), 1);
}
