//! Tests charts from outside: from a spec and a table to a figure or findings.

use crate::base::yaml::{self, Value};
use crate::base::{Fields, Finding, SourcePath, Span, position};
use crate::chart::chart_type::ChartType;
use crate::chart::{Chart, CsvLink, FigureMeta, Spec, Table};
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::path::Path;

/// The surroundings of a figure of ranks, for the tests of bump and slope charts.
pub const META: FigureMeta<'_> = FigureMeta {
    id: "_x",
    title: "Ranks <of> topics",
    row_header: "Topic",
    csv: None,
    translate: &|key, placeholders| {
        format!("{key} {}", placeholders.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(": "))
    },
};

pub fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Reads the SVG of a figure as XML.
pub fn assert_svg_is_well_formed(html: &str) {
    let svg = &html[html.find("<svg").unwrap()..html.find("</svg>").unwrap() + 6];
    let mut reader = quick_xml::Reader::from_str(svg);
    while reader.read_event().unwrap() != Event::Eof {}
}

fn path(name: &str) -> SourcePath {
    SourcePath::new(Path::new(name)).unwrap()
}

/// The HTML of a chart, or the findings that keep it from being drawn.
fn render(yaml: &str, csv: &str) -> Result<String, Vec<Finding>> {
    let (file, node, mut findings) = (path("content/pages/p.md"), yaml::parse(yaml).unwrap(), Vec::new());
    let Value::Map(entries) = &node.value else { panic!("no map") };
    let spec = Spec::parse(Fields::new(&file, yaml, 0, entries, &mut findings), Span::default());
    let (Some(spec), []) = (spec, &*findings) else { return Err(findings) };
    let chart = Chart::new(&spec, &file, &Table::parse(&path("content/data/d.csv"), csv))?;
    Ok(chart.to_html("_c1", CsvLink { url: "data/d.csv", note: "" }, &|key, placeholders| match key {
        "decimal-mark" => ".".to_owned(),
        "chart-percent" => format!("{}%", placeholders[0].1),
        _ => format!("{key}({})", placeholders.iter().map(|(_, with)| *with).collect::<Vec<_>>().join("|")),
    }))
}

/// The findings of a chart: line, column, message.
fn findings(yaml: &str, csv: &str) -> Vec<String> {
    let line = |finding: &Finding| {
        let text = if finding.file.extension() == "csv" { csv } else { yaml };
        let place = position(text, finding.span.unwrap().start as usize);
        format!("{}:{}: {}", place.line, place.column, finding.message)
    };
    render(yaml, csv).unwrap_err().iter().map(line).collect()
}

const SHARES: &str =
    "who,<b>A</b> & co,\"B \"\"x\"\"\"\n<script>alert(1)</script>,43%,12.5%\n\"T\" & ü,7%,\n</svg>,0%,80%\n";
const RANKS: &str = "who,2024,2025\n<script>alert(1)</script>,1,2\nB,2,1\n</svg>,,3\n";

fn html_of_type(name: &str) -> String {
    let csv = if name == "bump" { RANKS } else { SHARES };
    let values = if name == "bar" { "values: \"B \\\"x\\\"\"\ncompare: true\n" } else { "" };
    let title = "title: 'A <title> & \"more\"'\nnote: <i>note</i>\nsource: </figure>\n";
    render(&format!("type: {name}\ndata: d\n{title}{values}"), csv).unwrap()
}

