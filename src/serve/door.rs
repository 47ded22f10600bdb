//! Who may come in. A page of another site that a browser shows can send requests to this machine, and by a name of its
//! own that it lets point here (DNS rebinding) even read the answers; so a request must name this server by a name that
//! nobody else can own, and must come from no other site's page.

use hyper::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Method, Request, StatusCode};
use std::net::IpAddr;

/// Who may come in.
pub struct Door {
    is_open: bool,
}

/// Why a request is refused.
pub type Refusal = (StatusCode, &'static str);

impl Door {
    /// The door of a server that listens at an address.
    pub fn new(address: IpAddr) -> Self {
        Self { is_open: !address.is_loopback() }
    }

    /// Whether a request is answered.
    ///
    /// # Errors
    /// The status, and why, for those who are not let in.
    pub fn admit<B>(&self, request: &Request<B>) -> Result<(), Refusal> {
        let host = only(request.headers(), &HOST).map_err(|()| (StatusCode::BAD_REQUEST, "more than one host"))?;
        let host = host.ok_or((StatusCode::BAD_REQUEST, "no host"))?;
        let named = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let asked = request.uri().authority().or(named.as_ref());
        if !named.as_ref().is_some_and(|host| self.knows(host)) || !asked.is_some_and(|host| self.knows(host)) {
            return Err((StatusCode::MISDIRECTED_REQUEST, "this server does not go by that name"));
        }
        let origins = request.headers().get_all(ORIGIN);
        if origins.iter().any(|origin| !is_own(origin, host)) {
            return Err((StatusCode::FORBIDDEN, "the request comes from another site"));
        }
        match *request.method() {
            Method::GET | Method::HEAD => Ok(()),
            _ => Err((StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered")),
        }
    }

    /// Whether a name can only mean this machine. Numbers cannot be made to point elsewhere; they mean others only
    /// where others may come in. Any port: one may be forwarded.
    fn knows(&self, host: &Authority) -> bool {
        if host.as_str().contains('@') {
            return false;
        }
        let name = host.host().trim_end_matches('.').to_ascii_lowercase();
        if name == "localhost" || name.ends_with(".localhost") {
            return true;
        }
        let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        number.is_ok_and(|number| self.is_open || number.is_loopback())
    }
}

/// The value of a header that may be there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a HeaderValue>, ()> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() { Err(()) } else { Ok(first) }
}

/// Whether an origin is this server as the request names it.
fn is_own(origin: &HeaderValue, host: &HeaderValue) -> bool {
    let own = |scheme: &[u8]| origin.as_bytes().strip_prefix(scheme) == Some(host.as_bytes());
    own(b"http://") || own(b"https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_others_could_own_are_not_known() {
        let knows =
            |address: &str, host: &str| host.parse().is_ok_and(|host| Door::new(address.parse().unwrap()).knows(&host));
        for own in
            ["localhost", "LOCALHOST:1111", "127.0.0.1:1111", "127.0.0.1", "[::1]:80", "a.localhost", "localhost."]
        {
            assert!(knows("127.0.0.1", own), "{own}");
        }
        for other in ["example.org", "localhost.example.org", "10.0.0.1", "a@localhost", "127.0.0.1.nip.example", ""] {
            assert!(!knows("127.0.0.1", other), "{other}");
        }
        assert!(knows("0.0.0.0", "10.0.0.1:1111") && !knows("0.0.0.0", "example.org"));
    }
}
