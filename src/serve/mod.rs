//! Generations over HTTP: the preview. A request is answered from the generation of its moment and from nothing else,
//! so nothing that the site does not publish can be asked for. Knows no disk, no stage and no terminal.
//!
//! HTTP is hyper's, on one thread: 1,000 clients that do not go on cost 1,000 waiting tasks. What makes a page that is
//! not made yet runs on another thread, so that it holds up nobody else.

mod address;
mod answer;
mod board;
mod body;
mod door;
mod events;
mod file;
mod findings;
mod images;
mod page;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime;

use crate::serve::answer::{Preview, answer};
use crate::serve::door::Door;

pub use crate::serve::board::Board;

/// The port where none is asked for.
pub const PORT: u16 = 1111;

/// So many ports after that one are tried.
const PORTS_TRIED: u16 = 100;

/// How long a client may take for the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(20);

/// Largest head of a request, in bytes.
const HEAD_LIMIT: usize = 16 << 10;

/// Threads that make pages, so that many that ask at once do not start hundreds.
const MAKERS: usize = 4;

/// How long to wait before taking connections again where the system has none left to give.
const BREATH: Duration = Duration::from_millis(50);

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    board: Board,
}

impl Server {
    /// Listens at an address. Without a port, at the first that is free from [`PORT`] on.
    ///
    /// # Errors
    /// The system's: the port is taken, the address is none of this machine.
    pub fn bind(address: IpAddr, port: Option<u16>, board: Board) -> io::Result<Self> {
        let listener = match port {
            Some(port) => TcpListener::bind((address, port))?,
            None => first_free(address)?,
        };
        listener.set_nonblocking(true)?;
        Ok(Self { listener, board })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system's.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until something comes to pass, then goes away at once. Gives what it came to.
    ///
    /// # Errors
    /// Those of what is waited for, and the system's, where it has no threads or sockets to give.
    pub fn run<T>(self, until: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        let runtime = runtime::Builder::new_current_thread().enable_all().max_blocking_threads(MAKERS).build()?;
        let came = runtime.block_on(async {
            let door = Door::new(self.listener.local_addr()?.ip());
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let preview = Arc::new(Preview { board: self.board, door });
            tokio::spawn(accept(listener, preview));
            until.await
        });
        // A page that is being made is of no use to anybody any more.
        runtime.shutdown_background();
        came
    }
}

fn first_free(address: IpAddr) -> io::Result<TcpListener> {
    let mut ports = PORT..=PORT + PORTS_TRIED;
    loop {
        match (TcpListener::bind((address, ports.next().unwrap_or(0))), ports.is_empty()) {
            (Err(error), false) if error.kind() == io::ErrorKind::AddrInUse => {}
            (bound, _) => return bound,
        }
    }
}

async fn accept(listener: tokio::net::TcpListener, preview: Arc<Preview>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(converse(stream, Arc::clone(&preview)))),
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

/// Answers the requests of one connection.
async fn converse(stream: TcpStream, preview: Arc<Preview>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let preview = Arc::clone(&preview);
        async move { Ok::<_, Infallible>(answer(&preview, &request).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_PATIENCE).max_header_size(HEAD_LIMIT);
    // A client that breaks off, or that speaks no HTTP, is no concern of anybody's.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}
