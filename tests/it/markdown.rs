//! Markdown beyond CommonMark: headings, footnotes, tables, links, images, raw HTML. Each case is some Markdown, its HTML
//! and its findings. Holes are shown by their contents in braces.

use trendpress::Code;
use trendpress::SourcePath;
use trendpress::internals::position;
use trendpress::internals::{Document, Fill, Form, parse};
use trendpress::{Markdown, RawHtml};

const FRONT: &str = "---\ntitle: Digital Equity\nkind: hurdle\n---\n";
const SANITIZE: Markdown = Markdown { raw_html: RawHtml::Sanitize, smart_punctuation: true };

struct Read {
    text: &'static str,
    document: Document<'static>,
}

fn read(body: &str) -> Read {
    read_as(body, SANITIZE)
}

fn read_as(body: &str, markdown: Markdown) -> Read {
    // Leaked, because the document borrows from it.
    let text = &*format!("{FRONT}{body}").leak();
    let document = parse(&SourcePath::content(), text, markdown);
    Read { text, document }
}

fn read_html(body: &str, raw_html: RawHtml) -> Read {
    read_as(body, Markdown { raw_html, ..SANITIZE })
}

impl Read {
    fn html(&self) -> String {
        let body = &self.document.body;
        body.prose(&self.document.path).filled(|fill, default, html| {
            let word = match fill {
                Fill::Link(number) => body.links[number].destination.written.clone(),
                Fill::LinkTitle(number) => format!("title of {}", body.links[number].destination.written),
                Fill::Image(number) => {
                    let image = &body.images[number];
                    format!("{}|{}|{}", image.destination.written, image.alt, image.title)
                }
                Fill::Word(word) => word.key().to_owned(),
                Fill::Chart(number) => format!("chart {number}"),
                _ => return html.push_str(default),
            };
            html.extend(["{", &word, "}"]);
        })
    }

    /// The code of each finding, and the text at its place.
    fn findings(&self) -> Vec<(Code, &str)> {
        let findings = self.document.findings.iter();
        findings.map(|finding| (finding.code, finding.span.map_or("", |span| span.slice(self.text)))).collect()
    }

    /// The line and column of the only finding.
    fn place(&self) -> (usize, usize) {
        let [finding] = &*self.document.findings else { panic!("{:?}", self.document.findings) };
        let position = position(self.text, finding.span.unwrap().start as usize);
        (position.line, position.column)
    }

    fn headings(&self) -> Vec<(u8, &str, &str)> {
        let headings = self.document.body.headings.iter();
        headings.map(|heading| (heading.level, &*heading.id, &*heading.text)).collect()
    }
}

#[track_caller]
fn assert_html(body: &str, html: &str) {
    let read = read(body);
    assert_eq!(read.html(), html, "{body}");
    assert_eq!(read.findings(), [], "{body}");
}

// ---- headings

#[test]
fn headings_get_unique_ids_in_any_script() {
    let read = read(
        "## Why now\n## Why now?\n## 数字公平\n## हिन्दी शिक्षा\n## Équité & co\n## ?!\n## ![A map](m.png)\n## *Em* `code` it's\n",
    );
    let ids: Vec<&str> = read.headings().into_iter().map(|(_, id, _)| id).collect();
    let want = ["why-now", "why-now-2", "数字公平", "हिन्दी-शिक्षा", "équité-co", "section", "a-map", "em-code-its"];
    assert_eq!(ids, want);
    assert_eq!(read.findings(), []);
    for id in want {
        assert!(read.document.body.has_anchor(id), "{id}");
        assert!(read.html().contains(&format!("<h2 id=\"{id}\">")), "{id}");
    }
    assert!(!read.document.body.has_anchor("why"));
}

