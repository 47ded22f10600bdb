//! Reads the front matter of a file: the YAML between the `---` lines at its beginning.

use memchr::memchr;

use crate::base::yaml::{self, Key, Node, Value};
use crate::base::{Code, Finding, SourcePath, Span};

/// Front matter: a map. Its places are relative to the YAML.
#[derive(Clone, Debug)]
pub struct FrontMatter<'a> {
    /// The place of the YAML in the file.
    pub span: Span,
    /// The keys and values.
    pub entries: Vec<(Key<'a>, Node<'a>)>,
}

/// The largest size of front matter, in bytes.
const LIMIT: usize = 64 << 10;

/// Splits the front matter off a text. Returns it and the byte at which the body begins.
pub fn front_matter<'a>(
    path: &SourcePath,
    text: &'a str,
    findings: &mut Vec<Finding>,
) -> (Option<FrontMatter<'a>>, usize) {
    let first = text.lines().next().unwrap_or_default();
    if first.trim_end() != "---" {
        let finding = Finding::new(Code::FrontMatterMissing, path, "the file does not begin with front matter");
        let help = "begin the file with a line `---`, then `title: …`, then a line `---`";
        findings.push(finding.at(Span::new(0, first.len())).help(help));
        return (None, 0);
    }
    let start = text.find('\n').map_or(text.len(), |newline| newline + 1);
    let Some((end, body)) = closing(text, start) else {
        let finding = Finding::new(Code::FrontMatterUnclosed, path, "the front matter is not closed");
        findings.push(finding.at(Span::new(0, 3)).help("put a line `---` after its last key"));
        return (None, text.len());
    };
    let front = read(path, text, Span::new(start, end), findings);
    (front, body)
}

/// Finds the end of the YAML and the beginning of the body.
fn closing(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    while at < text.len() {
        let end = memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length + 1);
        let line = &text[at..end];
        if line.starts_with(['-', '.']) && matches!(line.trim_end(), "---" | "...") {
            return Some((at, end));
        }
        at = end;
    }
    None
}

fn read<'a>(path: &SourcePath, text: &'a str, span: Span, findings: &mut Vec<Finding>) -> Option<FrontMatter<'a>> {
    let yaml = span.slice(text);
    if yaml.len() > LIMIT {
        let message = format!("the front matter has {} bytes; {LIMIT} are the limit", yaml.len());
        findings.push(Finding::new(Code::FileTooLarge, path, message).at(Span::new(0, 3)).help("move data to files"));
        return None;
    }
    match yaml::parse(yaml) {
        Ok(Node { value: Value::Map(entries), .. }) => Some(FrontMatter { span, entries }),
        Ok(Node { value: Value::Null, .. }) => Some(FrontMatter { span, entries: Vec::new() }),
        Ok(node) => {
            let message = format!("front matter must be a map of keys, not {}", node.type_name());
            let place = Span::new(span.start as usize, span.start as usize + yaml.lines().next().map_or(0, str::len));
            findings.push(Finding::new(Code::WrongType, path, message).at(place).help("write `title: …`"));
            None
        }
        Err(error) => {
            let place = error.span.shifted(span.start as usize);
            findings.push(Finding::new(Code::YamlSyntax, path, error.message).at(place).help(error.help));
            None
        }
    }
}
