//! Text and its words: what the reader sees, and the plain text that titles, leads and quotes are made of.

use pulldown_cmark::TagEnd;
use std::ops::Range;

use crate::parse::markdown::Writer;
use crate::parse::sentence;

/// Bytes that suffice for most paragraphs.
pub const LEAD_CAPACITY: usize = 512;

/// The plain text of the block that is being read.
pub struct BlockText {
    pub text: String,
    /// The links in it: the number of each, and its byte of the text.
    pub links: Vec<(usize, usize)>,
}

impl BlockText {
    pub fn new() -> Self {
        Self { text: String::with_capacity(LEAD_CAPACITY), links: Vec::new() }
    }
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(chart) = &mut self.chart {
            chart.push(text, range);
            return;
        }
        if let Some(block) = &mut self.html_block {
            block.push(text, self.source, range);
            return;
        }
        let text = self.heading.as_ref().map_or(text, |heading| heading.without_id(text, range));
        if self.in_name {
            self.name(text);
            return;
        }
        self.watch_for_footnote(text, range);
        if gives_share(text) {
            self.body.claims.push(self.span(range));
        }
        self.plain(text);
        if self.image.is_none() {
            self.out.text(text);
        }
    }

    /// The name in `[[name]]`. The page shows the title of its target instead, so these words only stand for it.
    fn name(&mut self, name: &str) {
        let name = name.replace('-', " ");
        self.word_count.add(&name);
        self.collect(&name);
        // The sentence around it shall have the title, which only the linked site knows.
        self.block.text.push_str(&sentence::title_of(self.body.links.len() - 1));
    }

    pub(super) fn code(&mut self, code: &str) {
        self.bracket = None;
        self.plain(code);
        if self.image.is_none() {
            self.out.push("<code>");
            self.out.text(code);
            self.out.push("</code>");
        }
    }

    pub(super) fn line_break(&mut self, html: &str) {
        self.bracket = None;
        self.plain(" ");
        match self.image {
            Some(_) => self.word_count.end_word(),
            None => self.out.push(html),
        }
    }

    /// Adds text without markup to the block and to whatever else collects it, and counts its words. Alternative text is no
    /// part of the prose: its words do not count.
    fn plain(&mut self, text: &str) {
        self.collect(text);
        self.block.text.push_str(text);
        if self.image.is_none() {
            self.word_count.add(text);
        }
    }

    /// Adds text to an open image's alternative text, to an open heading's, and to the lead.
    #[inline]
    fn collect(&mut self, text: &str) {
        if let Some(open) = &mut self.image
            && open.has_words
        {
            open.image.alt.push_str(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        if self.in_lead && self.image.is_none() {
            self.body.lead.push_str(text);
        }
    }

    /// Ends the word, the reference and the sentence that are open before a tag. They go on through an emphasis.
    pub(super) fn end_text_at(&mut self, tag: TagEnd) {
        let is_inline = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        );
        if !is_inline {
            self.word_count.end_word();
            self.bracket = None;
            self.end_block();
        }
    }

    /// Gives the links of the block their sentences.
    fn end_block(&mut self) {
        for (link, at) in self.block.links.drain(..) {
            self.body.links[link].sentence = sentence::around(&self.block.text, at);
        }
        self.block.text.clear();
    }
}

/// Returns true if a text gives a share: a number before a per cent sign or word.
fn gives_share(text: &str) -> bool {
    // Nearly every text ends here, for the cost of a look at its bytes.
    let bytes = text.as_bytes();
    if !bytes.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let is_end = |at: &usize| bytes[at - 1].is_ascii_digit() && !bytes.get(*at).is_some_and(u8::is_ascii_digit);
    let mut after_numbers = (1..=bytes.len()).filter(is_end).map(|at| text[at..].trim_start());
    after_numbers.any(|after| ["%", "％", "per cent", "percent"].iter().any(|sign| after.starts_with(sign)))
}

/// The beginning of a text: at most 240 characters, cut between words.
pub fn shortened(text: &str) -> String {
    const LIMIT: usize = 240;
    let text = text.trim();
    let Some((cut, _)) = text.char_indices().nth(LIMIT) else { return text.to_owned() };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::gives_share;

    #[test]
    fn a_share_is_a_number_before_a_per_cent_sign() {
        for (text, expected) in
            [("43 % of", true), ("12.5％", true), ("7 per cent", true), ("in 2026", false), ("%", false)]
        {
            assert_eq!(gives_share(text), expected, "{text}");
        }
    }
}
