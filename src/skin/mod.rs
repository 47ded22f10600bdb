//! Templates, static files and words, resolved through the layers of a skin: the site's own folder, the
//! skins that it extends, the default that is part of the program. Knows nothing of reports.

mod assets;
mod error;
mod functions;
mod layers;
mod plain;
mod wanted;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::config::{Kind, Settings};
use crate::load::Snapshot;

pub use assets::Asset;
pub use error::template_findings;
pub use plain::Plain;
pub use wanted::Wanted;
pub use words::Words;

/// Templates that every skin must have after all layers are put together.
const TEMPLATES: [&str; 20] = [
    "home.html",
    "edition.html",
    "report.html",
    "kind.html",
    "themes.html",
    "theme.html",
    "topics.html",
    "topic.html",
    "editions.html",
    "changes.html",
    "intersections.html",
    "page.html",
    "brief.html",
    "print.html",
    "discuss.html",
    "404.html",
    "redirect.html",
    "atom.xml",
    "sitemap.xml",
    "robots.txt",
];

/// A skin, ready to render.
pub struct Skin {
    /// The compiled templates.
    pub tera: tera::Tera,
    /// The static files, fingerprinted.
    pub assets: Vec<Asset>,
    /// The words in each language.
    pub words: Arc<Words>,
    /// Which templates are plain.
    pub plain: Plain,
    wanted: Arc<BTreeMap<String, Wanted>>,
}

impl Skin {
    /// The outputs of the static files, and the sources that they come from.
    pub fn outputs(&self) -> Vec<(OutPath, SourcePath)> {
        self.assets.iter().map(|asset| (asset.out.clone(), asset.source.clone())).collect()
    }

    /// The output of each static file, by its name in the skin.
    pub fn asset_outputs(&self) -> BTreeMap<&str, &OutPath> {
        self.assets.iter().map(|asset| (&*asset.name, &asset.out)).collect()
    }

    /// Which variables each template wants, by its name; what is not listed may want any.
    pub fn wanted(&self) -> &Arc<BTreeMap<String, Wanted>> {
        &self.wanted
    }

    /// Whether a template of this name exists.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }
}

/// Puts the settings' skin together. Where it cannot be, it is the default skin and there are findings.
pub fn skin(snapshot: &Snapshot, settings: &Settings, settings_file: &SourcePath) -> (Skin, Vec<Finding>) {
    let mut findings = Vec::new();
    let layers = layers::layers(snapshot, &settings.skin, settings_file, &mut findings);
    for finding in findings.iter_mut().filter(|finding| finding.file == *settings_file) {
        finding.span = settings.skin_span;
    }
    let words = Arc::new(words::words(&layers, settings, &mut findings));
    let mut tera = tera::Tera::new();
    functions::register(&mut tera, &words);
    // Names are unique per layer, so the prefixes cannot be refused: nothing has been added yet.
    let _ = tera.set_fallback_prefixes(layers.iter().map(|layer| format!("{}/", layer.name)));
    let templates: Vec<(String, &str)> = layers.iter().flat_map(layers::Layer::templates).collect();
    if let Err(error) = tera.add_raw_templates(templates.clone()) {
        let text = |name: &str| templates.iter().find(|(template, _)| template == name).map(|(_, text)| *text);
        findings.extend(template_findings(&error, &text));
    } else {
        for name in TEMPLATES.iter().filter(|name| !tera.contains_template(name)) {
            let message = format!("no skin in use has the template `{name}`");
            findings.push(Finding::new(Code::TemplateError, settings_file, message));
        }
    }
    // Those of whole pages: parts of pages lie in folders.
    let names = templates.iter().filter_map(|(name, _)| name.split_once('/')).map(|(_, name)| name);
    let names: BTreeSet<&str> = names.filter(|name| !name.contains('/')).collect();
    let wanted = Arc::new(wanted::wanted(&tera, names.into_iter(), &templates));
    let plain = Plain::new(layers.iter().map(|layer| layer.name.clone()).collect(), &templates);
    let assets = assets::assets(&layers, &colours(settings.kinds()), &mut findings);
    (Skin { tera, assets, words, plain, wanted }, findings)
}

/// Style rules for the colours that the settings give to kinds.
fn colours(kinds: &[Kind]) -> String {
    let coloured = kinds.iter().enumerate().filter_map(|(place, kind)| Some((place + 1, kind.colour.as_ref()?)));
    let rules: Vec<String> = coloured.map(|(number, colour)| format!(".kind-{number}{{--kind:{colour}}}\n")).collect();
    rules.concat()
}
