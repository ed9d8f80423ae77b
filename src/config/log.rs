//! What is logged, and how. The log goes to standard error.

use clap::{Args, ValueEnum};
use tracing_subscriber::filter::Targets;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Log")]
pub struct Log {
    /// Lines for people, or one JSON object a line
    #[arg(long, env = "LYCEUM_LOG_FORMAT", value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub log_format: Format,
    /// How much is logged: error, warn, info, debug or trace, also by part: warn,lyceum=debug
    #[arg(long = "log", env = "LYCEUM_LOG", value_name = "FILTER", default_value = "info,actix_server=warn", value_parser = filter)]
    pub filter: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// Checks the filter more strictly than the filter's own parser, which would accept `inof` as the name of a module.
fn filter(text: &str) -> Result<String, String> {
    let is_right = |part: &str| {
        let level = part.split_once('=').map_or(part, |(_, level)| level);
        part.split_once('=').is_none_or(|(target, _)| !target.is_empty())
            && !level.is_empty()
            && (level == "off" || level.parse::<tracing::Level>().is_ok())
    };
    if text.split(',').all(is_right) && text.parse::<Targets>().is_ok() {
        Ok(text.to_owned())
    } else {
        Err("it is a level such as info, or several by part such as warn,lyceum=debug".to_owned())
    }
}
