//! Bytes to an answer as HTTP wants it (RFC 9110): type, `ETag` and what became of it, ranges.

use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH,
    IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{HeaderMap, Method, Response, StatusCode};
use std::ops::RangeInclusive;

use crate::serve::body::Body;

/// What is to be sent.
pub struct File {
    /// Its type, as the header has it.
    pub kind: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// What its bytes are called, without quotation marks.
    pub tag: String,
    /// Whether it is what was asked for, or stands for something that is not there.
    pub status: StatusCode,
}

/// What a browser on another site may do with our answers: nothing.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The type of a file, by its name.
pub fn kind_of(path: &str) -> String {
    // The guess for feeds would be `text/xml`.
    if path.rsplit('/').next() == Some("atom.xml") {
        return "application/atom+xml; charset=utf-8".to_owned();
    }
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == "text" || matches!(guess.subtype().as_str(), "javascript" | "json" | "xml");
    if is_text { format!("{}; charset=utf-8", guess.essence_str()) } else { guess.essence_str().to_owned() }
}

/// An answer with what all answers carry.
pub fn response(status: StatusCode, kind: &str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (RESOURCE_POLICY, "same-origin"),
    ] {
        put(headers, name, value);
    }
    response
}

/// Sets a header, where its value can be one.
pub fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}

/// A short answer in words.
pub fn words(status: StatusCode, text: &str) -> Response<Body> {
    let text = format!("{text}\n");
    let length = text.len();
    let mut response = response(status, "text/plain; charset=utf-8", Body::Whole(Bytes::from(text)));
    put(response.headers_mut(), CONTENT_LENGTH, &length.to_string());
    response
}

/// A file as the answer to a request with these headers.
pub fn send(file: File, method: &Method, asked: &HeaderMap) -> Response<Body> {
    let tag = format!("\"{}\"", file.tag);
    let length = file.bytes.len();
    let is_found = file.status == StatusCode::OK;
    if is_found && is_known(asked, &tag) {
        return not_modified(&tag);
    }
    let range = if is_found && *method == Method::GET { range(asked, &tag, length) } else { Ok(None) };
    let (status, bytes, place) = match range {
        Ok(None) => (file.status, file.bytes, None),
        Ok(Some((from, to))) => {
            (StatusCode::PARTIAL_CONTENT, file.bytes.slice(from..=to), Some(format!("bytes {from}-{to}/{length}")))
        }
        Err(()) => (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{length}"))),
    };
    let sent = bytes.len();
    let mut response = response(status, &file.kind, Body::Whole(bytes));
    let headers = response.headers_mut();
    put(headers, CONTENT_LENGTH, &sent.to_string());
    put(headers, ETAG, &tag);
    put(headers, ACCEPT_RANGES, "bytes");
    if let Some(place) = place {
        put(headers, CONTENT_RANGE, &place);
    }
    response
}

/// Whether who asks has these bytes already.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    asked.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok()).any(|tags| names(tags, tag))
}

fn not_modified(tag: &str) -> Response<Body> {
    let mut response = response(StatusCode::NOT_MODIFIED, "", Body::Whole(Bytes::new()));
    response.headers_mut().remove(CONTENT_TYPE);
    put(response.headers_mut(), ETAG, tag);
    response
}

/// Whether a list of tags holds one; weak ones count, as they may in `If-None-Match`.
fn names(tags: &str, tag: &str) -> bool {
    tags.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// The first and the last byte asked for. Several ranges at once, and what cannot be read, mean all, as they may.
///
/// # Errors
/// Where the file has no such bytes.
fn range(asked: &HeaderMap, tag: &str, length: usize) -> Result<Option<(usize, usize)>, ()> {
    let text = |name: &HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    if asked.contains_key(IF_RANGE) && text(&IF_RANGE) != Some(tag) {
        return Ok(None);
    }
    let Some(Ok(ranges)) = text(&RANGE).map(parse_range_header) else { return Ok(None) };
    match ranges.validate(length as u64).as_deref() {
        Ok([one]) => bounds(one).filter(|(from, _)| *from < length).map(Some).ok_or(()),
        Ok(_) | Err(RangeUnsatisfiableError::FileSuffixOutOfBounds | RangeUnsatisfiableError::OverlappingRanges) => {
            Ok(None)
        }
        Err(_) => Err(()),
    }
}

fn bounds(range: &RangeInclusive<u64>) -> Option<(usize, usize)> {
    Some((usize::try_from(*range.start()).ok()?, usize::try_from(*range.end()).ok()?))
}
