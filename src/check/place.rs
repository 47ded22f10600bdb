//! Where a file stands in the site, by its path alone: its role, its id, its language, its folder.

use crate::base::path::SourcePath;
use crate::base::slug::slug;

/// Where a file stands in the site.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// What such a file is.
    pub role: Role,
    /// The id that its name gives: a report's topic, an edition's folder, a page's address.
    pub id: String,
    /// The language that its name ends in: `es` for `digital-equity.es.md`.
    pub language: Option<String>,
    /// The path of the original that a translation belongs to; its own path for originals.
    pub original: SourcePath,
}

/// What a file is, by where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Role {
    /// `content/index.md`.
    Home,
    /// `edition.md` in any folder.
    Edition,
    /// Below `content/themes/`.
    Theme,
    /// Below `content/topics/`.
    Topic,
    /// Below `content/pages/`.
    Page,
    /// Anywhere else.
    Report,
}

impl Place {
    /// The place of a Markdown file below `content/`.
    pub fn of(path: &SourcePath) -> Self {
        let (name, language) = split_language(path.stem());
        let folder = path.folder();
        let below = folder.strip_prefix("content").unwrap_or(folder).trim_start_matches('/');
        let top = below.split('/').next().unwrap_or_default();
        let role = match (top, name) {
            ("", "index") => Role::Home,
            ("themes", _) => Role::Theme,
            ("topics", _) => Role::Topic,
            ("pages", _) => Role::Page,
            (_, "edition") if !below.is_empty() => Role::Edition,
            _ => Role::Report,
        };
        let id = match role {
            Role::Edition => slug(below.rsplit('/').next().unwrap_or_default()),
            Role::Page => page_id(below, name),
            _ => slug(name),
        };
        let original = match &language {
            Some(_) => path.join(&format!("{name}.{}", path.extension())).unwrap_or_else(|| path.clone()),
            None => path.clone(),
        };
        Self { role, id, language, original }
    }
}

/// A page's address: `pages/about.md` is `about`, `pages/guide/start.md` is `guide/start`.
fn page_id(below: &str, name: &str) -> String {
    let folders = below.split('/').skip(1).chain([name]);
    let parts: Vec<String> = folders.map(slug).filter(|part| !part.is_empty() && part != "index").collect();
    parts.join("/")
}

/// `digital-equity.es` is `digital-equity` in `es`. Only what has the shape of a language tag is one.
fn split_language(stem: &str) -> (&str, Option<String>) {
    let Some((name, tag)) = stem.rsplit_once('.') else { return (stem, None) };
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_tag = (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if is_tag && !name.is_empty() { (name, Some(tag.to_owned())) } else { (stem, None) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn places_come_from_paths() {
        let place = |path: &str| {
            let place = Place::of(&SourcePath::new(Path::new(path)).unwrap());
            (place.role, place.id, place.language.unwrap_or_default())
        };
        assert_eq!(place("content/index.md"), (Role::Home, "index".into(), String::new()));
        assert_eq!(place("content/2026/edition.es.md"), (Role::Edition, "2026".into(), "es".into()));
        assert_eq!(place("content/2026/Digital Equity.md"), (Role::Report, "digital-equity".into(), String::new()));
        assert_eq!(place("content/2026/v1.2.md"), (Role::Report, "v1-2".into(), String::new()));
        assert_eq!(place("content/pages/guide/start.pt-BR.md"), (Role::Page, "guide/start".into(), "pt-BR".into()));
        assert_eq!(place("content/themes/x.md").0, Role::Theme);
    }
}
