//! What is counted of the server's work where it happens, for Prometheus. What can be asked for instead is gathered when
//! somebody asks (`app/metrics.rs`). No label says who anyone is: routes stand there as the URL map writes them.

use std::time::Duration;

use prometheus::{Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry, core::Collector};

/// Where the methods end that have a line of their own: anybody may send any word.
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OTHER: &str = "other";

const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const RECORDS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];

pub struct Figures {
    /// All of them, to be read.
    pub registry: Registry,
    requests: IntCounterVec,
    request_seconds: Histogram,
    /// Codes that were looked up and found: whole classes at once, so that nothing is looked for to count them.
    pub codes_found: IntCounter,
    commit_records: Histogram,
    commit_seconds: Histogram,
    lost_records: IntCounter,
    /// How many records wait for the database.
    pub waiting_records: IntGauge,
}

impl Default for Figures {
    fn default() -> Self {
        let registry = Registry::new();
        let requests = added(
            &registry,
            IntCounterVec::new(
                Opts::new("lyceum_http_requests_total", "Answers over HTTP, by route and status"),
                &["method", "route", "status"],
            ),
        );
        let histogram = |name: &str, help: &str, buckets: &[f64]| {
            added(&registry, Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec())))
        };
        Self {
            request_seconds: histogram("lyceum_http_request_seconds", "How long pages and API take to answer", SECONDS),
            codes_found: requests.with_label_values(&["GET", "/codes/{code}", "200"]),
            commit_records: histogram("lyceum_journal_commit_records", "Records that go into one commit", RECORDS),
            commit_seconds: histogram("lyceum_journal_commit_seconds", "How long a commit of records takes", SECONDS),
            lost_records: added(
                &registry,
                IntCounter::new("lyceum_journal_lost_records_total", "Records that could not be kept"),
            ),
            waiting_records: added(
                &registry,
                IntGauge::new("lyceum_journal_waiting_records", "Records that wait for the database"),
            ),
            requests,
            registry,
        }
    }
}

impl Figures {
    /// An answer over HTTP. `route` is a line of the URL map, if it was one of them.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16) {
        let method = METHODS.iter().find(|known| **known == method).copied().unwrap_or(OTHER);
        self.requests.with_label_values(&[method, route.unwrap_or("none"), &status.to_string()]).inc();
    }

    pub fn answered_in(&self, time: Duration) {
        self.request_seconds.observe(time.as_secs_f64());
    }

    /// A commit of so many records, some of which may be lost.
    pub fn committed(&self, records: usize, lost: usize, time: Duration) {
        self.commit_records.observe(records as f64);
        self.commit_seconds.observe(time.as_secs_f64());
        self.lost(lost);
    }

    /// Records that were given back.
    pub fn lost(&self, records: usize) {
        self.lost_records.inc_by(records as u64);
    }
}

/// A figure of the registry.
pub fn added<C: Collector + Clone + 'static>(registry: &Registry, figure: prometheus::Result<C>) -> C {
    let figure = figure.expect("names and labels are written as Prometheus wants them");
    registry.register(Box::new(figure.clone())).expect("each name is used once");
    figure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_word_a_stranger_sends_there_is_no_line_for_it() {
        let figures = Figures::default();
        figures.answered("GET", Some("/join/{code}"), 200);
        for word in ["BREW", "WHEN", "get"] {
            figures.answered(word, None, 404);
        }
        let text = prometheus::TextEncoder::new().encode_to_string(&figures.registry.gather()).expect("it is text");
        assert!(
            text.contains(r#"lyceum_http_requests_total{method="GET",route="/join/{code}",status="200"} 1"#),
            "{text}"
        );
        assert!(text.contains(r#"lyceum_http_requests_total{method="other",route="none",status="404"} 3"#), "{text}");
    }
}
