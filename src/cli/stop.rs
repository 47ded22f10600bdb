//! The signals that end what goes on by itself.

use std::io;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::cli::{Outcome, problem};

/// Listens for SIGINT and SIGTERM from now on, in a runtime. Waiting for it gives what the command comes to.
///
/// # Errors
/// The system's, where signals cannot be listened for.
#[cfg(unix)]
pub fn signals() -> io::Result<impl Future<Output = Outcome>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Outcome::Stopped(2),
            _ = terminate.recv() => Outcome::Stopped(15),
        }
    })
}

/// Listens for ^C from now on, in a runtime. Waiting for it gives what the command comes to.
///
/// # Errors
/// The system's, where signals cannot be listened for.
#[cfg(not(unix))]
pub fn signals() -> io::Result<impl Future<Output = Outcome>> {
    Ok(async {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Outcome::Stopped(2),
            Err(error) => failed(&error),
        }
    })
}

/// Does something that goes on elsewhere, and waits for a signal or for its end.
pub fn wait(start: impl FnOnce() -> io::Result<oneshot::Receiver<Outcome>>) -> Outcome {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.and_then(|runtime| {
        runtime.block_on(async {
            let signals = signals()?;
            let end = start()?;
            Ok(tokio::select! {
                outcome = signals => outcome,
                end = end => end.unwrap_or(Outcome::Failed),
            })
        })
    });
    outcome.unwrap_or_else(|error| failed(&error))
}

/// Says that the system has no threads, sockets or signals to give.
pub fn failed(error: &io::Error) -> Outcome {
    problem(&format!("cannot go on: {error}"), "");
    Outcome::Failed
}
