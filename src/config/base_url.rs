//! The base URL, at which a site will be served: a host and a path, or a path alone.

/// The address of the site's root. The path begins and ends with a slash.
///
/// ```
/// use trendpress::BaseUrl;
///
/// let base_url = BaseUrl::new("https://Host.example/reports").unwrap();
/// assert_eq!(base_url.path, "/reports/");
/// assert_eq!(base_url.absolute("2026/").unwrap(), "https://host.example/reports/2026/");
/// assert_eq!(BaseUrl::new("host.example").unwrap_err(), "must begin with `https://`, `http://` or `/`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://host`, without a slash at its end; `None` if only the path is known.
    pub origin: Option<String>,
    /// `/` or `/reports/`.
    pub path: String,
}

impl BaseUrl {
    /// Parses `https://host/path/`, `/path/` or `/`. Adds a missing slash at the end.
    ///
    /// # Errors
    /// The reason, in words that fit after the setting's name.
    pub fn new(text: &str) -> Result<Self, String> {
        let is_refused = |one: char| one.is_whitespace() || one.is_control() || "\"<>\\".contains(one);
        if text.contains(is_refused) {
            return Err("must not hold blanks, quotes or angle brackets".to_owned());
        }
        if text.contains(['?', '#']) {
            return Err("must not hold `?` or `#`".to_owned());
        }
        let (origin, path) = match text.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                if host.is_empty() || host.contains('@') {
                    return Err("has no host".to_owned());
                }
                (Some(format!("{scheme}://{}", host.to_ascii_lowercase())), path)
            }
            _ => match text.strip_prefix('/') {
                Some(path) => (None, path),
                None => return Err("must begin with `https://`, `http://` or `/`".to_owned()),
            },
        };
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if parts.iter().any(|part| matches!(*part, "." | "..")) {
            return Err("must not hold `.` or `..`".to_owned());
        }
        let path = if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) };
        Ok(Self { origin, path })
    }

    /// The absolute URL of an address below the root; `None` if the host is not known.
    pub fn absolute(&self, address: &str) -> Option<String> {
        let origin = self.origin.as_ref()?;
        Some([origin, &*self.path, address].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn hosts_and_paths_are_parsed() {
        let read = |text| BaseUrl::new(text).map(|url| (url.origin.unwrap_or_default(), url.path));
        assert_eq!(read("https://Host.example"), Ok(("https://host.example".into(), "/".into())));
        assert_eq!(read("https://h/reports"), Ok(("https://h".into(), "/reports/".into())));
        assert_eq!(read("/reports/"), Ok((String::new(), "/reports/".into())));
        for bad in
            ["host", "ftp://h/", "https://", "https://h/../x", "https://h/?q", "javascript:alert(1)", "https://a b"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
