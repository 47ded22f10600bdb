//! Finds characters in texts of authors that nobody sees: they hide words, or show them in another order than programs read
//! them, in titles, names, addresses and prose, also where they are written as escapes.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// The most letters of a region's name in the emoji of its flag.
const MAX_REGION: usize = 6;

/// The most bytes of the name of a character.
const MAX_NAME: usize = 32;

/// The number of characters of one file that are named. The others are counted.
const NAMED: usize = 20;

/// Reports invisible characters in a text, whose YAML is the part before `yaml_end`.
pub fn invisible(file: &SourcePath, text: &str, yaml_end: usize, findings: &mut Vec<Finding>) {
    let mut found = literal(text);
    found.extend(escaped(text, yaml_end));
    found.sort_unstable_by_key(|(span, _)| *span);
    let more = found.len().saturating_sub(NAMED);
    for (number, (span, character)) in found.into_iter().take(NAMED).enumerate() {
        let others =
            if number + 1 == NAMED && more > 0 { format!(", like {more} more behind it") } else { String::new() };
        let message = format!("U+{:04X} {}{others}", u32::from(character), effect(character));
        let finding = Finding::new(Code::InvisibleCharacter, file, message).at(span);
        findings
            .push(finding.help("remove it: it was often copied along with the text; type the words anew if need be"));
    }
}

/// What a character does, in words that fit after its number.
fn effect(character: char) -> &'static str {
    match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "changes the order in which a line is shown",
        '\u{e0000}'..='\u{e007f}' => "is a tag, which nobody sees and programs read",
        '\u{200c}' | '\u{200d}' => "joins or parts signs that need neither",
        _ => "is invisible, so that different words look alike",
    }
}

/// The invisible characters that stand in a text themselves.
fn literal(text: &str) -> Vec<(Span, char)> {
    // The first bytes of all of them. Most texts have none of these.
    let starts = memchr::memchr3_iter(0xe2, 0xef, 0xf3, text.as_bytes());
    let at = |start: usize| {
        let character = text[start..].chars().next()?;
        let is_wrong =
            is_invisible(character) && !is_in_flag(text, start, character) || is_lone_joiner(text, start, character);
        is_wrong.then(|| (Span::new(start, start + character.len_utf8()), character))
    };
    starts.filter_map(at).collect()
}

/// The marks of direction U+200E, U+200F and U+061C are none of them: texts in Arabic and Hebrew need them.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns true for a tag in an emoji of a flag: a black flag, tags, and the tag that ends them (Unicode, TR51).
fn is_in_flag(text: &str, at: usize, character: char) -> bool {
    let is_tag = |one: char| ('\u{e0020}'..='\u{e007e}').contains(&one);
    if !is_tag(character) && character != '\u{e007f}' {
        return false;
    }
    let before = text[..at].chars().rev().take(MAX_REGION + 1).position(|one| !is_tag(one));
    let after = text[at..].chars().take(MAX_REGION + 1).position(|one| !is_tag(one));
    let starts = before.is_some_and(|tags| text[..at - 4 * tags].ends_with('🏴'));
    starts && after.is_some_and(|tags| text[at + 4 * tags..].starts_with('\u{e007f}'))
}

/// Returns true for a joiner or non-joiner that stands neither between letters of a script that uses it, nor in an emoji.
fn is_lone_joiner(text: &str, at: usize, character: char) -> bool {
    if !matches!(character, '\u{200c}' | '\u{200d}') {
        return false;
    }
    let (before, after) = (text[..at].chars().next_back(), text[at + character.len_utf8()..].chars().next());
    let is_in_word = before.is_some_and(uses_joiners) && after.is_some_and(uses_joiners);
    let is_in_emoji = character == '\u{200d}' && before.is_some_and(is_emoji) && after.is_some_and(is_emoji);
    !is_in_word && !is_in_emoji
}

/// Returns true for signs of the scripts that use joiners: Arabic and those related to it, the scripts of India and of
/// South East Asia, Mongolian.
fn uses_joiners(character: char) -> bool {
    matches!(u32::from(character),
        0x0600..=0x08ff | 0x0900..=0x0dff | 0x0f00..=0x109f | 0x1700..=0x18af | 0x1900..=0x1cff | 0xa800..=0xabff
        | 0xfb50..=0xfdff | 0xfe70..=0xfefc | 0x10a00..=0x10fff | 0x11000..=0x11fff | 0x1e900..=0x1e95f)
}