#[test]
fn figures_are_well_formed_and_have_a_title_and_unique_ids() {
    for (name, _) in ChartType::ALL {
        let html = html_of_type(name);
        assert!(!html.contains("<script") && !html.contains("<i>") && !html.contains(" style="), "{name}: {html}");
        assert_eq!((html.matches("<figure").count(), html.matches("</figure>").count()), (1, 1), "{name}");
        // HTML attributes without values and void elements, written as XML.
        let xml = html.replace(" download>", ">").replace(" hidden ", " ").replace("\"off\" size=\"7\"", "\"off\"");
        let xml = xml.replace("aria-describedby=\"_c1-p\">", "aria-describedby=\"_c1-p\"/>");
        let (mut ids, mut used, mut tags) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}: {xml}")) {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    tags.insert(tag.name().as_ref().to_owned());
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap();
                        let value = attribute.value.to_string();
                        match attribute.key.as_ref() {
                            "id" => assert!(value.starts_with("_c1-") && ids.insert(value), "{name}"),
                            "aria-labelledby" => used.extend(value.split(' ').map(str::to_owned)),
                            "href" => used.extend(value.strip_prefix('#').map(str::to_owned)),
                            "fill" => {
                                used.extend(value.strip_prefix("url(#").map(|id| id.trim_end_matches(')').to_owned()));
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        assert!(used.is_subset(&ids), "{name}: {used:?} in {ids:?}");
        assert!(used.contains("_c1-t") && used.contains("_c1-d"), "{name} has no title or description");
        assert!(["title", "desc", "table"].iter().all(|tag| tags.contains(*tag)), "{name}: {tags:?}");
    }
}

#[test]
fn the_table_shows_the_numbers_of_the_data() {
    for (name, _) in ChartType::ALL {
        let html = html_of_type(name);
        let cells: Vec<&str> =
            html.split("<td class=\"align-right\">").skip(1).map(|cell| cell.split('<').next().unwrap()).collect();
        let expected: &[&str] = match name {
            "bump" => &["1", "2", "2", "1", "", "3"],
            "bar" => &["12.5%", "", "80%"],
            _ => &["43%", "12.5%", "7%", "", "0%", "80%"],
        };
        assert_eq!(cells, expected, "{name}");
        assert!(html.contains("href=\"data/d.csv\""), "{name}");
    }
}

#[test]
fn bad_cells_are_reported_at_their_place() {
    let bar = "type: bar\ndata: d\ntitle: T\n";
    assert_eq!(
        findings(bar, "who,share\n\"A, B\",many\n,3\n"),
        [
            "2:8: `many` in row 1, column `share`, is no figure",
            "3:1: `` in row 2, column `who`, should say what the row is about"
        ]
    );
    assert_eq!(
        findings(bar, "who,share\nA,4%\nB,5%\nC,6\n"),
        ["4:3: `6` in row 3, column `share`, has no percent sign, as other cells have"]
    );
    assert_eq!(
        findings("type: dots\ndata: d\ntitle: T\nscale: {min: 1, max: 5}\n", "who,x\nA,5.1\n"),
        ["2:3: `5.1` in row 1, column `x`, is outside the scale"]
    );
    assert_eq!(
        findings("type: likert\ndata: d\ntitle: T\n", "who,n,y\nA,60%,60%\n"),
        ["2:7: `60%` in row 1, column `y`, brings the row to 120 %"]
    );
    assert_eq!(
        findings("type: bump\ndata: d\ntitle: T\n", "who,a,b\nA,1,1.5\n"),
        ["2:5: `1.5` in row 1, column `b`, is no rank"]
    );
}

#[test]
fn bad_specs_are_reported_at_their_place() {
    let csv = "who,a,b\nA,1,2\nB,3,4\n";
    assert_eq!(findings("type: baar\ndata: d\ntitle: T\n", csv), ["1:7: there is no chart of the type `baar`"]);
    assert_eq!(findings("type: bar\ndata: d\ntitle: T\nsorted: x\n", csv), ["4:1: unknown key `sorted`"]);
    assert_eq!(
        findings("type: bar\ndata: d\ntitle: T\n", csv),
        ["1:7: a chart of the type `bar` shows one column of figures, not 2"]
    );
    assert_eq!(
        findings("type: line\ndata: d\ntitle: T\nvalues: [a, c]\n", csv),
        ["4:13: `content/data/d.csv` has no column `c`"]
    );
    assert_eq!(findings("type: grouped\ndata: d\ntitle: T\nhighlight: C\n", csv), ["4:12: no row is called `C`"]);
    assert_eq!(findings("type: bar\n", csv), ["1:1: the chart has no `data`", "1:1: the chart has no `title`"]);
    assert_eq!(findings("type: dots\ndata: d\ntitle: T\nscale: {min: 5, max: 1}\n", csv).len(), 1);
}

#[test]
fn odd_tables_are_drawn_without_invalid_numbers() {
    let draw = |kind: &str, csv: &str| render(&format!("type: {kind}\ndata: d\ntitle: T\n"), csv).unwrap();
    for html in [
        draw("bar", "who,x\nA,-3\nB,0\nC,\n"),
        draw("bar", "who,x\nA,0\n"),
        draw("line", "who,x\nA,5\nB,5\n"),
        draw("line", "who,x,y\nA,,-1\nB,,-1\n".replace(",,", ",7,").as_str()),
        draw("stacked", "who,x,y\nA,0,0\n"),
        draw("dots", "who,x\nA,0\n"),
        draw("slope", "who,x,y\nA,1,1\n"),
        draw("multiples", "who,x,y\nA,1,\nB,,\nC,,2\n"),
    ] {
        assert!(!html.contains("NaN") && !html.contains("inf%") && !html.contains("width=\"-"), "{html}");
    }
}
