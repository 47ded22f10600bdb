//! The layers of a skin, the topmost first: folders below `themes/`, and the default skin within the program.

use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use crate::base::yaml::{self, Value};
use crate::base::{Code, Fields, Finding, SourcePath, suggest};
use crate::load::{FileBody, Snapshot, is_ignored};

/// The default skin, as it was when the program was built.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the default skin.
const DEFAULT_NAME: &str = "default";

/// The most skins that may extend one another.
const LAYER_LIMIT: usize = 32;

/// One layer.
pub struct Layer<'a> {
    /// Its folder's name. The site's own files over the default skin are one layer with it.
    pub name: String,
    /// Its files, by path within the layer.
    pub files: BTreeMap<String, LayerFile<'a>>,
    /// Files of the program in whose place the site has its own. Words are overridden one by one, so they still count.
    pub replaced: BTreeMap<String, LayerFile<'a>>,
}

/// One file of a layer.
pub struct LayerFile<'a> {
    /// Its path in the site. A file of the program has the path at which a site would override it.
    pub source: SourcePath,
    /// Its bytes; `None` where they could not be read.
    pub bytes: Option<Cow<'a, [u8]>>,
}

impl Layer<'_> {
    /// The templates, named `<layer>/<path below templates/>`.
    pub fn templates(&self) -> impl Iterator<Item = (String, &str)> {
        self.files.iter().filter_map(|(path, file)| {
            let name = path.strip_prefix("templates/")?;
            let text = std::str::from_utf8(file.bytes.as_deref()?).ok()?;
            Some((format!("{}/{name}", self.name), text))
        })
    }

    /// The files of one folder of the layer, by path below it.
    pub fn folder<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = (&'s str, &'s LayerFile<'s>)> {
        self.files.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file)))
    }
}

/// The layers of the skin `name`, the topmost first, ending with the default skin.
pub fn layers<'a>(
    snapshot: &'a Snapshot,
    name: &str,
    settings: &SourcePath,
    findings: &mut Vec<Finding>,
) -> Vec<Layer<'a>> {
    let mut layers: Vec<Layer<'a>> = Vec::new();
    let mut next = name.to_owned();
    let mut named_by = settings.clone();
    while next != DEFAULT_NAME {
        if layers.len() == LAYER_LIMIT {
            let message = format!("the skin `{name}` extends more than {LAYER_LIMIT} others");
            findings.push(Finding::new(Code::UnknownSkin, &named_by, message).help("extend `default` in this one"));
            break;
        }
        if layers.iter().any(|layer| layer.name == next) {
            let message = format!("the skin `{next}` extends itself");
            findings
                .push(Finding::new(Code::UnknownSkin, &named_by, message).help("extend `default` in the last of them"));
            break;
        }
        let layer = from_site(snapshot, &next);
        if layer.files.is_empty() {
            findings.push(unknown(snapshot, &next, &named_by));
            break;
        }
        let (base, file) = extends(&layer, findings);
        layers.push(layer);
        next = base;
        named_by = file.unwrap_or(named_by);
    }
    layers.push(default(snapshot));
    layers
}

fn unknown(snapshot: &Snapshot, name: &str, named_by: &SourcePath) -> Finding {
    let names: Vec<&str> =
        snapshot.skins.keys().filter_map(|path| path.as_str().split('/').nth(1)).chain([DEFAULT_NAME]).collect();
    let help =
        suggest::did_you_mean(name, names, || "a skin is a folder below `themes/`; `default` is built in".to_owned());
    Finding::new(Code::UnknownSkin, named_by, format!("there is no skin `{name}`")).help(help)
}

/// The files of `themes/<name>/`.
fn from_site<'a>(snapshot: &'a Snapshot, name: &str) -> Layer<'a> {
    let prefix = format!("themes/{name}/");
    let files = snapshot.skins.iter().filter_map(|(path, file)| {
        let below = path.as_str().strip_prefix(&prefix)?;
        let bytes = match &file.body {
            FileBody::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
            FileBody::Markdown | FileBody::Other(_) => file.bytes().ok().map(Cow::Owned),
        };
        Some((below.to_owned(), LayerFile { source: path.clone(), bytes }))
    });
    Layer { name: name.to_owned(), files: files.collect(), replaced: BTreeMap::new() }
}

/// The default skin, with the site's own files over it.
fn default(snapshot: &Snapshot) -> Layer<'_> {
    let mut files = BTreeMap::new();
    embedded(&DEFAULT, &mut files);
    let mut replaced = BTreeMap::new();
    for (path, file) in from_site(snapshot, DEFAULT_NAME).files {
        if let Some(own) = files.insert(path.clone(), file) {
            replaced.insert(path, own);
        }
    }
    Layer { name: DEFAULT_NAME.to_owned(), files, replaced }
}

fn embedded(folder: &Dir<'static>, files: &mut BTreeMap<String, LayerFile<'_>>) {
    for file in folder.files() {
        let Some(path) = file.path().to_str().map(|path| path.replace('\\', "/")) else { continue };
        let source = SourcePath::new(&Path::new("themes/default").join(&path));
        if let Some(source) = source.filter(|source| !is_ignored(source.file_name())) {
            files.insert(path, LayerFile { source, bytes: Some(Cow::Borrowed(file.contents())) });
        }
    }
    folder.dirs().for_each(|folder| embedded(folder, files));
}

/// The skin that a layer's `skin.yaml` extends: the default where it does not say.
fn extends(layer: &Layer<'_>, findings: &mut Vec<Finding>) -> (String, Option<SourcePath>) {
    let default = || DEFAULT_NAME.to_owned();
    let Some(file) = layer.files.get("skin.yaml") else { return (default(), None) };
    let text = file.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(error) => {
            findings.push(Finding::new(Code::YamlSyntax, &file.source, error.message).at(error.span).help(error.help));
            return (default(), None);
        }
    };
    let Value::Map(entries) = &node.value else { return (default(), None) };
    let mut fields = Fields::new(&file.source, text, 0, entries, findings);
    let base = fields.text("extends").map_or_else(default, |base| base.value);
    let _ = fields.text("name");
    if let Some(contract) = fields.integer("contract")
        && contract.value != 1
        && let Some(node) = fields.peek("contract")
    {
        let message = format!("the skin is written for contract {}; this program knows contract 1", contract.value);
        fields.report(Code::BadSetting, node.span, message, "use a newer Trendpress, or an older release of the skin");
    }
    fields.finish(Code::UnknownSetting, &[], |_, _| None);
    (base, Some(file.source.clone()))
}
