//! The signals that ask the server to stop.

use std::io::{IsTerminal, stdin};

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::ExitError;

/// Signals that ask the server to stop. While this exists, they do not end the process by themselves.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
    /// On a terminal, SIGHUP means that the terminal is gone; otherwise it means that certificates were renewed.
    on_terminal: bool,
}

impl Signals {
    pub(super) fn listen() -> Result<Self, ExitError> {
        let listen = |kind| signal(kind).map_err(|error| ExitError::Failed(error.to_string()));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hangup: listen(SignalKind::hangup())?,
            on_terminal: stdin().is_terminal(),
        })
    }

    pub(super) async fn stop_requested(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = self.hangup.recv(), if self.on_terminal => {}
        }
    }
}
