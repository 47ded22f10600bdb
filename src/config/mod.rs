//! `trendpress.yaml` to typed settings, with everything that is wrong in it. Knows nothing of content:
//! kinds and relations are data here, and the built-in ones are read from YAML like a site's own.

mod base_url;
mod kind;
mod language;

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::finding::{Finding, Severity};
use crate::base::path::{OutPath, SourcePath};
use crate::base::slug::slug;
use crate::base::span::Span;
use crate::base::suggest;
use crate::base::yaml::{self, Key, Node, Value};
use std::collections::BTreeMap;

pub use base_url::BaseUrl;
pub use kind::{Kind, RelationType, Scale};
pub use language::{Language, Plural};

/// Everything that a site's settings say, defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the site will be served; `None`: relative links everywhere.
    pub base_url: Option<BaseUrl>,
    /// The languages, the default first. Titles, kinds and relations are said in each of them.
    pub languages: Vec<Language>,
    /// The skin's folder below `themes/`.
    pub skin: String,
    /// Where the settings name it.
    pub skin_span: Option<Span>,
    /// Items on one page of a list.
    pub paginate: usize,
    /// Entries in one feed.
    pub feed_limit: usize,
    /// The folder of the built site, relative to the site's root.
    pub output_dir: String,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// Severities by code; `None` is off.
    pub findings: BTreeMap<Code, Option<Severity>>,
    /// Data of the site's own, which templates see as it is.
    pub extra: serde_json::Value,
}

/// How Markdown is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown {
    /// What happens to HTML that authors write.
    pub raw_html: RawHtml,
    /// Whether straight quotes, dots and dashes become typographic ones.
    pub smart_punctuation: bool,
}

/// What happens to HTML that authors write in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    /// Harmless elements stay, the rest is removed and reported.
    Sanitize,
    /// It is published as written.
    Allow,
    /// It is shown as text.
    Escape,
}

impl Default for Settings {
    /// The settings of a site whose file says nothing.
    fn default() -> Self {
        let nowhere = SourcePath::content();
        config(&nowhere, "").0
    }
}

impl Settings {
    /// The default language.
    pub fn language(&self) -> &Language {
        &self.languages[0]
    }

    /// The kinds, as the default language says them.
    pub fn kinds(&self) -> &[Kind] {
        &self.languages[0].kinds
    }

    /// The relations, as the default language says them.
    pub fn relations(&self) -> &[RelationType] {
        &self.languages[0].relations
    }

    /// The place of a kind among the kinds, by its id, or else by id, label or plural in any spelling
    /// (`tech_enabler`, `Tech Enabler`).
    pub fn find_kind(&self, name: &str) -> Option<usize> {
        if let Some(kind) = self.kinds().iter().position(|kind| kind.id == name) {
            return Some(kind);
        }
        let wanted = slug(&name.replace('_', "-"));
        self.languages.iter().find_map(|language| {
            let named = |kind: &Kind| kind.id == wanted || slug(&kind.label) == wanted || slug(&kind.plural) == wanted;
            language.kinds.iter().position(named)
        })
    }

    /// Whether every file would be checked just the same with other settings. What is not listed here counts.
    pub fn has_same_checks(&self, other: &Self) -> bool {
        let mut alike = other.clone();
        alike.base_url.clone_from(&self.base_url);
        alike.skin.clone_from(&self.skin);
        alike.skin_span = self.skin_span;
        alike.paginate = self.paginate;
        alike.feed_limit = self.feed_limit;
        alike.output_dir.clone_from(&self.output_dir);
        alike.findings.clone_from(&self.findings);
        alike.extra.clone_from(&self.extra);
        for (alike, own) in alike.languages.iter_mut().zip(&self.languages) {
            alike.title.clone_from(&own.title);
            alike.description.clone_from(&own.description);
            alike.notice.clone_from(&own.notice);
        }
        alike == *self
    }

    /// The severity that the settings give a finding: `None` where it is switched off.
    pub fn severity(&self, finding: &Finding) -> Option<Severity> {
        self.findings.get(&finding.code).copied().unwrap_or(Some(finding.severity))
    }
}

