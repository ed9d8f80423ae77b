//! Regular backups of the school.

use std::path::PathBuf;

use clap::{Args, value_parser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Backup")]
pub struct Backup {
    /// Make a backup into this folder every so often; without it, only `lyceum backup` makes any
    #[arg(long, env = "LYCEUM_BACKUP_DIR", value_name = "DIR")]
    pub backup_dir: Option<PathBuf>,
    /// How many hours lie between two backups
    #[arg(long, env = "LYCEUM_BACKUP_HOURS", value_name = "HOURS", default_value_t = 24, value_parser = value_parser!(u32).range(1..=744))]
    pub backup_hours: u32,
    /// How many backups are kept; older ones are deleted
    #[arg(long, env = "LYCEUM_BACKUP_KEEP", value_name = "N", default_value_t = 14, value_parser = value_parser!(u32).range(1..=1000))]
    pub backup_keep: u32,
}
