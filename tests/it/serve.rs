//! `serve` over HTTP: its responses, the requests that it refuses, its start and end.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::preview_client::{Answer, Client, Preview, command};
use crate::test_site::{TestSite, outputs, run};

/// A site of two reports and a page.
fn small() -> TestSite {
    TestSite::new([
        ("trendpress.yaml", "title: Small\n"),
        ("content/2026/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/trust.md", "---\ntitle: Trust\nkind: hurdle\nrank: 1\n---\nFirst words.\n"),
        ("content/2026/time.md", "---\ntitle: Time\nkind: hurdle\nrank: 2\n---\nOther words.\n"),
        ("content/2026/notes.txt", "0123456789"),
        ("content/pages/about.md", "---\ntitle: About\n---\nSee the [notes](../2026/notes.txt).\n"),
        (".env", "SECRET=1\n"),
        ("content/.env", "SECRET=1\n"),
    ])
}

fn with_settings(settings: &str) -> TestSite {
    let site = small();
    site.write("trendpress.yaml", settings);
    site
}

#[test]
fn files_are_served_as_built_but_for_the_script() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    let built = outputs(&site.build());
    let paths = built.keys().cloned().collect();
    assert_eq!(preview.first_difference(&built, &paths), None);
    assert!(built.len() > 20);
    let page = preview.get("/2026/trust/");
    assert_eq!(page.body_without_script(), built["2026/trust/index.html"]);
    assert_ne!(page.body, built["2026/trust/index.html"], "the page has no script");
    assert!(!site.path("public").exists(), "serve wrote to disk");
}

#[test]
fn files_have_their_media_types() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    let style = outputs(&site.build()).into_keys().find(|path| path.ends_with(".css")).unwrap();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        (&*format!("/{style}"), "text/css; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/reports.json", "application/json; charset=utf-8"),
        ("/reports.csv", "text/csv; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/_trendpress/preview.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[test]
fn folders_redirect_to_their_pages_and_unknown_paths_get_the_404_page() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    let answer = preview.get("/2026/trust?x=1");
    assert_eq!((answer.status, answer.header("location")), (308, "/2026/trust/?x=1"));
    for path in ["/nothing", "/nothing/", "/2026/trust/x", "/2026/notes.txt/"] {
        let answer = preview.get(path);
        assert_eq!(
            (answer.status, answer.body_without_script()),
            (404, outputs(&site.build())["404.html"].clone()),
            "{path}"
        );
    }
}

#[test]
fn the_path_of_the_base_url_is_served() {
    let site = with_settings("title: Small\nbase_url: https://host.example/our/reports/\n");
    let mut preview = Preview::of(&site, &[]);
    for above in ["/", "/our/reports"] {
        let answer = preview.get(above);
        assert_eq!((answer.status, answer.header("location")), (308, "/our/reports/"), "{above}");
    }
    let home = preview.get("/our/reports/");
    assert_eq!((home.status, home.body_without_script()), (200, outputs(&site.build())["index.html"].clone()));
    assert_eq!(preview.get("/our/reports/2026/trust").header("location"), "/our/reports/2026/trust/");
    assert_eq!(preview.get("/our/reports/2026/trust/").status, 200);
    assert_eq!(preview.get("/2026/trust/").status, 404);
    let mut moved = Preview::of(&site, &["--base-url", "/elsewhere/"]);
    assert_eq!(moved.get("/").header("location"), "/elsewhere/");
    assert_eq!(moved.get("/elsewhere/2026/trust/").status, 200);
}

#[test]
fn unchanged_files_get_304() {
    let site = small();
    let preview = Preview::of(&site, &[]);
    let page = preview.request("GET", "/2026/trust/", "");
    let tag = page.header("etag");
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 20, "{tag}");
    for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let answer = preview.request("GET", "/2026/trust/", &format!("If-None-Match: {known}\r\n"));
        assert_eq!((answer.status, answer.header("etag")), (304, tag), "{known}");
    }
    assert_eq!(preview.request("GET", "/2026/trust/", "If-None-Match: \"x\"\r\n").status, 200);
    assert_eq!(preview.request("GET", "/nothing/", "If-None-Match: *\r\n").status, 404);
}

