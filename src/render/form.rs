//! Plain templates, rendered by Tera once for each shape of what they show: which of their texts are there. What Tera
//! made of a shape is a form with blanks, and each further page or line of that shape is the form with its own texts
//! filled in, for a twentieth of what rendering it costs.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use pulldown_cmark_escape::escape_html;
use serde::Serialize;
use tera::{Context, Value};

use crate::base::bytes;
use crate::skin::Skin;
use crate::view::{CardText, CardTexts, is_escaped};

/// What a template shows that is different each time: the names of its texts, as paths such as `card.title`. At most
/// as many as a [`Shape`] has bits.
pub type Names = &'static [&'static str];

/// Which texts are there: a bit for each, in the order of their names.
type Shape = u128;

/// No template has so many texts: under this shape stands whether it is plain at all.
const NO_SHAPE: Shape = Shape::MAX;

/// A template and the names of its texts, the first of which may be those of a card.
#[derive(Clone, Copy, Debug)]
pub struct Template<'n> {
    /// What it is called.
    pub name: &'n str,
    /// Whether the texts of a card come first.
    pub is_of_card: bool,
    /// Its texts, but those of a card.
    pub names: Names,
    /// Worked out of its name: where its forms are.
    place: u64,
}

impl<'n> Template<'n> {
    /// A template with these texts.
    pub const fn new(name: &'n str, names: Names) -> Self {
        Self { name, is_of_card: false, names, place: place(name) }
    }

    /// A template with the texts of a card and these.
    pub const fn of_card(name: &'n str, names: Names) -> Self {
        Self { name, is_of_card: true, names, place: place(name) }
    }

    /// The names of all its texts, in order.
    pub fn all_names(&self) -> Vec<&'static str> {
        let of_card = if self.is_of_card { CardText::NAMES } else { &[] };
        [of_card, self.names].concat()
    }

    /// Whether it only prints these texts and asks for them.
    pub fn is_plain(&self, skin: &Skin) -> bool {
        skin.plain.is_plain(self.name, &self.all_names(), FIXED, OPTIONAL)
    }
}

/// A number from a name (FNV-1a), worked out by the compiler for most.
const fn place(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (mut place, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        place = (place ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    place
}

/// A text of a template, empty where it is not there.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// To be escaped.
    Plain(&'a str),
    /// HTML, to be printed as it is.
    Html(&'a str),
}

impl<'a> Text<'a> {
    fn as_str(self) -> &'a str {
        match self {
            Self::Plain(text) | Self::Html(text) => text,
        }
    }
}

/// The texts of a template, in the order of their names.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// Those of the card that comes first, if one does.
    pub card: Option<&'a CardTexts>,
    /// All others.
    pub own: &'a [Text<'a>],
}

impl<'a> Texts<'a> {
    /// How many of them are a card's.
    fn of_card(&self) -> usize {
        self.card.map_or(0, |_| CardText::NAMES.len())
    }

    fn shape(&self) -> Shape {
        let own = self.own.iter().rev().fold(0, |shape, text| shape << 1 | Shape::from(!text.as_str().is_empty()));
        self.card.map_or(own, |card| own << CardText::NAMES.len() | Shape::from(card.shape))
    }

    fn get(&self, number: usize) -> Text<'a> {
        match self.card {
            Some(card) if number < CardText::NAMES.len() => Text::Plain(card.at(number)),
            _ => self.own[number - self.of_card()],
        }
    }

    /// Appends the text of this number, escaped where it has to be.
    fn push(&self, number: usize, out: &mut String) {
        if let Some(card) = self.card.filter(|card| card.is_clean && number < CardText::NAMES.len()) {
            return out.push_str(card.at(number));
        }
        match self.get(number) {
            Text::Plain(text) => push_escaped(out, text),
            Text::Html(html) => out.push_str(html),
        }
    }
}

/// What a template shows that is the same whatever its texts are.
#[derive(Default)]
pub struct Same {
    /// Variables.
    pub context: Context,
    /// Values that stand beside its texts, by their paths.
    pub fixed: Vec<(&'static str, String)>,
}

/// What comes before the number of a blank, and after it, while a form is made.
const BLANK: (&str, char) = ("\u{1}trendpress-", '\u{2}');

/// How many lists the forms are spread over, by their templates and shapes.
const LISTS: usize = 256;

/// How many forms are kept in a list: sites in which every report has a shape of its own gain nothing by more.
const ROOM: usize = 32;

/// What was made of all templates, for pages with the same surroundings.
pub struct Forms {
    /// The forms, in lists.
    lists: [OnceLock<Box<Made>>; LISTS],
    /// How many reports there are.
    reports: usize,
    /// By number, what reports come to in lines that say of a report what its card says and nothing else.
    lines: OnceLock<Vec<OnceLock<Box<str>>>>,
}

/// A form, and the next one of the list.
struct Made {
    template: String,
    names: Names,
    shape: Shape,
    form: Option<Form>,
    next: OnceLock<Box<Made>>,
}

/// What a template comes to: words and, between them, the numbers of texts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Form {
    /// Words, and the number of the text that comes behind them.
    parts: Vec<(Box<str>, usize)>,
    /// What comes behind the last text.
    end: Box<str>,
}

