//! Files of an earlier build that a file system may take for another path: their names differ in case or
//! normal form only. Asked before all outputs are known, and so before it is known which files are stale.

use rustc_hash::FxHashMap;

use crate::base::path::OutPath;
use crate::write::manifest::Manifest;

/// The files of a manifest whose paths are not plain (ASCII in lower case), by what their twins share. Few.
pub struct Twins(FxHashMap<String, Vec<OutPath>>);

impl Twins {
    /// Those of this manifest.
    pub fn of(old: &Manifest) -> Self {
        let mut twins: FxHashMap<String, Vec<OutPath>> = FxHashMap::default();
        for entry in old.entries().iter().filter(|entry| !is_plain(entry.path.as_str())) {
            twins.entry(entry.path.collision_key().into_owned()).or_default().push(entry.path.clone());
        }
        Self(twins)
    }

    /// Whether the manifest that these are of lists another path that may be the same file.
    pub fn has(&self, path: &OutPath, old: &Manifest) -> bool {
        if is_plain(path.as_str()) && self.0.is_empty() {
            return false;
        }
        let key = path.collision_key();
        let is_other = |twins: &Vec<OutPath>| twins.iter().any(|twin| twin != path);
        self.0.get(&*key).is_some_and(is_other) || (key != path.as_str() && !old.of_path(&key).is_empty())
    }
}

fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}
