//! Helpers: a link checker. Parses every page of a built site, follows every address in it to an output and its anchor,
//! and returns the problems as text.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use trendpress::BaseUrl;

use crate::html_tree::{Element, Html};
use crate::test_site::Tree;

/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["href", "src", "poster", "data", "action", "formaction"];

/// Attributes that hold ids of the same page.
const REFERENCES: [&str; 4] = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];

/// Returns the problems of all pages of a site.
pub fn crawl(outputs: &Tree, base: Option<&BaseUrl>) -> Vec<String> {
    let is_page = |path: &str| path.ends_with(".html");
    let pages = outputs.iter().filter(|(path, _)| is_page(path));
    let pages = pages.map(|(path, bytes)| (&**path, Html::new(std::str::from_utf8(bytes).unwrap()))).collect();
    let crawler = Crawler { outputs, base, pages };
    let mut problems = Vec::new();
    for (path, page) in &crawler.pages {
        let page_problems = page_problems(page).into_iter().chain(crawler.address_problems(path, page));
        problems.extend(page_problems.map(|problem| format!("{path}: {problem}")));
    }
    problems
}

/// Returns the problems of a page, apart from its addresses.
fn page_problems(page: &Html) -> Vec<String> {
    let mut problems = page.errors.clone();
    let mut expect = |is_right: bool, problem: &str| {
        if !is_right {
            problems.push(problem.to_owned());
        }
    };
    let text = |selector| page.select(selector).first().map(|element| element.text()).unwrap_or_default();
    let attribute = |selector, name| {
        page.select(selector).first().and_then(|element| element.attribute(name)).unwrap_or_default().to_owned()
    };
    expect(!attribute("html", "lang").is_empty(), "no language");
    expect(!text("head title").is_empty(), "no title");
    expect(page.select("h1").len() == 1, "not just one h1");
    expect(!text("h1").is_empty(), "an empty h1");
    expect(attribute("meta[name=viewport]", "content").contains("width=device-width"), "no viewport");
    expect(page.select("main").len() == 1, "not just one main");
    let mut ids = BTreeSet::new();
    for element in page.elements() {
        if let Some(id) = element.attribute("id") {
            expect(!id.is_empty() && ids.insert(id), &format!("the id `{id}` is given twice"));
        }
        let is_inline = |name: &str| name == "style" || name.starts_with("on");
        for (name, _) in element.attributes().iter().filter(|(name, _)| is_inline(name)) {
            expect(false, &format!("{} has the inline attribute `{name}`", element.name()));
        }
        match element.name() {
            "script" => expect(is_json_ld(element) || is_deferred_file(element), "an inline script that is no JSON-LD"),
            "style" => expect(false, "an inline style sheet"),
            "img" => expect(element.attribute("alt").is_some(), "an image without alt"),
            _ => {}
        }
    }
    for element in page.elements() {
        for name in REFERENCES {
            for id in element.attribute(name).unwrap_or_default().split_whitespace() {
                expect(ids.contains(id), &format!("{name} names `{id}`, which is not there"));
            }
        }
    }
    problems
}

fn is_json_ld(script: Element<'_>) -> bool {
    script.attribute("type") == Some("application/ld+json")
        && script.attribute("src").is_none()
        && serde_json::from_str::<serde_json::Value>(&script.text())
            .is_ok_and(|value| value["@context"] == "https://schema.org")
}

/// Returns true if a script is a file and does not block the page. Whether the file is of this site is checked when its
/// address is followed.
fn is_deferred_file(script: Element<'_>) -> bool {
    let is_deferred = script.attribute("defer").is_some() || script.attribute("type") == Some("module");
    script.attribute("src").is_some() && is_deferred && script.text().is_empty()
}

struct Crawler<'a> {
    outputs: &'a Tree,
    base: Option<&'a BaseUrl>,
    pages: BTreeMap<&'a str, Html>,
}