#[test]
fn authors_may_set_the_id_of_a_heading() {
    assert_html("## Why now {#why}\n", "<h2 id=\"why\">Why now</h2>\n");
    assert_html("## Why *now* {#why} ##\n", "<h2 id=\"why\">Why <em>now</em></h2>\n");
    assert_html("Why\nnow {#why .big}\n---\n", "<h2 id=\"why\">Why\nnow</h2>\n");
    assert_html("> ## It's {#why--now}\n", "<blockquote>\n<h2 id=\"why--now\">It’s</h2>\n</blockquote>\n");
    assert_html("## Sets {a, b}\n", "<h2 id=\"sets-a-b\">Sets {a, b}</h2>\n");
    assert_html("## Write `{#id}`\n", "<h2 id=\"write-id\">Write <code>{#id}</code></h2>\n");
    assert_html("## Why \\{#why}\n", "<h2 id=\"why-why\">Why {#why}</h2>\n");
    assert_html("## A {#a\"b&c}\n", "<h2 id=\"a&quot;b&amp;c\">A</h2>\n");
    let read = read("## Why now {#why}\n");
    assert_eq!(read.headings(), [(2, "why", "Why now")]);
}

#[test]
fn duplicate_heading_ids_are_reported() {
    let twice = read("## Why now {#why}\n\n## Why it matters {#why}\n\n## Why\n");
    assert_eq!(twice.findings(), [(Code::DuplicateAnchor, "## Why it matters {#why}")]);
    assert_eq!(twice.place(), (7, 1));
    assert_eq!(twice.headings(), [(2, "why", "Why now"), (2, "why-2", "Why it matters"), (2, "why-3", "Why")]);
    let html = read("## A\n\n<div id=\"a\">x</div>\n\n<b id=\"c\">y</b>\n\n## C\n");
    assert_eq!(html.findings(), [(Code::DuplicateAnchor, "div")]);
    assert_eq!(html.headings(), [(2, "a", "A"), (2, "c-2", "C")]);
}

#[test]
fn skipped_heading_levels_are_reported() {
    assert_eq!(read("## A\n### B\n#### C\n## D\n").findings(), []);
    assert_eq!(read("## A\n\n#### B\n").findings(), [(Code::HeadingSkipped, "#### B")]);
    assert_eq!(read("### A\n").findings(), [(Code::HeadingSkipped, "### A")]);
    let first = read("Text.\n\n> A\n> ===\n");
    assert_eq!((first.findings(), first.place()), (vec![(Code::HeadingSkipped, "A\n> ===")], (7, 3)));
}

// ---- footnotes

#[test]
fn footnotes_are_numbered_in_the_order_of_the_text() {
    let read = read(
        "[^late]: Written first.\n\nOne[^Survey], two[^late], one again[^survey].\n\n[^survey]: State *survey*.\n",
    );
    let reference = |number: u8, id: &str| {
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        )
    };
    let back = |id: &str, words: &str| {
        format!(" <a href=\"#{id}\" class=\"footnote-back\" aria-label=\"{{back-to-text}} {words}\">↩</a>")
    };
    let html = format!(
        "<p>One{}, two{}, one again{}.</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{{footnotes}}\">\n<ol>\n\
         <li id=\"fn-1\" value=\"1\"><p>State <em>survey</em>.{}{}</p>\n</li>\n\
         <li id=\"fn-2\" value=\"2\"><p>Written first.{}</p>\n</li>\n\
         </ol>\n</section>\n",
        reference(1, "fnref-1"),
        reference(2, "fnref-2"),
        reference(1, "fnref-1-2"),
        back("fnref-1", "1"),
        back("fnref-1-2", "1-2"),
        back("fnref-2", "2"),
    );
    assert_eq!(read.html(), html);
    assert_eq!(read.findings(), []);
    assert!(read.document.body.has_anchor("fn-2") && read.document.body.has_anchor("fnref-1-2"));
}

#[test]
fn footnotes_hold_blocks_links_and_footnotes() {
    let read = read("A[^a].\n\n[^a]: See [b](b.md).\n\n    - one[^c]\n    - two\n\n[^c]: `C`\n");
    let html = read.html();
    assert!(
        html.contains("<li id=\"fn-1\" value=\"1\"><p>See <a href=\"{b.md}\">b</a>.</p>\n<ul>\n<li>one<sup"),
        "{html}"
    );
    assert!(html.contains("<li>two</li>\n</ul>\n <a href=\"#fnref-1\""), "{html}");
    assert!(html.contains("<li id=\"fn-2\" value=\"2\"><p><code>C</code> <a href=\"#fnref-2\""), "{html}");
    assert_eq!(read.findings(), []);
    assert_eq!(read.document.body.lead, "A.");
}

