//! The preview: serves the latest generation of a site over HTTP. A request is answered from the generation of its
//! moment and from nothing else, so nothing that the site does not publish can be asked for. Knows no disk, no stage and
//! no terminal.
//!
//! HTTP is hyper's, on one thread: 1,000 clients that stall cost 1,000 waiting tasks. Pages are rendered on other
//! threads, so that a slow page holds up nobody else.

mod body;
mod findings_panel;
mod handler;
mod host_check;
mod image_hash;
mod latest_generation;
mod page;
mod response;
mod route;
mod server_sent_events;

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

use crate::serve::handler::Handler;
use crate::serve::host_check::HostCheck;

pub use crate::serve::latest_generation::LatestGeneration;

/// The port to listen at if none is asked for, or the first one after it that is free.
pub const DEFAULT_PORT: u16 = 1111;

/// The number of ports after the default one that are tried.
const PORTS_TRIED: u16 = 100;

/// The time that a client may take for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// The largest head of a request, in bytes.
const MAX_HEAD_BYTES: usize = 16 << 10;

/// The number of threads that render pages, so that many requests at once do not start hundreds.
const RENDER_THREADS: usize = 4;

/// The pause before connections are accepted again when the system has no sockets left.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    latest: LatestGeneration,
}

impl Server {
    /// Listens at an address. Without a port, at the first free one from [`DEFAULT_PORT`] on.
    ///
    /// # Errors
    /// The system's: the port is taken, or the address is none of this machine.
    pub fn bind(address: IpAddr, port: Option<u16>, latest: LatestGeneration) -> io::Result<Self> {
        let listener = match port {
            Some(port) => TcpListener::bind((address, port))?,
            None => bind_first_free(address)?,
        };
        listener.set_nonblocking(true)?;
        Ok(Self { listener, latest })
    }

    /// The address that the server listens at.
    ///
    /// # Errors
    /// The system's.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests until a future is ready, then stops at once. Returns the future's value.
    ///
    /// # Errors
    /// The future's, and the system's if it has no threads or sockets to give.
    pub fn run<T>(self, until: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        let runtime =
            runtime::Builder::new_current_thread().enable_all().max_blocking_threads(RENDER_THREADS).build()?;
        let result = runtime.block_on(async {
            let host_check = HostCheck::new(self.listener.local_addr()?.ip());
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let handler = Arc::new(Handler { latest: self.latest, host_check });
            tokio::spawn(accept_connections(listener, handler));
            until.await
        });
        // Does not wait for pages that are being rendered: nobody will read them.
        runtime.shutdown_background();
        result
    }
}

fn bind_first_free(address: IpAddr) -> io::Result<TcpListener> {
    for port in DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED {
        match TcpListener::bind((address, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            bound => return bound,
        }
    }
    TcpListener::bind((address, DEFAULT_PORT + PORTS_TRIED))
}

async fn accept_connections(listener: tokio::net::TcpListener, handler: Arc<Handler>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve_connection(stream, Arc::clone(&handler)))),
            Err(_) => tokio::time::sleep(ACCEPT_RETRY_DELAY).await,
        }
    }
}

/// Answers the requests of one connection.
async fn serve_connection(stream: TcpStream, handler: Arc<Handler>) {
    // Where it cannot be set, answers are a little slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let handler = Arc::clone(&handler);
        async move { Ok::<_, Infallible>(handler.respond(&request).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_header_size(MAX_HEAD_BYTES);
    // Fails where a client hangs up or speaks no HTTP, which is its own concern.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}