#[test]
fn head_requests_get_the_headers_of_get() {
    let site = small();
    let preview = Preview::of(&site, &[]);
    for path in ["/", "/2026/trust", "/nothing", "/_trendpress/state", "/_trendpress/preview.js"] {
        let (whole, head) = (preview.request("GET", path, ""), preview.request("HEAD", path, ""));
        let plain = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("date");
            (answer.status, headers)
        };
        assert_eq!(plain(&head), plain(&whole), "{path}");
    }
    assert_eq!(preview.request("HEAD", "/_trendpress/events?path=/", "").status, 200);
}

#[test]
fn range_requests_get_parts() {
    let site = small();
    let preview = Preview::of(&site, &[]);
    let ask = |range: &str| {
        let answer = preview.request("GET", "/2026/notes.txt", &format!("Range: {range}\r\n"));
        (answer.status, answer.header("content-range").to_owned(), answer.text())
    };
    let part = |place: &str, text: &str| (206, format!("bytes {place}/10"), text.to_owned());
    assert_eq!(ask("bytes=0-3"), part("0-3", "0123"));
    assert_eq!(ask("bytes=7-"), part("7-9", "789"));
    assert_eq!(ask("bytes=-2"), part("8-9", "89"));
    assert_eq!(ask("bytes=8-99"), part("8-9", "89"));
    assert_eq!(ask("bytes=10-"), (416, "bytes */10".to_owned(), String::new()));
    for whole in ["bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=5-2", "bytes=-99"] {
        let (status, place, text) = ask(whole);
        assert!(matches!((status, &*place, &*text), (200, "", "0123456789") | (416, "bytes */10", "")), "{whole}");
    }
    let tag = preview.request("GET", "/2026/notes.txt", "").header("etag").to_owned();
    assert_eq!(
        preview.request("GET", "/2026/notes.txt", &format!("Range: bytes=0-1\r\nIf-Range: {tag}\r\n")).status,
        206
    );
    assert_eq!(preview.request("GET", "/2026/notes.txt", "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n").status, 200);
}

#[test]
fn foreign_hosts_origins_and_methods_are_refused() {
    let site = small();
    let preview = Preview::of(&site, &[]);
    let get = |host: &str| preview.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).status;
    for own in ["localhost", "127.0.0.1", "[::1]:9", "LocalHost:80"] {
        assert_eq!(get(own), 200, "{own}");
    }
    for other in ["evil.example", "127.0.0.1.evil.example", "10.1.1.1", "localhost@evil.example", "a b", ""] {
        assert!(matches!(get(other), 421 | 400), "{other}");
    }
    assert_eq!(preview.raw(b"GET / HTTP/1.1\r\n\r\n").status, 400);
    assert_eq!(preview.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").status, 400);
    assert_eq!(preview.raw(b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 421);
    assert_eq!(preview.raw(b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        for path in ["/", "/_trendpress/events?path=/", "/_trendpress/state"] {
            assert_eq!(preview.request("GET", path, &format!("Origin: {origin}\r\n")).status, 403, "{origin} {path}");
        }
    }
    let own_origin = format!("Origin: http://{}\r\n", preview.address);
    assert_eq!(preview.request("GET", "/", &own_origin).status, 200);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "X"] {
        let answer = preview.request(method, "/", "Content-Length: 0\r\n");
        assert!(matches!((answer.status, answer.header("allow")), (405, "GET, HEAD") | (400 | 421, "")), "{method}");
    }
}

#[test]
fn malformed_requests_neither_leave_the_site_nor_end_the_server() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    let mut forms: Vec<String> = Vec::new();
    for target in ["etc/passwd", ".env", "content/.env", "trendpress.yaml", "content/2026/trust.md"] {
        for up in
            ["", "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "....//", "%252e%252e/", ".%00./", "./", "/"]
        {
            for depth in [1, 2, 8] {
                forms.push(format!("/{}{target}", up.repeat(depth)));
                forms.push(format!("/2026/{}{target}", up.repeat(depth)));
            }
        }
    }
    forms.extend(
        ["/%00", "/%ff%fe", "/%", "/%zz", "//etc/passwd", "/con", "/a%0d%0aX:%20y", "/2026%00/", "/\u{7f}"]
            .map(String::from),
    );
    assert!(forms.len() > 300);
    for form in &forms {
        let answer = preview.request("GET", form, "");
        assert!(matches!(answer.status, 400 | 404), "{form}: {}", answer.status);
        assert!(!answer.text().contains("SECRET") && !answer.text().contains("root:"), "{form}");
        assert_eq!(answer.header("x"), "", "{form}");
    }
    let head = |bytes: usize| format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(bytes));
    assert_eq!(preview.raw(head(8_000).as_bytes()).status, 200);
    assert!(matches!(preview.raw(head(70_000).as_bytes()).status, 431 | 0));
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(70_000));
    assert!(matches!(preview.raw(long.as_bytes()).status, 404 | 414 | 431 | 0));
    let raws: [&[u8]; 12] = [
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /#x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /.env HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ];
    for raw in raws.iter().filter(|raw| raw.ends_with(b"\r\n\r\n")) {
        let answer = preview.raw(raw);
        assert!(!answer.text().contains("SECRET"), "{}", String::from_utf8_lossy(raw));
    }
    assert_eq!(preview.get("/").status, 200);
    assert!(!preview.messages().contains("panicked"), "{}", preview.messages());
}

