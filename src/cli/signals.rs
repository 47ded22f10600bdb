//! The signals that end `serve` and `build --watch`.

use std::io;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::cli::Outcome;
use crate::cli::terminal::print_error;

/// Listens for SIGINT and SIGTERM from now on; needs a runtime. The future waits for one of them.
///
/// # Errors
/// The system's, if it cannot listen for signals.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = Outcome>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Outcome::Signal(2),
            _ = terminate.recv() => Outcome::Signal(15),
        }
    })
}

/// Listens for ^C from now on; needs a runtime. The future waits for it.
///
/// # Errors
/// The system's, if it cannot listen for signals.
#[cfg(not(unix))]
pub fn stop_signal() -> io::Result<impl Future<Output = Outcome>> {
    Ok(async {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Outcome::Signal(2),
            Err(error) => system_error(&error),
        }
    })
}

/// Starts work on another thread, and waits for a signal or for an outcome of the work.
pub fn run_until_signal(start: impl FnOnce() -> io::Result<oneshot::Receiver<Outcome>>) -> Outcome {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.and_then(|runtime| {
        runtime.block_on(async {
            let signal = stop_signal()?;
            let end = start()?;
            Ok(tokio::select! {
                outcome = signal => outcome,
                end = end => end.unwrap_or(Outcome::Failure),
            })
        })
    });
    outcome.unwrap_or_else(|error| system_error(&error))
}

/// Prints that the system has no threads, sockets or signals to give. Returns the outcome for it.
pub fn system_error(error: &io::Error) -> Outcome {
    print_error(&format!("cannot go on: {error}"), "");
    Outcome::SystemError
}
