//! A mail server of another implementation (aiosmtpd) in a process of its own: it receives what a school's mail server would.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};

use lyceum::{
    config::{Encryption, Password},
    outbound::mail::Server,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::Value;

use super::{output_lines::Lines, timeouts::PROGRAM_PATIENCE};

pub struct MailServer {
    child: Child,
    lines: Lines,
    port: u16,
    /// The folder with its certificate and its authority's.
    folder: tempfile::TempDir,
}

impl MailServer {
    /// A server that accepts mail from anyone, unencrypted.
    pub fn open() -> Self {
        Self::start(&[], false)
    }

    /// An encrypted server that accepts mail only from `lyceum` with the password `chalk`.
    pub fn encrypted(encryption: Encryption) -> Self {
        let user = ["--user", "lyceum", "--password", "chalk"];
        match encryption {
            Encryption::Tls => Self::start(&[user.as_slice(), &["--implicit"]].concat(), true),
            _ => Self::start(&user, true),
        }
    }

    fn start(arguments: &[&str], certified: bool) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packages = root.join(".tools/python");
        assert!(packages.is_dir(), "the tests' Python packages are missing: scripts/setup test installs them");
        let folder = tempfile::tempdir().expect("a temporary directory");
        let mut command = Command::new("python3");
        command.arg(root.join("tests/support/mail_server.py")).args(arguments).env("PYTHONPATH", packages);
        if certified {
            certify(folder.path());
            command.arg("--certificate").arg(folder.path().join("certificate.pem"));
            command.arg("--key").arg(folder.path().join("key.pem"));
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("python3 starts");
        let lines = Lines::of(child.stdout.take().expect("it is piped"));
        let port = lines.next("the port", PROGRAM_PATIENCE).parse().expect("a port");
        Self { child, lines, port, folder }
    }

    /// The settings of a client that reaches it correctly.
    pub fn settings(&self, encryption: Encryption) -> Server {
        let authority = fs::read(self.folder.path().join("authority.pem")).ok();
        let credentials = authority.is_some().then(|| ("lyceum".to_owned(), Password("chalk".to_owned())));
        let host = "localhost".to_owned();
        Server { host, port: Some(self.port), encryption, credentials, authority }
    }

    /// The next mail that it accepts.
    pub fn next(&mut self) -> Value {
        serde_json::from_str(&self.lines.next("a mail", PROGRAM_PATIENCE)).expect("a line is JSON")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Creates a certificate for `localhost`, signed by an authority of its own.
fn certify(folder: &Path) {
    let key = || KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, key()).expect("an authority");
    let server_key = key();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let certificate = params.signed_by(&server_key, &authority).expect("a certificate");
    for (name, text) in [
        ("authority.pem", authority.pem()),
        ("certificate.pem", certificate.pem()),
        ("key.pem", server_key.serialize_pem()),
    ] {
        fs::write(folder.join(name), text).expect("the test owns it");
    }
}
