//! Reads `trendpress.yaml` into typed settings, with findings for all mistakes in it. Knows nothing of content. Kinds and
//! relations are data; the built-in ones are read from `defaults.yaml` just like a site's own.

mod audience;
mod base_url;
mod kind;
mod language;
mod relation;
mod time_zone;

use crate::base::yaml::{self, Entry, Key, Node, Value};
use crate::base::{Code, Fields, Finding, OutPath, Severity, SourcePath, Span, slug, suggest};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

pub use base_url::BaseUrl;
pub use kind::{Kind, Scale};
pub use language::{Language, Plural};
pub use relation::RelationType;

/// The built-in kinds, relations and labels.
const DEFAULTS: &str = include_str!("defaults.yaml");

/// The most characters of a text in the settings: every page shows some of them.
const TEXT_LIMIT: usize = 2_000;

/// The settings of a site, including defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The address at which the site will be served; `None` for relative links only.
    pub base_url: Option<BaseUrl>,
    /// The languages, the default one first.
    pub languages: Vec<Language>,
    /// The name of the skin: its folder below `themes/`.
    pub skin: String,
    /// The place of the skin's name in the settings file.
    pub skin_span: Option<Span>,
    /// The number of items on one page of a list.
    pub paginate: usize,
    /// The number of entries in a feed.
    pub feed_limit: usize,
    /// The folder of the built site, relative to the site's root.
    pub output_dir: String,
    /// The time zone in which the days of the site begin.
    pub time_zone: TimeZone,
    /// The Markdown settings.
    pub markdown: Markdown,
    /// Severities by code; `None` switches a finding off.
    pub findings: BTreeMap<Code, Option<Severity>>,
    /// Data for the site's own templates.
    pub extra: serde_json::Value,
}

/// The settings for reading Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown {
    /// The treatment of HTML in Markdown.
    pub raw_html: RawHtml,
    /// True to turn straight quotes, dots and dashes into typographic ones.
    pub smart_punctuation: bool,
}

/// The treatment of HTML that authors write in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    /// Keep harmless elements, remove and report all others.
    Sanitize,
    /// Publish it as written.
    Allow,
    /// Show it as text.
    Escape,
}

impl Default for Settings {
    /// The settings that an empty file gives.
    fn default() -> Self {
        config(&SourcePath::content(), "").0
    }
}

impl Settings {
    /// The default language.
    pub fn language(&self) -> &Language {
        &self.languages[0]
    }

    /// The kinds, in the default language.
    pub fn kinds(&self) -> &[Kind] {
        &self.languages[0].kinds
    }

    /// The relations, in the default language.
    pub fn relations(&self) -> &[RelationType] {
        &self.languages[0].relations
    }

    /// Finds the index of a kind by its id, label or plural, in any spelling and language (`tech_enabler`,
    /// `Tech Enabler`).
    pub fn find_kind(&self, name: &str) -> Option<usize> {
        if let Some(kind) = self.kinds().iter().position(|kind| kind.id == name) {
            return Some(kind);
        }
        let name = slug(&name.replace('_', "-"));
        self.languages.iter().find_map(|language| {
            let has_name = |kind: &Kind| kind.id == name || slug(&kind.label) == name || slug(&kind.plural) == name;
            language.kinds.iter().position(has_name)
        })
    }

    /// Returns the id of the audience of this name. One that the settings know is found by its id, its label in any language,
    /// and the English plural of its id, in any spelling (`IT Leaders`). Any other name becomes an id of its own.
    pub fn audience_id(&self, name: &str) -> String {
        let id = slug(&name.replace('_', "-"));
        let is_known = |id: &str| self.language().audiences.iter().any(|audience| audience.id == id);
        if is_known(&id) {
            return id;
        }
        let mut labelled = self.languages.iter().flat_map(|language| &language.audiences);
        let with_label = labelled.find(|audience| !audience.label.is_empty() && slug(&audience.label) == id);
        let singular = || id.strip_suffix('s').filter(|singular| is_known(singular)).map(str::to_owned);
        with_label.map(|audience| audience.id.clone()).or_else(singular).unwrap_or(id)
    }

    /// Returns true if files are checked alike under both settings. Sets aside the settings that checking does not use; a
    /// setting that is missing here only causes needless checks.
    pub fn has_same_checks(&self, other: &Self) -> bool {
        let mut alike = other.clone();
        alike.base_url.clone_from(&self.base_url);
        alike.skin.clone_from(&self.skin);
        alike.skin_span = self.skin_span;
        alike.paginate = self.paginate;
        alike.feed_limit = self.feed_limit;
        alike.output_dir.clone_from(&self.output_dir);
        alike.time_zone.clone_from(&self.time_zone);
        alike.findings.clone_from(&self.findings);
        alike.extra.clone_from(&self.extra);
        for (alike, own) in alike.languages.iter_mut().zip(&self.languages) {
            alike.title.clone_from(&own.title);
            alike.description.clone_from(&own.description);
            alike.notice.clone_from(&own.notice);
        }
        alike == *self
    }