/// Reads the settings in `text`, the content of `file`. Never fails: what cannot be read has its default.
pub fn config(file: &SourcePath, text: &str) -> (Settings, Vec<Finding>) {
    let mut findings = Vec::new();
    let entries = entries(file, text, &mut findings);
    let built_in = built_in();
    let mut fields = Fields::new(file, text, 0, &entries, &mut findings);
    let markdown = markdown(&mut fields);
    let (severities, base_url) = (severities(&mut fields), base_url(&mut fields));
    let skin = fields.text("skin");
    let settings = Settings {
        base_url,
        languages: language::languages(&mut fields, &built_in),
        skin_span: skin.as_ref().map(|skin| skin.span),
        skin: skin.map_or_else(|| "default".to_owned(), |skin| skin.value),
        paginate: count(&mut fields, "paginate", 50),
        feed_limit: count(&mut fields, "feed_limit", 30),
        output_dir: output_dir(&mut fields),
        markdown,
        findings: severities,
        extra: fields.node("extra").map_or(serde_json::Value::Object(serde_json::Map::default()), Node::to_json),
    };
    fields.finish(Code::UnknownSetting, &[], hint);
    let title = &settings.language().title;
    if title.is_empty() && findings.iter().all(|finding| finding.code != Code::YamlSyntax) {
        let finding = Finding::new(Code::MissingTitle, file, "the site has no title").at(Span::default());
        findings.push(finding.help("begin the settings with `title: …`"));
    }
    (settings, findings)
}

/// The names that other generators give to our settings.
fn hint(key: &Key, _: &Node) -> Option<String> {
    let ours = match &*key.name {
        "theme" => {
            let help =
                "did you mean `skin`? The look of a site is its skin here, because themes are what reports share";
            return Some(help.to_owned());
        }
        "baseURL" | "baseUrl" | "url" | "site_url" => "base_url",
        "language" | "languageCode" | "lang" | "defaultContentLanguage" => "default_language",
        "publishDir" | "destination" | "site_dir" => "output_dir",
        "params" => "extra",
        _ => return None,
    };
    Some(format!("did you mean `{ours}`?"))
}

/// The top-level entries of a settings file.
fn entries<'a>(file: &SourcePath, text: &'a str, findings: &mut Vec<Finding>) -> Vec<(Key<'a>, Node<'a>)> {
    match yaml::parse(text) {
        Ok(Node { value: Value::Map(entries), .. }) => entries,
        Ok(Node { value: Value::Null, .. }) => Vec::new(),
        Ok(node) => {
            let message = format!("the settings must be a map of keys, not {}", node.type_name());
            findings.push(Finding::new(Code::WrongType, file, message).at(node.span).help("begin with `title: …`"));
            Vec::new()
        }
        Err(error) => {
            findings.push(Finding::new(Code::YamlSyntax, file, error.message).at(error.span).help(error.help));
            Vec::new()
        }
    }
}

/// The built-in kinds, relations and labels.
fn built_in() -> Vec<(Key<'static>, Node<'static>)> {
    match yaml::parse(include_str!("defaults.yaml")) {
        Ok(Node { value: Value::Map(entries), .. }) => entries,
        _ => Vec::new(),
    }
}

fn base_url(fields: &mut Fields<'_>) -> Option<BaseUrl> {
    let written = fields.text("base_url")?;
    match BaseUrl::new(&written.value) {
        Ok(base_url) => Some(base_url),
        Err(reason) => {
            bad(fields, "base_url", &reason, "write it like `https://host.example/reports/`");
            None
        }
    }
}

/// Reports a setting whose value cannot be, at the value.
fn bad(fields: &mut Fields<'_>, name: &str, reason: &str, help: &str) {
    if let Some(node) = fields.peek(name) {
        fields.report(Code::BadSetting, node.span, format!("`{name}` {reason}"), help);
    }
}

fn count(fields: &mut Fields<'_>, name: &'static str, default: usize) -> usize {
    let Some(written) = fields.integer(name) else { return default };
    if let Ok(number @ 1..=10_000) = usize::try_from(written.value) {
        number
    } else {
        bad(fields, name, "must be from 1 to 10000", "leave it out for the default");
        default
    }
}

