//! `serve`: starts the preview's server and the thread that watches the site, and hands each generation to both the
//! server and the terminal.

use jiff::civil::Date;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::cli::arguments::{Common, Serve};
use crate::cli::options::{options, today, watch_options};
use crate::cli::rebuild_log::RebuildLog;
use crate::cli::terminal::{print_error, print_note, print_stderr};
use crate::cli::{CommandResult, Outcome, signals};
use crate::engine::Generation;
use crate::pipeline::{self, Options};
use crate::render::output::Output;
use crate::serve::{DEFAULT_PORT, LatestGeneration, Server};
use crate::watch::{Rebuild, Update, WatchOptions, watch};

/// Previews the site until a signal comes.
pub fn serve(common: &Common, arguments: &Serve) -> CommandResult {
    let options = options(common, &arguments.publishing)?;
    let latest = LatestGeneration::new(arguments.follow, start_time_us());
    let (server, address) = Server::bind(arguments.interface, arguments.port, latest.clone())
        .and_then(|server| server.address().map(|address| (server, address)))
        .map_err(|error| bind_error(arguments, &error))?;
    let preview = Preview {
        latest,
        log: RebuildLog::new(common.quiet),
        verify_options: arguments.verify.then(|| options.clone()),
        at: arguments.publishing.at,
        browser_address: arguments.open.then_some(address),
    };
    let watch_options = watch_options(options, arguments.publishing.at, arguments.poll, true);
    let outcome = server.run(async {
        let signal = signals::stop_signal()?;
        print_address(address);
        thread::Builder::new().spawn(move || preview.show_each(watch_options))?;
        Ok(signal.await)
    });
    outcome.map_err(|error| signals::system_error(&error))
}

/// The current time in microseconds: event ids begin with it, so that tabs that outlive a restart tell new from old. It
/// reaches no page.
fn start_time_us() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    since_epoch.ok().and_then(|time| u64::try_from(time.as_micros()).ok()).unwrap_or(0)
}

fn bind_error(arguments: &Serve, error: &io::Error) -> Outcome {
    let address = SocketAddr::new(arguments.interface, arguments.port.unwrap_or(DEFAULT_PORT));
    let help = match (error.kind(), arguments.port) {
        (io::ErrorKind::AddrInUse, Some(_)) => "choose another port, or none: then the first free one is taken",
        (io::ErrorKind::PermissionDenied, _) => "choose a port above 1023",
        (io::ErrorKind::AddrNotAvailable, _) => "choose an address of this machine",
        _ => "",
    };
    print_error(&format!("cannot listen at {address}: {error}"), help);
    Outcome::SystemError
}

fn print_address(address: SocketAddr) {
    print_stderr(&format!("preview at {}; ^C stops it\n", url(address, "/")));
    if !address.ip().is_loopback() {
        print_stderr("warning: everybody who reaches this machine can see the preview, drafts included\n");
    }
}

/// The URL of a path for a browser on this machine. `0.0.0.0` and `::` are addresses to listen at, not to go to.
fn url(address: SocketAddr, path: &str) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}{path}", SocketAddr::new(ip, address.port()))
}

/// The state of the thread that watches the site.
struct Preview {
    latest: LatestGeneration,
    log: RebuildLog,
    /// The options of the clean build that each generation is compared with; `None` without `--verify`.
    verify_options: Option<Options>,
    /// The day that was asked for.
    at: Option<Date>,
    /// The address to open in a browser; `None` once it is open.
    browser_address: Option<SocketAddr>,
}

impl Preview {
    /// Shows each generation.
    fn show_each(mut self, options: WatchOptions) -> ! {
        watch(options, |update| match update {
            Update::Note(note) => print_note(&note),
            Update::Rebuilt(rebuild) => self.show(&rebuild),
        })
    }

    fn show(&mut self, rebuild: &Rebuild) {
        let generation = &rebuild.generation;
        self.latest.set(generation.clone());
        self.log.print(rebuild, "");
        if let Some(address) = self.browser_address.take() {
            let base = generation.settings().base_url.as_ref().map_or("/", |url| &url.path);
            if let Err(error) = open::that_detached(url(address, base)) {
                print_note(&format!("cannot open a browser: {error}"));
            }
        }
        if let Some(options) = &mut self.verify_options {
            options.publication.today = today(self.at, &options.root, options.config.as_deref());
            verify(generation, options, &self.log);
        }
    }
}

/// Compares a generation with a clean build. A site with errors has none to compare with.
fn verify(generation: &Generation, options: &Options, log: &RebuildLog) {
    let clean = pipeline::build(options, &|_| {});
    if clean.linked.errors() > 0 || generation.error_count() > 0 {
        return log.print_line("verified: nothing, for the site has errors");
    }
    let paths = generation.paths();
    let is_same = |output: &Output| {
        let served = generation.file(&output.path).and_then(Result::ok);
        served.is_some_and(|served| served.bytes == output.bytes)
    };
    let (different, missing) = clean.differences(&paths, is_same);
    let differences = [different, missing].concat();
    match differences.first() {
        None => log.print_line("verified: the preview is what a clean build gives"),
        Some(first) => {
            let count = differences.len();
            let message = format!("the preview differs from a clean build in {count} files, `{first}` first");
            print_error(&message, "if nothing was saved meanwhile, this is a bug in Trendpress; please report it");
        }
    }
}
