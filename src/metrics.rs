//! Prometheus metrics that are counted where something happens. What can be asked for is gathered only when somebody asks
//! (`app/metrics.rs`). No label identifies a person: routes appear as the URL map writes them.

use std::time::Duration;

use prometheus::{Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry, core::Collector};

/// The methods that have a label of their own. All others share one, because anybody may send any word.
const KNOWN_METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OTHER: &str = "other";

const SECONDS_BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const RECORDS_BUCKETS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];

pub struct Metrics {
    /// All metrics, for reading.
    pub registry: Registry,
    requests: IntCounterVec,
    request_seconds: Histogram,
    /// Counts join codes that were found. A handle of its own saves the look-up by labels: whole classes look up codes at once.
    pub codes_found: IntCounter,
    commit_records: Histogram,
    commit_seconds: Histogram,
    lost_records: IntCounter,
    /// Counts connections that were refused because their address had too many.
    pub connections_refused: IntCounter,
    /// How many records wait for the database.
    pub waiting_records: IntGauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let registry = Registry::new();
        let requests = registered(
            &registry,
            IntCounterVec::new(
                Opts::new("lyceum_http_requests_total", "Answers over HTTP, by route and status"),
                &["method", "route", "status"],
            ),
        );
        let histogram = |name: &str, help: &str, buckets: &[f64]| {
            registered(&registry, Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec())))
        };
        Self {
            request_seconds: histogram(
                "lyceum_http_request_seconds",
                "How long pages and API take to answer",
                SECONDS_BUCKETS,
            ),
            codes_found: requests.with_label_values(&["GET", "/codes/{code}", "200"]),
            commit_records: histogram(
                "lyceum_journal_commit_records",
                "Records that go into one commit",
                RECORDS_BUCKETS,
            ),
            commit_seconds: histogram(
                "lyceum_journal_commit_seconds",
                "How long a commit of records takes",
                SECONDS_BUCKETS,
            ),
            lost_records: registered(
                &registry,
                IntCounter::new("lyceum_journal_lost_records_total", "Records that could not be kept"),
            ),
            connections_refused: registered(
                &registry,
                IntCounter::new(
                    "lyceum_refused_connections_total",
                    "Connections that were closed at once, because their address had too many",
                ),
            ),
            waiting_records: registered(
                &registry,
                IntGauge::new("lyceum_journal_waiting_records", "Records that wait for the database"),
            ),
            requests,
            registry,
        }
    }
}

impl Metrics {
    /// Records an HTTP response. `route` is the matching entry of the URL map, if there is one.
    pub fn record_response(&self, method: &str, route: Option<&str>, status: u16) {
        let method = KNOWN_METHODS.iter().find(|known| **known == method).copied().unwrap_or(OTHER);
        self.requests.with_label_values(&[method, route.unwrap_or("none"), &status.to_string()]).inc();
    }

    pub fn record_response_time(&self, time: Duration) {
        self.request_seconds.observe(time.as_secs_f64());
    }

    /// Records a commit, some of whose records may have been lost.
    pub fn record_commit(&self, records: usize, lost: usize, time: Duration) {
        self.commit_records.observe(records as f64);
        self.commit_seconds.observe(time.as_secs_f64());
        self.record_lost(lost);
    }

    /// Records journal records that could not be written.
    pub fn record_lost(&self, records: usize) {
        self.lost_records.inc_by(records as u64);
    }
}

/// Registers a metric.
pub fn registered<C: Collector + Clone + 'static>(registry: &Registry, metric: prometheus::Result<C>) -> C {
    let metric = metric.expect("names and labels are written as Prometheus wants them");
    registry.register(Box::new(metric.clone())).expect("each name is used once");
    metric
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_methods_share_one_label() {
        let metrics = Metrics::default();
        metrics.record_response("GET", Some("/join/{code}"), 200);
        for word in ["BREW", "WHEN", "get"] {
            metrics.record_response(word, None, 404);
        }
        let text = prometheus::TextEncoder::new().encode_to_string(&metrics.registry.gather()).expect("it is text");
        assert!(
            text.contains(r#"lyceum_http_requests_total{method="GET",route="/join/{code}",status="200"} 1"#),
            "{text}"
        );
        assert!(text.contains(r#"lyceum_http_requests_total{method="other",route="none",status="404"} 3"#), "{text}");
    }
}
