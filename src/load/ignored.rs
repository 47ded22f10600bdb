//! Names of files that are never read and never published: hidden files, secrets among them, and what
//! editors and systems leave behind.

use std::borrow::Cow;

/// Whether a file or folder of this name is passed over.
pub fn is_ignored(name: &str) -> bool {
    // Nearly every name is in lower case already.
    let lower = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    };
    let extension = lower.rsplit_once('.').map_or("", |(_, extension)| extension);
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913" // Vim asks whether it may create files by creating this one.
        || matches!(extension, "swp" | "swo" | "swx" | "tmp" | "bak" | "orig" | "pem" | "key")
        || matches!(&*lower, "thumbs.db" | "desktop.ini" | "node_modules")
}

#[cfg(test)]
mod tests {
    use super::is_ignored;

    #[test]
    fn editors_leftovers_and_secrets_are_passed_over() {
        for name in [".env", ".git", "a.md~", "#a.md#", ".a.md.swp", "4913", "Thumbs.db", "server.key", "~$plan.docx"] {
            assert!(is_ignored(name), "{name}");
        }
        assert!(!is_ignored("keynote.md"));
    }
}