impl Made {
    /// Whether it was made for a template with these names, of which authors may give one to pages of several kinds.
    fn is_of(&self, template: &Template<'_>, shape: Shape) -> bool {
        self.shape == shape && std::ptr::eq(self.names, template.names) && self.template == template.name
    }
}

impl Forms {
    /// Nothing made yet, of a site with so many reports.
    pub fn new(reports: usize) -> Self {
        Self { lists: std::array::from_fn(|_| OnceLock::new()), reports, lines: OnceLock::new() }
    }

    /// What a report comes to in a line, made by the first who asks for it.
    pub fn line<E>(&self, report: usize, make: impl FnOnce() -> Result<String, E>) -> Result<&str, E> {
        let place = &self.lines.get_or_init(|| vec![OnceLock::new(); self.reports])[report];
        if let Some(line) = place.get() {
            return Ok(line);
        }
        let line = make()?;
        Ok(place.get_or_init(|| line.into()))
    }

    /// Whether a template is plain.
    pub fn is_plain(&self, skin: &Skin, template: &Template<'_>) -> bool {
        self.form(template, NO_SHAPE, |_| template.is_plain(skin).then(Form::default)).is_some()
    }

    /// Appends what a template comes to with these texts, where it is plain; gives whether it is. `same` is asked for
    /// once for each shape.
    pub fn fill(
        &self,
        skin: &Skin,
        template: &Template<'_>,
        texts: Texts<'_>,
        same: impl FnOnce() -> Option<Same>,
        out: &mut String,
    ) -> bool {
        debug_assert_eq!(template.all_names().len(), texts.of_card() + texts.own.len(), "of {}", template.name);
        let make = |shape| {
            let same = self.is_plain(skin, template).then_some(same)?;
            form(skin, template, shape, same()?)
        };
        let Some(form) = self.form(template, texts.shape(), make) else { return false };
        for (words, text) in &form.parts {
            out.push_str(words);
            texts.push(*text, out);
        }
        out.push_str(&form.end);
        true
    }

    /// The form of a shape, made where it is not there yet; nothing where there can be none, or is no room for more.
    fn form(&self, template: &Template<'_>, shape: Shape, make: impl FnOnce(Shape) -> Option<Form>) -> Option<&Form> {
        let mut place = &self.lists[list(template, shape)];
        let mut length = 0;
        while let Some(made) = place.get() {
            if made.is_of(template, shape) {
                return made.form.as_ref();
            }
            place = &made.next;
            length += 1;
        }
        if length >= ROOM {
            return None;
        }
        let (name, names) = (template.name.to_owned(), template.names);
        let made = Made { template: name, names, shape, form: make(shape), next: OnceLock::new() };
        let mut fresh = Some(Box::new(made));
        // Another thread may have put another form there meanwhile.
        loop {
            let made = place.get_or_init(|| fresh.take().unwrap_or_else(|| unreachable!("it is put in one place")));
            if made.is_of(template, shape) {
                return made.form.as_ref();
            }
            place = &made.next;
        }
    }
}

fn list(template: &Template<'_>, shape: Shape) -> usize {
    // Which texts are there is in both halves, and in the lowest bits of each.
    #[expect(clippy::cast_possible_truncation, reason = "the halves are asked for")]
    let (low, high) = (shape as u64, (shape >> 64) as u64);
    let mixed = (low ^ high.rotate_left(32) ^ template.place).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from((mixed >> 32) % LISTS as u64).unwrap_or_default()
}

/// Appends a text as Tera escapes it.
fn push_escaped(out: &mut String, text: &str) {
    // Nearly every text is short and has none of these.
    if bytes::any(text.as_bytes(), is_escaped) {
        // Writing to a String cannot fail.
        let _ = escape_html(out, text);
    } else {
        out.push_str(text);
    }
}

/// Paths of texts whose values are the same on all pages of a template.
const FIXED: &[&str] = &["page.name", "page.type"];

