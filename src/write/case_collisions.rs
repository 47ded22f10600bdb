//! Files of the last build that a file system may take for another path, because the names differ only in case or in
//! Unicode normal form. Where `logo.svg` replaces `Logo.svg`, both may be one file: comparing it with the new bytes and
//! then removing the stale name would lose it.

use rustc_hash::FxHashMap;

use crate::base::OutPath;
use crate::write::manifest::Manifest;

/// The paths of a manifest that are not plain (ASCII in lower case), by their collision key. They are few.
pub struct CaseCollisions(FxHashMap<String, Vec<OutPath>>);

impl CaseCollisions {
    /// Collects the paths of a manifest.
    pub fn of(manifest: &Manifest) -> Self {
        let mut by_key: FxHashMap<String, Vec<OutPath>> = FxHashMap::default();
        for entry in manifest.entries().iter().filter(|entry| !is_plain(entry.path.as_str())) {
            by_key.entry(entry.path.collision_key().into_owned()).or_default().push(entry.path.clone());
        }
        Self(by_key)
    }

    /// The other paths of the manifest, which is the one that these were collected from, that may be the same file.
    pub fn with<'a>(&'a self, path: &'a OutPath, manifest: &'a Manifest) -> impl Iterator<Item = &'a OutPath> {
        let key = path.collision_key();
        let plain = manifest.of_path(&key).first().map(|entry| &entry.path);
        let colliding = self.0.get(&*key).into_iter().flatten().chain(plain);
        colliding.filter(move |other| *other != path)
    }
}

fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Hash;
    use crate::render::output::OutputKind;
    use crate::write::manifest::Entry;

    #[test]
    fn names_collide_in_any_case_and_normal_form() {
        let entry =
            |path| Entry { path: OutPath::new(path).unwrap(), hash: Hash::of(b""), size: 0, kind: OutputKind::Asset };
        let manifest = Manifest::complete(["LOGO.svg", "Logo.svg", "a.css", "Ü.html"].map(entry).to_vec());
        let collisions = CaseCollisions::of(&manifest);
        let with = |path: &str| {
            let path = OutPath::new(path).unwrap();
            collisions.with(&path, &manifest).map(OutPath::to_string).collect::<Vec<_>>()
        };
        assert_eq!(with("logo.svg"), ["LOGO.svg", "Logo.svg"]);
        assert_eq!(with("Logo.svg"), ["LOGO.svg"]);
        assert_eq!(with("A.css"), ["a.css"]);
        assert_eq!(with("ü.html"), ["Ü.html"]);
        assert!(with("a.css").is_empty() && with("b.css").is_empty());
    }
}
