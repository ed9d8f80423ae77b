//! Where data is stored: the data directory and the database.

use std::path::PathBuf;

use clap::{Args, value_parser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Storage")]
pub struct Store {
    /// Where the server keeps its own things: the private database, the secret key, a lock
    #[arg(long, env = "LYCEUM_DATA_DIR", value_name = "DIR", default_value = "./data")]
    pub data_dir: PathBuf,
    /// The PostgreSQL database to use, such as postgres://user:password@host/name; without it the server starts a
    /// private one in the data directory
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, value_parser = database_url)]
    pub database_url: Option<String>,
    /// How many connections to the database to hold at most
    #[arg(long, env = "LYCEUM_POOL_SIZE", value_name = "N", default_value_t = 10, value_parser = value_parser!(u32).range(2..=500))]
    pub pool_size: u32,
    /// The folder of initdb and postgres for the private database; without it they are looked for
    #[arg(long, env = "LYCEUM_POSTGRES_BIN", value_name = "DIR")]
    pub postgres_bin: Option<PathBuf>,
}

fn database_url(text: &str) -> Result<String, String> {
    if ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
        Ok(text.to_owned())
    } else {
        Err("it begins with postgres://".to_owned())
    }
}
