//! Generates Markdown with the constructs of real prose: sentences, paragraphs, headings, lists, now and then a table,
//! an alert, a footnote.

use std::fmt::Write as _;

/// A pseudo-random number generator (`SplitMix64`), so that every run generates the same site.
pub struct Dice(u64);

impl Dice {
    /// A generator whose numbers depend on the seed alone.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    /// Returns true once in `times`, on average.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// The least length of a body in words: log-normal with median 480 and σ 0.6, read off its sixteenths, because
    /// logarithms differ from machine to machine in the last bit. A body ends with the block that reaches it, and
    /// markup counts for no word here: as `wc` counts, bodies have a median of about 600 words and a mean of 700.
    pub fn length(&mut self) -> usize {
        const QUANTILES: [usize; 17] =
            [103, 191, 241, 283, 321, 358, 396, 436, 480, 528, 581, 643, 720, 817, 957, 1205, 2252];
        let (place, part) = (self.below(16), self.below(100));
        QUANTILES[place] + (QUANTILES[place + 1] - QUANTILES[place]) * part / 100
    }
}

/// The vocabulary. The first words are drawn most often.
const WORDS: &str = "the of and to in a that it is for as with on by be are this from or have not but they which \
at an one all we can their has there been if more when will would who so no out up into them about other some what \
its time people only than then also many most these work year use first new may school must need could made before \
each teacher student district learning support small change both plan under another because through families every \
staff without budget device reading access network group question program question answer question result kind case \
example evidence practice policy community culture leader board member trust privacy security account password \
platform vendor contract price pilot trial review measure survey rating ranking trend hurdle accelerator enabler \
edition report theme topic broadband bandwidth library classroom homework curriculum assessment portfolio feedback \
mentor tutor apprentice pathway certificate translation caption transcript accessibility keyboard screen reader \
contrast dyslexia disability rural urban suburban county state federal grant funding procurement inventory repair \
warranty replacement subscription licence spreadsheet dashboard analytics indicator baseline attendance graduation";

fn word(dice: &mut Dice, vocabulary: &[&'static str]) -> &'static str {
    // The smaller of two numbers prefers the first words, as real prose does.
    vocabulary[dice.below(vocabulary.len()).min(dice.below(vocabulary.len()))]
}

fn vocabulary() -> Vec<&'static str> {
    WORDS.split_ascii_whitespace().collect()
}

/// `count` words.
pub fn words(dice: &mut Dice, count: usize) -> String {
    let vocabulary = vocabulary();
    (0..count).map(|_| word(dice, &vocabulary)).collect::<Vec<_>>().join(" ")
}

/// A sentence of nine to twenty words, without a colon.
pub fn sentence(dice: &mut Dice) -> String {
    let mut text = String::new();
    let count = 9 + dice.below(12);
    push_sentence(dice, &vocabulary(), count, &mut text);
    text
}

fn push_sentence(dice: &mut Dice, vocabulary: &[&'static str], count: usize, text: &mut String) {
    for place in 0..count {
        let word = word(dice, vocabulary);
        if place == 0 {
            text.push_str(&word[..1].to_ascii_uppercase());
            text.push_str(&word[1..]);
        } else {
            text.push_str(word);
        }
        text.push_str(match place + 1 {
            last if last == count => ".",
            middle if middle % 8 == 5 => ", ",
            _ => " ",
        });
    }
}

/// A body of about `length` words that contains these links.
pub fn body(dice: &mut Dice, length: usize, links: &[String]) -> String {
    let vocabulary = vocabulary();
    let mut writer = Writer { dice, vocabulary: &vocabulary, text: String::with_capacity(length * 8), word_count: 0 };
    let mut links = links.iter();
    let mut since_heading = 0;
    let mut notes = 0;
    while writer.word_count < length {
        let before = writer.word_count;
        match writer.dice.below(20) {
            0 | 1 => writer.list("- "),
            2 => writer.list("1. "),
            3 if writer.dice.one_in(3) => writer.table(),
            4 if writer.dice.one_in(2) => writer.alert(),
            5 if writer.dice.one_in(2) => {
                notes += 1;
                writer.paragraph(Some(&format!("[^{notes}]")));
            }
            6 if writer.dice.one_in(4) => writer.code(),
            _ => writer.paragraph(links.next().map(String::as_str)),
        }
        since_heading += writer.word_count - before;
        if since_heading > 110 && writer.word_count < length {
            since_heading = 0;
            writer.heading();
        }
    }
    for link in links {
        writer.paragraph(Some(link));
    }
    for note in 1..=notes {
        let text = sentence(writer.dice);
        let _ = writeln!(writer.text, "\n[^{note}]: {text}");
    }
    writer.text
}

struct Writer<'a> {
    dice: &'a mut Dice,
    vocabulary: &'a [&'static str],
    text: String,
    word_count: usize,
}

impl Writer<'_> {
    fn sentence(&mut self) {
        let count = 8 + self.dice.below(15);
        push_sentence(self.dice, self.vocabulary, count, &mut self.text);
        self.word_count += count;
    }

    fn word(&mut self) -> &'static str {
        self.word_count += 1;
        word(self.dice, self.vocabulary)
    }

    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Writes three to six sentences, one a line, some with markup. `link` stands in the second.
    fn paragraph(&mut self, link: Option<&str>) {
        self.gap();
        for place in 0..3 + self.dice.below(4) {
            match self.dice.below(9) {
                0 => {
                    let (one, two) = (self.word(), self.word());
                    let _ = write!(self.text, "**{one} {two}** ");
                }
                1 => {
                    let word = self.word();
                    let _ = write!(self.text, "*{word}* ");
                }
                2 => self.text.push_str("The district's \"plan\" -- "),
                3 if place > 1 => {
                    let _ = write!(self.text, "See [their page](https://example.org/{}). ", self.dice.below(10_000));
                }
                _ => {}
            }
            self.sentence();
            if place == 1
                && let Some(link) = link
            {
                let _ = write!(self.text, " See {link} too.");
            }
            self.text.push('\n');
        }
    }

    fn heading(&mut self) {
        self.gap();
        let level = if self.dice.one_in(4) { "###" } else { "##" };
        let mut title = words(self.dice, 4);
        title[..1].make_ascii_uppercase();
        // The number keeps headings apart: two equal ones would be a finding.
        let _ = writeln!(
            self.text,
            "{} {title} {}",
            if self.text.contains("\n## ") { level } else { "##" },
            self.word_count
        );
    }

    fn list(&mut self, mark: &str) {
        self.gap();
        for _ in 0..3 + self.dice.below(3) {
            self.text.push_str(mark);
            self.sentence();
            self.text.push('\n');
        }
    }

    fn table(&mut self) {
        self.gap();
        self.text.push_str("| Kind | Before | Now |\n|---|---:|---:|\n");
        for _ in 0..3 + self.dice.below(4) {
            let (one, before, now) = (self.word(), self.dice.below(100), self.dice.below(100));
            let _ = writeln!(self.text, "| {one} | {before} | {now} |");
        }
    }

    fn alert(&mut self) {
        self.gap();
        let kind = ["NOTE", "TIP", "WARNING"][self.dice.below(3)];
        let _ = write!(self.text, "> [!{kind}]\n> ");
        self.sentence();
        self.text.push_str("\n> ");
        self.sentence();
        self.text.push('\n');
    }

    fn code(&mut self) {
        self.gap();
        let (one, two) = (self.word(), self.word());
        let _ = writeln!(self.text, "```text\n{one} = {two} < 3 & more\n```");
    }
}
