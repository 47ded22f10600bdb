//! Removes unsafe HTML of authors. The cleaning is ammonia's; here is the policy, and the way to carry holes through it.

use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::base::Hash;
use crate::parse::destination::{Target, classify};
use crate::parse::hole::{Fill, Hole};
use crate::parse::raw_holes::{self, Scan};

/// Allowed elements beyond ammonia's defaults: the boxes of tasks, and harmless ones that reports use.
const MORE_ELEMENTS: [&str; 2] = ["section", "input"];

/// Attributes that every element may have.
const ATTRIBUTES: [&str; 9] = ["lang", "title", "id", "class", "dir", "role", "tabindex", "aria-label", "aria-hidden"];

/// The cleaner, and what it allows.
struct Policy {
    builder: Builder<'static>,
    elements: HashSet<&'static str>,
    attributes: HashMap<&'static str, HashSet<&'static str>>,
}

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(MORE_ELEMENTS)
        .rm_tags(["area", "map"])
        .add_generic_attributes(ATTRIBUTES)
        .add_tag_attributes("li", ["value"])
        .add_tag_attributes("ol", ["reversed"])
        .add_tag_attributes("details", ["open", "name"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("input", ["type", "disabled", "checked"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|_, name, value| {
            let is_unsafe = name == "cite" && matches!(classify(value), Target::Unsafe(_));
            (!is_unsafe).then_some(Cow::Borrowed(value))
        });
    Policy { elements: builder.clone_tags(), attributes: builder.clone_tag_attributes(), builder }
});

/// Returns true if the cleaning keeps an element.
pub fn is_element_allowed(element: &str) -> bool {
    POLICY.elements.contains(element)
}

/// Returns true if the cleaning keeps an attribute of an element.
pub fn is_attribute_allowed(element: &str, attribute: &str, value: &str) -> bool {
    match (element, attribute) {
        ("input", "type") => value == "checkbox",
        _ => {
            ATTRIBUTES.contains(&attribute)
                || POLICY.attributes.get(element).is_some_and(|attributes| attributes.contains(attribute))
        }
    }
}

/// Removes the unsafe parts of HTML with holes. The holes travel as words that the author cannot have written, because
/// each word contains the hash of all the HTML.
pub fn clean(html: &str, holes: &[Hole]) -> (String, Vec<Hole>) {
    let secret = Hash::of(html.as_bytes());
    let mut marked = String::with_capacity(html.len() + holes.len() * 48);
    let mut copied = 0;
    // Holes with a default are found anew in the cleaned HTML.
    for (number, hole) in holes.iter().enumerate().filter(|(_, hole)| !hole.fill.has_default()) {
        let at = hole.span.start as usize;
        marked.push_str(&html[copied..at]);
        copied = at;
        marked.push_str(&mark(hole.fill, secret, number));
    }
    marked.push_str(&html[copied..]);
    let cleaned = POLICY.builder.clean(&marked).to_string();
    let (html, holes) = unmarked(&cleaned, holes, secret);
    let Scan { holes, .. } = raw_holes::scan(&html, &holes);
    (html, holes)
}

/// The word that stands for a hole. A hole for attributes is an attribute.
fn mark(fill: Fill, secret: Hash, number: usize) -> String {
    match fill {
        Fill::Image(_) => format!("src=\"hole-{secret}-{number}-\""),
        _ => format!("hole-{secret}-{number}-"),
    }
}

/// Turns the words back into holes. The cleaning may have removed some of them.
fn unmarked(cleaned: &str, holes: &[Hole], secret: Hash) -> (String, Vec<Hole>) {
    let mut html = String::with_capacity(cleaned.len());
    let mut kept_holes = Vec::with_capacity(holes.len());
    let beginning = format!("hole-{secret}-");
    let mut rest = cleaned;
    while let Some(at) = rest.find(&beginning) {
        let (before, after) = rest.split_at(at);
        let digits = after[beginning.len()..].split('-').next().unwrap_or_default();
        let end = beginning.len() + digits.len() + 1;
        let hole = digits.parse().ok().and_then(|number: usize| holes.get(number));
        let is_image = matches!(hole, Some(Hole { fill: Fill::Image(_), .. }));
        html.push_str(if is_image { before.strip_suffix("src=\"").unwrap_or(before) } else { before });
        if let Some(hole) = hole {
            kept_holes.push(Hole::empty(html.len(), hole.fill));
        }
        rest = after.get(end..).unwrap_or_default();
        if is_image {
            rest = rest.strip_prefix('"').unwrap_or(rest);
        }
    }
    html.push_str(rest);
    (html, kept_holes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_survive_the_cleaning() {
        let html = "<p><script>x()</script><a href=\"\">t</a> <img  /></p>";
        let (link, image) = (html.find("\">t").unwrap(), html.find(" />").unwrap());
        let (cleaned, holes) = clean(html, &[Hole::empty(link, Fill::Link(0)), Hole::empty(image, Fill::Image(0))]);
        assert_eq!(cleaned, "<p><a href=\"\">t</a> <img ></p>");
        let fills = holes.iter().map(|hole| (hole.fill, &cleaned[hole.span.start as usize..]));
        let expected =
            [(Fill::Link(0), "\">t</a> <img ></p>"), (Fill::LinkEnd, " <img ></p>"), (Fill::Image(0), "></p>")];
        assert_eq!(fills.collect::<Vec<_>>(), expected);
    }
}
