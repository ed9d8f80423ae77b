//! The log, on standard error: lines for people, or JSON for machines.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{Format, Log};

/// Starts logging for the whole process; a second call changes nothing.
pub(super) fn start(log: &Log) {
    let filter: Targets = log.filter.parse().expect("the settings were read");
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr);
    let lines = match log.log_format {
        Format::Text => lines.with_ansi(stderr().is_terminal()).boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
}
