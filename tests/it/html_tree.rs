//! Helpers: parses HTML into a tree (by html5ever), reports syntax errors, and selects elements with a subset of CSS
//! selectors.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// A parsed page. Nodes are indices; the document is 0.
pub struct Html {
    nodes: Vec<Node>,
    /// Syntax errors.
    pub errors: Vec<String>,
}

#[derive(Default)]
struct Node {
    parent: Option<usize>,
    children: Vec<usize>,
    /// The tag name; `None` for the document and for text.
    name: Option<QualName>,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Html {
    /// Parses a page as browsers do. Records the errors that they would ignore.
    pub fn new(text: &str) -> Self {
        let options = ParseOpts {
            tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
            tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
        };
        parse_document(Sink::default(), options).one(StrTendril::from(text))
    }

    /// Every element, in order.
    pub fn elements(&self) -> Vec<Element<'_>> {
        let mut elements = Vec::new();
        self.collect(0, &mut elements);
        elements
    }

    fn collect<'a>(&'a self, node: usize, elements: &mut Vec<Element<'a>>) {
        if self.nodes[node].name.is_some() {
            elements.push(Element { html: self, node });
        }
        for &child in &self.nodes[node].children {
            self.collect(child, elements);
        }
    }

    /// The elements that match a selector: `main .change`, `a[rel=next]`, `h2#why`.
    pub fn select(&self, selector: &str) -> Vec<Element<'_>> {
        let steps: Vec<&str> = selector.split_whitespace().collect();
        self.elements().into_iter().filter(|element| element.matches(&steps)).collect()
    }

    /// The only element that matches a selector. Panics if there are several or none.
    pub fn one(&self, selector: &str) -> Element<'_> {
        let elements = self.select(selector);
        assert_eq!(elements.len(), 1, "elements that match `{selector}`");
        elements[0]
    }
}

/// An element of a page.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    html: &'a Html,
    node: usize,
}

impl<'a> Element<'a> {
    fn data(self) -> &'a Node {
        &self.html.nodes[self.node]
    }

    /// The tag name.
    pub fn name(self) -> &'a str {
        self.data().name.as_ref().map_or("", |name| &name.local)
    }

    /// The attributes: name, value.
    pub fn attributes(self) -> &'a [(String, String)] {
        &self.data().attributes
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes().iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// The text within the element, with white space collapsed.
    pub fn text(self) -> String {
        let mut text = String::new();
        self.html.append_text(self.node, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn parent(self) -> Option<Self> {
        let node = self.data().parent.filter(|&parent| self.html.nodes[parent].name.is_some())?;
        Some(Self { node, ..self })
    }

    fn matches(self, steps: &[&str]) -> bool {
        let Some((last, above)) = steps.split_last() else { return true };
        self.matches_compound(last) && (above.is_empty() || self.ancestors().any(|ancestor| ancestor.matches(above)))
    }

    fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |element| element.parent())
    }

    /// Returns true if the element matches one compound selector: a name, then any of `.class`, `#id`, `[attribute]`,
    /// `[attribute=value]`.
    fn matches_compound(self, step: &str) -> bool {
        let name_end = step.find(['.', '#', '[']).unwrap_or(step.len());
        let (name, mut rest) = step.split_at(name_end);
        if !name.is_empty() && name != "*" && name != self.name() {
            return false;
        }
        while let Some(mark) = rest.chars().next() {
            let end = if mark == '[' {
                rest.find(']').unwrap_or(rest.len() - 1) + 1
            } else {
                rest[1..].find(['.', '#', '[']).map_or(rest.len(), |at| at + 1)
            };
            let (part, after) = rest.split_at(end);
            let fits = match mark {
                '.' => self.attribute("class").unwrap_or_default().split_whitespace().any(|class| class == &part[1..]),
                '#' => self.attribute("id") == Some(&part[1..]),
                _ => match part[1..].trim_end_matches(']').split_once('=') {
                    Some((name, value)) => self.attribute(name) == Some(value),
                    None => self.attribute(part[1..].trim_end_matches(']')).is_some(),
                },
            };
            if !fits {
                return false;
            }
            rest = after;
        }
        true
    }
}

impl Html {
    fn append_text(&self, node: usize, text: &mut String) {
        text.push_str(&self.nodes[node].text);
        for &child in &self.nodes[node].children {
            self.append_text(child, text);
        }
    }
}

/// Receives the tree from the parser. Text is a node of its own; comments and doctypes are left out.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    errors: RefCell<Vec<String>>,
}

impl Default for Sink {
    fn default() -> Self {
        Self { nodes: RefCell::new(vec![Node::default()]), errors: RefCell::default() }
    }
}

impl Sink {
    fn add(&self, node: Node) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        nodes.len() - 1
    }

    fn node(&self, child: NodeOrText<usize>) -> usize {
        match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => self.add(Node { text: text.to_string(), ..Node::default() }),
        }
    }

    fn insert(&self, parent: usize, place: Option<usize>, child: usize) {
        self.remove_from_parent(&child);
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        let place = place.unwrap_or(nodes[parent].children.len());
        nodes[parent].children.insert(place, child);
    }
}

fn plain(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    attributes.into_iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect()
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        Html { nodes: self.nodes.into_inner(), errors: self.errors.into_inner() }
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(message.into_owned());
    }

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| nodes[*target].name.as_ref().unwrap())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        self.add(Node { name: Some(name), attributes: plain(attributes), ..Node::default() })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Node::default())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Node::default())
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        let child = self.node(child);
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        if mode != QuirksMode::NoQuirks {
            self.parse_error("the page is in quirks mode".into());
        }
    }

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let child = self.node(child);
        let parent = self.nodes.borrow()[*sibling].parent.unwrap();
        let place = self.nodes.borrow()[parent].children.iter().position(|one| one == sibling);
        self.insert(parent, place, child);
    }

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        let existing = &mut nodes[*target].attributes;
        let missing = plain(attributes).into_iter().filter(|(name, _)| !existing.iter().any(|(one, _)| one == name));
        let missing: Vec<_> = missing.collect();
        existing.extend(missing);
    }

    fn remove_from_parent(&self, target: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }

    fn reparent_children(&self, node: &usize, parent: &usize) {
        let children = self.nodes.borrow()[*node].children.clone();
        for child in children {
            self.insert(*parent, None, child);
        }
    }
}

#[test]
fn selectors_match_elements() {
    let html = Html::new(
        "<!doctype html><html lang=en><title>T</title><main class='a b'><p id=x>one <b>two</b></p><p>3</p></main>",
    );
    assert_eq!(html.errors, Vec::<String>::new());
    let texts = |selector| html.select(selector).iter().map(|element| element.text()).collect::<Vec<_>>();
    assert_eq!(texts("main p"), ["one two", "3"]);
    assert_eq!(texts("main.a.b #x b"), ["two"]);
    assert_eq!(texts("[lang=en] p[id]"), ["one two"]);
    assert_eq!(texts("main.c p"), Vec::<String>::new());
}

#[test]
fn syntax_errors_are_reported() {
    for text in
        ["<p>", "<!doctype html><title>T</title><p></div>", "<!doctype html><title>T</title><p class=a class=b>x"]
    {
        assert!(!Html::new(text).errors.is_empty(), "{text}");
    }
}