/// Returns true for signs of which emoji are made: pictures, their colours and styles.
fn is_emoji(character: char) -> bool {
    matches!(u32::from(character), 0x2190..=0x2bff | 0x3030..=0x303d | 0xfe0f | 0x20e3 | 0x1f000..=0x1faff | 0xe0020..=0xe007f)
}

/// The invisible characters that are written as escapes: `\u202E` in YAML, `&#x202E;` and `&ZeroWidthSpace;` in Markdown.
fn escaped(text: &str, yaml_end: usize) -> Vec<(Span, char)> {
    let yaml = memchr::memchr_iter(b'\\', &text.as_bytes()[..yaml_end]).filter_map(|at| yaml_escape(text, at));
    let html = memchr::memchr_iter(b'&', text.as_bytes()).filter_map(|at| reference(text, at));
    yaml.chain(html).filter(|(_, character)| is_invisible(*character)).collect()
}

/// The escape in a quoted text of YAML that begins here.
fn yaml_escape(text: &str, at: usize) -> Option<(Span, char)> {
    let digits = match text.as_bytes().get(at + 1)? {
        b'u' => 4,
        b'U' => 8,
        _ => return None,
    };
    let end = at + 2 + digits;
    let number = u32::from_str_radix(text.get(at + 2..end)?, 16).ok()?;
    Some((Span::new(at, end), char::from_u32(number)?))
}

/// The reference to a character in HTML that begins here.
fn reference(text: &str, at: usize) -> Option<(Span, char)> {
    let length = text.as_bytes()[at + 1..].iter().take(MAX_NAME + 1).position(|byte| *byte == b';')?;
    let name = &text[at + 1..at + 1 + length];
    let number = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => digits.parse().ok()?,
        },
        None => match name {
            "ZeroWidthSpace" | "NegativeThinSpace" | "NegativeMediumSpace" | "NegativeThickSpace" => 0x200b,
            "NoBreak" => 0x2060,
            "ApplyFunction" | "af" => 0x2061,
            "InvisibleTimes" | "it" => 0x2062,
            "InvisibleComma" | "ic" => 0x2063,
            _ => return None,
        },
    };
    Some((Span::new(at, at + name.len() + 2), char::from_u32(number)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, yaml_end: usize) -> Vec<String> {
        let mut findings = Vec::new();
        invisible(&SourcePath::content(), text, yaml_end, &mut findings);
        findings.iter().map(|finding| finding.message.split(' ').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn what_nobody_sees_is_found() {
        for code in (0x202a..=0x202e).chain(0x2066..=0x2069).chain([0x200b, 0x2060, 0xfeff, 0xe0001, 0xe0041, 0xe007f])
        {
            let character = char::from_u32(code).unwrap();
            assert_eq!(found(&format!("a{character}b"), 0), [format!("U+{code:04X}")]);
        }
        for text in ["a\u{200d}b", "a\u{200c}b", "🏴\u{e0067}", "👩\u{200d}", "\u{200d}👩", "می\u{200c} x"] {
            assert_eq!(found(text, 0).len(), 1, "{text:?}");
        }
        assert_eq!(found("a: \"\\u202eb\\U000E0041\"\n&#x202E; &#8203; &ZeroWidthSpace; \\u202e", 20).len(), 5);
    }

    #[test]
    fn what_languages_and_emoji_need_is_not() {
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}👩\u{200d}👧 👩🏽\u{200d}🚀 ❤\u{fe0f}\u{200d}🔥",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "שלום\u{200f}!",
            "– “quotes” … 数字 & AT&T; é",
        ] {
            assert_eq!(found(text, 0), Vec::<String>::new(), "{text:?}");
        }
    }

    #[test]
    fn a_thousand_are_counted() {
        let mut findings = Vec::new();
        invisible(&SourcePath::content(), &"\u{200b}".repeat(1000), 0, &mut findings);
        assert_eq!(findings.len(), NAMED);
        assert!(findings[NAMED - 1].message.ends_with("like 980 more behind it"), "{}", findings[NAMED - 1].message);
    }
}
