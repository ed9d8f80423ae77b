//! The log, on standard error: lines for people, or JSON for machines.

use std::io::{IsTerminal, stderr};

use tracing::{Level, Metadata, Subscriber, level_filters::LevelFilter, subscriber::Interest};
use tracing_subscriber::{
    Layer,
    filter::Targets,
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

use crate::config::{Format, Log};

/// Where actix tells as errors what strangers do: they send nonsense instead of a request, or hang up. Nobody is to look at the
/// log for their sake, so it is told to those only who have asked for debugging. What goes wrong with a request of ours, we
/// tell ourselves.
const STRANGERS: [&str; 2] = ["actix_http::h1::decoder", "actix_http::h1::dispatcher"];

/// What is logged. It stands before all lines rather than as a filter of their layer: verdicts of such a filter lie in a variable
/// of the thread until the line comes that they are about, and whoever only asks leaves one there for another line.
struct Wanted(Targets);

impl Wanted {
    fn has(&self, target: &str, level: Level) -> bool {
        let level = if STRANGERS.contains(&target) { level.max(Level::DEBUG) } else { level };
        self.0.would_enable(target, &level)
    }
}

impl<S: Subscriber> Layer<S> for Wanted {
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
    let wanted = Wanted(log.filter.parse().expect("the settings were read"));
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
    fn what_strangers_do_is_told_to_those_only_who_look_for_it() {
        let told = |filter: &str, target| {
            let wanted = Wanted(filter.parse().expect("a filter"));
            [Level::ERROR, Level::DEBUG, Level::TRACE].map(|level| wanted.has(target, level))
        };
        for stranger in STRANGERS {
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
