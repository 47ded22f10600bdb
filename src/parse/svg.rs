//! Cleans SVG files of authors. A static host sends them as they are, and a browser that opens one runs what is in it. Elements
//! and references that draw stay; what runs code or loads something from elsewhere goes, and each such part is named.
//!
//! The parser is quick-xml's, because browsers read SVG files as XML. What stays is copied as it is written.

use quick_xml::NsReader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use std::ops::Range;

use crate::parse::destination::{Target, classify};

/// The elements that may stay, beside those of filters, whose names begin with `fe`.
const ELEMENTS: [&str; 48] = [
    "a",
    "animate",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "filter",
    "font",
    "font-face",
    "font-face-name",
    "font-face-src",
    "g",
    "glyph",
    "glyphRef",
    "hkern",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "missing-glyph",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tref",
    "tspan",
    "use",
    "view",
    "vkern",
    "cursor",
    "solidcolor",
];

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Parts of the namespaces in which drawing programs keep notes of their own. Browsers do nothing with those.
const NOTES: [&str; 9] = [
    "inkscape.org/",
    "sodipodi.sourceforge.net/",
    "www.w3.org/1999/02/22-rdf",
    "creativecommons.org/",
    "web.resource.org/cc",
    "purl.org/dc/",
    "ns.adobe.com/",
    "bohemiancoding.com/",
    "serif.com/",
];

/// Pictures and fonts that a file may hold within itself.
const DATA: [&str; 8] = [
    "data:image/png",
    "data:image/jpeg",
    "data:image/gif",
    "data:image/webp",
    "data:image/avif",
    "data:font/",
    "data:application/font",
    "data:application/x-font",
];

/// A cleaned file.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// The text without what was removed.
    pub text: String,
    /// The parts that were removed: the place and what it was.
    pub removed: Vec<(Range<usize>, String)>,
}

/// Cleans an SVG file.
///
/// # Errors
/// The place and the reason why it is no SVG that can be read. Browsers would not show it.
pub fn clean(text: &str) -> Result<Cleaned, (usize, String)> {
    let mut reader = NsReader::from_str(text);
    let mut cleaner = Cleaner { text, ..Cleaner::default() };
    let mut from = 0;
    loop {
        let resolved = reader.read_resolved_event();
        let (namespace, event) = match resolved {
            Ok((namespace, event)) => (is_known(&namespace), event),
            Err(error) => {
                let place = usize::try_from(reader.error_position()).unwrap_or(0).min(text.len());
                return Err((place, error.to_string()));
            }
        };
        if matches!(event, Event::Eof) {
            break;
        }
        let to = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        cleaner.event(namespace, &event, from..to);
        from = to;
    }
    if cleaner.has_root {
        Ok(cleaner.cleaned)
    } else {
        Err((0, "it has no `<svg>` element of the SVG namespace".to_owned()))
    }
}

/// Returns whether elements of a namespace may stay, and are SVG: `Some(true)` for SVG, `Some(false)` for notes.
fn is_known(namespace: &ResolveResult<'_>) -> Option<bool> {
    match namespace {
        ResolveResult::Unbound | ResolveResult::Bound(Namespace(SVG)) => Some(true),
        ResolveResult::Bound(Namespace(other)) => NOTES.iter().any(|notes| other.contains(notes)).then_some(false),
        ResolveResult::Unknown(_) => None,
    }
}

#[derive(Default)]
struct Cleaner<'t> {
    text: &'t str,
    cleaned: Cleaned,
    has_root: bool,
    /// The number of open elements that are removed, the outermost with all that it holds.
    removed_depth: usize,
    /// The style sheet that is open: where it begins in the cleaned text and in the file, and its rules.
    style: Option<(usize, usize, String)>,
}

