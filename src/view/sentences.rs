//! Words and sentences of the skin, filled in for one language.

use std::borrow::Cow;
use std::ops::Range;

use crate::link::Page;
use crate::view::Viewer;

impl<'a> Viewer<'a> {
    /// Returns a word of the skin in the language of a page.
    pub fn word(&self, page: Page, key: &str) -> String {
        self.words.plain(self.tag(page.language), key)
    }

    /// Returns a word of the skin in a language; empty where the skin has none of this name.
    pub fn plain_word(&self, language: usize, key: &str) -> String {
        self.words.plain(self.tag(language), key)
    }

    /// Returns a sentence of the skin with its blanks filled in; empty where the skin has none of this name.
    pub fn say(&self, language: usize, key: &str, blanks: &[(&str, &str)]) -> String {
        let mut fill = |name: &str, text: &mut String| {
            let blank = blanks.iter().find(|(blank, _)| *blank == name);
            text.push_str(blank.map_or("", |(_, value)| value));
        };
        self.words.say(self.tag(language), key, None, &mut fill).unwrap_or_else(|_| String::new())
    }

    /// Returns a sentence with one blank; empty where there is nothing to fill in.
    pub fn say_of(&self, language: usize, key: &str, blank: &str, value: &str) -> String {
        if value.is_empty() { String::new() } else { self.say(language, key, &[(blank, value)]) }
    }

    /// Returns a sentence in the plural form that a count asks for.
    pub fn counted(&self, language: usize, key: &str, count: usize) -> String {
        let sentence = self.words.say(self.tag(language), key, Some(count as u64), &mut |_, _| {});
        sentence.unwrap_or_else(|_| String::new())
    }

    /// Returns a number as the language writes it.
    pub fn decimal(&self, language: usize, number: f64) -> String {
        self.words.decimal(self.tag(language), number)
    }

    /// Returns a day such as `2026-02-04` as the language writes it.
    pub fn day(&self, language: usize, date: &str) -> String {
        self.words.day(self.tag(language), date)
    }

    /// Joins the texts that are not empty by the language's comma.
    pub fn joined(&self, language: usize, texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
        let mut joined = String::new();
        for text in texts {
            let text = text.as_ref();
            if !joined.is_empty() && !text.is_empty() {
                joined.push_str(&self.views(language).comma);
            }
            joined.push_str(text);
        }
        joined
    }

    /// Joins texts by the language's comma, the last one by its word for "and".
    pub fn joined_with_and(&self, language: usize, texts: &[&str]) -> String {
        match texts {
            [first @ .., last] if !first.is_empty() => {
                let first = self.joined(language, first);
                self.say(language, "joined-last", &[("first", &first), ("second", last)])
            }
            _ => texts.concat(),
        }
    }

    /// Joins the names of editions, the oldest first. Of three and more in a row, the first and the last are named.
    pub fn edition_runs(
        &self,
        language: usize,
        runs: impl IntoIterator<Item = Range<usize>>,
        name: impl Fn(usize) -> &'a str,
    ) -> String {
        let mut names: Vec<Cow<'_, str>> = Vec::new();
        for run in runs {
            if run.len() > 2 {
                let ends = [("first", name(run.start)), ("last", name(run.end - 1))];
                names.push(self.say(language, "from-to", &ends).into());
            } else {
                names.extend(run.map(|edition| Cow::from(name(edition))));
            }
        }
        self.joined(language, names)
    }

    /// Joins the ids of editions as [`Viewer::edition_runs`] does.
    pub fn edition_ids(&self, language: usize, runs: impl IntoIterator<Item = Range<usize>>) -> String {
        self.edition_runs(language, runs, |edition| &*self.site.editions[edition].id)
    }

    fn tag(&self, language: usize) -> &'a str {
        &self.site.settings.languages[language].tag
    }
}
