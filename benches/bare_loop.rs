//! `bare_loop SITE FOLDER`: the least that any generator must do, as a yardstick. Reads every Markdown file below
//! `content/`, cuts off its front matter, turns the rest into HTML with pulldown-cmark and writes it into a folder of
//! its own. One thread; no templates, no links, no checks, no temporary names.

#![expect(clippy::print_stderr, reason = "a tool for the bench, which says what went wrong")]

use pulldown_cmark::{Options, Parser, html};
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(site), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: bare_loop SITE FOLDER");
        return ExitCode::from(2);
    };
    match convert(&Path::new(&site).join("content"), Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn convert(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            convert(&path, &to.join(entry.file_name()))?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let page = to.join(path.file_stem().unwrap_or_default());
            fs::create_dir_all(&page)?;
            fs::write(page.join("index.html"), html_of(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// A whole page, by appending to one text.
fn html_of(text: &str) -> String {
    let (front, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", text));
    let title = front.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default().trim_matches('"');
    // As Trendpress reads Markdown, `parse::html`.
    let options = Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let mut page = String::with_capacity(body.len() * 3 / 2 + 512);
    page.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    page.push_str(title);
    page.push_str("</title>\n</head>\n<body>\n<main>\n<h1>");
    page.push_str(title);
    page.push_str("</h1>\n");
    html::push_html(&mut page, Parser::new_ext(body, options));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}
