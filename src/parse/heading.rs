//! Headings and their ids: stable, unique on the page, in any script.

use rustc_hash::FxHashMap;

use crate::base::{Span, slug};

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id, unique on the page.
    pub id: String,
    /// The text, without markup.
    pub text: String,
    /// The place of the heading in the file.
    pub span: Span,
}

impl Heading {
    /// The level as text.
    pub fn digit(&self) -> &'static str {
        digit(self.level)
    }
}

/// A level as text.
pub fn digit(level: u8) -> &'static str {
    ["1", "2", "3", "4", "5", "6"][usize::from(level.clamp(1, 6) - 1)]
}

/// The ids of one page so far, each with the number that the next equal one gets.
#[derive(Debug, Default)]
pub struct Ids {
    next_numbers: FxHashMap<String, usize>,
}

impl Ids {
    /// Takes an id for a heading: the slug of its text, with `-2`, `-3` … behind it if it is taken.
    pub fn of_text(&mut self, text: &str) -> String {
        let id = slug(text);
        let id = if id.is_empty() { "section".to_owned() } else { id };
        if self.take(&id) {
            return id;
        }
        // Without the number, the time for a page of equal headings would grow with their square.
        let mut number = self.next_numbers.get(&id).copied().unwrap_or(2);
        let numbered = loop {
            let numbered = format!("{id}-{number}");
            number += 1;
            if self.take(&numbered) {
                break numbered;
            }
        };
        self.next_numbers.insert(id, number);
        numbered
    }

    /// Takes an id that the author chose. Returns false if it was taken already.
    pub fn take(&mut self, id: &str) -> bool {
        if self.next_numbers.contains_key(id) {
            return false;
        }
        self.next_numbers.insert(id.to_owned(), 2);
        true
    }

    /// All ids, sorted.
    pub fn into_sorted(self) -> Vec<String> {
        let mut ids: Vec<String> = self.next_numbers.into_keys().collect();
        ids.sort_unstable();
        ids
    }
}

/// An id that an author chose for a heading: `## Why now {#why}`.
#[derive(Debug, PartialEq, Eq)]
pub struct ChosenId<'a> {
    /// The id.
    pub id: &'a str,
    /// The byte at which the heading's text ends.
    pub text_end: usize,
}

/// Finds the id at the end of a heading. Other attributes beside it (`{#why .big}`, as in Pandoc and Hugo) are left out:
/// looks belong in the skin.
pub fn chosen_id(heading: &str) -> Option<ChosenId<'_>> {
    let is_atx = is_atx(heading);
    let text = if is_atx { without_closing(heading) } else { heading.trim_end().rsplit_once('\n')?.0.trim_end() };
    let (before, attributes) = text.strip_suffix('}')?.rsplit_once('{')?;
    // Markup between the braces would be cut in two, and a backslash before a brace makes it text.
    if before.ends_with('\\') || attributes.contains(['\n', '\\', '`', '<', '>', '[', ']', '}']) {
        return None;
    }
    let is_attribute = |word: &str| word.starts_with(['#', '.']) || word.contains('=');
    if !attributes.split_whitespace().all(is_attribute) {
        return None;
    }
    let id = attributes.split_whitespace().find_map(|word| word.strip_prefix('#')).filter(|id| !id.is_empty())?;
    let before = if is_atx { without_closing(before) } else { before.trim_end() };
    Some(ChosenId { id, text_end: before.len() })
}

/// Returns true for one to six `#`, then a blank or nothing (`CommonMark` 0.31.2, section 4.2). Other headings are
/// underlined.
fn is_atx(heading: &str) -> bool {
    let text = heading.trim_start_matches('#');
    (1..=6).contains(&(heading.len() - text.len())) && (text.is_empty() || text.starts_with([' ', '\t', '\r', '\n']))
}

/// The heading without the blank and any number of `#` that may follow its text (the same section).
fn without_closing(heading: &str) -> &str {
    let heading = heading.trim_end();
    let text = heading.trim_end_matches('#');
    if text.is_empty() || text.ends_with([' ', '\t']) { text.trim_end() } else { heading }
}

#[cfg(test)]
mod tests {
    use super::{Ids, chosen_id};

    #[test]
    fn an_id_is_chosen_behind_the_text_however_the_heading_is_written() {
        for (heading, id) in [
            ("## Why now {#why}", Some(("## Why now", "why"))),
            ("## Why now {#why} ##", Some(("## Why now", "why"))),
            ("## Why now ## {#why}\n", Some(("## Why now", "why"))),
            ("Why\n> now {#why}\r\n> ---\n", Some(("Why\n> now", "why"))),
            ("#why {.big #数字 a=b}\n===", Some(("#why", "数字"))),
            ("## {#why}", Some(("", "why"))),
            ("## C# {#c}", Some(("## C#", "c"))),
            ("## The set {#a in b}", None),
            ("## `{#why}`", None),
            ("## Why \\{#why}", None),
            ("## Why {#}", None),
            ("## Why {.big}", None),
            ("## {}", None),
            (">=", None),
        ] {
            let chosen = chosen_id(heading);
            assert_eq!(chosen.map(|chosen| (&heading[..chosen.text_end], chosen.id)), id, "{heading}");
        }
    }

    #[test]
    fn ids_are_unique_even_beside_numbers() {
        let mut ids = Ids::default();
        let ids: Vec<String> = ["Why now", "Why now 2", "Why now", "数字", "!"].map(|text| ids.of_text(text)).into();
        assert_eq!(ids, ["why-now", "why-now-2", "why-now-3", "数字", "section"]);
    }
}
