//! Finds tags with very many attributes. The tokenizer of the sanitiser compares each attribute with all before it: a tag with
//! 60,000 took 5 seconds.

use std::ops::Range;

use crate::parse::tokenizer::{RAW_TEXT, Tag, Token, is_one_of, tokens};

/// The most attributes that a tag may have.
pub const LIMIT: usize = 100;

/// The most parts that HTML may have after a tag that does not end: what belongs to the tag depends on what follows.
const PART_LIMIT: usize = 4 * LIMIT;

/// Returns the place of the first tag with more attributes than the limit.
pub fn crowded_tag(html: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut is_text_only = false;
    for token in tokens(html) {
        let length = match token {
            Token::Text(text) | Token::Comment(text) | Token::RawText(text) => text.len(),
            Token::Tag(tag) if is_crowded(tag) => return Some(at..at + 1),
            Token::Tag(tag) => {
                is_text_only = !tag.is_end && is_one_of(tag.name, &RAW_TEXT);
                tag.html.len()
            }
            // A comment or script without an end holds no tags.
            Token::Unfinished => {
                let rest = &html[at..];
                let is_crowded = !is_text_only && !rest.starts_with("<!--") && has_many_parts(rest);
                return is_crowded.then_some(at..at + 1);
            }
        };
        at += length;
    }
    None
}

fn is_crowded(tag: Tag<'_>) -> bool {
    tag.attributes().nth(LIMIT).is_some()
}

fn has_many_parts(html: &str) -> bool {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
    html.as_bytes().split(is_between).filter(|part| !part.is_empty()).nth(PART_LIMIT).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_very_many_attributes_are_found() {
        let attributes = |count: usize| (0..count).map(|number| format!(" a{number}=b")).collect::<String>();
        let tag = |count: usize| format!("x <i>y</i> <b{}>", attributes(count));
        assert_eq!(crowded_tag(&tag(LIMIT)), None);
        assert_eq!(crowded_tag(&tag(LIMIT + 1)), Some(11..12));
        assert_eq!(crowded_tag(&format!("<b{}", attributes(5_000))), Some(0..1));
        assert_eq!(crowded_tag(&format!("<![CDATA[a><b c=\"<\"{}>", attributes(5_000))), Some(0..1));
        assert_eq!(crowded_tag(&format!("<!-- {}", "word ".repeat(5_000))), None);
        assert_eq!(crowded_tag(&format!("<p>{}</p>", "word ".repeat(5_000))), None);
    }
}
