//! A server of another implementation (moto) that speaks S3, in a process of its own.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use lyceum::outbound::storage::Bucket;

use super::{http::client, output_lines::Lines, timeouts::PROGRAM_PATIENCE};

pub struct S3Server {
    child: Child,
    url: String,
}

impl S3Server {
    /// A server with an empty bucket.
    pub async fn open() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packages = root.join(".tools/python");
        assert!(packages.is_dir(), "the tests' Python packages are missing: scripts/setup test installs them");
        let mut command = Command::new("python3");
        command.arg(root.join("tests/support/s3_server.py")).env("PYTHONPATH", packages);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("python3 starts");
        let port = Lines::of(child.stdout.take().expect("it is piped")).next("the port", PROGRAM_PATIENCE);
        let url = format!("http://127.0.0.1:{port}");
        let made = client().put(format!("{url}/lyceum")).send().await.expect("it answers");
        assert!(made.status().is_success(), "{made:?}");
        Self { child, url }
    }

    pub fn bucket(&self) -> Bucket {
        Bucket {
            name: "lyceum".to_owned(),
            region: "us-east-1".to_owned(),
            endpoint: Some(self.url.clone()),
            key: Some(("someone".to_owned(), "something".to_owned())),
        }
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