impl Cleaner<'_> {
    fn event(&mut self, namespace: Option<bool>, event: &Event<'_>, place: Range<usize>) {
        if self.removed_depth > 0 {
            match event {
                Event::Start(_) => self.removed_depth += 1,
                Event::End(_) => self.removed_depth -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(start) => {
                if !self.element(namespace, start, &place, false) {
                    self.removed_depth = 1;
                }
            }
            Event::Empty(start) => drop(self.element(namespace, start, &place, true)),
            Event::End(end) => {
                self.end_style(end.local_name().into_inner(), place.end);
                self.keep(place);
            }
            Event::DocType(words) if words.contains('[') => {
                self.remove(place, "declarations in the document type".to_owned());
            }
            Event::PI(instruction) if instruction.target() == "xml-stylesheet" => {
                self.remove(place, "a style sheet in another file".to_owned());
            }
            // Another encoding would make other signs of the same bytes.
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok);
                if encoding.is_none_or(|name| name.eq_ignore_ascii_case("utf-8")) {
                    self.keep(place);
                }
            }
            Event::GeneralRef(name) if !is_known_entity(name) => {
                self.remove(place, format!("the entity `&{};`", &**name));
            }
            _ => {
                self.add_to_style(event);
                self.keep(place);
            }
        }
    }

    /// Copies an element's tag, without what may not stay. Returns false if the element goes as a whole.
    fn element(
        &mut self,
        namespace: Option<bool>,
        start: &BytesStart<'_>,
        place: &Range<usize>,
        is_empty: bool,
    ) -> bool {
        let name = start.local_name().into_inner();
        let is_allowed = match namespace {
            Some(true) => ELEMENTS.contains(&name) || name.starts_with("fe"),
            Some(false) => true,
            None => false,
        };
        if !is_allowed || self.style.is_some() || animates_reference(name, start) {
            self.remove(place.clone(), format!("`<{name}>`"));
            return false;
        }
        self.has_root |= namespace == Some(true) && name == "svg";
        let mut removed = Vec::new();
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).filter_map(|attribute| match attribute {
            Ok(attribute) if is_attribute_allowed(name, &attribute) => Some(attribute),
            Ok(attribute) => {
                removed.push(format!("`{}` of `<{name}>`", attribute.key.into_inner()));
                None
            }
            Err(_) => {
                removed.push(format!("an attribute of `<{name}>` that cannot be read"));
                None
            }
        });
        let safe: Vec<Attribute<'_>> = attributes.collect();
        if removed.is_empty() {
            self.keep(place.clone());
        } else {
            let words = safe.iter().map(|one| format!(" {}={}", one.key.into_inner(), quoted(&one.value)));
            let (words, end) = (words.collect::<String>(), if is_empty { "/>" } else { ">" });
            self.cleaned.text.push_str(&format!("<{}{words}{end}", start.name().into_inner()));
            self.cleaned.removed.extend(removed.into_iter().map(|what| (place.clone(), what)));
        }
        if name == "style" && !is_empty {
            self.style = Some((self.cleaned.text.len(), place.start, String::new()));
        }
        true
    }

    /// Adds the text of an event to the style sheet that is open, as a browser reads it.
    fn add_to_style(&mut self, event: &Event<'_>) {
        let Some((_, _, rules)) = &mut self.style else { return };
        match event {
            Event::Text(text) => rules.push_str(text),
            Event::CData(text) => rules.push_str(text),
            Event::GeneralRef(name) => rules.push_str(&unescaped(&format!("&{};", &**name)).unwrap_or_default()),
            _ => {}
        }
    }

    /// Empties the style sheet that ends, if it loads something.
    fn end_style(&mut self, name: &str, end: usize) {
        if name != "style" {
            return;
        }
        if let Some((from, start, rules)) = self.style.take()
            && !is_css_local(&rules)
        {
            self.cleaned.text.truncate(from);
            self.cleaned.removed.push((start..end, "rules in `<style>` that load from elsewhere".to_owned()));
        }
    }

    fn keep(&mut self, place: Range<usize>) {
        self.cleaned.text.push_str(self.text.get(place).unwrap_or_default());
    }

    fn remove(&mut self, place: Range<usize>, what: String) {
        self.cleaned.removed.push((place, what));
    }
}

/// Returns true for an animation that gives a link or an event handler another value.
fn animates_reference(name: &str, start: &BytesStart<'_>) -> bool {
    let is_animation = name == "set" || name.starts_with("animate");
    let names_reference = |attribute: Attribute<'_>| {
        let value = unescaped(&attribute.value).unwrap_or_default().trim().to_ascii_lowercase();
        attribute.key.local_name().into_inner() == "attributeName"
            && (value.ends_with("href") || value.starts_with("on") || value == "style" || value.contains('&'))
    };
    is_animation && start.attributes().with_checks(false).flatten().any(names_reference)
}