#[test]
fn a_thousand_slow_clients_do_not_block_others() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.get("/");
    let slow: Vec<TcpStream> = (0..1_000)
        .map(|_| {
            let mut stream = TcpStream::connect(&preview.address).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
            stream
        })
        .collect();
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(Client::new(&preview.address).get("/2026/trust/").status, 200);
            start.elapsed()
        })
        .collect();
    times.sort();
    assert!(times[198] < Duration::from_millis(100), "{:?}", times[198]);
    assert_eq!(slow.len(), 1_000);
}

#[test]
fn a_site_is_served_as_soon_as_it_has_settings() {
    let site = TestSite::new([]);
    let mut preview = Preview::of(&site, &[]);
    assert_eq!(preview.state("errors"), 1);
    let answer = preview.get("/");
    assert!(answer.status < 500 && answer.text().contains("preview.js"), "{}", answer.status);
    preview.until("said", |preview| preview.messages().contains("there is no `trendpress.yaml` here"));
    for (path, text) in [
        ("trendpress.yaml", "title: Mended\n"),
        ("content/2026/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/trust.md", "---\ntitle: Trust\nkind: hurdle\n---\nFirst words.\n"),
    ] {
        site.write(path, text);
    }
    preview.until_shows("/2026/trust/", "First words.");
    preview.until_shows("/", "Mended");
}

#[test]
fn settings_apply_without_a_restart() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.until_shows("/", "Small");
    site.write("trendpress.yaml", "title: Grown\nbase_url: https://host.example/r/\n");
    preview.until_shows("/r/", "Grown");
    assert_eq!(preview.get("/").header("location"), "/r/");
}

#[test]
fn drafts_and_future_reports_are_shown_with_their_flags_only() {
    let site = small();
    site.write("content/2026/draft.md", "---\ntitle: Draft\nkind: hurdle\ndraft: true\n---\nNot yet.\n");
    site.write("content/2026/later.md", "---\ntitle: Later\nkind: hurdle\npublish_date: 2026-07-01\n---\nThen.\n");
    let mut plain = Preview::of(&site, &[]);
    assert_eq!((plain.get("/2026/draft/").status, plain.get("/2026/later/").status), (404, 404));
    let mut drafts = Preview::of(&site, &["--drafts"]);
    assert_eq!((drafts.get("/2026/draft/").status, drafts.get("/2026/later/").status), (200, 404));
    let mut in_july = Preview::of(&site, &["--at", "2026-07-02"]);
    assert_eq!((in_july.get("/2026/draft/").status, in_july.get("/2026/later/").status), (404, 200));
    assert_eq!(Preview::of(&site, &["--future"]).get("/2026/later/").status, 200);
}

