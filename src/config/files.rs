//! Limits of uploads, and where files are stored.

use clap::{Args, value_parser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Files")]
pub struct Files {
    /// The largest file that a teacher may upload, in megabytes; without it, what administrators set (200 at first)
    #[arg(long, env = "LYCEUM_UPLOAD_MB", value_name = "N", value_parser = value_parser!(u32).range(1..=10_000))]
    pub upload_mb: Option<u32>,
    /// How much a teacher's files may have together, in megabytes; without it, what administrators set (2000 at first)
    #[arg(long, env = "LYCEUM_QUOTA_MB", value_name = "N", value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub quota_mb: Option<u32>,
    /// The bucket of S3 that files lie in; without it they lie in the folder files of the data directory
    #[arg(long, env = "LYCEUM_S3_BUCKET", value_name = "NAME")]
    pub s3_bucket: Option<String>,
    /// The region that the bucket is in
    #[arg(long, env = "LYCEUM_S3_REGION", value_name = "NAME", default_value = "us-east-1")]
    pub s3_region: String,
    /// The address of a server that speaks as S3 does, such as https://minio.school.example; without it, Amazon's
    #[arg(long, env = "LYCEUM_S3_ENDPOINT", value_name = "URL", requires = "s3_bucket", value_parser = endpoint)]
    pub s3_endpoint: Option<String>,
    /// Whom it knows us as; the secret stands in the environment. Without it, whoever this machine is to Amazon
    #[arg(long, env = "LYCEUM_S3_ACCESS_KEY", value_name = "ID", requires = "s3_bucket")]
    pub s3_access_key: Option<String>,
    /// The command that looks for viruses in files that students hand in, such as "clamdscan --no-summary": it gets the file's path
    /// as its last argument, and the file is clean if it ends with 0. Without it, nothing looks
    #[arg(long, env = "LYCEUM_SCAN_COMMAND", value_name = "COMMAND")]
    pub scan_command: Option<String>,
}

fn endpoint(text: &str) -> Result<String, String> {
    let uri: Option<actix_web::http::Uri> = text.parse().ok();
    let fits = uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
    if fits { Ok(text.trim_end_matches('/').to_owned()) } else { Err("it begins with https://".to_owned()) }
}

impl Files {
    /// Checks that an access key comes with its secret.
    pub(super) fn check(&self, has_secret: bool) -> Result<(), String> {
        if self.s3_access_key.is_some() && !has_secret {
            return Err("--s3-access-key needs its secret, in LYCEUM_S3_SECRET_KEY".into());
        }
        Ok(())
    }

    /// The scanner's program and its first arguments.
    pub fn scanner(&self) -> Option<(&str, Vec<&str>)> {
        let mut words = self.scan_command.as_deref()?.split_whitespace();
        Some((words.next()?, words.collect()))
    }

    /// In bytes.
    pub fn upload(&self) -> Option<u64> {
        self.upload_mb.map(|count| u64::from(count) * 1_000_000)
    }

    /// In bytes.
    pub fn quota(&self) -> Option<u64> {
        self.quota_mb.map(|count| u64::from(count) * 1_000_000)
    }
}
