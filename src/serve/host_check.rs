//! The host check, against requests from other sites. A page that a browser shows can send requests to this machine, and
//! even read the answers under a name of its own that it lets point here (DNS rebinding). So a request must name this
//! server by a name that nobody else can own, and must not come from another site's page.

use hyper::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Method, Request, StatusCode};
use std::net::IpAddr;

/// Checks the host, the origin and the method of requests.
pub struct HostCheck {
    /// Allows other IP addresses than those of the loopback interface.
    allows_other_machines: bool,
}

/// The status and the reason of a rejected request.
pub type Rejection = (StatusCode, &'static str);

impl HostCheck {
    /// Creates the check for a server that listens at an address.
    pub fn new(address: IpAddr) -> Self {
        Self { allows_other_machines: !address.is_loopback() }
    }

    /// Checks a request.
    ///
    /// # Errors
    /// The status and the reason, if the request is rejected.
    pub fn check<B>(&self, request: &Request<B>) -> Result<(), Rejection> {
        let host = single_value(request.headers(), &HOST);
        let host = host.map_err(|()| (StatusCode::BAD_REQUEST, "more than one host"))?;
        let host = host.ok_or((StatusCode::BAD_REQUEST, "no host"))?;
        let header = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        let target = request.uri().authority().or(header.as_ref());
        if ![header.as_ref(), target].iter().all(|host| host.is_some_and(|host| self.allows_host(host))) {
            return Err((StatusCode::MISDIRECTED_REQUEST, "this server does not go by that name"));
        }
        let origins = request.headers().get_all(ORIGIN);
        if origins.iter().any(|origin| !is_same_origin(origin, host)) {
            return Err((StatusCode::FORBIDDEN, "the request comes from another site"));
        }
        match *request.method() {
            Method::GET | Method::HEAD => Ok(()),
            _ => Err((StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered")),
        }
    }

    /// Returns true for names that nobody else can own: `localhost`, and IP addresses, which no DNS server redirects.
    /// Any port will do, for one may be forwarded.
    fn allows_host(&self, host: &Authority) -> bool {
        if host.as_str().contains('@') {
            return false;
        }
        let name = host.host().trim_end_matches('.').to_ascii_lowercase();
        if name == "localhost" || name.ends_with(".localhost") {
            return true;
        }
        let ip = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        ip.is_ok_and(|ip| self.allows_other_machines || ip.is_loopback())
    }
}

/// The value of a header that may occur once.
fn single_value<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a HeaderValue>, ()> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() { Err(()) } else { Ok(first) }
}

/// Returns true if an origin is this server, as the request names it.
fn is_same_origin(origin: &HeaderValue, host: &HeaderValue) -> bool {
    let is_host = |scheme: &[u8]| origin.as_bytes().strip_prefix(scheme) == Some(host.as_bytes());
    is_host(b"http://") || is_host(b"https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_others_could_own_are_rejected() {
        let allows = |address: &str, host: &str| {
            host.parse().is_ok_and(|host| HostCheck::new(address.parse().unwrap()).allows_host(&host))
        };
        for own in
            ["localhost", "LOCALHOST:1111", "127.0.0.1:1111", "127.0.0.1", "[::1]:80", "a.localhost", "localhost."]
        {
            assert!(allows("127.0.0.1", own), "{own}");
        }
        for other in ["example.org", "localhost.example.org", "10.0.0.1", "a@localhost", "127.0.0.1.nip.example", ""] {
            assert!(!allows("127.0.0.1", other), "{other}");
        }
        assert!(allows("0.0.0.0", "10.0.0.1:1111") && !allows("0.0.0.0", "example.org"));
    }
}
