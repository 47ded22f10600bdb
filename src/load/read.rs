//! Reads files from disk, as texts if need be.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::string::FromUtf8Error;

use crate::base::{Code, Finding, SourcePath, Span};
use crate::load::file_state::FileState;
use crate::load::image;
use crate::load::listing::ListedFile;
use crate::load::snapshot::{FileBody, SourceFile};

/// Largest Markdown, YAML, template or string file, in bytes.
const TEXT_LIMIT: u64 = 4 << 20;

/// Largest data table or drawing, in bytes.
const DATA_LIMIT: u64 = 16 << 20;

/// The number of attempts to read a file that changes while it is read.
const ATTEMPTS: usize = 3;

/// Returns true for Markdown files below `content/`, which are read when they are checked.
pub fn is_markdown_content(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/") && matches!(path.extension(), "md" | "markdown")
}

/// Reads a file, as far as its type needs it.
///
/// # Errors
/// A finding that says why it cannot be read.
pub fn read(listed: ListedFile) -> Result<SourceFile, Finding> {
    if is_markdown_content(&listed.path) {
        return Ok(SourceFile::new(listed, FileBody::Markdown));
    }
    let extension = listed.path.extension().to_ascii_lowercase();
    let limit = match &*extension {
        "md" | "markdown" | "yaml" | "yml" | "html" | "xml" | "txt" | "css" | "js" => TEXT_LIMIT,
        "csv" | "svg" => DATA_LIMIT,
        _ => {
            let size = image::size(&listed.disk_path, &extension);
            return Ok(SourceFile::new(listed, FileBody::Other(size)));
        }
    };
    let (bytes, state) = read_bytes(&listed.path, &listed.disk_path, limit)?;
    let body = match String::from_utf8(bytes) {
        Ok(text) => FileBody::Text(without_byte_order_mark(text)),
        // Templates and reports must be UTF-8. A download that merely ends in .txt need not be.
        Err(_) if matches!(&*extension, "txt" | "css" | "js") => FileBody::Other(None),
        Err(error) => return Err(not_utf8(&listed.path, &error)),
    };
    Ok(SourceFile::new(ListedFile { state, ..listed }, body))
}

/// Reads the Markdown file at `disk_path`, with its present state.
///
/// # Errors
/// A finding that says why it cannot be read.
pub fn read_markdown(path: &SourcePath, disk_path: &Path) -> Result<(String, FileState), Finding> {
    let (bytes, state) = read_bytes(path, disk_path, TEXT_LIMIT)?;
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
    Ok((without_byte_order_mark(text), state))
}

fn read_bytes(path: &SourcePath, disk_path: &Path, limit: u64) -> Result<(Vec<u8>, FileState), Finding> {
    let (bytes, state) = read_whole(disk_path).map_err(|error| {
        Finding::new(Code::UnreadableFile, path, format!("cannot be read: {error}")).help("check the permissions")
    })?;
    if bytes.len() as u64 > limit {
        let message = format!("has {} bytes; {limit} are the limit", bytes.len());
        return Err(Finding::new(Code::FileTooLarge, path, message).help("split the file"));
    }
    Ok((bytes, state))
}

/// Reads the bytes of a file, with its state before the read. A file that keeps changing has a state that is too recent
/// to be trusted, so the next build reads it again.
fn read_whole(disk_path: &Path) -> io::Result<(Vec<u8>, FileState)> {
    let mut attempt = 1;
    loop {
        let mut file = File::open(disk_path)?;
        let metadata = file.metadata()?;
        let state = FileState::of(&metadata);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if bytes.len() as u64 == metadata.len() || attempt == ATTEMPTS {
            return Ok((bytes, state));
        }
        attempt += 1;
    }
}

fn without_byte_order_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

fn not_utf8(path: &SourcePath, error: &FromUtf8Error) -> Finding {
    let good = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let line = bytes[..good].split(|&byte| byte == b'\n').count();
    let message = format!("is not UTF-8: byte {} (line {line}) is 0x{:02X}", good + 1, bytes[good]);
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is UTF-16: save it again as UTF-8",
        _ => "save the file again as UTF-8",
    };
    Finding::new(Code::NotUtf8, path, message).at(Span::default()).help(help)
}
