//! Headings and their ids: stable, unique on the page, in any script.

use std::collections::HashMap;

use crate::base::id::slug;
use crate::base::span::Span;

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its words, without markup.
    pub text: String,
    /// Where it is written, in the file.
    pub span: Span,
}

/// The ids given so far on one page, each with the number that its next namesake gets.
#[derive(Debug, Default)]
pub struct Ids {
    taken: HashMap<String, usize>,
}

impl Ids {
    /// The id of a heading of these words: the words' slug, with `-2`, `-3` … where it is taken.
    pub fn of_words(&mut self, words: &str) -> String {
        let id = slug(words);
        let id = if id.is_empty() { "section".to_owned() } else { id };
        if self.take(&id) {
            return id;
        }
        // Remembering the number keeps a page of equal headings from costing their square.
        let mut number = self.taken.get(&id).copied().unwrap_or(2);
        let numbered = loop {
            let numbered = format!("{id}-{number}");
            number += 1;
            if self.take(&numbered) {
                break numbered;
            }
        };
        self.taken.insert(id, number);
        numbered
    }

    /// Takes an id that the author chose; `false` where it was taken already.
    pub fn take(&mut self, id: &str) -> bool {
        if self.taken.contains_key(id) {
            return false;
        }
        self.taken.insert(id.to_owned(), 2);
        true
    }

    /// All ids, sorted.
    pub fn into_sorted(self) -> Vec<String> {
        let mut ids: Vec<String> = self.taken.into_keys().collect();
        ids.sort_unstable();
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_are_unique_even_beside_numbers() {
        let mut ids = Ids::default();
        let given: Vec<String> = ["Why now", "Why now 2", "Why now", "数字", "!"].map(|text| ids.of_words(text)).into();
        assert_eq!(given, ["why-now", "why-now-2", "why-now-3", "数字", "section"]);
    }
}
