//! The words of a skin in each language of the site, with plural forms and places to fill in.

use icu_plurals::{PluralCategory, PluralRules};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::base::suggest::SuggestionIndex;
use crate::base::yaml::{self, Value};
use crate::base::{Code, Fields, Finding};
use crate::config::Settings;
use crate::skin::layers::{Layer, LayerFile};

/// The words of all languages of a site.
pub struct Words {
    /// By tag. There are few, and the first is asked for more often than all others.
    languages: Vec<(String, Lexicon)>,
}

struct Lexicon {
    words: FxHashMap<String, Word>,
    rules: Option<PluralRules>,
    /// The mark between the whole of a number and its fraction.
    decimal_mark: String,
    /// The names of the months.
    months: Vec<String>,
    /// The keys of the words, for suggestions.
    index: OnceLock<SuggestionIndex>,
}

/// A word or sentence: one form, or one for each plural category that the language has.
#[derive(Clone, Debug, Default)]
struct Word {
    other: Vec<Piece>,
    forms: Vec<(PluralCategory, Vec<Piece>)>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Blank(String),
}

/// The plural categories of Unicode, by the names that string files use.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

impl Words {
    fn lexicon(&self, language: &str) -> Option<&Lexicon> {
        self.languages.iter().find(|(tag, _)| tag == language).map(|(_, lexicon)| lexicon)
    }

    /// Returns a word in a language. `fill` appends the text of each blank by name.
    ///
    /// # Errors
    /// Where there is no such word: a sentence that names the nearest.
    pub fn say(
        &self,
        language: &str,
        key: &str,
        count: Option<u64>,
        fill: &mut dyn FnMut(&str, &mut String),
    ) -> Result<String, String> {
        let lexicon = self.lexicon(language).ok_or_else(|| format!("no words for the language `{language}`"))?;
        let word = lexicon.words.get(key).ok_or_else(|| unknown_word(lexicon, key))?;
        let mut text = String::with_capacity(48);
        for piece in word.form(count, lexicon.rules.as_ref()) {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Blank(name) => match count {
                    Some(count) if name == "n" => text.push_str(&count.to_string()),
                    _ => fill(name, &mut text),
                },
            }
        }
        Ok(text)
    }

    /// Returns the words of a language that have neither blanks nor plural forms.
    pub fn fixed(&self, language: &str) -> BTreeMap<&str, &str> {
        let words = self.lexicon(language).into_iter().flat_map(|lexicon| &lexicon.words);
        let fixed = words.filter_map(|(key, word)| match (&word.other[..], &word.forms[..]) {
            ([Piece::Text(text)], []) => Some((key.as_str(), text.as_str())),
            _ => None,
        });
        fixed.collect()
    }

    /// Returns a word without its blanks; empty where there is none.
    pub fn plain(&self, language: &str, key: &str) -> String {
        let word = self.lexicon(language).and_then(|lexicon| lexicon.words.get(key));
        word.map(Word::plain).unwrap_or_default()
    }

    /// Writes a number without a needless `.0`, with the language's decimal mark.
    pub fn decimal(&self, language: &str, number: f64) -> String {
        self.decimal_text(language, &format!("{number:?}"))
    }

    /// As [`Words::decimal`], for a number in digits.
    pub fn decimal_text(&self, language: &str, number: &str) -> String {
        let number = number.strip_suffix(".0").unwrap_or(number);
        match number.split_once('.') {
            Some((whole, parts)) => [whole, self.decimal_mark(language), parts].concat(),
            None => number.to_owned(),
        }
    }

    fn decimal_mark(&self, language: &str) -> &str {
        self.lexicon(language).map_or("", |lexicon| &lexicon.decimal_mark)
    }

    /// Writes a date such as `2026-02-04` as the language does; anything else as it is.
    pub fn day(&self, language: &str, date: &str) -> String {
        let mut parts = date.splitn(3, '-');
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
            return date.to_owned();
        };
        let months = self.lexicon(language).map_or(&[][..], |lexicon| &lexicon.months);
        let number: usize = month.parse().unwrap_or(1);
        let month = months.get(number.saturating_sub(1)).map_or(month, String::as_str);
        let day_text = self.say(language, "day-format", None, &mut |name, text| match name {
            "day" => text.push_str(day.trim_start_matches('0')),
            "month" => text.push_str(month),
            "year" => text.push_str(year),
            _ => {}
        });
        day_text.unwrap_or_else(|_| date.to_owned())
    }
}

