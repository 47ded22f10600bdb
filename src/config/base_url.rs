//! Where a site will be served: a host and a path, or a path alone.

/// The address of the site's root. The path begins and ends with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://host`, without a slash at its end; `None` where only a path is known.
    pub origin: Option<String>,
    /// `/` or `/reports/`.
    pub path: String,
}

impl BaseUrl {
    /// Reads `https://host/path/`, `/path/` or `/`; a slash at the end is added where it lacks.
    ///
    /// # Errors
    /// What is wrong with it, in words that fit after the setting's name.
    pub fn new(text: &str) -> Result<Self, String> {
        if text
            .chars()
            .any(|character| character.is_whitespace() || character.is_control() || "\"<>\\".contains(character))
        {
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

    /// The whole address of something below the root; `None` where the host is not known.
    pub fn absolute(&self, address: &str) -> Option<String> {
        let origin = self.origin.as_ref()?;
        Some([origin, &*self.path, address].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn hosts_and_paths() {
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