#[test]
fn missing_footnotes_are_reported_at_their_reference() {
    let missing = read("## Why\n\n> Café — half[^state_survey--2025] of the homes.\n");
    assert_eq!(missing.findings(), [(Code::BrokenFootnote, "[^state_survey--2025]")]);
    assert_eq!(missing.place(), (7, 14));
    assert!(missing.html().contains("half[^state_survey–2025] of"));
    for written in ["it's[^it's]", "![^a]", "[^a][b]", "*x[^a]*", "| [^a] |\n|---|\n", "## x[^a]"] {
        assert_eq!(read(written).findings().len(), 1, "{written}");
    }
    for fine in ["`[^a]`", "\\[^a]", "[^a\\]", "[^ a]", "[^]", "    [^a]", "[a^b]", "[^a](b.md)"] {
        assert_eq!(read(fine).findings(), [], "{fine}");
    }
}

// ---- lists, tables, alerts

#[test]
fn task_lists_have_disabled_check_boxes() {
    assert_html(
        "- [x] done\n- [ ] open\n- [y] text\n",
        "<ul>\n<li><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"{task-done}\" />\ndone</li>\n\
         <li><input type=\"checkbox\" disabled=\"\" aria-label=\"{task-open}\" />\nopen</li>\n<li>[y] text</li>\n</ul>\n",
    );
}

#[test]
fn alerts_have_a_title_in_the_pages_language() {
    for kind in ["note", "tip", "important", "warning", "caution"] {
        assert_html(
            &format!("> [!{}]\n> Mind *this*.\n>\n> - a\n", kind.to_uppercase()),
            &format!(
                "<div class=\"alert alert-{kind}\" role=\"note\">\n<p class=\"alert-title\">{{alert-{kind}}}</p>\n\
                 <p>Mind <em>this</em>.</p>\n<ul>\n<li>a</li>\n</ul>\n</div>\n"
            ),
        );
    }
    assert_html("> [!OTHER]\n> a\n", "<blockquote>\n<p>[!OTHER]\na</p>\n</blockquote>\n");
}

#[test]
fn definition_lists_have_terms_and_definitions() {
    assert_html(
        "Hurdle\n: Slows *people* down.\n: In the way.\n\nEnabler\n: A tool.\n",
        "<dl>\n<dt>Hurdle</dt>\n<dd>Slows <em>people</em> down.</dd>\n<dd>In the way.</dd>\n\
         <dt>Enabler</dt>\n<dd>A tool.</dd>\n</dl>\n",
    );
}

#[test]
fn tables_can_scroll_and_their_columns_are_aligned() {
    assert_html(
        "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | `x\\|y` | *3* |\n",
        "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{table}\">\n<table>\n<thead>\n<tr>\n\
         <th scope=\"col\" class=\"align-left\">a</th>\n<th scope=\"col\" class=\"align-center\">b</th>\n\
         <th scope=\"col\" class=\"align-right\">c</th>\n<th scope=\"col\">d</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
         <td class=\"align-left\">1</td>\n<td class=\"align-center\"><code>x|y</code></td>\n\
         <td class=\"align-right\"><em>3</em></td>\n<td></td>\n</tr>\n</tbody>\n</table>\n</div>\n",
    );
}

#[test]
fn strikethrough_is_deleted_text() {
    assert_html("~~gone~~ ~too~ H~2~O", "<p><del>gone</del> <del>too</del> H~2~O</p>\n");
}

#[test]
fn punctuation_is_typographic_unless_switched_off() {
    let text = "\"It's\" -- 'so' --- and... `\"--\"`";
    assert_html(text, "<p>“It’s” – ‘so’ — and… <code>\"--\"</code></p>\n");
    let plain = read_as(text, Markdown { smart_punctuation: false, ..SANITIZE });
    assert_eq!(plain.html(), "<p>\"It's\" -- 'so' --- and... <code>\"--\"</code></p>\n");
}

// ---- links and images