/// Returns true if an attribute neither runs code nor loads something from elsewhere.
fn is_attribute_allowed(element: &str, attribute: &Attribute<'_>) -> bool {
    let Some(value) = unescaped(&attribute.value) else { return false };
    let key = attribute.key.into_inner();
    match attribute.key.local_name().into_inner() {
        _ if key == "xml:base" => false,
        name if name.to_ascii_lowercase().starts_with("on") => false,
        "href" | "src" => is_reference_allowed(element, &value),
        // Names of namespaces are no addresses to load.
        _ if key == "xmlns" || key.starts_with("xmlns:") => true,
        "style" => is_css_local(&value),
        _ => !value.contains('(') || is_css_local(&value),
    }
}

fn is_reference_allowed(element: &str, value: &str) -> bool {
    let value = value.trim();
    match element {
        "a" => !matches!(classify(value), Target::Unsafe(_)),
        _ if value.starts_with('#') => true,
        "image" | "feImage" => is_data(value) || matches!(classify(value), Target::Inside(_)),
        _ => false,
    }
}

fn is_data(value: &str) -> bool {
    let start: String = value.chars().take(32).collect::<String>().to_ascii_lowercase();
    DATA.iter().any(|data| start.starts_with(data))
}

/// Returns true if style rules load nothing from elsewhere: each `url()` is a place in the file or data, and nothing is
/// written in escapes, which could hide one.
fn is_css_local(rules: &str) -> bool {
    let rules = rules.to_ascii_lowercase();
    let is_hidden = rules.contains('\\') && (rules.contains('(') || rules.contains('@'));
    let loads = ["@import", "image-set(", "src(", "expression(", "javascript:", "-moz-binding", "behavior:"];
    let is_local = |after: &str| {
        let target = after.trim_start().trim_start_matches(['"', '\'']).trim_start();
        target.starts_with('#') || is_data(target)
    };
    !is_hidden && !loads.iter().any(|word| rules.contains(word)) && rules.split("url(").skip(1).all(is_local)
}

/// Returns the value of an attribute as a browser reads it; `None` if it names an entity of its own.
fn unescaped(value: &str) -> Option<String> {
    quick_xml::escape::unescape(value).ok().map(std::borrow::Cow::into_owned)
}

fn is_known_entity(name: &str) -> bool {
    unescaped(&format!("&{name};")).is_some()
}

