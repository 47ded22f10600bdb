//! Prints findings for people: what is wrong, the line, and what to write instead. An excerpt is one line, cut to a
//! readable width before it is drawn, so that a finding costs the same in every file.

use annotate_snippets::renderer::Style;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::ballot_path::is_ballot_file;
use crate::base::code::Code;
use crate::base::finding::{Finding, Severity};
use crate::base::path::SourcePath;
use crate::base::print::visible::visible_character;
use crate::base::print::{LineIndex, LineIndexes, Texts, visible};
use crate::base::span::Span;

/// The number of findings of one code that are printed in full. One wrong line in a template can raise a finding on
/// every page.
const MAX_PER_CODE: usize = 50;

/// Longest line that is printed whole, in characters. Of longer lines this much around the finding is printed.
const LINE_LIMIT: usize = 120;

/// Characters of a long line that are printed before the finding.
const LEAD: usize = 40;

/// Longest message or help, in characters: they may quote long texts of authors.
const MESSAGE_LIMIT: usize = 600;

/// A width at which the library that draws excerpts cuts nothing: lines are cut before, and a wide character takes two
/// columns.
const COLUMNS: usize = 10 * LINE_LIMIT;

/// Prints findings as text for a terminal or log, with a blank line between them.
///
/// ```
/// use std::collections::BTreeMap;
/// use trendpress::{Code, Finding, SourcePath, Span, print};
///
/// let file = SourcePath::content();
/// let texts = BTreeMap::from([(file.clone(), "See [x](y.md).\n".to_owned())]);
/// let finding = Finding::new(Code::BrokenLink, &file, "`y.md` does not exist").at(Span::new(8, 12)).help("write it");
/// let text = "\
/// error[broken-link]: `y.md` does not exist
///  --> content:1:9
///   |
/// 1 | See [x](y.md).
///   |         ^^^^
///   |
///   = help: write it
/// ";
/// assert_eq!(print::human(&[finding], &texts, false), text);
/// ```
pub fn human(findings: &[Finding], texts: &dyn Texts, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(COLUMNS);
    let mut indexes = LineIndexes::new(texts);
    let mut counts = BTreeMap::<Code, Count>::new();
    let mut text = String::new();
    for finding in findings {
        let count = counts.entry(finding.code).or_default();
        if count.shown < MAX_PER_CODE {
            count.shown += 1;
            text.push_str(&renderer.render(&groups(finding, &mut indexes, colour)));
            text.push_str("\n\n");
        } else {
            count.hidden += 1 + finding.more;
            count.is_cut |= finding.more > 0;
        }
    }
    for (code, count) in counts {
        if count.hidden > 0 {
            text.push_str(&renderer.render(&[Group::with_title(omitted(code, &count))]));
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The findings of one code.
#[derive(Default)]
struct Count {
    shown: usize,
    hidden: usize,
    /// True if some of the hidden ones are listed nowhere.
    is_cut: bool,
}

fn omitted<'a>(code: Code, &Count { hidden, is_cut, .. }: &Count) -> annotate_snippets::Title<'a> {
    let (findings, are, them) = if hidden == 1 { ("finding", "is", "it") } else { ("findings", "are", "them") };
    let them = if is_cut { "the first 1,000 of each file" } else { them };
    let text = format!("{hidden} more {findings} of {} {are} not shown; `--format json` lists {them}", code.name());
    Level::NOTE.secondary_title(text)
}

/// Converts one finding into the drawing library's groups. Title, place and excerpt are separate groups, so that the
/// place can have the column of the whole line although the excerpt is cut.
fn groups<'a>(finding: &'a Finding, indexes: &mut LineIndexes<'a>, colour: bool) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.clone().secondary_title(bold(&shown_message(finding), colour)).id(finding.code.name());
    let mut groups = vec![Group::with_title(title)];
    let primary = |span| AnnotationKind::Primary.span(span);
    groups.extend(place(&level, &finding.file, finding.span, indexes, primary));
    for related in &finding.related {
        let label = printable(&related.message);
        if related.span.is_none() {
            groups.push(Group::with_title(Level::NOTE.secondary_title(label.clone())));
        }
        let context = |span| AnnotationKind::Context.span(span).label(label);
        groups.extend(place(&Level::NOTE, &related.file, related.span, indexes, context));
    }
    let Some(help) = &finding.help else { return groups };
    let last = groups.pop().map(|last| last.element(Padding).element(Level::HELP.message(printable(help))));
    groups.extend(last);
    groups
}

/// `--> file:line:column`, and the excerpt if the finding has a span. Ballots are secret, so there is none of them.
fn place<'a>(
    level: &Level<'a>,
    file: &'a SourcePath,
    span: Option<Span>,
    indexes: &mut LineIndexes<'a>,
    annotation: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Vec<Group<'a>> {
    let origin = Origin::path(printable(file.as_str()));
    let group = || Group::with_level(level.clone());
    let (Some(span), Some(lines)) = (span, indexes.lines(file)) else { return vec![group().element(origin)] };
    let start = lines.position(span.start as usize);
    let origin = origin.line(start.line).char_column(start.column);
    if is_ballot_file(file) {
        return vec![group().element(origin)];
    }
    let (source, marked) = excerpt(lines, span);
    let snippet = Snippet::source(source).line_start(start.line).annotation(annotation(marked));
    vec![group().element(origin), group().element(snippet)]
}

/// The line on which a span starts, cut if it is long, and the bytes of it to underline.
fn excerpt(lines: &LineIndex<'_>, span: Span) -> (String, Range<usize>) {
    let (line, Range { start: from, end: to }) = lines.line_at(span);
    let window = window(line, from);
    let to = to.min(window.end);
    // A command may begin in one part and end in the next.
    let visible = |part: Range<usize>| -> String {
        let start = part.start;
        line[part].char_indices().map(|(at, one)| visible_character(one, &line[start + at..])).collect()
    };
    let mut text = if window.start > 0 { "…".to_owned() } else { String::new() };
    text.push_str(&visible(window.start..from));
    let marked_from = text.len();
    text.push_str(&visible(from..to));
    let marked = marked_from..text.len();
    text.push_str(&visible(to..window.end));
    if window.end < line.len() {
        text.push('…');
    }
    (text, marked)
}

/// The part of a line to print for a span that starts at byte `from`.
fn window(line: &str, from: usize) -> Range<usize> {
    if line.char_indices().nth(LINE_LIMIT).is_none() {
        return 0..line.len();
    }
    let start = line[..from].char_indices().rev().take(LEAD).last().map_or(from, |(at, _)| at);
    let end = line[start..].char_indices().nth(LINE_LIMIT).map_or(line.len(), |(at, _)| start + at);
    start..end
}

/// Makes a message safe to print, which may quote an author: visible, of limited length, tabs as blanks.
fn printable(text: &str) -> String {
    let end = text.char_indices().nth(MESSAGE_LIMIT).map(|(at, _)| at);
    let cut = visible(&text[..end.unwrap_or(text.len())]).replace('\t', " ");
    if end.is_some() { cut + "…" } else { cut }
}

/// The message of a finding, with the number of those that are counted with it, which is never cut.
fn shown_message(finding: &Finding) -> String {
    let full = finding.full_message();
    printable(&finding.message) + &full[finding.message.len()..]
}

fn bold(text: &str, colour: bool) -> String {
    if !colour {
        return text.to_owned();
    }
    let style = Style::new().bold();
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::print::fixture::{at, path, text};

    fn plain(finding: Finding, source: &str) -> String {
        human(&[finding], &text(source), false)
    }

    #[test]
    fn a_finding_shows_its_line_and_help() {
        let source = "---\ntitle: X\n---\nSee [last year](y.md).\n";
        let start = source.find("y.md").unwrap();
        let shown = plain(at(start, start + 4).help("did you mean `x.md`?"), source);
        let expected = "\
error[broken-link]: no such page
 --> content/a.md:4:17
  |
4 | See [last year](y.md).
  |                 ^^^^
  |
  = help: did you mean `x.md`?
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn related_places_are_excerpts_with_labels() {
        let mut texts = text("one two\n");
        texts.insert(path("content/b.md"), "three\nfour\n".to_owned());
        let finding = at(4, 7).related(&path("content/b.md"), Some(Span::new(6, 10)), "the other");
        let finding = finding.related(&path("content/c.png"), None, "and this file").help("keep one");
        let expected = "\
error[broken-link]: no such page
 --> content/a.md:1:5
  |
1 | one two
  |     ^^^
 --> content/b.md:2:1
  |
2 | four
  | ---- the other
note: and this file
 --> content/c.png
  |
  = help: keep one
";
        assert_eq!(human(&[finding], &texts, false), expected);
    }

    #[test]
    fn a_finding_about_a_file_names_the_file() {
        let finding = Finding::new(Code::UnusedFile, &path("content/old.csv"), "nothing uses it").help("delete it");
        let expected = "\
warning[unused-file]: nothing uses it
--> content/old.csv
 |
 = help: delete it
";
        assert_eq!(plain(finding, ""), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_finding_and_keeps_its_column() {
        let source = format!("# T\n{}target{}\n", "é".repeat(4000), "z".repeat(4000));
        let start = source.find("target").unwrap();
        let shown = plain(at(start, start + 6), &source);
        assert!(shown.contains("content/a.md:2:4001\n"), "{shown}");
        assert!(shown.contains("…ééé") && shown.contains("éétargetzz") && shown.contains("zz…"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 140), "{shown}");
        let underline = shown.lines().last().unwrap();
        let line = shown.lines().rev().nth(1).unwrap();
        assert_eq!(underline.find('^'), line.chars().position(|character| character == 't'));
        assert!(underline.ends_with(" ^^^^^^"), "{shown}");
        let everything = plain(at(4, source.len()), &source);
        assert!(everything.lines().all(|line| line.chars().count() < 140), "{everything}");
    }

    #[test]
    fn nothing_in_a_file_controls_the_terminal() {
        let source = "a\u{1b}[31m\u{9b}31m\u{202e}b\0c\r\n";
        let mut finding = at(0, source.len()).help("\u{1b}]0;x\u{7}");
        finding.message = "bad \u{1b}[2J\u{85}".to_owned();
        let shown = plain(finding, source);
        assert!(shown.contains("a␛[31m�31m�b␀c"), "{shown}");
        assert!(shown.contains("bad ␛[2J�") && shown.contains("␛]0;x␇"), "{shown}");
        assert!(!shown.contains(|character: char| character.is_control() && character != '\n'), "{shown:?}");
    }

    #[test]
    fn nothing_in_a_file_is_a_command_to_the_service_that_reads_the_log() {
        let source = "a ##[error]b ##vso[task.complete]\n";
        for (start, end) in [(0, 9), (3, 4), (14, 16)] {
            let mut finding = at(start, end).help("  ::error::x\n::stop-commands::y");
            finding.message = "##[add-mask]x\n::warning::z".to_owned();
            let shown = plain(finding, source);
            assert!(!shown.contains("##[") && !shown.contains("##vso["), "{shown}");
            assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
        }
    }

    #[test]
    fn a_span_at_an_edge_is_underlined() {
        for (source, start, end, place, mark) in [
            ("abc", 3, 3, "1:4", "   ^"),
            ("abc\n", 4, 4, "2:1", "^"),
            ("", 0, 0, "1:1", "^"),
            ("a\r\nb\r\n", 3, 4, "2:1", "^"),
            ("a\r\nb", 1, 3, "1:2", " ^"),
            ("\tab", 1, 3, "1:2", "    ^^"),
            ("数字ab", 6, 8, "1:3", "    ^^"),
            ("one\ntwo\nthree", 1, 10, "1:2", " ^^"),
            ("abc", 50, 99, "1:4", "   ^"),
        ] {
            let shown = plain(at(start, end), source);
            assert!(shown.contains(&format!("content/a.md:{place}\n")), "{source:?}\n{shown}");
            assert_eq!(shown.lines().last().unwrap(), format!("  | {mark}"), "{source:?}\n{shown}");
        }
    }

    #[test]
    fn no_span_in_any_text_panics() {
        let wide = format!("{}👩‍👩‍👧数\u{301}{}", " ".repeat(150), "字\u{200d}".repeat(150));
        for source in ["", "\n", "\r", "\r\n\r\n", "\u{301}\u{200d}", "\t\t数\t\n\t", "e\u{301} שלום\r\n", &wide] {
            for start in 0..source.len() + 2 {
                for end in [start, start + 1, start + 5, source.len() + 9] {
                    assert!(plain(at(start, end), source).contains('^'), "{start}..{end} in {source:?}");
                }
            }
        }
    }

    #[test]
    fn fifty_findings_of_a_code_are_printed_and_the_rest_counted() {
        let findings: Vec<Finding> = (0..100_000).map(|_| at(0, 3)).collect();
        let unused = Finding::new(Code::UnusedFile, &path("content/z.csv"), "nothing uses it");
        let shown = human(&[findings, vec![unused]].concat(), &text("abc\n"), false);
        assert_eq!(shown.matches("error[broken-link]").count(), 50);
        assert_eq!(shown.matches("warning[unused-file]").count(), 1);
        let last = "note: 99950 more findings of broken-link are not shown; `--format json` lists them\n";
        assert!(shown.ends_with(last), "{}", &shown[shown.len() - 300..]);
    }

    #[test]
    fn colour_does_not_change_the_text() {
        let (finding, source) = ([at(4, 7).help("h")], text("one two\n"));
        let coloured = human(&finding, &source, true);
        assert!(coloured.contains("\u{1b}["));
        let mut words = String::new();
        let mut rest = &*coloured;
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            words.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        assert_eq!(words + rest, human(&finding, &source, false));
    }

    #[test]
    fn without_findings_there_is_no_text() {
        assert_eq!(human(&[], &text(""), true), "");
    }
}