impl Word {
    /// Returns its text without the blanks.
    fn plain(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Blank(_) => String::new(),
        };
        self.other.iter().map(text).collect()
    }

    fn form(&self, count: Option<u64>, rules: Option<&PluralRules>) -> &[Piece] {
        let category = count.zip(rules).map(|(count, rules)| rules.category_for(count));
        let form = self.forms.iter().find(|(form, _)| Some(*form) == category);
        form.map_or(&self.other, |(_, pieces)| pieces)
    }
}

fn unknown_word(lexicon: &Lexicon, key: &str) -> String {
    let index = lexicon.index.get_or_init(|| {
        let mut keys: Vec<&str> = lexicon.words.keys().map(String::as_str).collect();
        keys.sort_unstable();
        SuggestionIndex::new(keys)
    });
    let help = index.did_you_mean(key, || "the words are in the skin's `strings/`".to_owned());
    format!("there is no word `{key}`; {help}")
}

/// Reads the words of every language of the site, each through all layers; the English ones stand in for those that are
/// missing.
pub fn words(layers: &[Layer<'_>], settings: &Settings, findings: &mut Vec<Finding>) -> Words {
    let mut languages = Vec::with_capacity(settings.languages.len());
    for language in &settings.languages {
        let mut words = FxHashMap::default();
        let primary = language.tag.split('-').next().unwrap_or_default();
        let mut tags = vec!["en", primary, &*language.tag];
        tags.dedup();
        for tag in tags {
            for layer in layers.iter().rev() {
                let name = format!("strings/{tag}.yaml");
                for file in layer.replaced.get(&name).into_iter().chain(layer.files.get(&name)) {
                    read(file, &mut words, findings);
                }
            }
        }
        let locale = language.tag.parse::<icu_locale::Locale>().ok();
        let rules = locale.and_then(|locale| PluralRules::try_new_cardinal(locale.into()).ok());
        let plain = |key: &str| words.get(key).map(Word::plain).unwrap_or_default();
        let months = plain("months").split('|').map(|month| month.trim().to_owned()).collect();
        let decimal_mark = plain("decimal-mark");
        languages.push((language.tag.clone(), Lexicon { words, rules, decimal_mark, months, index: OnceLock::new() }));
    }
    findings.dedup();
    Words { languages }
}

fn read(file: &LayerFile<'_>, words: &mut FxHashMap<String, Word>, findings: &mut Vec<Finding>) {
    let text = file.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(error) => {
            findings.push(Finding::new(Code::YamlSyntax, &file.source, error.message).at(error.span).help(error.help));
            return;
        }
    };
    let Value::Map(entries) = &node.value else { return };
    let mut fields = Fields::new(&file.source, text, 0, entries, findings);
    for (key, node) in entries {
        if let Value::Map(forms) = &node.value {
            let mut word = Word::default();
            let mut inner = fields.inner(forms);
            for name in CATEGORIES {
                if let (Some(form), Some(category)) = (inner.text(name), PluralCategory::get_for_cldr_string(name)) {
                    word.forms.push((category, pieces(&form.value)));
                }
            }
            inner.finish(Code::UnknownKey, &[], |_, _| None);
            word.other = word.forms.last().map(|(_, pieces)| pieces.clone()).unwrap_or_default();
            words.insert(key.name.to_string(), word);
        } else if let Some(text) = fields.text_of(&key.name, node) {
            words.insert(key.name.to_string(), Word { other: pieces(&text.value), forms: Vec::new() });
        }
    }
}

/// Cuts a text at its blanks: `{name}`.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Blank(name.trim().to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}
