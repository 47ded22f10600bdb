//! Which variables a template asks for, as Tera tells of it, of what it extends and of what it includes: what no
//! template asks for need not be made. Knows no variable by name.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

/// The variable in which Tera shows all others.
const ALL: &str = "__tera_context";

/// The variables that one template may look at; rather too many than too few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any at all.
    Everything,
    /// These.
    Names(BTreeSet<String>),
}

impl Wanted {
    /// Whether a variable may be looked at.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Names(names) => names.contains(name),
        }
    }
}

/// What each template wants, by the name that it is called by. `sources` are all templates of all layers.
pub fn wanted<'n>(
    tera: &Tera,
    names: impl Iterator<Item = &'n str>,
    sources: &[(String, &str)],
) -> BTreeMap<String, Wanted> {
    // A component may take a variable from whoever calls it, and Tera does not count that.
    let takes_any = |name: &str| {
        tera.get_component_definition(name)
            .is_some_and(|component| component.args().iter().any(tera::ComponentArg::is_implicit))
    };
    if sources.iter().any(|(_, text)| text.contains(ALL)) || tera.get_component_names().any(takes_any) {
        return BTreeMap::new();
    }
    let of_template = |name: &str| {
        let names = tera.get_template_variables(name).ok()?.into_iter().map(str::to_owned);
        Some((name.to_owned(), Wanted::Names(names.collect())))
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
        let Some(Wanted::Names(names)) = of(&templates, "page.html") else { panic!("everything is wanted") };
        assert!(["title", "cards", "root"].iter().all(|name| names.contains(*name)), "{names:?}");
        assert!(!names.contains("toc"));
    }

    #[test]
    fn a_template_that_can_see_everything_has_no_list() {
        assert_eq!(of(&[("a.html", "{{ __tera_context }}")], "a.html"), None);
        let part = ("parts.html", "{% component part(@toc) %}{{ toc }}{% endcomponent part %}");
        assert_eq!(of(&[part, ("a.html", "{{<part/>}}")], "a.html"), None);
    }
}