#[test]
fn links_between_files_are_recorded_as_written_with_their_places() {
    let read = read(
        "[a](../2025/a%20b.md#why) [b](@/b.md \"T\") [c](/c/) [d](#d) <https://e.org/?a=b&c> <f@g.org> [h]\n\n[h]: h.md\n",
    );
    assert_eq!(
        read.html(),
        "<p><a href=\"{../2025/a%20b.md#why}\">a</a> <a href=\"{@/b.md}\" title=\"T\">b</a> <a href=\"{/c/}\">c</a> \
         <a href=\"{#d}\">d</a> <a href=\"https://e.org/?a=b&amp;c\">https://e.org/?a=b&amp;c</a> \
         <a href=\"mailto:f@g.org\">f@g.org</a> <a href=\"{h.md}\">h</a></p>\n"
    );
    let links: Vec<_> =
        read.document.body.links.iter().map(|link| (link.destination.form, link.span.slice(read.text))).collect();
    assert_eq!(
        links,
        [
            (Form::File, "[a](../2025/a%20b.md#why)"),
            (Form::Content, "[b](@/b.md \"T\")"),
            (Form::Address, "[c](/c/)"),
            (Form::File, "[d](#d)"),
            (Form::File, "[h]"),
        ]
    );
    let first = &read.document.body.links[0].destination;
    assert_eq!((&*first.path, first.anchor.as_deref()), ("../2025/a b.md", Some("why")));
}

#[test]
fn wiki_links_show_a_title_or_their_text() {
    let read = read("See [[digital-equity]], [[2025/digital-equity#why|the *old* one]] and ## not.\n");
    assert_eq!(
        read.html(),
        "<p>See <a href=\"{digital-equity}\">{title of digital-equity}</a>, \
         <a href=\"{2025/digital-equity#why}\">the <em>old</em> one</a> and ## not.</p>\n"
    );
    let links = &read.document.body.links;
    assert!(links.iter().all(|link| link.destination.form == Form::Name));
    assert_eq!(
        (&*links[1].destination.path, links[1].destination.anchor.as_deref()),
        ("2025/digital-equity", Some("why"))
    );
    assert_eq!(links[0].span.slice(read.text), "[[digital-equity]]");
    assert_eq!(read.document.body.lead, "See digital equity, the old one and ## not.");
}

#[test]
fn images_without_alt_text_are_reported() {
    assert_html("![A *map* of `x`](map.png \"T\")", "<p><img {map.png|A map of x|T} /></p>\n");
    assert_html("![[map.png|A map]]", "<p><img {map.png|A map|} /></p>\n");
    let silent = read("![](a.png)\n![ ](b.png) ![[c.png]]\n");
    let without_alt: Vec<&str> = silent
        .findings()
        .into_iter()
        .map(|(code, words)| {
            assert_eq!(code, Code::ImageWithoutAlt);
            words
        })
        .collect();
    assert_eq!(without_alt, ["![](a.png)", "![ ](b.png)", "![[c.png]]"]);
    assert_eq!(read("![A](https://a.org/b.png)").findings(), [(Code::RemoteImage, "![A](https://a.org/b.png)")]);
}

// ---- unsafe schemes

/// Spellings of schemes that run code, all of which browsers understand.
const UNSAFE: [&str; 12] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#1;javascript:alert(1)",
    "\\javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "blob:https://a.org/1",
];

#[test]
fn schemes_that_run_code_are_never_published() {
    for scheme in UNSAFE.into_iter().filter(|scheme| !scheme.starts_with('\\')) {
        for body in [
            format!("[words]({scheme})"),
            format!("[words](<{scheme}> \"t\")"),
            format!("![words]({scheme})"),
            format!("[words]\n\n[words]: {scheme}"),
            format!("[![words]({scheme})](a.md)"),
            format!("> - [words]({scheme})"),
            format!("| a |\n|---|\n| [words]({scheme}) |"),
            format!("x[^1]\n\n[^1]: [words]({scheme})"),
            format!("<a href=\"{scheme}\">words</a>"),
            format!("<div><img alt=\"words\" src='{scheme}'></div>"),
            format!("<blockquote cite=\"{scheme}\">words</blockquote>"),
        ] {
            for raw_html in [RawHtml::Sanitize, RawHtml::Escape] {
                let read = read_html(&body, raw_html);
                let is_text = body.starts_with('<') && raw_html == RawHtml::Escape;
                let is_reported = read.findings().iter().any(|(code, _)| *code == Code::UnsafeLink);
                assert_eq!(is_reported, !is_text, "{body} {:?}", read.findings());
                let html = read.html();
                assert!(is_text || !html.contains("script:") && !html.contains("data:"), "{body}: {html}");
                assert!(html.contains("words"), "{body}: {html}");
            }
        }
    }
}