fn output_dir(fields: &mut Fields<'_>) -> String {
    let Some(written) = fields.text("output_dir") else { return "public".to_owned() };
    let trimmed = written.value.trim_end_matches('/');
    match OutPath::new(trimmed.trim_start_matches("./")) {
        Ok(path) => path.as_str().to_owned(),
        Err(reason) => {
            bad(fields, "output_dir", &reason, "name a folder below the site, or use `--output-dir`");
            "public".to_owned()
        }
    }
}

fn markdown(fields: &mut Fields<'_>) -> Markdown {
    let mut markdown = Markdown { raw_html: RawHtml::Sanitize, smart_punctuation: true };
    let Some(entries) = fields.map("markdown") else { return markdown };
    let mut inner = fields.inner(entries);
    if let Some(flag) = inner.flag("smart_punctuation") {
        markdown.smart_punctuation = flag;
    }
    if let Some(word) = inner.text("raw_html") {
        match &*word.value {
            "sanitize" => markdown.raw_html = RawHtml::Sanitize,
            "allow" => markdown.raw_html = RawHtml::Allow,
            "escape" => markdown.raw_html = RawHtml::Escape,
            other => {
                let help = suggest::did_you_mean(other, ["sanitize", "allow", "escape"], || "leave it out".to_owned());
                bad(&mut inner, "raw_html", "must be sanitize, allow or escape", &help);
            }
        }
    }
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    markdown
}

/// `findings:`: a severity for codes.
fn severities(fields: &mut Fields<'_>) -> BTreeMap<Code, Option<Severity>> {
    let mut severities = BTreeMap::new();
    let Some(entries) = fields.map("findings") else { return severities };
    for (key, node) in entries {
        let Some(code) = Code::from_name(&key.name) else {
            let names = Code::ALL.iter().map(|code| code.name());
            let help = suggest::did_you_mean(&key.name, names, || "`trendpress explain` lists all codes".to_owned());
            fields.report(Code::UnknownSetting, key.span, format!("unknown code `{}`", key.name), help);
            continue;
        };
        if code.is_fatal() && fields.raw(node) != "error" {
            let message = format!("`{}` is always an error: the site could not be built whole", key.name);
            fields.report(Code::BadSetting, node.span, message, "mend what it finds");
            continue;
        }
        match fields.raw(node) {
            "off" | "false" => drop(severities.insert(code, None)),
            "warning" => drop(severities.insert(code, Some(Severity::Warning))),
            "error" => drop(severities.insert(code, Some(Severity::Error))),
            _ => {
                let message = format!("the severity of `{}` must be off, warning or error", key.name);
                fields.report(Code::BadSetting, node.span, message, "write `off`, `warning` or `error`");
            }
        }
    }
    severities
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<String>) {
        let (settings, findings) = config(&SourcePath::content(), text);
        (settings, findings.iter().map(|finding| format!("{}: {}", finding.code.name(), finding.message)).collect())
    }

    #[test]
    fn a_title_is_enough() {
        let (settings, findings) = read("title: K-12 Trends\n");
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(settings.language().title, "K-12 Trends");
        let ids: Vec<&str> = settings.kinds().iter().map(|kind| &*kind.id).collect();
        assert_eq!(ids, ["hurdle", "accelerator", "tech-enabler"]);
        assert_eq!(settings.find_kind("Tech_Enabler"), Some(2));
    }

    #[test]
    fn own_kinds_replace_the_built_in_ones_and_their_relations() {
        let (settings, findings) = read("title: T\nkinds:\n  trend: {label: Trend}\n");
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(settings.kinds().len(), 1);
        assert_eq!(settings.kinds()[0].path, "trend");
        assert!(settings.relations().is_empty());
    }

    #[test]
    fn all_mistakes_are_found_at_once() {
        let (_, findings) = read(
            "titel: T\npaginate: 0\ntheme: x\nbase_url: host\nmarkdown: {raw_html: sanitise}\n\
             findings: {orphan: off, broken-link: loud}\nrelations: {helps: {from: a, to: hurdle}}\n",
        );
        assert_eq!(findings.len(), 9, "{findings:#?}");
    }
}
