//! The signals that end what goes on by itself.

use std::io;
use tokio::runtime;

use crate::cli::{Outcome, problem};

/// Waits for SIGINT or SIGTERM. Gives what the command comes to.
#[cfg(unix)]
pub async fn signal() -> Outcome {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = match (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) {
        (Ok(interrupt), Ok(terminate)) => (interrupt, terminate),
        (Err(error), _) | (_, Err(error)) => return failed(&error),
    };
    tokio::select! {
        _ = interrupt.recv() => Outcome::Stopped(2),
        _ = terminate.recv() => Outcome::Stopped(15),
    }
}

/// Waits for ^C. Gives what the command comes to.
#[cfg(not(unix))]
pub async fn signal() -> Outcome {
    match tokio::signal::ctrl_c().await {
        Ok(()) => Outcome::Stopped(2),
        Err(error) => failed(&error),
    }
}

/// Waits for a signal or for another end, on a thread that does nothing else.
pub fn wait(other: impl Future<Output = Outcome>) -> Outcome {
    match runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(async {
            tokio::select! {
                outcome = signal() => outcome,
                outcome = other => outcome,
            }
        }),
        Err(error) => failed(&error),
    }
}

/// Says that the system has no threads, sockets or signals to give.
pub fn failed(error: &io::Error) -> Outcome {
    problem(&format!("cannot go on: {error}"), "");
    Outcome::Failed
}
