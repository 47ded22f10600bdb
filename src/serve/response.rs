//! Builds HTTP responses (RFC 9110): headers, content type, `ETag` and conditional requests, ranges.

use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH,
    IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{HeaderMap, Method, Response, StatusCode};
use std::ops::RangeInclusive;

use crate::base::Hash;
use crate::serve::body::Body;

/// A file to respond with.
pub struct Resource {
    /// The value of its `Content-Type` header.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// Its `ETag`, without quotation marks.
    pub etag: String,
    /// OK, or another status if it stands for a page that is missing or has errors.
    pub status: StatusCode,
}

impl Resource {
    /// Creates a resource whose `ETag` is the hash of its bytes.
    pub fn new(content_type: &str, bytes: Bytes) -> Self {
        let etag = Hash::of(&bytes).to_string();
        Self { content_type: content_type.to_owned(), bytes, etag, status: StatusCode::OK }
    }
}

/// Keeps pages of other sites from embedding the preview's files.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The content type of a file, by its name.
pub fn content_type(path: &str) -> String {
    // The guess for feeds would be `text/xml`.
    if path.rsplit('/').next() == Some("atom.xml") {
        return "application/atom+xml; charset=utf-8".to_owned();
    }
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == "text" || matches!(guess.subtype().as_str(), "javascript" | "json" | "xml");
    if is_text { format!("{}; charset=utf-8", guess.essence_str()) } else { guess.essence_str().to_owned() }
}

/// A response with the headers that all responses have.
pub fn response(status: StatusCode, content_type: &str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (RESOURCE_POLICY, "same-origin"),
    ] {
        set_header(headers, name, value);
    }
    response
}

/// Sets a header. Leaves it out if the value holds characters that headers cannot have.
pub fn set_header(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}

/// A response of one line of plain text.
pub fn text_response(status: StatusCode, text: &str) -> Response<Body> {
    let text = format!("{text}\n");
    let length = text.len();
    let mut response = response(status, "text/plain; charset=utf-8", Body::Full(Bytes::from(text)));
    set_header(response.headers_mut(), CONTENT_LENGTH, &length.to_string());
    response
}

/// The response with a resource to a request: all of it, the range that was asked for, or "not modified".
pub fn resource_response(resource: Resource, method: &Method, request: &HeaderMap) -> Response<Body> {
    let etag = format!("\"{}\"", resource.etag);
    let length = resource.bytes.len();
    let is_ok = resource.status == StatusCode::OK;
    if is_ok && has_matching_etag(request, &etag) {
        return not_modified(&etag);
    }
    let range = if is_ok && *method == Method::GET { requested_range(request, &etag, length) } else { Ok(None) };
    let (status, bytes, content_range) = match range {
        Ok(None) => (resource.status, resource.bytes, None),
        Ok(Some((from, to))) => {
            (StatusCode::PARTIAL_CONTENT, resource.bytes.slice(from..=to), Some(format!("bytes {from}-{to}/{length}")))
        }
        Err(()) => (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{length}"))),
    };
    let content_length = bytes.len();
    let mut response = response(status, &resource.content_type, Body::Full(bytes));
    let headers = response.headers_mut();
    set_header(headers, CONTENT_LENGTH, &content_length.to_string());
    set_header(headers, ETAG, &etag);
    set_header(headers, ACCEPT_RANGES, "bytes");
    if let Some(content_range) = content_range {
        set_header(headers, CONTENT_RANGE, &content_range);
    }
    response
}

fn not_modified(etag: &str) -> Response<Body> {
    let mut response = response(StatusCode::NOT_MODIFIED, "", Body::Full(Bytes::new()));
    response.headers_mut().remove(CONTENT_TYPE);
    set_header(response.headers_mut(), ETAG, etag);
    response
}

/// Returns true if the client has these bytes already. Weak tags count too, as `If-None-Match` wants it.
fn has_matching_etag(request: &HeaderMap, etag: &str) -> bool {
    let lists = request.get_all(IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    let mut etags = lists.flat_map(|list| list.split(',')).map(str::trim);
    etags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
}

/// The first and the last byte that are asked for. Several ranges at once and unreadable ones mean all of the file, as
/// the standard allows.
///
/// # Errors
/// If the file has no such bytes.
fn requested_range(request: &HeaderMap, etag: &str, length: usize) -> Result<Option<(usize, usize)>, ()> {
    let header = |name: &HeaderName| request.get(name).and_then(|value| value.to_str().ok());
    if request.contains_key(IF_RANGE) && header(&IF_RANGE) != Some(etag) {
        return Ok(None);
    }
    let Some(Ok(ranges)) = header(&RANGE).map(parse_range_header) else { return Ok(None) };
    match ranges.validate(length as u64).as_deref() {
        Ok([range]) => bounds(range).filter(|(from, _)| *from < length).map(Some).ok_or(()),
        Ok(_) | Err(RangeUnsatisfiableError::FileSuffixOutOfBounds | RangeUnsatisfiableError::OverlappingRanges) => {
            Ok(None)
        }
        Err(_) => Err(()),
    }
}

fn bounds(range: &RangeInclusive<u64>) -> Option<(usize, usize)> {
    Some((usize::try_from(*range.start()).ok()?, usize::try_from(*range.end()).ok()?))
}
