//! The log on standard error: lines for people, or JSON for machines.

use std::{
    io::{IsTerminal, stderr},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use tracing::{Event, Level, Metadata, Subscriber, level_filters::LevelFilter, subscriber::Interest};
use tracing_log::NormalizeEvent;
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

/// The libraries that read what strangers send. Anyone can make them warn, so their warnings are counted (`app/metrics.rs`),
/// and of each library one is written a minute: 35 kB of greetings would else become 4 MB of log, and fill the disk.
static EDGE_LIBRARIES: [EdgeLibrary; 7] = [
    EdgeLibrary::new("actix_http"),
    EdgeLibrary::new("actix_server"),
    EdgeLibrary::new("actix_tls"),
    EdgeLibrary::new("actix_web"),
    EdgeLibrary::new("mio"),
    // DTLS, STUN, TURN, SRTP and what they share.
    EdgeLibrary::new("rtc"),
    EdgeLibrary::new("rustls"),
];

struct EdgeLibrary {
    name: &'static str,
    warnings: AtomicU64,
    /// In which minute the last line was written, from 1.
    written: AtomicU64,
}

impl EdgeLibrary {
    const fn new(name: &'static str) -> Self {
        Self { name, warnings: AtomicU64::new(0), written: AtomicU64::new(0) }
    }

    /// The library that logs a warning or an error with this target, if it is one of them.
    fn of_warning(about: &Metadata<'_>) -> Option<&'static Self> {
        let rest = |library: &&Self| about.target().strip_prefix(library.name);
        let is_its = |rest: &str| rest.is_empty() || rest.starts_with("::") || rest.starts_with('_');
        let library = EDGE_LIBRARIES.iter().find(|library| rest(library).is_some_and(is_its));
        library.filter(|_| *about.level() <= Level::WARN)
    }

    /// Counts a warning. Returns whether it is the first one in this minute.
    fn count(&self, minute: u64) -> bool {
        self.warnings.fetch_add(1, Ordering::Relaxed);
        self.written.swap(minute + 1, Ordering::Relaxed) != minute + 1
    }
}

/// How often each of the libraries that read what strangers send has warned.
pub(super) fn library_warnings() -> impl Iterator<Item = (&'static str, u64)> {
    EDGE_LIBRARIES.iter().map(|library| (library.name, library.warnings.load(Ordering::Relaxed)))
}

/// The minutes since the first call.
fn minute() -> u64 {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed().as_secs() / 60
}

/// Filters all log lines. It is a layer of its own rather than a filter on the output layer: such a filter keeps its verdict in a
/// thread-local variable until the matching line comes, and code that only asks whether a line is enabled leaves a verdict there
/// for the wrong line.
struct LogFilter(Targets);

impl LogFilter {
    fn has(&self, target: &str, level: Level) -> bool {
        let level = if NOISY_TARGETS.contains(&target) { level.max(Level::DEBUG) } else { level };
        self.0.would_enable(target, &level)
    }

    /// Whether a line is written or counted.
    fn wants(&self, about: &Metadata<'_>) -> bool {
        self.has(about.target(), *about.level()) || EdgeLibrary::of_warning(about).is_some()
    }

    /// Counts a warning of the libraries at the edge, and says whether it is written. An operator who asked for a library's debug
    /// lines gets all of its lines.
    fn may_write(&self, about: &Metadata<'_>, minute: u64) -> bool {
        let Some(library) = EdgeLibrary::of_warning(about) else { return true };
        let first = library.count(minute);
        self.has(about.target(), *about.level()) && (first || self.has(about.target(), Level::DEBUG))
    }
}

impl<S: Subscriber> Layer<S> for LogFilter {
    fn register_callsite(&self, about: &'static Metadata<'static>) -> Interest {
        if self.wants(about) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, about: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.wants(about)
    }

    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        // Lines of libraries that log by the crate `log` have their target in a field.
        let logged = event.normalized_metadata();
        self.may_write(logged.as_ref().unwrap_or_else(|| event.metadata()), minute())
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
    use std::{any::type_name, sync::Arc};

    use rtc_dtls::handshake::{
        handshake_message_client_hello::HandshakeMessageClientHello,
        handshake_message_server_hello::HandshakeMessageServerHello,
    };

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

    #[test]
    fn extensions_that_every_browser_sends_are_logged_only_at_debug_level() {
        // The library warns of them in the modules of these types.
        for reads in [type_name::<HandshakeMessageClientHello>(), type_name::<HandshakeMessageServerHello>()] {
            let module = reads.rsplit_once("::").expect("a path").0;
            assert!(NOISY_TARGETS.contains(&module), "{module}");
        }
    }

    /// Counts the lines that come through.
    struct Lines(Arc<AtomicU64>);

    impl<S: Subscriber> Layer<S> for Lines {
        fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn written(filter: &str, log: impl Fn()) -> u64 {
        let lines = Arc::<AtomicU64>::default();
        let wanted = LogFilter(filter.parse().expect("a filter"));
        let subscriber = tracing_subscriber::registry().with(Lines(Arc::clone(&lines))).with(wanted);
        tracing::subscriber::with_default(subscriber, || (0..1000).for_each(|_| log()));
        lines.load(Ordering::Relaxed)
    }

    #[test]
    fn warnings_of_libraries_at_the_edge_are_counted_and_one_a_minute_is_written() {
        let counted = || library_warnings().map(|(_, count)| count).sum::<u64>();
        let before = counted();
        let dtls = || tracing::warn!(target: "rtc_dtls::extension", "an extension that nobody knows");
        // A minute may end meanwhile.
        assert!((1..=2).contains(&written("info", dtls)));
        let garbage = || tracing::error!(target: "actix_http::h1::decoder", "garbage");
        assert_eq!(written("info", garbage), 0);
        assert!(counted() >= before + 2000, "what is not written is counted");
        assert_eq!(written("info,rtc_dtls=debug", dtls), 1000, "someone looks for something");
        assert_eq!(written("info", || tracing::warn!(target: "lyceum::app", "ours")), 1000);
        assert_eq!(written("info", || tracing::warn!(target: "rtcp", "a library that is not one of them")), 1000);
    }
}
