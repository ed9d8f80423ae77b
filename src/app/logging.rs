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

/// The modules that log what strangers cause and no operator needs to look at: it is logged only at debug level. actix logs
/// garbage instead of a request, and a client that hangs up, as errors; we log failures of our own requests ourselves. `rtc_dtls`
/// warns of each extension of a greeting that it does not know, and every browser sends some.
const NOISY_TARGETS: [&str; 4] = [
    "actix_http::h1::decoder",
    "actix_http::h1::dispatcher",
    "rtc_dtls::handshake::handshake_message_client_hello",
    "rtc_dtls::handshake::handshake_message_server_hello",
];

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
    fn noise_from_strangers_is_logged_only_at_debug_level() {
        let told = |filter: &str, target| {
            let wanted = LogFilter(filter.parse().expect("a filter"));
            [Level::ERROR, Level::WARN, Level::DEBUG, Level::TRACE].map(|level| wanted.has(target, level))
        };
        for stranger in NOISY_TARGETS {
            assert_eq!(told("info,actix_server=warn", stranger), [false; 4]);
            assert_eq!(told("warn", stranger), [false; 4]);
            assert_eq!(told("info,actix_http=debug,rtc_dtls=debug", stranger), [true, true, true, false]);
            assert_eq!(told("trace", stranger), [true; 4]);
        }
        for other in ["lyceum::web::errors", "actix_http::service", "actix_server::worker", "rtc_dtls::handshaker"] {
            assert_eq!(told("info", other), [true, true, false, false]);
        }
        assert_eq!(told("off", "lyceum::web::errors"), [false; 4]);
    }
}
