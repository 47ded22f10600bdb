//! Ignored files, which are never read nor published: hidden files, secrets, and leftovers of editors and systems.

/// Returns true if files and folders of this name are ignored.
pub fn is_ignored(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let extension = lower.rsplit_once('.').map_or("", |(_, extension)| extension);
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913" // Vim creates it to find out if it may create files.
        || matches!(extension, "swp" | "swo" | "swx" | "tmp" | "bak" | "orig" | "pem" | "key")
        || matches!(&*lower, "thumbs.db" | "desktop.ini" | "node_modules")
}

#[cfg(test)]
mod tests {
    use super::is_ignored;

    #[test]
    fn leftovers_of_editors_and_secrets_are_ignored() {
        for name in [".env", ".git", "a.md~", "#a.md#", ".a.md.swp", "4913", "Thumbs.db", "server.key", "~$plan.docx"] {
            assert!(is_ignored(name), "{name}");
        }
        assert!(!is_ignored("keynote.md"));
    }
}