/// What is nothing where none of its texts is there. Of others, such as `card.said`, there is always something.
const OPTIONAL: &[&str] = &["card.change", "report.change", "facts.scale", "notice", "previous", "next"];

/// Renders a template with a blank for each text that is there.
fn form(skin: &Skin, template: &Template<'_>, shape: Shape, same: Same) -> Option<Form> {
    let names = template.all_names();
    let Same { mut context, fixed } = same;
    let mut tree = Tree::new();
    for (path, value) in fixed {
        put(&mut tree, path, Value::from(value), true);
    }
    let blank = |number: usize| format!("{}{number}{}", BLANK.0, BLANK.1);
    let text = |number: usize| if shape >> number & 1 == 1 { blank(number) } else { String::new() };
    fill(&mut tree, names.iter().copied().zip((0..).map(text)).map(|(name, text)| (name, Value::from(text))));
    for (name, node) in &tree {
        context.insert(name.clone(), node);
    }
    // What cannot be rendered so is rendered with all that there is, and has its findings then.
    let html = skin.tera.render(template.name, &context).ok()?;
    parts(&html, names.len())
}

/// Texts as the variables of a template that is not plain.
pub fn values(template: &Template<'_>, texts: Texts<'_>) -> Vec<(String, Value)> {
    let mut tree = Tree::new();
    let value = |number: usize| match texts.get(number) {
        Text::Plain(text) => Value::normal_string(text),
        Text::Html(html) => Value::safe_string(html),
    };
    fill(&mut tree, template.all_names().into_iter().zip((0..).map(value)));
    tree.into_iter().map(|(name, node)| (name, Value::from_serializable(&node))).collect()
}

/// Values by the parts of their paths.
type Tree = BTreeMap<String, Node>;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Node {
    Value(Value),
    Tree(Tree),
}

/// Puts texts in their places. What is absent is an empty text, and where all of something is, there is nothing.
fn fill<'n>(tree: &mut Tree, texts: impl Iterator<Item = (&'n str, Value)>) {
    let (there, absent): (Vec<_>, Vec<_>) = texts.partition(|(_, text)| text.is_truthy());
    for (path, text) in there {
        put(tree, path, text, true);
    }
    for (path, text) in absent {
        put(tree, path, text, false);
    }
}

/// Puts a value in its place; below something of which nothing is there, only if it `shall` be.
fn put(tree: &mut Tree, path: &str, value: Value, shall: bool) {
    let Some((first, rest)) = path.split_once('.') else {
        tree.insert(path.to_owned(), Node::Value(value));
        return;
    };
    let below = tree.entry(first.to_owned()).or_insert_with(|| Node::Tree(Tree::new()));
    if let Node::Tree(below) = below
        && (shall || !below.is_empty())
    {
        put(below, rest, value, shall);
    }
}

/// Cuts what was rendered at its blanks.
fn parts(html: &str, texts: usize) -> Option<Form> {
    let mut pieces = html.split(BLANK.0);
    let (mut words, mut parts) = (pieces.next()?, Vec::new());
    for piece in pieces {
        let (number, after) = piece.split_once(BLANK.1)?;
        let number = number.parse().ok().filter(|number| *number < texts)?;
        parts.push((words.into(), number));
        words = after;
    }
    Some(Form { parts, end: words.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_cut_at_its_blanks() {
        let form = parts("<b>\u{1}trendpress-1\u{2}</b>\u{1}trendpress-0\u{2}", 2).unwrap();
        assert_eq!(form, Form { parts: vec![("<b>".into(), 1), ("</b>".into(), 0)], end: "".into() });
        assert_eq!(parts("\u{1}trendpress-2\u{2}", 2), None);
        assert_eq!(parts("\u{1}trendpress-", 2), None);
    }

    #[test]
    fn what_is_absent_altogether_is_nothing() {
        let template = Template::new("", &["card.title", "card.lang", "card.change.word", "topic.url"]);
        let own = [Text::Plain("T"), Text::Plain(""), Text::Html(""), Text::Plain("")];
        let found = values(&template, Texts { card: None, own: &own });
        let found: Vec<String> = found.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(found, ["card: {\"change\": {}, \"lang\": \"\", \"title\": \"T\"}", "topic: {}"]);
    }

    #[test]
    fn shapes_tell_which_texts_are_there() {
        let own = [Text::Plain("a"), Text::Plain(""), Text::Html("b")];
        assert_eq!(Texts { card: None, own: &own }.shape(), 0b101);
    }
}
