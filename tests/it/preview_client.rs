//! Helpers: runs `serve` on a free port, collects its messages, and sends it requests over one connection. Tests do not
//! sleep for fixed times; they ask again until the answer is right or `PATIENCE` is over.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::test_site::{TestSite, Tree, dated};

/// The time after which a test fails. A debug build of the program on a busy machine needs a second for a build.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A running `serve`, which is killed at the end of its test.
pub struct Preview {
    child: Child,
    messages: Arc<Mutex<String>>,
    /// `127.0.0.1:PORT`.
    pub address: String,
    client: Client,
}

/// An HTTP response.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status; 0 if the connection was closed without a response.
    pub status: u16,
    /// Headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body without the preview's script.
    pub fn body_without_script(&self) -> Vec<u8> {
        without_script(&self.body)
    }
}

/// A client with a persistent connection.
pub struct Client {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A client that connects at its first request.
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), stream: None }
    }

    /// Requests a path.
    pub fn get(&mut self, path: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        // A server may close an idle connection, so a failed request is repeated once.
        let first = self.try_raw(request.as_bytes());
        first.unwrap_or_else(|| self.try_raw(request.as_bytes()).unwrap_or_default())
    }

    fn try_raw(&mut self, request: &[u8]) -> Option<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.address).ok()?;
            stream.set_nodelay(true).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut()?;
        let answer = stream.get_mut().write_all(request).ok().and_then(|()| read(stream, true));
        if answer.as_ref().is_none_or(|answer| answer.header("connection") == "close") {
            self.stream = None;
        }
        answer
    }
}

/// Reads one response. `None` if the connection ends before it does.
pub fn read(stream: &mut impl BufRead, has_body: bool) -> Option<Answer> {
    let mut answer = Answer::default();
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|length| *length > 0)?;
    answer.status = line.split(' ').nth(1)?.parse().ok()?;
    loop {
        line.clear();
        stream.read_line(&mut line).ok().filter(|length| *length > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        answer.headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = answer.header("content-length").parse().unwrap_or(0);
    if has_body && answer.status != 304 {
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body).ok()?;
    }
    Some(answer)
}

/// HTML without the preview's script.
pub fn without_script(bytes: &[u8]) -> Vec<u8> {
    let find = |from: usize, what: &[u8]| {
        bytes[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let Some(start) = find(0, b"<script src=\"/_trendpress/preview.js\"") else { return bytes.to_vec() };
    let end = find(start, b"</script>").unwrap() + b"</script>".len();
    [&bytes[..start], &bytes[end..]].concat()
}

/// The program to test: that of this build, or the one that `TRENDPRESS_PROGRAM` names, such as a release build.
pub fn program() -> OsString {
    std::env::var_os("TRENDPRESS_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_trendpress").into())
}

/// A number of repetitions, which an environment variable may raise.
pub fn scale(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// A command as [`TestSite::command`], for the program to test.
pub fn command(site: &TestSite) -> Command {
    let plain = site.command();
    let mut command = Command::new(program());
    command.current_dir(plain.get_current_dir().unwrap()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null());
    command
}

impl Preview {
    /// Starts `serve` for a site on a free port.
    pub fn of(site: &TestSite, arguments: &[&str]) -> Self {
        let mut command = command(site);
        command.args(dated(&[&["serve", "--port", "0"], arguments].concat()));
        Self::start(&mut command)
    }

    /// Starts a command that runs `serve`.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let messages = Arc::new(Mutex::new(String::new()));
        let mut first = String::new();
        stderr.read_line(&mut first).unwrap();
        let rest = first.split_once("http://").unwrap_or_else(|| panic!("it says {first:?}")).1;
        let address = rest.split('/').next().unwrap().to_owned();
        let sink = Arc::clone(&messages);
        std::thread::spawn(move || {
            let mut line = String::new();
            while stderr.read_line(&mut line).is_ok_and(|length| length > 0) {
                sink.lock().unwrap().push_str(&line);
                line.clear();
            }
        });
        Self { child, messages, client: Client::new(&address), address }
    }

    /// Its messages after the first line.
    pub fn messages(&self) -> String {
        self.messages.lock().unwrap().clone()
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Requests a path.
    pub fn get(&mut self, path: &str) -> Answer {
        self.client.get(path)
    }

    /// Sends bytes over a new connection. Returns the first response.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // The server may close the connection before it has read everything.
        let _ = stream.write_all(request);
        read(&mut BufReader::new(stream), !request.starts_with(b"HEAD")).unwrap_or_default()
    }

    /// Sends a request with headers over a new connection.
    pub fn request(&self, method: &str, path: &str, headers: &str) -> Answer {
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address).as_bytes())
    }

    /// A field of its state (`/_trendpress/state`).
    pub fn state(&mut self, field: &str) -> u64 {
        let state: serde_json::Value = serde_json::from_slice(&self.get("/_trendpress/state").body).unwrap();
        state[field].as_u64().unwrap()
    }

    /// Repeats a check until it succeeds. Returns the time that this took.
    pub fn until(&mut self, what: &str, check: impl Fn(&mut Self) -> bool) -> Duration {
        let start = Instant::now();
        while !check(self) {
            assert!(start.elapsed() < PATIENCE, "still not: {what}\n{}", self.messages());
            std::thread::sleep(Duration::from_millis(5));
        }
        start.elapsed()
    }

    /// Requests a page until it contains a text. Returns the time that this took.
    pub fn until_shows(&mut self, path: &str, text: &str) -> Duration {
        self.until(&format!("{path} shows {text}"), |preview| preview.get(path).text().contains(text))
    }

    /// Returns the first of `paths` that is not served as it is in `built`.
    pub fn first_difference(&mut self, built: &Tree, paths: &BTreeSet<String>) -> Option<String> {
        let is_wrong = |path: &&String| {
            let answer = self.get(&format!("/{}", encode(path)));
            match built.get(*path) {
                Some(bytes) => answer.status != 200 || answer.body_without_script() != *bytes,
                None => answer.status != 404,
            }
        };
        paths.iter().find(is_wrong).cloned()
    }

    /// Sends it a signal. Returns its exit status, and the time until its end.
    pub fn signal(&mut self, name: &str) -> (ExitStatus, Duration) {
        let start = Instant::now();
        kill(self.child.id(), name);
        let status = self.child.wait().unwrap();
        (status, start.elapsed())
    }
}

/// Percent-encodes a path.
fn encode(path: &str) -> String {
    const PLAIN: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');
    utf8_percent_encode(path, PLAIN).to_string()
}

/// Sends a signal to a process.
pub fn kill(id: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &id.to_string()]).status().unwrap();
    assert!(sent.success());
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