#[test]
fn signals_end_the_server_at_once_and_free_its_port() {
    let site = small();
    for round in 0..20_u64 {
        let (name, code) = [("INT", 130), ("TERM", 143)][usize::from(round % 2 == 1)];
        let mut preview = Preview::of(&site, &[]);
        let waiting = TcpStream::connect(&preview.address).unwrap();
        // Varies the instant of the signal: while it reads, builds, serves and builds again.
        std::thread::sleep(Duration::from_millis(round * 17));
        site.write("content/2026/time.md", format!("---\ntitle: Time\nkind: hurdle\n---\nRound {round}.\n"));
        let (status, took) = preview.signal(name);
        assert_eq!(status.code(), Some(code), "{name} after {round}");
        // It takes milliseconds on an idle machine; the limit is for busy ones.
        assert!(took < Duration::from_secs(2), "{name} after {round}: {took:?}");
        drop(waiting);
        drop(TcpListener::bind(&preview.address).unwrap());
    }
}

#[test]
fn a_port_in_use_is_an_error_only_if_it_was_chosen() {
    let site = small();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let ran = run(command(&site).args(["serve", "--port", &port]));
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("cannot listen at") && ran.err.contains("choose another port"), "{}", ran.err);
    // Without `--port`, each finds a free one.
    let start = || Preview::start(command(&site).arg("serve"));
    let (one, other) = (start(), start());
    assert_ne!(one.address, other.address);
}

#[test]
fn serving_other_machines_gives_a_warning() {
    let site = small();
    let mut preview = Preview::of(&site, &["--interface", "0.0.0.0"]);
    assert_eq!(preview.raw(b"GET / HTTP/1.1\r\nHost: 10.1.1.1\r\n\r\n").status, 200);
    assert_eq!(preview.raw(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
    preview.until("a warning", |preview| preview.messages().contains("warning: everybody who reaches this machine"));
}

#[test]
fn a_tab_gets_only_the_events_that_concern_it() {
    let site = small();
    let mut preview = Preview::of(&site, &["--follow"]);
    let trust = preview.get("/2026/trust/").header("etag").replace('"', "");
    let host = preview.address.clone();
    let events = |path: &str, tag: &str| {
        let mut stream = TcpStream::connect(&host).unwrap();
        let query = format!("path={path}&tag={tag}");
        write!(stream, "GET /_trendpress/events?{query} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        Messages::new(stream)
    };
    let mut current = events("/2026/trust/", &trust);
    assert_eq!(current.next().0, "findings");
    let mut old = events("/2026/trust/", "200-old");
    assert_eq!((old.next().0, old.next().0), ("findings".into(), "page".into()));
    let about = preview.get("/about/").header("etag").replace('"', "");
    let mut other = events("/about/", &about);
    assert_eq!(other.next().0, "findings");

    site.write("content/2026/trust.md", "---\ntitle: Trust\nkind: hurdle\nrank: 1\n---\nNew words.\n");
    let (kind, data) = current.next();
    assert_eq!(kind, "page");
    let now = preview.get("/2026/trust/").header("etag").replace('"', "");
    assert!(data.contains(&now), "{data}");
    // A tab with another page is told only to follow the edit.
    let (kind, data) = other.next();
    assert_eq!((&*kind, &*data), ("follow", r#"{"path":"/2026/trust/"}"#));

    site.write("content/2026/trust.md", "---\ntitle: Trust\nkind: <img onerror=x>\n---\nNew words.\n");
    let (kind, data) = other.next();
    assert_eq!(kind, "findings");
    let findings: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(findings["errors"], 1);
    let first = &findings["list"][0];
    assert_eq!((&first["file"], &first["line"]), (&"content/2026/trust.md".into(), &3.into()));
    assert_eq!(first["excerpt"][1], "<img onerror=x>");
}

/// The messages of a stream of server-sent events.
struct Messages {
    lines: std::io::Lines<std::io::BufReader<TcpStream>>,
}

impl Messages {
    fn new(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(crate::preview_client::PATIENCE)).unwrap();
        Self { lines: std::io::BufRead::lines(std::io::BufReader::new(stream)) }
    }

    /// The event name and the data of the next message.
    fn next(&mut self) -> (String, String) {
        let mut kind = String::new();
        loop {
            let line = self.lines.next().unwrap().unwrap();
            if let Some(name) = line.strip_prefix("event: ") {
                name.clone_into(&mut kind);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (kind, data.to_owned());
            }
        }
    }
}
