//! `serve`: the preview's address, its thread that watches, what the terminal and the browser are told.

use jiff::civil::Date;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::cli::arguments::{Common, Serve};
use crate::cli::build::{options, today};
use crate::cli::turns::Turns;
use crate::cli::watch::watched;
use crate::cli::{Outcome, err, problem, stop};
use crate::engine::Generation;
use crate::pipeline::{self, Options};
use crate::render::output::Output;
use crate::serve::{Board, PORT, Server};
use crate::watch::{News, Turned, Watched, watch};

/// Previews the site until a signal comes.
pub fn serve(common: &Common, arguments: &Serve) -> Outcome {
    let options = match options(common, &arguments.publishing) {
        Ok(options) => options,
        Err(outcome) => return outcome,
    };
    let board = Board::new(arguments.follow, microseconds());
    let bound = Server::bind(arguments.interface, arguments.port, board.clone());
    let bound = bound.and_then(|server| server.address().map(|address| (server, address)));
    let (server, address) = match bound {
        Ok(bound) => bound,
        Err(error) => return unbound(arguments, &error),
    };
    let preview = Preview {
        board,
        turns: Turns::new(common.quiet),
        verified: arguments.verify.then(|| options.clone()),
        day: arguments.publishing.at,
        opened: arguments.open.then_some(address),
    };
    let watched = watched(options, arguments.publishing.at, arguments.poll, true);
    let ran = server.run(async {
        let signals = stop::signals()?;
        greet(address);
        thread::Builder::new().spawn(move || preview.follow(watched))?;
        Ok(signals.await)
    });
    ran.unwrap_or_else(|error| stop::failed(&error))
}

/// When this preview began: tabs that outlive a restart tell new from old by it. It reaches no page.
fn microseconds() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_micros()).unwrap_or_default()
}

fn unbound(arguments: &Serve, error: &io::Error) -> Outcome {
    let address = SocketAddr::new(arguments.interface, arguments.port.unwrap_or(PORT));
    let help = match (error.kind(), arguments.port) {
        (io::ErrorKind::AddrInUse, Some(_)) => "choose another port, or none: then the first free one is taken",
        (io::ErrorKind::PermissionDenied, _) => "choose a port above 1023",
        (io::ErrorKind::AddrNotAvailable, _) => "choose an address of this machine",
        _ => "",
    };
    problem(&format!("cannot listen at {address}: {error}"), help);
    Outcome::Failed
}

fn greet(address: SocketAddr) {
    err(&format!("preview at {}; ^C stops it\n", url(address, "/")));
    if !address.ip().is_loopback() {
        err("warning: everybody who reaches this machine can see the preview, drafts included\n");
    }
}

/// Where a browser on this machine finds the preview.
fn url(address: SocketAddr, path: &str) -> String {
    let unspecified = |ip: IpAddr| match ip {
        IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(_) => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
    };
    let ip = if address.ip().is_unspecified() { unspecified(address.ip()) } else { address.ip() };
    format!("http://{}{path}", SocketAddr::new(ip, address.port()))
}

/// What is done with generations.
struct Preview {
    board: Board,
    turns: Turns,
    /// What clean builds are to do, where each generation is compared with one.
    verified: Option<Options>,
    /// The day that was asked for.
    day: Option<Date>,
    /// Where to open a browser, until it is open.
    opened: Option<SocketAddr>,
}

impl Preview {
    /// Shows generation after generation.
    fn follow(mut self, watched: Watched) -> ! {
        watch(watched, |news| match news {
            News::Note(note) => err(&format!("note: {note}\n")),
            News::Turned(turned) => self.show(&turned),
        })
    }

    fn show(&mut self, turned: &Turned) {
        self.board.post(turned.generation.clone());
        self.turns.show(turned, "");
        if let Some(address) = self.opened.take() {
            let base = turned.generation.settings().base_url.as_ref().map_or("/", |url| &url.path);
            if let Err(error) = open::that_detached(url(address, base)) {
                err(&format!("note: cannot open a browser: {error}\n"));
            }
        }
        if let Some(options) = &mut self.verified {
            options.publication.today = today(self.day).unwrap_or(options.publication.today);
            verify(&turned.generation, options, &self.turns);
        }
    }
}

/// Says where a generation differs from a clean build, errors of the site aside: with them there is none.
fn verify(generation: &Generation, options: &Options, turns: &Turns) {
    let clean = pipeline::build(options, &|_| {});
    if clean.linked.errors() > 0 || generation.errors() > 0 {
        return turns.line("verified: nothing, for the site has errors");
    }
    let served = generation.paths();
    let is_same = |output: &Output| {
        let served = generation.file(&output.path).and_then(Result::ok);
        served.is_some_and(|served| served.bytes == output.bytes)
    };
    let (mut wrong, unmade) = clean.differences(&served, is_same);
    wrong.extend(unmade);
    match wrong.first() {
        None => turns.line("verified: the preview is what a clean build gives"),
        Some(first) => {
            let message = format!("the preview differs from a clean build in {} files, `{first}` first", wrong.len());
            problem(&message, "if nothing was saved meanwhile, this is a bug in Trendpress; please report it");
        }
    }
}
