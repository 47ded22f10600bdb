//! Reads a file's role, id and language from its path.

use crate::base::path::SourcePath;
use crate::base::slug::slug;

/// A file's role, id and language, as its path tells them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PathInfo {
    /// The kind of file.
    pub role: FileRole,
    /// The id: a report's topic, the name of an edition's folder, a page's address.
    pub id: String,
    /// The language tag in the name: `es` for `digital-equity.es.md`. `None` for originals.
    pub language: Option<String>,
    /// The path of the original; for an original its own path.
    pub original: SourcePath,
}

/// The kind of file, by the folder that it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FileRole {
    /// `content/index.md`: words for the home page.
    Home,
    /// `edition.md` in any folder: words about an edition.
    Edition,
    /// Below `content/themes/`: words about a theme.
    Theme,
    /// Below `content/topics/`: words about a topic.
    Topic,
    /// Below `content/pages/`: a plain page.
    Page,
    /// Anywhere else: a report.
    Report,
}

impl PathInfo {
    /// Reads the path of a Markdown file below `content/`.
    pub fn of(path: &SourcePath) -> Self {
        let (name, language) = split_language(path.stem());
        let folder = path.folder();
        let below = folder.strip_prefix("content").unwrap_or(folder).trim_start_matches('/');
        let top = below.split('/').next().unwrap_or_default();
        let role = match (top, name) {
            ("", "index") => FileRole::Home,
            ("themes", _) => FileRole::Theme,
            ("topics", _) => FileRole::Topic,
            ("pages", _) => FileRole::Page,
            (_, "edition") if !below.is_empty() => FileRole::Edition,
            _ => FileRole::Report,
        };
        let id = match role {
            FileRole::Edition => slug(below.rsplit('/').next().unwrap_or_default()),
            FileRole::Page => page_id(below, name),
            _ => slug(name),
        };
        let original = match &language {
            Some(_) => path.join(&format!("{name}.{}", path.extension())).unwrap_or_else(|| path.clone()),
            None => path.clone(),
        };
        Self { role, id, language, original }
    }
}

/// The id of a plain page: `pages/about.md` gives `about`, `pages/guide/start.md` gives `guide/start`.
fn page_id(below: &str, name: &str) -> String {
    let folders = below.split('/').skip(1).chain([name]);
    let parts: Vec<String> = folders.map(slug).filter(|part| !part.is_empty() && part != "index").collect();
    parts.join("/")
}

/// Splits the language tag from a file's stem: `digital-equity.es` gives `digital-equity` and `es`. A last part that does
/// not look like a language tag stays in the name.
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
    fn roles_ids_and_languages_come_from_paths() {
        let info = |path: &str| {
            let info = PathInfo::of(&SourcePath::new(Path::new(path)).unwrap());
            (info.role, info.id, info.language.unwrap_or_default())
        };
        assert_eq!(info("content/index.md"), (FileRole::Home, "index".into(), String::new()));
        assert_eq!(info("content/2026/edition.es.md"), (FileRole::Edition, "2026".into(), "es".into()));
        assert_eq!(info("content/2026/Digital Equity.md"), (FileRole::Report, "digital-equity".into(), String::new()));
        assert_eq!(info("content/2026/v1.2.md"), (FileRole::Report, "v1-2".into(), String::new()));
        assert_eq!(info("content/pages/guide/start.pt-BR.md"), (FileRole::Page, "guide/start".into(), "pt-BR".into()));
        assert_eq!(info("content/themes/x.md").0, FileRole::Theme);
    }
}
