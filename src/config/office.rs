//! How office files are converted to PDF.

use std::path::PathBuf;

use clap::Args;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Office files")]
pub struct Office {
    /// What converts presentations, texts and tables to PDF: auto (LibreOffice in a sandbox, if this machine has it and bwrap), off, or
    /// the path of a socket behind which another unit does it
    #[arg(long = "office", env = "LYCEUM_OFFICE", value_name = "HOW", default_value = "auto", value_parser = how)]
    pub how: OfficeChoice,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficeChoice {
    Auto,
    Off,
    Socket(PathBuf),
}

fn how(text: &str) -> Result<OfficeChoice, String> {
    match text {
        "auto" => Ok(OfficeChoice::Auto),
        "off" => Ok(OfficeChoice::Off),
        path if path.starts_with('/') => Ok(OfficeChoice::Socket(path.into())),
        _ => Err("it is auto, off, or a path".to_owned()),
    }
}
