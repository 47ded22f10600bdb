//! Reads a built site as a browser would: every page parsed, every address in it followed within the outputs, down
//! to the anchor. Returns what is wrong as text; knows nothing of how the site was made.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use trendpress::config::BaseUrl;

use crate::html::{Element, Html};
use crate::site::Tree;

/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["href", "src", "poster", "data", "action", "formaction"];

/// Attributes that hold ids of the same page.
const REFERENCES: [&str; 4] = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];

/// Everything that is wrong with the pages of a site.
pub fn crawl(outputs: &Tree, base: Option<&BaseUrl>) -> Vec<String> {
    let is_page = |path: &str| path.ends_with(".html");
    let pages = outputs.iter().filter(|(path, _)| is_page(path));
    let pages = pages.map(|(path, bytes)| (&**path, Html::new(std::str::from_utf8(bytes).unwrap()))).collect();
    let crawler = Crawler { outputs, base, pages };
    let mut problems = Vec::new();
    for (path, page) in &crawler.pages {
        let own = page_problems(page).into_iter().chain(crawler.address_problems(path, page));
        problems.extend(own.map(|problem| format!("{path}: {problem}")));
    }
    problems
}

/// What is wrong with a page by itself.
fn page_problems(page: &Html) -> Vec<String> {
    let mut problems = page.errors.clone();
    let mut want = |is_right: bool, problem: &str| {
        if !is_right {
            problems.push(problem.to_owned());
        }
    };
    let text = |selector| page.select(selector).first().map(|element| element.text()).unwrap_or_default();
    let attribute = |selector, name| {
        page.select(selector).first().and_then(|element| element.attribute(name)).unwrap_or_default().to_owned()
    };
    want(!attribute("html", "lang").is_empty(), "no language");
    want(!text("head title").is_empty(), "no title");
    want(page.select("h1").len() == 1, "not just one h1");
    want(!text("h1").is_empty(), "an empty h1");
    want(attribute("meta[name=viewport]", "content").contains("width=device-width"), "no viewport");
    want(page.select("main").len() == 1, "not just one main");
    let mut ids = BTreeSet::new();
    for element in page.elements() {
        if let Some(id) = element.attribute("id") {
            want(!id.is_empty() && ids.insert(id), &format!("the id `{id}` is given twice"));
        }
        let is_inline = |name: &str| name == "style" || name.starts_with("on");
        for (name, _) in element.attributes().iter().filter(|(name, _)| is_inline(name)) {
            want(false, &format!("{} has the inline attribute `{name}`", element.name()));
        }
        match element.name() {
            "script" => want(is_json_ld(element) || is_file(element), "an inline script that is no JSON-LD"),
            "style" => want(false, "an inline style sheet"),
            "img" => want(element.attribute("alt").is_some(), "an image without alt"),
            _ => {}
        }
    }
    for element in page.elements() {
        for name in REFERENCES {
            for id in element.attribute(name).unwrap_or_default().split_whitespace() {
                want(ids.contains(id), &format!("{name} names `{id}`, which is not there"));
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

/// A script that the page can do without until it is read. That it is of this site is seen when it is followed.
fn is_file(script: Element<'_>) -> bool {
    let waits = script.attribute("defer").is_some() || script.attribute("type") == Some("module");
    script.attribute("src").is_some() && waits && script.text().is_empty()
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

    /// Follows an address on the page `from`. `Ok` where it leads to an output and an anchor of it, or leaves the
    /// site by a link.
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

    /// The output that an address means; `None` where it is not of this site.
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

/// An address relative to a page, as a path below the site's root.
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
fn a_crawler_that_finds_nothing_would_be_no_test() {
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
