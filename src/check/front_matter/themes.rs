//! Themes in front matter: the keys `themes` and `theme`, and those of the tags that name no kind.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::span::Located;
use crate::check::front_matter::names;
use crate::check::front_matter::tags::Tags;
use crate::config::Settings;

/// A theme as a report names it: by id or by label.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ThemeName {
    /// The theme's id: the slug of its label.
    pub id: String,
    /// The id or label as written.
    pub written: String,
}

impl ThemeName {
    fn new(written: String) -> Self {
        Self { id: slug(&written), written }
    }
}

/// Reads the themes of a file, each once: those of `themes`, of `theme`, and of the tags.
pub fn read(fields: &mut Fields<'_>, tags: &Tags, settings: &Settings) -> Vec<Located<ThemeName>> {
    let mut names = names::read(fields, "themes");
    // `theme: hurdle` stays an unknown key, with a hint to write `kind`.
    let is_kind = |name: &&str| settings.find_kind(name).is_some();
    if !fields.peek("theme").is_some_and(|node| names::peek(node).iter().any(is_kind)) {
        names.extend(names::read(fields, "theme"));
    }
    let mut themes: Vec<Located<ThemeName>> = Vec::new();
    for name in names {
        let theme = Located::new(ThemeName::new(name.value), name.span);
        if theme.value.id.is_empty() {
            let help = "write the theme's label";
            fields.report_at(Code::BadId, theme.span, "a theme without letters or digits", help);
        } else {
            push_new(&mut themes, theme);
        }
    }
    tags.compare_themes(fields, &themes);
    for tag in tags.of_themes() {
        push_new(&mut themes, Located::new(ThemeName::new(tag.written.clone()), tag.span));
    }
    themes.shrink_to_fit();
    themes
}

/// Adds a theme, unless the list has it: a theme named twice counts once.
fn push_new(themes: &mut Vec<Located<ThemeName>>, theme: Located<ThemeName>) {
    if !themes.iter().any(|other| other.value.id == theme.value.id) {
        themes.push(theme);
    }
}
