//! Templates, static files and words, resolved through the layers of a skin: the site's own folder, the
//! skins that it extends, the default that is part of the program. Knows nothing of reports.

mod assets;
mod error;
mod functions;
mod layers;
mod renamed;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Finding, OutPath, SourcePath};
use crate::config::{Kind, Settings};
use crate::load::Snapshot;

pub use assets::Asset;
pub use error::template_findings;
pub use words::Words;

/// A skin, ready to render.
pub struct Skin {
    /// The compiled templates.
    pub tera: tera::Tera,
    /// The static files, fingerprinted.
    pub assets: Vec<Asset>,
    /// The words in each language.
    pub words: Arc<Words>,
}

impl Skin {
    /// Returns the outputs of the static files with the files that they come from.
    pub fn outputs(&self) -> Vec<(OutPath, SourcePath)> {
        self.assets.iter().map(|asset| (asset.out.clone(), asset.source.clone())).collect()
    }

    /// Returns the output of each static file by its name in the skin.
    pub fn asset_outputs(&self) -> BTreeMap<&str, &OutPath> {
        self.assets.iter().map(|asset| (&*asset.name, &asset.out)).collect()
    }

    /// Returns true if a template of this name exists.
    pub fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }
}

/// Assembles the skin that the settings name. Where that fails, it is the default skin, and findings say why.
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
    }
    findings.extend(renamed::renamed_templates(&layers));
    let assets = assets::assets(&layers, &colours(settings.kinds()), &mut findings);
    (Skin { tera, assets, words }, findings)
}

/// Returns style rules for the colours that the settings give to kinds.
fn colours(kinds: &[Kind]) -> String {
    let coloured = kinds.iter().enumerate().filter_map(|(place, kind)| Some((place + 1, kind.colour.as_ref()?)));
    let rules: Vec<String> = coloured.map(|(number, colour)| format!(".kind-{number}{{--kind:{colour}}}\n")).collect();
    rules.concat()
}