#[test]
fn unsafe_autolinks_are_shown_as_text() {
    for body in ["<javascript:alert(1)>", "<JAVASCRIPT:alert(1)>", "<data:text/html,x>", "<vbscript:x>"] {
        let read = read(body);
        assert_eq!(read.html(), format!("<p>{}</p>\n", &body[1..body.len() - 1]));
        assert_eq!(read.findings(), [(Code::UnsafeLink, body)]);
    }
}

#[test]
fn backslashes_and_line_breaks_make_no_scheme() {
    // To Markdown these are no links, or to browsers they have no scheme.
    for body in ["[a](\\javascript:alert(1))", "[a](java\nscript:alert(1))", "[a](<java\nscript:x>)", "<java script:x>"]
    {
        let html = read(body).html();
        assert!(!html.contains("href=\"java") && !html.contains("href=\"\n"), "{body}: {html}");
    }
}

#[test]
fn unsafe_links_are_reported_at_their_place() {
    let link = read("## Why\n\n> 数字 [*x*](javascript:y) z\n");
    assert_eq!(link.findings(), [(Code::UnsafeLink, "[*x*](javascript:y)")]);
    assert_eq!(link.place(), (7, 6));
    assert_eq!(link.html(), "<h2 id=\"why\">Why</h2>\n<blockquote>\n<p>数字 <em>x</em> z</p>\n</blockquote>\n");
    let html = read("> <p>数字\n> <a\n> href=javascript:y>x</a>\n");
    assert_eq!((html.findings(), html.place()), (vec![(Code::UnsafeLink, "a")], (6, 4)));
}

// ---- raw HTML

#[test]
fn unsafe_html_is_removed_and_reported() {
    for (body, html, found) in [
        ("<script>if (a<b) x(\"<i>\")</script>\n\nx\n", "\n<p>x</p>\n", vec!["script"]),
        ("a <script>x()</script> b\n", "<p>a  b</p>\n", vec!["script"]),
        ("<style>p { color: red }</style>\n", "\n", vec!["style"]),
        ("a <iframe src=\"https://a.org\"></iframe> b\n", "<p>a  b</p>\n", vec!["iframe"]),
        ("a <svg onload=x><circle/></svg> b\n", "<p>a  b</p>\n", vec!["svg", "circle"]),
        ("a <object data=x></object><embed src=x> b\n", "<p>a  b</p>\n", vec!["object", "embed"]),
        ("<form action=x><button>go</button></form>\n", "go\n", vec!["form", "button"]),
        ("<base href=\"https://a.org\">\n", "\n", vec!["base"]),
        ("<meta http-equiv=refresh content=0>\n", "\n", vec!["meta"]),
        ("<b onclick=\"x()\" ONMOUSEOVER=y>a</b>\n", "<p><b>a</b></p>\n", vec!["b", "b"]),
        ("<p style=\"color: red\">a</p>\n", "<p>a</p>\n", vec!["p"]),
        ("<input type=password name=p>\n", "<input type=\"checkbox\" disabled=\"\">\n", vec!["input", "input"]),
        ("<!-- <b onclick=x> --><b onclick=y>a</b>\n", "<b>a</b>\n", vec!["b"]),
    ] {
        let read = read(body);
        assert_eq!(read.html(), html, "{body}");
        let want: Vec<_> = found.into_iter().map(|words| (Code::UnsafeHtml, words)).collect();
        assert_eq!(read.findings(), want, "{body}");
    }
}

