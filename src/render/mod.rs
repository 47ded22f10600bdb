//! Views to bytes, one file per format. Knows neither the site nor the disk.

pub mod output;

mod api;
mod chrome;
mod feed;
mod form;
mod lines;
mod list;
mod page;
mod redirect;
mod sitemap;

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::render::chrome::Chrome;
use crate::render::form::Forms;
use crate::skin::Skin;
use crate::view::{Shared, SiteInfo, Viewer, text};

pub use api::{RELATIONS_SCHEMA, REPORTS_SCHEMA, Rows, api_json, revise};
pub use list::{list_markdown, list_text};
pub use sitemap::{SITEMAP_LIMIT, sitemap_index};

/// Renders the views of one site with one skin.
pub struct Renderer<'a> {
    skin: &'a Skin,
    languages: &'a [LanguageContext],
    /// The reports as data.
    pub rows: &'a Rows,
}

/// What is made once for all outputs.
pub struct Surroundings {
    /// What the templates of all pages receive, by language.
    languages: Vec<LanguageContext>,
    rows: Rows,
}

/// What the templates of all pages of one language receive.
struct LanguageContext {
    tag: String,
    direction: &'static str,
    site: Shared<SiteInfo>,
    assets: Shared<BTreeMap<String, String>>,
    words: tera::Value,
    chrome: Chrome,
    /// The forms of templates, by what goes before addresses.
    forms: Vec<(String, Forms)>,
}

/// The largest buffer that is kept for the next file, in bytes: that of the reports as data is moved and its memory cleared
/// else, file by file.
const SCRATCH_LIMIT: usize = 16 << 20;

thread_local! {
    /// What the thread's next page is rendered into.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What rendering gives: bytes, or what is wrong with the template.
pub type Rendered = Result<Vec<u8>, Vec<Finding>>;

impl Surroundings {
    /// Prepares what the templates of all pages receive.
    pub fn new(skin: &Skin, viewer: &Viewer<'_>) -> Self {
        let roots = chrome::roots(viewer.settings().base_url.as_ref());
        let context = |(number, language): (usize, &crate::config::Language)| LanguageContext {
            tag: language.tag.clone(),
            direction: direction(&language.tag),
            site: viewer.site_info(number).clone(),
            assets: viewer.assets(number).clone(),
            words: tera::Value::from(words(&skin.words.fixed(&language.tag))),
            chrome: Chrome::new(&roots),
            forms: roots.iter().map(|root| (root.clone(), Forms::new(viewer.reports()))).collect(),
        };
        let languages = viewer.settings().languages.iter().enumerate().map(context).collect();
        Self { languages, rows: Rows::new(viewer.editions()) }
    }
}

impl<'a> Renderer<'a> {
    /// A renderer with a skin and what was prepared for it.
    pub fn new(skin: &'a Skin, Surroundings { languages, rows }: &'a Surroundings) -> Self {
        Self { skin, languages, rows }
    }

    /// The forms of pages at the same depth; nothing for deeper ones than are usual.
    fn forms(&self, language: usize, root: &str) -> Option<&'a Forms> {
        self.languages[language].forms.iter().find(|(known, _)| known == root).map(|(_, forms)| forms)
    }

    /// A context with what every template receives.
    fn context(&self, language: usize, root: &str) -> tera::Context {
        let own = &self.languages[language];
        let mut context = tera::Context::new();
        context.insert_value("site", own.site.value().clone());
        context.insert_value("assets", own.assets.value().clone());
        context.insert_value("word", own.words.clone());
        context.insert("lang", &own.tag);
        context.insert("dir", own.direction);
        context.insert_value("root", text(root));
        context
    }

    /// Renders a template into the thread's buffer, which the caller gets; [`give_back`] keeps it for the next page.
    fn template(&self, name: &str, context: &tera::Context, capacity: usize) -> Rendered {
        let mut bytes = empty(capacity);
        match self.skin.tera.render_to(name, context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => {
                give_back(bytes);
                Err(crate::skin::template_findings(&error, &|_| None))
            }
        }
    }

    /// Renders a template of a part of pages, and shows what came of it.
    fn part(&self, name: &str, context: &tera::Context, show: impl FnOnce(&str)) -> Result<(), Vec<Finding>> {
        let bytes = self.template(name, context, 2 << 10)?;
        // Templates write text only.
        show(std::str::from_utf8(&bytes).unwrap_or_default());
        give_back(bytes);
        Ok(())
    }
}

/// The thread's buffer, empty, with room for so many bytes.
fn empty(capacity: usize) -> Vec<u8> {
    let mut bytes = SCRATCH.take();
    bytes.clear();
    bytes.reserve(capacity);
    bytes
}

/// Takes back the bytes of a page that nobody needs any more, for the thread's next page: a buffer that is made anew
/// grows, is moved, and its memory is cleared by the system time and again.
pub fn give_back(bytes: Vec<u8>) {
    let kept = SCRATCH.take();
    let is_better = bytes.capacity() > kept.capacity() && bytes.capacity() <= SCRATCH_LIMIT;
    SCRATCH.set(if is_better { bytes } else { kept });
}

fn words(fixed: &BTreeMap<&str, &str>) -> tera::Map {
    fixed.iter().map(|(key, word)| ((*key).to_owned().into(), text(word))).collect()
}

/// The writing direction of a language, by its primary tag or its script.
fn direction(tag: &str) -> &'static str {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let is_rtl = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo" | "adlm"),
        None => matches!(primary, "ar" | "he" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb"),
    };
    if is_rtl { "rtl" } else { "ltr" }
}
