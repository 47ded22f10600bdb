//! Renders views into bytes, one file for each format. Knows neither the site nor the disk.

pub mod output;

mod api;
mod feed;
mod page;
mod page_buffer;
mod redirect;
mod sitemap;
mod text_list;

use std::collections::BTreeMap;

use tera::{Context, Value};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::config::Language;
use crate::render::page_buffer::PageBuffer;
use crate::skin::Skin;
use crate::view::Viewer;

pub use api::{RELATIONS_SCHEMA, REPORTS_SCHEMA, REVISIONS_SCHEMA, data_json, reports_csv};
pub use sitemap::{SITEMAP_LIMIT, sitemap_index};
pub use text_list::{list_markdown, list_text};

/// Renders the views of one site with one skin.
pub struct Renderer<'a> {
    skin: &'a Skin,
    contexts: &'a [Context],
}

/// The parts of outputs that are made once for all of them.
pub struct SharedOutputs {
    /// The variables that all templates receive, by language.
    contexts: Vec<Context>,
}

/// The bytes of a file, or the mistakes in its template.
pub type Rendered = Result<Vec<u8>, Vec<Finding>>;

impl SharedOutputs {
    /// Prepares what all outputs share.
    pub fn new(skin: &Skin, viewer: &Viewer<'_>) -> Self {
        let languages = viewer.settings().languages.iter().enumerate();
        let contexts = languages.map(|(number, language)| site_context(skin, viewer, number, language)).collect();
        Self { contexts }
    }
}

/// Returns the variables that all templates of a language receive.
fn site_context(skin: &Skin, viewer: &Viewer<'_>, number: usize, language: &Language) -> Context {
    let words: BTreeMap<&str, &str> = skin.words.fixed(&language.tag);
    let mut context = Context::new();
    context.insert_value("site", viewer.site_info(number).value().clone());
    context.insert_value("assets", viewer.assets(number).value().clone());
    context.insert("word", &words);
    context.insert("lang", &language.tag);
    context.insert("dir", direction(&language.tag));
    context
}

impl<'a> Renderer<'a> {
    /// Creates a renderer with a skin and what was prepared for it.
    pub fn new(skin: &'a Skin, SharedOutputs { contexts }: &'a SharedOutputs) -> Self {
        Self { skin, contexts }
    }

    /// Returns the variables that every template receives. `root` goes before every address.
    fn context(&self, language: usize, root: &str) -> Context {
        let mut context = self.contexts[language].clone();
        context.insert_value("root", Value::normal_string(root));
        context
    }

    /// Renders a template.
    fn template(&self, name: &str, context: &Context) -> Rendered {
        let mut page = PageBuffer::new();
        let result = self.skin.tera.render_to(name, context, &mut page);
        let Err(error) = result else { return Ok(page.into_bytes()) };
        Err(match page.exceeded() {
            Some(words) => vec![page_limit(&SourcePath::content(), &words)],
            None => crate::skin::template_findings(&error, &|_| None),
        })
    }
}

/// Returns the finding for a page of a file that exceeds a limit.
pub fn page_limit(file: &SourcePath, words: &str) -> Finding {
    let help = "look for loops within loops in its template; if the file itself is long, split it";
    Finding::new(Code::PageLimit, file, words).help(help)
}

/// Returns the writing direction of a language, by its script or its primary tag.
fn direction(tag: &str) -> &'static str {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or(tag);
    let script = parts.find(|part| part.len() == 4).map(str::to_ascii_lowercase);
    let is_rtl = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo" | "adlm"),
        None => matches!(primary, "ar" | "he" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb"),
    };
    if is_rtl { "rtl" } else { "ltr" }
}
