//! Which templates are plain: they print texts and ask whether texts are there, and do nothing else with them. What
//! such a template makes of other texts that are there is the same but for the texts themselves. Reads templates as
//! text, because Tera keeps what it made of them to itself; whatever it does not know, it does not take for plain.

use std::collections::BTreeMap;

/// What begins with these is the same for all texts: of the site, of the language, of where the page lies.
const SAME: [&str; 8] = ["site", "assets", "word", "lang", "dir", "root", "chrome", "loop"];

/// What the tags of one template say, as far as that matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tags {
    /// Templates that it extends or includes.
    templates: Vec<String>,
    /// What it prints: `report.title`. Neither here nor below is what a loop gave a name to: it is of what the loop goes
    /// through.
    printed: Vec<String>,
    /// What it asks for.
    asked: Vec<String>,
    /// What it compares or goes through.
    looked_into: Vec<String>,
    /// Names that it gives to what it goes through.
    named: Vec<String>,
    /// What stands in tags of other forms.
    others: Vec<Other>,
    /// The names of the loops that are open while the tags are read.
    open: Vec<String>,
}

impl Tags {
    /// A path, unless it begins with the name of an open loop.
    fn of_no_loop(&self, path: String) -> Option<String> {
        (!self.open.iter().any(|name| name == root(&path))).then_some(path)
    }
}

/// What stands in a tag of no known form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Other {
    inside: String,
    /// Whether it can change what stands outside of it, or names other templates.
    reaches_out: bool,
}

/// What the tags of all templates say.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    layers: Vec<String>,
    templates: BTreeMap<String, Tags>,
}

impl Plain {
    /// Reads the templates of all layers; their names begin with their layer's, the uppermost layer comes first.
    pub fn new(layers: Vec<String>, sources: &[(String, &str)]) -> Self {
        let templates = sources.iter().map(|(name, text)| (name.clone(), tags(text))).collect();
        Self { layers, templates }
    }

    /// Whether a template does no more than print these texts and ask for them, of all that is not the same whatever they
    /// are. They have paths such as `report.title`; `fixed` are others that are the same. What holds several of them may
    /// be asked for if it is among the `optional`: these are nothing where none is there. A text called `is_` or `has_`
    /// something is a sign, and is asked for only.
    pub fn is_plain(&self, template: &str, texts: &[&str], fixed: &[&str], optional: &[&str]) -> bool {
        // Elsewhere nothing is escaped.
        if template.strip_suffix(".html").is_none() {
            return false;
        }
        let is_of_texts = |path: &str| texts.iter().any(|text| root(text) == root(path));
        let is_sign = |path: &str| {
            path.rsplit('.').next().is_some_and(|last| last.starts_with("is_") || last.starts_with("has_"))
        };
        self.is_all_of(template, |tags| {
            let is_fixed = |path: &String| fixed.contains(&&**path) || !is_of_texts(path) && SAME.contains(&root(path));
            let is_printed = |path: &String| texts.contains(&&**path) && !is_sign(path) || is_fixed(path);
            let is_asked = |path: &String| texts.contains(&&**path) || optional.contains(&&**path) || is_fixed(path);
            tags.others.is_empty()
                && tags.printed.iter().all(is_printed)
                && tags.asked.iter().all(is_asked)
                && tags.looked_into.iter().all(is_fixed)
                && !tags.named.iter().any(|name| is_of_texts(name))
        })
    }

    /// Whether a template does no more with a text than print it and ask for it, whatever it does with others. The text
    /// has a path such as `lines.chapters`.
    pub fn only_prints(&self, template: &str, text: &str) -> bool {
        let (first, last) = (root(text), text.rsplit('.').next().unwrap_or(text));
        let is_near = |path: &String| path == first || path == text;
        let may_show = |other: &Other| {
            // As a value of its own, not as `lines.crumbs` or the field of another.
            let goes_on = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
            let is_whole = |(at, _): (usize, &str)| {
                !other.inside[..at].ends_with(goes_on) && !other.inside[at + first.len()..].starts_with(goes_on)
            };
            other.reaches_out
                || other.inside.contains(last)
                || other.inside.contains("__tera")
                // What the template below shows, as a value.
                || other.inside.contains("super")
                || other.inside.match_indices(first).any(is_whole)
        };
        self.is_all_of(template, |tags| {
            !tags.printed.iter().chain(&tags.asked).any(|path| path == first)
                && !tags.looked_into.iter().any(is_near)
                && !tags.named.iter().any(|name| name == first)
                && !tags.others.iter().any(may_show)
        })
    }

    /// Whether something is true of a template and of all that it is made of.
    fn is_all_of(&self, template: &str, is: impl Fn(&Tags) -> bool) -> bool {
        let (mut open, mut seen) = (vec![template], Vec::new());
        while let Some(name) = open.pop() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let Some(tags) = self.find(name).filter(|tags| is(tags)) else { return false };
            open.extend(tags.templates.iter().map(String::as_str));
        }
        true
    }

    /// The template of this name, as Tera looks for it: by its whole name, else from the uppermost layer down.
    fn find(&self, name: &str) -> Option<&Tags> {
        let in_layer = |layer: &String| self.templates.get(&format!("{layer}/{name}"));
        self.templates.get(name).or_else(|| self.layers.iter().find_map(in_layer))
    }
}