impl Crawler<'_> {
    fn address_problems(&self, path: &str, page: &Html) -> Vec<String> {
        let mut problems = Vec::new();
        for element in page.elements() {
            for (name, address) in element.attributes().iter().filter(|(name, _)| ADDRESSES.contains(&&**name)) {
                let is_fetched = match element.name() {
                    "a" | "area" => false,
                    "link" => matches!(element.attribute("rel"), Some("stylesheet" | "icon" | "preload")),
                    _ => true,
                };
                if let Err(problem) = self.follow(path, address, is_fetched) {
                    problems.push(format!("<{} {name}=\"{address}\">: {problem}", element.name()));
                }
            }
            let refresh =
                element.attribute("http-equiv").filter(|value| *value == "refresh").and(element.attribute("content"));
            if let Some((_, address)) = refresh.and_then(|content| content.split_once("url="))
                && let Err(problem) = self.follow(path, address, false)
            {
                problems.push(format!("refresh to {address}: {problem}"));
            }
        }
        problems
    }

    /// Follows an address on the page `from`. Returns an error unless it leads to an output and an anchor of it, or leaves
    /// the site by a link.
    fn follow(&self, from: &str, address: &str, is_fetched: bool) -> Result<(), String> {
        let (address, anchor) =
            address.split_once('#').map_or((address, None), |(address, anchor)| (address, Some(anchor)));
        if address.contains(char::is_whitespace) {
            return Err("white space".to_owned());
        }
        let Some(path) = self.path(from, address)? else {
            return if is_fetched { Err("it is fetched from another host".to_owned()) } else { Ok(()) };
        };
        if !self.outputs.contains_key(&path) {
            return Err(format!("there is no output {path}"));
        }
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return Ok(()) };
        let anchor = percent_decode_str(anchor).decode_utf8_lossy();
        let page = self.pages.get(&*path).ok_or("an anchor of what is no page")?;
        let has_anchor = page.elements().iter().any(|element| element.attribute("id") == Some(&anchor));
        if has_anchor { Ok(()) } else { Err(format!("{path} has no anchor {anchor}")) }
    }

    /// The path of the output that an address leads to; `None` if the address is of another site.
    fn path(&self, from: &str, address: &str) -> Result<Option<String>, String> {
        if address.is_empty() {
            return Ok(Some(from.to_owned()));
        }
        let origin = self.base.and_then(|base| base.origin.as_deref());
        let local = match origin.and_then(|origin| address.strip_prefix(origin)) {
            Some(local) => local,
            None if address.contains("://") || address.starts_with("mailto:") || address.starts_with("tel:") => {
                return Ok(None);
            }
            None => address,
        };
        let decoded = percent_decode_str(local).decode_utf8().map_err(|_| "no UTF-8")?;
        let joined = match (decoded.strip_prefix('/'), self.base) {
            (Some(_), Some(base)) => {
                let below = decoded.strip_prefix(&*base.path).ok_or("it leaves the site's folder on the host")?;
                below.to_owned()
            }
            (Some(_), None) => {
                return Err("it begins with a slash, and nobody knows where the site will lie".to_owned());
            }
            (None, _) => join(from, &decoded)?,
        };
        let is_folder = joined.is_empty() || joined.ends_with('/');
        if is_folder && self.base.is_none() {
            return Err("a folder: it shows no page without a server".to_owned());
        }
        Ok(Some(if is_folder { joined + "index.html" } else { joined }))
    }
}

/// Resolves an address relative to the page `from`.
fn join(from: &str, relative: &str) -> Result<String, String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().ok_or("it climbs out of the site")?),
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[test]
fn the_crawler_reports_each_kind_of_problem() {
    let page = |body: &str| {
        let head = "<meta name=viewport content='width=device-width'><title>T</title>";
        let text = format!("<!doctype html><html lang=en>{head}<main><h1>T</h1>{body}</main></html>");
        Tree::from([("a/index.html".to_owned(), text.into_bytes()), ("b.png".to_owned(), Vec::new())])
    };
    let problems = |body: &str| crawl(&page(body), None).len();
    assert_eq!(
        crawl(&page("<p id=x><a href='../a/index.html#x'>x</a><img alt='' src=../b.png>"), None),
        Vec::<String>::new()
    );
    for wrong in [
        "<a href=../b/index.html>x</a>",
        "<a href=#y>x</a>",
        "<a href=/a/index.html>x</a>",
        "<a href=../a/>x</a>",
        "<a href=../../a/index.html>x</a>",
        "<img alt='' src=https://example.org/b.png>",
        "<p id=x><p id=x>",
        "<p style='color:red'>",
        "<script>x</script>",
        "<h1>2</h1>",
        "<p aria-labelledby=z>",
        "</div>",
    ] {
        assert_eq!(problems(wrong), 1, "{wrong}");
    }
}
