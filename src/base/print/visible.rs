//! Makes texts of authors safe to print: nothing in them controls a terminal, hides in a line, reorders it, or reads as a
//! command to the service that runs a build and reads its log.

use serde_json::Value;

use crate::base::invisible::is_invisible;

/// The beginnings of commands that some service obeys anywhere in a line of a log: GitHub Actions' first form
/// (`ActionCommand.cs` of actions/runner), of Azure Pipelines, of `TeamCity`.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// Returns a text with a visible character in place of each that could control the terminal, reorder a line or hide in
/// it. Tabs and line breaks stay, and no line begins with `::`, which is a command of GitHub Actions.
pub fn visible(text: &str) -> String {
    let mut is_start = true;
    let characters = text.char_indices().map(|(at, character)| {
        let rest = &text[at..];
        let is_command = is_start && rest.starts_with("::");
        is_start = character == '\n' || (is_start && character.is_whitespace());
        if is_command { '：' } else { visible_character(character, rest) }
    });
    characters.collect()
}

/// Returns a text on one line: as [`visible`] does, with line breaks and tabs replaced too.
///
/// ```
/// use trendpress::print::visible_line;
///
/// assert_eq!(visible_line("Wi-Fi\n::error::no"), "Wi-Fi␊::error::no");
/// assert_eq!(visible_line("::error::no"), "：:error::no");
/// assert_eq!(visible_line("a ##[error]b \u{1b}[2J"), "a ＃#[error]b ␛[2J");
/// ```
pub fn visible_line(text: &str) -> String {
    let pictures = text.replace('\n', "␊").replace('\t', " ");
    visible(&pictures)
}

/// Returns the visible form of the character that `rest` begins with.
pub fn visible_character(character: char, rest: &str) -> char {
    match character {
        '#' if COMMANDS.iter().any(|command| rest.starts_with(command)) => '＃',
        '\n' | '\t' => character,
        // Unicode has a picture of each, in the same order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => char::REPLACEMENT_CHARACTER,
        character if is_invisible(character) => char::REPLACEMENT_CHARACTER,
        character => character,
    }
}

/// Returns JSON that means the same, in which every character that [`visible`] replaces is written as an escape.
pub fn json_text(value: &Value, is_pretty: bool) -> String {
    let json = if is_pretty { format!("{value:#}") } else { value.to_string() };
    let needs_escape =
        |character: char| matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}') || is_invisible(character);
    let mut text = String::with_capacity(json.len());
    for (at, character) in json.char_indices() {
        let is_command = COMMANDS.iter().any(|command| json[at..].starts_with(command));
        if is_command || needs_escape(character) {
            let mut units = [0; 2];
            text.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_line_is_a_command() {
        for text in
            ["::error::x", "a\n::error::x", "  ::x", "a\r\n\t ::x", "a ##[x]", "##vso[task.x]y", "##teamcity[x]"]
        {
            let shown = visible(text);
            assert!(shown.lines().all(|line| !line.trim_start().starts_with("::")), "{shown}");
            assert!(COMMANDS.iter().all(|command| !shown.contains(command)), "{shown}");
            assert_eq!(shown.chars().count(), text.chars().count());
        }
        assert_eq!(visible("std::fs, C# ## [x]\n\t1"), "std::fs, C# ## [x]\n\t1");
        assert_eq!(visible_line("a\r\nb\tc"), "a␍␊b c");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = json!({"##[a]": "##vso[x]\u{9b}\u{202e}\u{e0041}\u{feff}\n\u{1b}é 👩‍👧"});
        for is_pretty in [false, true] {
            let text = json_text(&value, is_pretty);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
            assert!(!text.contains("##") && text.contains("é 👩‍👧") && text.contains("\\udb40\\udc41"), "{text}");
            assert!(
                !text.chars().any(|character| is_invisible(character) || ('\u{7f}'..='\u{9f}').contains(&character))
            );
        }
    }
}