/// What a path begins with.
fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn tags(text: &str) -> Tags {
    let mut tags = Tags::default();
    let mut rest = text;
    while let Some(start) = rest.find(['{']) {
        rest = &rest[start..];
        let ends = match rest.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                rest = &rest[1..];
                continue;
            }
        };
        let Some(end) = rest[2..].find(ends) else {
            tags.others.push(Other { inside: rest.to_owned(), reaches_out: true });
            return tags;
        };
        let inside = rest[2..2 + end].trim_start_matches('-').trim_end_matches('-');
        let is_known = match ends {
            "}}" => print(inside, &mut tags),
            "%}" => say(inside, &mut tags),
            _ => true,
        };
        if !is_known {
            // With a quote that may not close, the tag goes on behind what looked like its end.
            let quotes = ['"', '\'', '`'].map(|quote| inside.matches(quote).count());
            let is_whole = !inside.contains('\\')
                && quotes.iter().filter(|&&count| count > 0).count() < 2
                && quotes.iter().all(|count| count.is_multiple_of(2));
            let is_inside = is_whole && (ends == "}}" || is_of_values(inside));
            let other = Other { inside: inside.to_owned(), reaches_out: !is_inside };
            tags.others.push(other);
        }
        rest = &rest[2 + end + 2..];
    }
    tags
}

/// Whether a statement, of whatever form, only looks into values and names them.
fn is_of_values(inside: &str) -> bool {
    let mut words = inside.split_whitespace();
    match words.next() {
        Some("if" | "elif" | "for") => true,
        // Without a sign of equality behind the name, what stands up to its end is named.
        Some("set" | "set_global") => words.nth(1) == Some("="),
        _ => false,
    }
}

/// `{{ report.title }}`, and what the same block shows in the template below.
fn print(inside: &str, tags: &mut Tags) -> bool {
    let Some(words) = words(inside) else { return false };
    if matches!(words[..], ["super", "(", ")"]) {
        return true;
    }
    let Some((path, [])) = path(&words) else { return false };
    tags.printed.extend(tags.of_no_loop(path));
    true
}

fn say(inside: &str, tags: &mut Tags) -> bool {
    let Some(words) = words(inside) else { return false };
    match words[..] {
        ["endfor"] => {
            tags.open.pop();
            true
        }
        ["else" | "endif" | "endblock"] | ["block" | "endblock", _] => true,
        ["extends" | "include", name] if name.starts_with('"') => {
            tags.templates.push(name.trim_matches('"').to_owned());
            true
        }
        ["if" | "elif", ref condition @ ..] => ask(condition, tags),
        ["for", name, "in", ref from @ ..] => {
            let Some((path, [])) = path(from) else { return false };
            tags.looked_into.extend(tags.of_no_loop(path));
            tags.named.push(name.to_owned());
            tags.open.push(name.to_owned());
            true
        }
        _ => false,
    }
}

/// `a.b and not c`; a comparison looks into what it compares.
fn ask(condition: &[&str], tags: &mut Tags) -> bool {
    let mut rest = condition;
    while let [word, more @ ..] = rest {
        if matches!(*word, "and" | "or" | "not") {
            rest = more;
            continue;
        }
        let Some((path, more)) = path(rest) else { return false };
        rest = more;
        if let ["==" | "!=", constant, more @ ..] = rest {
            if !constant.starts_with('"') {
                return false;
            }
            tags.looked_into.extend(tags.of_no_loop(path));
            rest = more;
        } else {
            tags.asked.extend(tags.of_no_loop(path));
        }
    }
    true
}

/// A path at the beginning of words, and the words after it: `report.title`, `word["change"]`.
fn path<'w, 's>(words: &'w [&'s str]) -> Option<(String, &'w [&'s str])> {
    let is_name = |word: &str| word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let [first, rest @ ..] = words else { return None };
    // Tera's own variables show others.
    if !is_name(first)
        || first.starts_with("__tera")
        || matches!(*first, "and" | "or" | "not" | "in" | "is" | "if" | "else" | "true" | "false")
    {
        return None;
    }
    let (mut path, mut rest) = ((*first).to_owned(), rest);
    loop {
        let (name, more) = match rest {
            [".", name, more @ ..] if is_name(name) => (*name, more),
            ["[", name, "]", more @ ..] if name.starts_with('"') => (name.trim_matches('"'), more),
            _ => return Some((path, rest)),
        };
        path.push('.');
        path.push_str(name);
        rest = more;
    }
}