#[test]
fn html_in_a_quote_is_sanitized_without_the_quote_marks() {
    let read = read("> <div\n> onclick=\"x()\">数字\n> <b\n> onclick=y>a</b></div>\n");
    assert_eq!(read.findings(), [(Code::UnsafeHtml, "div"), (Code::UnsafeHtml, "b")]);
    let [_, second] = &*read.document.findings else { panic!() };
    assert_eq!(position(read.text, second.span.unwrap().start as usize).line, 7);
    assert_eq!(read.html(), "<blockquote>\n<div>数字\n<b>a</b></div>\n</blockquote>\n");
}

#[test]
fn safe_html_around_markdown_is_kept() {
    let read =
        read("<details open><summary>More</summary>\n\n[*a*](b.md) ![C](d.png) [[e]][^1]\n\n</details>\n\n[^1]: F\n");
    let html = read.html();
    assert!(
        html.starts_with("<details open=\"\"><summary>More</summary>\n<p><a href=\"{b.md}\"><em>a</em></a> "),
        "{html}"
    );
    assert!(html.contains("<img {d.png|C|}> <a href=\"{e}\">{title of e}</a><sup"), "{html}");
    assert!(html.contains("aria-label=\"{footnotes}\"") && html.contains("aria-label=\"{back-to-text} 1\""), "{html}");
    assert_eq!(read.findings(), []);
}

#[test]
fn html_cannot_close_elements_of_the_page() {
    assert_eq!(read("</div></main></body>\n\na\n").html(), "\n<p>a</p>\n");
    assert_eq!(read("<div>\n\na\n").html(), "<div>\n<p>a</p>\n</div>");
}

#[test]
fn raw_html_can_be_allowed_or_escaped() {
    let body = "<script>x()</script>\n\na <b onclick=\"y\">b</b>\n";
    let allowed = read_html(body, RawHtml::Allow);
    assert_eq!(allowed.html(), "<script>x()</script>\n<p>a <b onclick=\"y\">b</b></p>\n");
    assert_eq!(allowed.findings(), []);
    let linked = read_html("<a href=\"javascript:x\">a</a>", RawHtml::Allow);
    assert_eq!(linked.findings(), [(Code::UnsafeLink, "a")]);
    let escaped = read_html(body, RawHtml::Escape);
    assert_eq!(
        escaped.html(),
        "<p>&lt;script&gt;x()&lt;/script&gt;</p>\n<p>a &lt;b onclick=\"y\"&gt;b&lt;/b&gt;</p>\n"
    );
    assert_eq!(escaped.findings(), []);
}

#[test]
fn deeply_nested_html_is_shown_as_text() {
    let read = read(&"<div>\n\n".repeat(300));
    assert_eq!(read.findings(), [(Code::UnsafeHtml, "<")]);
    assert_eq!(read.place(), (205 + 200, 1));
    assert_eq!(read.html().matches("<div>").count(), 200);
    assert_eq!(read.html().matches("&lt;div&gt;").count(), 100);
}

// ---- lead and word count

#[test]
fn the_lead_is_the_first_paragraph() {
    let lead = |body: &str| read(body).document.body.lead;
    assert_eq!(
        lead("![A map](m.png)\n\n## Why\n\n> Quoted.\n\n- listed\n\nIt's *the*\n`first` [one](a.md).\n\nNot this.\n"),
        "It’s the first one."
    );
    assert_eq!(lead("## Only a heading\n"), "");
    let long = lead(&"Half of the rural homes, ".repeat(20));
    assert!((220..=240).contains(&long.chars().count()), "{long}");
    assert!(long.ends_with("Half of the…"), "{long}");
}

#[test]
fn words_are_counted_in_scripts_with_and_without_spaces() {
    for (body, words) in [
        ("It's a well-known *fa*ct -- so.\n", 5),
        ("## Why now\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n", 8),
        ("数字公平很重要。\n", 4),
        ("AI 与教育\n", 3),
        ("a\\\nb<b>c</b> &amp; [d](e.md) ![not this](f.png)\n", 3),
        ("", 0),
    ] {
        assert_eq!(read(body).document.body.prose(&SourcePath::content()).words, words, "{body}");
    }
}
