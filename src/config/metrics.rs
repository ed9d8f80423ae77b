//! Where Prometheus reads the metrics.

use std::net::SocketAddr;

use clap::Args;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Figures")]
pub struct Metrics {
    /// The address and port at which Prometheus reads figures, at /metrics; nothing in them is about a person, yet only
    /// Prometheus should reach it. Without it there is none
    #[arg(long, env = "LYCEUM_METRICS_LISTEN", value_name = "ADDR", value_parser = listen)]
    pub metrics_listen: Option<SocketAddr>,
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "an address is IP:PORT, such as 127.0.0.1:9464".to_owned())
}
