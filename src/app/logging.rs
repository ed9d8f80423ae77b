//! The log on standard error: lines for people, or JSON for machines.

use std::io::{IsTerminal, stderr};

use tracing::{Level, Metadata, Subscriber, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{
    Layer,
    filter::Targets,
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

use crate::config::{Format, Log};

/// The modules in which actix logs as errors what strangers cause: they send garbage instead of a request, or hang up. No
/// operator needs to look at that, so it is logged only at debug level. We log failures of our own requests ourselves.
const NOISY_TARGETS: [&str; 2] = ["actix_http::h1::decoder", "actix_http::h1::dispatcher"];

/// Filters all log lines. It is a layer of its own rather than a filter on the output layer: such a filter keeps its verdict in a
/// thread-local variable until the matching line comes, and code that only asks whether a line is enabled leaves a verdict there
/// for the wrong line.
struct LogFilter(Targets);

impl LogFilter {
    fn has(&self, target: &str, level: Level) -> bool {
        let level = if NOISY_TARGETS.contains(&target) { level.max(Level::DEBUG) } else { level };
        self.0.would_enable(target, &level)
    }
}

impl<S: Subscriber> Layer<S> for LogFilter {
    fn register_callsite(&self, about: &'static Metadata<'static>) -> Interest {
        if self.has(about.target(), *about.level()) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, about: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.has(about.target(), *about.level())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Layer::<S>::max_level_hint(&self.0)
    }
}

/// Starts logging for the whole process; a second call changes nothing.
pub(super) fn start(log: &Log) {
    let wanted = LogFilter(log.filter.parse().expect("the configuration was checked"));
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr);
    let lines = match log.log_format {
        Format::Text => lines.with_ansi(stderr().is_terminal()).boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    let _ = tracing_subscriber::registry().with(lines).with(wanted).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_from_strangers_is_logged_only_at_debug_level() {
        let told = |filter: &str, target| {
            let wanted = LogFilter(filter.parse().expect("a filter"));
            [Level::ERROR, Level::DEBUG, Level::TRACE].map(|level| wanted.has(target, level))
        };
        for stranger in NOISY_TARGETS {
            assert_eq!(told("info,actix_server=warn", stranger), [false, false, false]);
            assert_eq!(told("warn", stranger), [false, false, false]);
            assert_eq!(told("info,actix_http=debug", stranger), [true, true, false]);
            assert_eq!(told("trace", stranger), [true, true, true]);
        }
        for other in ["lyceum::web::errors", "actix_http::service", "actix_server::worker"] {
            assert_eq!(told("info", other), [true, false, false]);
        }
        assert_eq!(told("off", "lyceum::web::errors"), [false, false, false]);
    }
}
