//! Characters that nobody sees: they hide text, or show it in another order than a program reads it.

/// Returns true for characters without a mark of their own that change what the reader believes to see: direction marks,
/// overrides and isolates, zero-width blanks, tags, and signs that were never for plain text. The joiners U+200C and
/// U+200D are none of them, because scripts and emoji need them; nor is the soft hyphen, which shows where a line breaks.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}