/// The words and signs of a tag; `None` where there are others than the few that are known here.
fn words(inside: &str) -> Option<Vec<&str>> {
    let mut words = Vec::new();
    let mut rest = inside.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let length = match first {
            '.' | '[' | ']' | '(' | ')' => 1,
            '=' | '!' if rest[1..].starts_with('=') => 2,
            '"' => {
                let text = rest[1..].split_once('"')?.0;
                let is_simple = text.chars().all(|letter| is_of_name(letter) || matches!(letter, '-' | '.' | '/'));
                is_simple.then_some(text.len() + 2)?
            }
            _ if is_of_name(first) => rest.find(|letter| !is_of_name(letter)).unwrap_or(rest.len()),
            _ => return None,
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 5] = ["card.title", "card.kind.label", "card.change.word", "card.is_tie", "why"];

    fn is_plain(text: &str) -> bool {
        let sources = [("mine/a.html".to_owned(), text), ("default/part.html".to_owned(), "{{ card.title }}")];
        Plain::new(vec!["mine".to_owned(), "default".to_owned()], &sources).is_plain(
            "a.html",
            &TEXTS,
            &["card.name"],
            &["card.change"],
        )
    }

    #[test]
    fn printing_and_asking_is_plain() {
        for text in [
            "<li>{{ card.title }}{% if why and not card.kind.label or card.change or card.is_tie %} {{- why -}} {% else %}.{% endif %}</li>",
            "{# any {{ thing | here }} #}{% include \"part.html\" %}{{ word[\"by\"] }}{ {%- if why -%} { {%- endif %}",
            "{% for kind in site.kinds %}{% for it in kind.list %}{{ it.label }}{% endfor %}{{ kind.label }}{% endfor %}{% if card.name == \"a\" %}{{ card.name }}{% endif %}",
            "{% extends \"part.html\" %}{% block main %}{{ super() }}{% endblock main %}",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    fn only_prints(text: &str) -> bool {
        let below = "{% block main %}{{ lines.chapters }}{% endblock main %}";
        let sources = [("mine/a.html".to_owned(), text), ("default/print.html".to_owned(), below)];
        Plain::new(vec!["mine".to_owned(), "default".to_owned()], &sources).only_prints("a.html", "lines.chapters")
    }

    #[test]
    fn a_text_may_be_printed_among_whatever_else() {
        for text in [
            "{{ edition.date | day }}{% if lines.chapters %}{{ lines.chapters }}{% endif %}{{ lines.crumbs | upper }}",
            "{% set w = word[\"a\"] %}{% for column in columns %}{{ column.lines ~ w }}{% endfor %}{{ lines[\"chapters\"] }}",
            "{% extends \"print.html\" %}{% block main %}{{ super() }}{% endblock main %}",
        ] {
            assert!(only_prints(text), "{text}");
        }
        for text in [
            "{{ lines.chapters | upper }}",
            "{{ lines }}",
            "{% set all = lines %}{{ all.chapters }}",
            "{% for name, list in lines %}{{ list }}{% endfor %}",
            "{{ lines[name] | upper }}",
            "{% filter upper %}{{ lines.chapters }}{% endfilter %}",
            "{% set all %}{{ lines.chapters }}{% endset %}{{ all | upper }}",
            "{% set all | replace(from=\"a\", to=\"b\") %}{{ lines.chapters }}{% endset %}",
            "{% if lines.chapters == \"\" %}x{% endif %}",
            "{{ \"}}\" ~ lines.chapters | upper }}",
            "{{ \"\\\"}}\" ~ lines.chapters | upper }}",
            "{{ \"it's\" ~ '}}' ~ lines.chapters | upper }}",
            "{% if \"%}\" == lines.chapters %}x{% endif %}",
            "{{ __tera_context }}",
            "{% include \"missing.html\" %}",
            "{% extends \"print.html\" %}{% block main %}{{ super() | upper }}{% endblock main %}",
            "{% extends \"print.html\" %}{% block main %}{% set all = super() %}{{ all | upper }}{% endblock main %}",
        ] {
            assert!(!only_prints(text), "{text}");
        }
    }

    #[test]
    fn whatever_looks_into_a_text_is_not() {
        for text in [
            "{{ card.title | upper }}",
            "{{ card.kind }}",
            "{{ card.is_tie }}",
            "{% if card.kind %}x{% endif %}",
            "{% if card.rank %}x{% endif %}",
            "{{ card[why] }}",
            "{{ why or card.title }}",
            "{% if why == \"because\" %}x{% endif %}",
            "{% if why is string %}x{% endif %}",
            "{% if \"a\" in why %}x{% endif %}",
            "{% for letter in why %}{{ letter }}{% endfor %}",
            "{% for why in site.kinds %}{{ why }}{% endfor %}",
            "{% set title = card.title %}{{ title | upper }}",
            "{{ t(key=\"by\", who=why) }}",
            "{{ \"}}\" ~ card.title | upper }}",
            "{% include \"missing.html\" %}",
            "{% raw %}{{ why }}{% endraw %}",
            "{{ why",
            "{{ __tera_context }}",
            "{% if why > 3 %}x{% endif %}",
            "{% if titles %}{{ why }}{% endif %}",
            "{{ newer.title }}",
            "{% for report in reports %}{{ report.title }}{% endfor %}",
            "{% if related %}{% for related in related %}{{ related.x }}{% endfor %}{% endif %}",
            "{% for lacking in site.kinds %}{% endfor %}{% if lacking %}x{% endif %}",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
