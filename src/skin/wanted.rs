//! Which variables a template asks for, as Tera tells of it, of what it extends and of what it includes, and which
//! fields it may read of them: what no template asks for need not be made. Knows no variable by name.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

/// The variable in which Tera shows all others.
const ALL: &str = "__tera_context";

/// What one template may look at; rather too much than too little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Anything at all.
    Everything,
    /// These variables, and fields of these names.
    Names(BTreeSet<String>, Fields),
}

/// Names of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fields {
    /// Any: one is read whose name is worked out.
    Any,
    /// These.
    These(BTreeSet<String>),
}

impl Wanted {
    /// Whether a variable may be looked at.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Names(names, _) => names.contains(name),
        }
    }

    /// Whether a field of this name may be read, of whatever it is one.
    pub fn reads(&self, field: &str) -> bool {
        match self {
            Self::Everything | Self::Names(_, Fields::Any) => true,
            Self::Names(_, Fields::These(fields)) => fields.contains(field),
        }
    }
}

/// The fields that a text may read: whatever stands behind a dot or within `[""]`.
fn fields(text: &str) -> Fields {
    let mut fields = BTreeSet::new();
    for (at, sign) in text.match_indices(['.', '[']) {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let after_value = before.trim_end().ends_with(|last: char| is_of_name(last) || matches!(last, ']' | ')' | '?'));
        let name = after.trim_start();
        if sign == "." {
            fields.insert(name[..name.find(|letter| !is_of_name(letter)).unwrap_or(name.len())].to_owned());
        } else if let Some(quote) = name.chars().next().filter(|first| matches!(first, '"' | '\'' | '`')) {
            fields.insert(name[1..].split(quote).next().unwrap_or_default().to_owned());
        } else if after_value && !name.starts_with(|first: char| first.is_ascii_digit() || first == '-' || first == ':')
        {
            return Fields::Any;
        }
    }
    Fields::These(fields)
}

/// The fields that each text may read, by its name, and whatever it names: other templates are among that.
type OfTexts<'s> = BTreeMap<&'s str, (Fields, Vec<&'s str>)>;

fn of_texts<'s>(sources: &'s [(String, &'s str)]) -> OfTexts<'s> {
    let named = |text: &'s str| text.split(['"', '\'', '`']).filter(|part| part.contains('.')).collect();
    sources.iter().map(|(name, text)| (&**name, (fields(text), named(text)))).collect()
}

/// The fields that a template may read, itself or in another one that it names.
fn fields_of(name: &str, of_texts: &OfTexts<'_>) -> Fields {
    let (mut open, mut seen, mut all) = (vec![name], BTreeSet::new(), BTreeSet::new());
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        // Of every layer: which of them counts is Tera's affair.
        let is_named = |known: &str| known == name || known.split_once('/').is_some_and(|(_, known)| known == name);
        for (_, (fields, named)) in of_texts.iter().filter(|(known, _)| is_named(known)) {
            match fields {
                Fields::Any => return Fields::Any,
                Fields::These(fields) => all.extend(fields.iter().cloned()),
            }
            open.extend(named);
        }
    }
    Fields::These(all)
}

/// What each template wants, by the name that it is called by. `sources` are all templates of all layers.
pub fn wanted<'n>(
    tera: &Tera,
    names: impl Iterator<Item = &'n str>,
    sources: &[(String, &str)],
) -> BTreeMap<String, Wanted> {
    // What a component looks at, Tera does not count for the template that calls it.
    let has_components = tera.get_component_names().next().is_some();
    if has_components || sources.iter().any(|(_, text)| text.contains(ALL)) {
        return BTreeMap::new();
    }
    let of_texts = of_texts(sources);
    let of_template = |name: &str| {
        let names = tera.get_template_variables(name).ok()?.into_iter().map(str::to_owned);
        Some((name.to_owned(), Wanted::Names(names.collect(), fields_of(name, &of_texts))))
    };
    names.filter_map(of_template).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(templates: &[(&str, &str)], name: &str) -> Option<Wanted> {
        let mut tera = Tera::new();
        tera.add_raw_templates(templates.iter().copied()).unwrap();
        let sources: Vec<_> = templates.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect();
        wanted(&tera, templates.iter().map(|(name, _)| *name), &sources).remove(name)
    }

    #[test]
    fn what_is_extended_and_included_counts() {
        let templates = [
            ("base.html", "{{ title }}{% block main %}{{ unused }}{% endblock main %}"),
            ("page.html", "{% extends \"base.html\" %}{% block main %}{% include \"part.html\" %}{% endblock main %}"),
            ("part.html", "{% for card in cards %}{{ card.title }}{{ root }}{% endfor %}"),
        ];
        let Some(Wanted::Names(names, fields)) = of(&templates, "page.html") else { panic!("everything is wanted") };
        assert!(["title", "cards", "root"].iter().all(|name| names.contains(*name)), "{names:?}");
        assert!(!names.contains("toc"));
        assert!(matches!(fields, Fields::These(fields) if fields.contains("title") && !fields.contains("url")));
    }

    #[test]
    fn fields_are_read_by_dot_and_by_name() {
        for (text, expected) in [
            ("{{ a.b.c }}{{ d[\"e\"] }}{{ a?.f }}{{ list[0] }}{{ [x.g for x in list] }}", true),
            ("{{ a[name] }}", false),
            ("{{ t(x=1)[name] }}", false),
        ] {
            let found = fields(text);
            assert_eq!(matches!(found, Fields::These(_)), expected, "{text}");
            if let Fields::These(found) = found {
                assert!(["b", "c", "e", "f", "g"].iter().all(|name| found.contains(*name)), "{found:?}");
            }
        }
    }

    #[test]
    fn a_template_that_can_see_everything_has_no_list() {
        assert_eq!(of(&[("a.html", "{{ __tera_context }}")], "a.html"), None);
        let part = ("parts.html", "{% component part(row) %}{{ row.cells }}{% endcomponent part %}");
        assert_eq!(of(&[part, ("a.html", "{{<part row={row} />}}")], "a.html"), None);
    }
}
