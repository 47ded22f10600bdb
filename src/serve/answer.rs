//! A request to its answer: who may ask, the preview's own files, the site's.

use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONNECTION, LOCATION};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

use crate::base::hash::Hash;
use crate::serve::board::{Board, Posted};
use crate::serve::body::Body;
use crate::serve::door::Door;
use crate::serve::events::{Tab, events};
use crate::serve::file::{File, put, response, send, words};
use crate::serve::page::{OWN, Shown, page};

/// What answers need.
pub struct Preview {
    /// Where the newest generation hangs.
    pub board: Board,
    /// Who may come in.
    pub door: Door,
}

/// The script of the preview, and before it the library that it changes pages with: idiomorph 0.8.0 (0BSD).
const SCRIPT: &str = concat!(include_str!("idiomorph.min.js"), "\n", include_str!("preview.js"));

/// Answers a request.
pub async fn answer(preview: &Preview, request: &Request<Incoming>) -> Response<Body> {
    if let Err((status, why)) = preview.door.admit(request) {
        return refused(status, why);
    }
    let path = request.uri().path();
    let mut answer = match path.strip_prefix(OWN) {
        Some("events") => {
            let tab = Tab::of(request.uri().query().unwrap_or_default());
            response(StatusCode::OK, "text/event-stream", Body::Messages(events(&preview.board, tab)))
        }
        own => match preview.board.newest().await {
            None => words(StatusCode::SERVICE_UNAVAILABLE, "the preview has stopped"),
            Some(posted) => match own {
                Some("preview.js") => send(script(), request.method(), request.headers()),
                Some("state") => send(state(&posted), request.method(), request.headers()),
                Some(_) => words(StatusCode::NOT_FOUND, "the preview has no such file"),
                None => of_site(posted, request).await,
            },
        },
    };
    if *request.method() == Method::HEAD {
        *answer.body_mut() = Body::Whole(Bytes::new());
    }
    answer
}

fn refused(status: StatusCode, why: &str) -> Response<Body> {
    let mut answer = words(status, why);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        put(answer.headers_mut(), ALLOW, "GET, HEAD");
    }
    // What else it may send is of no interest.
    put(answer.headers_mut(), CONNECTION, "close");
    answer
}

/// Answers with a file of the site.
async fn of_site(posted: Arc<Posted>, request: &Request<Incoming>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    match spawn_blocking(move || page(&posted, &path)).await {
        Ok(Shown::File(page)) => send(page.file, request.method(), request.headers()),
        Ok(Shown::Elsewhere(path)) => elsewhere(&path, request.uri().query()),
        Err(_) => words(StatusCode::INTERNAL_SERVER_ERROR, "making this file panicked, which is a bug in Trendpress"),
    }
}

fn elsewhere(path: &str, query: Option<&str>) -> Response<Body> {
    let location = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    // As hosts do; `no-cache` has browsers ask again, for the next site at this port may lie elsewhere.
    let mut answer = words(StatusCode::PERMANENT_REDIRECT, &location);
    put(answer.headers_mut(), LOCATION, &location);
    answer
}

fn script() -> File {
    let tag = Hash::of(SCRIPT.as_bytes()).to_string();
    let kind = "text/javascript; charset=utf-8".to_owned();
    File { kind, bytes: Bytes::from_static(SCRIPT.as_bytes()), tag, status: StatusCode::OK }
}

/// How the site is, for programs: which generation, how many pages and findings.
fn state(posted: &Posted) -> File {
    let state = json!({
        "generation": posted.number,
        "pages": posted.generation.pages(),
        "errors": posted.findings.errors,
        "warnings": posted.findings.warnings,
        "base": posted.base,
    });
    let text = format!("{state}\n");
    let tag = Hash::of(text.as_bytes()).to_string();
    let kind = "application/json; charset=utf-8".to_owned();
    File { kind, bytes: Bytes::from(text), tag, status: StatusCode::OK }
}