    /// The severity of a finding under these settings; `None` if it is switched off.
    pub fn severity(&self, finding: &Finding) -> Option<Severity> {
        self.findings.get(&finding.code).copied().unwrap_or(Some(finding.severity))
    }
}

/// Reads the settings from `text`, the content of `file`. Never fails: a setting with a mistake gets its default and a
/// finding.
///
/// ```
/// use std::path::Path;
/// use trendpress::{SourcePath, config};
///
/// let file = SourcePath::new(Path::new("trendpress.yaml")).unwrap();
/// let (settings, findings) = config(&file, "title: K-12 Trends\npaginat: 20\n");
/// assert_eq!(settings.language().title, "K-12 Trends");
/// assert_eq!(settings.paginate, 50);
/// assert_eq!(settings.kinds()[0].plural, "Hurdles");
/// assert_eq!(findings[0].message, "unknown setting `paginat`");
/// assert_eq!(findings[0].help.as_deref(), Some("did you mean `paginate`?"));
/// ```
pub fn config(file: &SourcePath, text: &str) -> (Settings, Vec<Finding>) {
    let mut findings = Vec::new();
    let entries = entries(file, text, &mut findings);
    let mut fields = Fields::new(file, text, 0, &entries, &mut findings).with_text_limit(TEXT_LIMIT);
    let markdown = markdown(&mut fields);
    let (severities, base_url) = (severities(&mut fields), base_url(&mut fields));
    let skin = fields.text("skin");
    let settings = Settings {
        base_url,
        languages: language::languages(&mut fields),
        skin_span: skin.as_ref().map(|skin| skin.span),
        skin: skin.map_or_else(|| "default".to_owned(), |skin| skin.value),
        paginate: count(&mut fields, "paginate", 50),
        feed_limit: count(&mut fields, "feed_limit", 30),
        output_dir: output_dir(&mut fields),
        time_zone: time_zone::time_zone(&mut fields),
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

/// Advice for names of settings in other site generators.
fn hint(key: &Key, _: &Node) -> Option<String> {
    let name = match &*key.name {
        "theme" => {
            let help =
                "did you mean `skin`? The look of a site is its skin here, because themes are what reports share";
            return Some(help.to_owned());
        }
        "baseURL" | "baseUrl" | "url" | "site_url" => "base_url",
        "language" | "languageCode" | "lang" | "defaultContentLanguage" => "default_language",
        "timeZone" | "time_zone" | "tz" => "timezone",
        "publishDir" | "destination" | "site_dir" => "output_dir",
        "params" => "extra",
        _ => return None,
    };
    Some(format!("did you mean `{name}`?"))
}

/// Parses the top-level entries of a settings file.
fn entries<'a>(file: &SourcePath, text: &'a str, findings: &mut Vec<Finding>) -> Vec<Entry<'a>> {
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

fn base_url(fields: &mut Fields<'_>) -> Option<BaseUrl> {
    let text = fields.text("base_url")?;
    match BaseUrl::new(&text.value) {
        Ok(base_url) => Some(base_url),
        Err(reason) => {
            report_bad_value(fields, "base_url", &reason, "write it like `https://host.example/reports/`");
            None
        }
    }
}

/// Reports the value of a setting.
fn report_bad_value(fields: &mut Fields<'_>, name: &str, reason: &str, help: &str) {
    if let Some(node) = fields.peek(name) {
        fields.report(Code::BadSetting, node.span, format!("`{name}` {reason}"), help);
    }
}

fn count(fields: &mut Fields<'_>, name: &'static str, default: usize) -> usize {
    let Some(integer) = fields.integer(name) else { return default };
    if let Ok(number @ 1..=10_000) = usize::try_from(integer.value) {
        number
    } else {
        report_bad_value(fields, name, "must be from 1 to 10000", "leave it out for the default");
        default
    }
}

fn output_dir(fields: &mut Fields<'_>) -> String {
    let Some(text) = fields.text("output_dir") else { return "public".to_owned() };
    let trimmed = text.value.trim_end_matches('/');
    match OutPath::new(trimmed.trim_start_matches("./")) {
        Ok(path) => path.as_str().to_owned(),
        Err(reason) => {
            report_bad_value(fields, "output_dir", &reason, "name a folder below the site, or use `--output-dir`");
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
                report_bad_value(&mut inner, "raw_html", "must be sanitize, allow or escape", &help);
            }
        }
    }
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    markdown
}

/// Reads `findings:`, the severities by code.
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
    fn declared_kinds_replace_the_built_in_ones_and_their_relations() {
        let (settings, findings) = read("title: T\nkinds:\n  trend: {label: Trend}\n");
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(settings.kinds().len(), 1);
        assert_eq!(settings.kinds()[0].path, "trend");
        assert!(settings.relations().is_empty());
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let (_, findings) = read(
            "titel: T\npaginate: 0\ntheme: x\nbase_url: host\nmarkdown: {raw_html: sanitise}\n\
             findings: {orphan: off, broken-link: loud}\nrelations: {helps: {from: a, to: hurdle}}\n",
        );
        assert_eq!(findings.len(), 9, "{findings:#?}");
    }
}
