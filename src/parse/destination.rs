//! Reads the destinations of links and images as authors write them: a file, an address, an anchor, a name, another
//! host.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;

use crate::base::humanize;

/// The destination of a link within the site, as written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Destination {
    /// The form in which it is written.
    pub form: Form,
    /// The path or name, percent-decoded, without anchor.
    pub path: String,
    /// The anchor, percent-decoded, without `#`.
    pub anchor: Option<String>,
    /// All of it, as written.
    pub written: String,
}

impl Destination {
    /// The thing that a path or name means, in words: `../2027/digital-equity.md` is `Digital equity`.
    pub fn name_in_words(&self) -> String {
        let name = self.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        humanize(name.strip_suffix(".md").unwrap_or(name).trim())
    }
}

/// The forms of a destination within the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// `../2025/digital-equity.md`, `figure.png`: relative to this file. An empty path is this page.
    File,
    /// `@/2025/digital-equity.md`: relative to the content folder.
    Content,
    /// `/2025/digital-equity/`: an address below the site's root.
    Address,
    /// `[[digital-equity]]`, `[[2025/digital-equity]]`: a name.
    Name,
}

/// A destination, classified without knowing the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Within the site.
    Inside(Destination),
    /// On another host, or to a person (`mailto:`, `tel:`).
    Outside,
    /// An address whose scheme, given here, could run code or is of no use on a page.
    Unsafe(String),
}

/// Schemes that may leave the site.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Classifies a destination.
pub fn classify(written: &str) -> Target {
    // Browsers drop these before they look for a scheme, so `java\nscript:` is one.
    let plain: Cow<'_, str> = if written.bytes().all(|byte| byte.is_ascii_graphic()) {
        written.into()
    } else {
        written.chars().filter(|character| !character.is_control() && !character.is_whitespace()).collect()
    };
    // To browsers `\` is a `/`, so `/\host` is another host, too.
    if plain.chars().take_while(|character| matches!(character, '/' | '\\')).count() > 1 {
        return Target::Outside;
    }
    if let Some((scheme, _)) = plain.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
        let is_safe = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
        return if is_safe { Target::Outside } else { Target::Unsafe(scheme.to_ascii_lowercase()) };
    }
    let form = if written.starts_with("@/") {
        Form::Content
    } else if written.starts_with('/') {
        Form::Address
    } else {
        Form::File
    };
    Target::Inside(inside(form, written))
}

/// The destination of a `[[name]]`.
pub fn name(written: &str) -> Destination {
    inside(Form::Name, written.trim())
}

fn inside(form: Form, written: &str) -> Destination {
    let (path, anchor) = match written.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (written, None),
    };
    let path = match form {
        Form::Content => path.trim_start_matches("@/"),
        Form::Name => path,
        Form::File | Form::Address => path.split_once('?').map_or(path, |(path, _)| path),
    };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    Destination { form, path: decoded(path), anchor: anchor.map(decoded), written: written.to_owned() }
}

/// Returns true if a text is a scheme (RFC 3986, section 3.1).
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_that_run_code_are_seen_through_disguise() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\nscript:x",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
        ] {
            assert!(matches!(classify(text), Target::Unsafe(_)), "{text:?}");
        }
        for text in
            ["https://a", "HTTP://a", "mailto:a@b", "tel:+1", "//host/x", "\\\\host", "/\\host", "\\/host", "/\t/host"]
        {
            assert_eq!(classify(text), Target::Outside, "{text:?}");
        }
    }

    #[test]
    fn files_addresses_and_anchors() {
        let Target::Inside(file) = classify("../2025/a%20b.md#why-now") else { panic!("not inside") };
        assert_eq!((file.form, &*file.path, file.anchor.as_deref()), (Form::File, "../2025/a b.md", Some("why-now")));
        let Target::Inside(file) = classify("@/x.md") else { panic!("not inside") };
        assert_eq!((file.form, &*file.path), (Form::Content, "x.md"));
        let Target::Inside(file) = classify("#here") else { panic!("not inside") };
        assert_eq!((file.form, &*file.path), (Form::File, ""));
    }
}