/// Returns an attribute's value as it was written, in quotes that do not occur in it.
fn quoted(value: &str) -> String {
    if value.contains('"') { format!("'{value}'") } else { format!("\"{value}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inner: &str) -> String {
        format!(
            "<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
             width=\"2\">{inner}</svg>"
        )
    }

    #[test]
    fn what_draws_stays_as_it_is_written() {
        for inner in [
            "<g fill='url(#a)' style=\"fill: url( '#a' )\"><rect width=\"1\"/><!-- note --> a &amp; b</g>",
            "<style>rect { fill: red }</style><style><![CDATA[a > b { fill: #fff }]]></style>",
            "<a href=\"https://example.org/\"><text>link</text></a><use xlink:href=\"#a\"/>",
            "<image href=\"data:image/png;base64,AAAA\"/><image href=\"photo.png\"/>",
            "<animate attributeName=\"x\" from=\"0\" to=\"9\"/><filter><feGaussianBlur stdDeviation=\"2\"/></filter>",
            "<path transform=\"translate(1 2) rotate(3)\" d=\"M0 0\"/>",
            "<metadata xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:RDF/></metadata>",
        ] {
            let text = svg(inner);
            let cleaned = clean(&text).unwrap();
            assert_eq!(cleaned.removed, [], "{inner}");
            assert_eq!(cleaned.text, text);
        }
    }

    #[test]
    fn what_runs_code_or_loads_goes_and_is_named() {
        for (inner, kept, what) in [
            ("<script>x()</script>", "", "`<script>`"),
            ("<script href=\"x.js\"/>", "", "`<script>`"),
            ("<h:script>x()</h:script>", "", "`<script>`"),
            ("<x:script xmlns:x=\"http://www.w3.org/2000/sv&#103;\">x()</x:script>", "", "`<script>`"),
            ("<foreignObject><h:iframe src=\"x\"/></foreignObject>", "", "`<foreignObject>`"),
            ("<g><h:img onerror=\"x()\"/></g>", "<g></g>", "`<img>`"),
            ("<rect onclick=\"x()\" width='1'/>", "<rect width=\"1\"/>", "`onclick` of `<rect>`"),
            ("<g ONLOAD=\"x()\">a</g>", "<g>a</g>", "`ONLOAD` of `<g>`"),
            ("<a href=\"javascript:x()\">a</a>", "<a>a</a>", "`href` of `<a>`"),
            ("<a xlink:href=\"java&#10;script:x()\">a</a>", "<a>a</a>", "`xlink:href` of `<a>`"),
            ("<a href=\"data:text/html,x\">a</a>", "<a>a</a>", "`href` of `<a>`"),
            ("<image href=\"https://other.example/x.png\"/>", "<image/>", "`href` of `<image>`"),
            ("<image href=\"//other.example/x.png\"/>", "<image/>", "`href` of `<image>`"),
            ("<use href=\"other.svg#a\"/>", "<use/>", "`href` of `<use>`"),
            ("<use href=\"data:image/svg+xml;base64,AA\"/>", "<use/>", "`href` of `<use>`"),
            ("<image href=\"data:image/svg+xml;base64,AA\"/>", "<image/>", "`href` of `<image>`"),
            ("<g fill=\"url(https://other.example/#a)\"/>", "<g/>", "`fill` of `<g>`"),
            ("<g style=\"fill: u\\72l(//other.example)\"/>", "<g/>", "`style` of `<g>`"),
            ("<g xml:base=\"https://other.example/\"/>", "<g/>", "`xml:base` of `<g>`"),
            ("<style>@import 'x.css';</style>", "<style></style>", "rules in `<style>` that load from elsewhere"),
            (
                "<style>@imp<![CDATA[ort]]> 'x';</style>",
                "<style></style>",
                "rules in `<style>` that load from elsewhere",
            ),
            ("<style>a{b:url(x.png)}</style>", "<style></style>", "rules in `<style>` that load from elsewhere"),
            ("<set attributeName=\"href\" to=\"javascript:x()\"/>", "", "`<set>`"),
            ("<animate attributeName=\"xlink:href\" values=\"javascript:x()\"/>", "", "`<animate>`"),
            ("<animate attributeName=\"on&#99;lick\" to=\"x()\"/>", "", "`<animate>`"),
            ("<text>&own;</text>", "<text></text>", "the entity `&own;`"),
            ("<g id=\"&own;\"/>", "<g/>", "`id` of `<g>`"),
            ("<?xml-stylesheet href=\"x.css\"?>", "", "a style sheet in another file"),
        ] {
            let text = svg(inner);
            let cleaned = clean(&text).unwrap();
            assert_eq!(cleaned.text, svg(kept), "{inner}");
            let removed: Vec<&str> = cleaned.removed.iter().map(|(_, what)| &**what).collect();
            assert_eq!(removed, [what], "{inner}");
            assert!(text[cleaned.removed[0].0.clone()].starts_with(['<', '&']), "{inner}");
            assert!(clean(&cleaned.text).unwrap().removed.is_empty(), "{inner}");
        }
    }

    #[test]
    fn declarations_of_entities_and_other_encodings_go() {
        let declared = format!("<!DOCTYPE svg [<!ENTITY a \"<script/>\">]>{}", svg(""));
        let cleaned = clean(&declared).unwrap();
        assert_eq!((cleaned.text, cleaned.removed.len()), (svg(""), 1));
        let plain = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC \"a\" \"b\">{}", svg(""));
        assert_eq!(clean(&plain).unwrap().text, plain);
        let other = format!("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>{}", svg(""));
        assert_eq!(clean(&other).unwrap().text, svg(""));
    }

    #[test]
    fn what_is_no_svg_is_an_error() {
        for text in
            ["", "text", "<html/>", "<svg", "<svg><g></svg>", "<!DOCTYPE svg [<!ENTITY n \"x\">]><svg xmlns=\"&n;\"/>"]
        {
            assert!(clean(text).is_err(), "{text}");
        }
    }

    #[test]
    fn large_files_take_little_time() {
        let many = svg(&"<g onclick=\"x\" a=\"b\">".repeat(40_000));
        assert!(clean(&many).is_err() || clean(&many).is_ok());
        let wide = svg(&format!("<g{}/>", " onclick=\"\"".repeat(60_000)));
        assert_eq!(clean(&wide).unwrap().removed.len(), 60_000);
    }
}
