//! Handles a request: checks the host, then responds with one of the preview's own files or with a file of the site.

use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONNECTION, LOCATION};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

use crate::serve::body::Body;
use crate::serve::host_check::HostCheck;
use crate::serve::latest_generation::{LatestGeneration, ServedGeneration};
use crate::serve::page::{PREVIEW_FOLDER, PageOrRedirect, page_at};
use crate::serve::response::{Resource, resource_response, response, set_header, text_response};
use crate::serve::server_sent_events::{Tab, event_stream};

/// The script of the preview, after the library that it changes pages with: idiomorph 0.8.0 (0BSD).
const SCRIPT: &str = concat!(include_str!("idiomorph.min.js"), "\n", include_str!("preview.js"));

/// Responds to requests.
pub struct Handler {
    /// The generation to serve.
    pub latest: LatestGeneration,
    /// The check that each request has to pass.
    pub host_check: HostCheck,
}

impl Handler {
    /// Responds to a request.
    pub async fn respond(&self, request: &Request<Incoming>) -> Response<Body> {
        if let Err((status, reason)) = self.host_check.check(request) {
            return rejection(status, reason);
        }
        let mut response = match request.uri().path().strip_prefix(PREVIEW_FOLDER) {
            Some("events") => self.events(request.uri().query().unwrap_or_default()),
            file => match (self.latest.get().await, file) {
                (None, _) => text_response(StatusCode::SERVICE_UNAVAILABLE, "the preview has stopped"),
                (Some(_), Some("preview.js")) => resource_response(script(), request.method(), request.headers()),
                (Some(served), Some("state")) => resource_response(state(&served), request.method(), request.headers()),
                (Some(_), Some(_)) => text_response(StatusCode::NOT_FOUND, "the preview has no such file"),
                (Some(served), None) => site_response(served, request).await,
            },
        };
        if *request.method() == Method::HEAD {
            *response.body_mut() = Body::Full(Bytes::new());
        }
        response
    }

    fn events(&self, query: &str) -> Response<Body> {
        let events = event_stream(&self.latest, Tab::from_query(query));
        response(StatusCode::OK, "text/event-stream", Body::Stream(events))
    }
}

fn rejection(status: StatusCode, reason: &str) -> Response<Body> {
    let mut response = text_response(status, reason);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        set_header(response.headers_mut(), ALLOW, "GET, HEAD");
    }
    // Further requests of the connection would be rejected too.
    set_header(response.headers_mut(), CONNECTION, "close");
    response
}

/// Responds with a file of the site.
async fn site_response(served: Arc<ServedGeneration>, request: &Request<Incoming>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    match spawn_blocking(move || page_at(&served, &path)).await {
        Ok(PageOrRedirect::Page(page)) => resource_response(page.resource, request.method(), request.headers()),
        Ok(PageOrRedirect::Redirect(path)) => redirect(&path, request.uri().query()),
        Err(_) => {
            text_response(StatusCode::INTERNAL_SERVER_ERROR, "making this file panicked, which is a bug in Trendpress")
        }
    }
}

fn redirect(path: &str, query: Option<&str>) -> Response<Body> {
    let location = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    // Permanent, as hosts redirect. `no-cache` has browsers ask again: the next site at this port may lie elsewhere.
    let mut response = text_response(StatusCode::PERMANENT_REDIRECT, &location);
    set_header(response.headers_mut(), LOCATION, &location);
    response
}

fn script() -> Resource {
    Resource::new("text/javascript; charset=utf-8", Bytes::from_static(SCRIPT.as_bytes()))
}

/// The state of the site, for programs: its generation, its pages and its findings.
fn state(served: &ServedGeneration) -> Resource {
    let state = json!({
        "generation": served.number,
        "pages": served.generation.page_count(),
        "errors": served.findings.errors,
        "warnings": served.findings.warnings,
        "base": served.base,
    });
    Resource::new("application/json; charset=utf-8", Bytes::from(format!("{state}\n")))
}
