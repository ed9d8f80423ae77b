//! TLS: the cryptography provider, and the server's certificates.
//!
//! A certificate is renewed every few weeks by a program that knows nothing of this server and replaces the files. The server
//! reloads them while connections go on, and new connections get the new certificate. Files that cannot be used change nothing,
//! because the old certificate is valid for some more days.

use std::{
    fmt::Display,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use rustls::{
    Error, InconsistentKeys, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

/// Installs the cryptography provider for libraries that do not choose one. Calling it again does nothing.
pub fn install_crypto_provider() {
    // A second call finds the provider installed.
    let _ = ring::default_provider().install_default();
}

/// A certificate with its key, which can be reloaded.
#[derive(Clone)]
pub struct Tls(Arc<Files>);

#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    current: ArcSwap<CertifiedKey>,
    /// The stamps of the files when they were last read, whether they could be used or not.
    last_read: Mutex<Stamps>,
}

/// What changes when a file is replaced or written, or when its permissions change.
type Stamps = [Option<(u64, u64, i64, i64, u64)>; 2];

impl Tls {
    /// Reads a certificate chain and its key.
    ///
    /// # Errors
    /// One line about the file that cannot be used.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, String> {
        let last_read = stamps(certificate, key);
        let current = ArcSwap::from_pointee(read(certificate, key)?);
        let (certificate, key) = (certificate.to_owned(), key.to_owned());
        Ok(Self(Arc::new(Files { certificate, key, current, last_read: Mutex::new(last_read) })))
    }

    /// The configuration for new connections. They get the newest certificate.
    pub fn server_config(&self) -> ServerConfig {
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has what these versions want")
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&self.0) as Arc<dyn ResolvesServerCert>)
    }

    /// Reloads the files if they have changed since they were last read. Returns whether they have.
    ///
    /// # Errors
    /// One line about the file that cannot be used, once; the previous certificate stays in use.
    pub fn reload(&self) -> Result<bool, String> {
        let Files { certificate, key, current, last_read } = &*self.0;
        // Taken before reading, so that a change during the reading is noticed next time.
        let now = stamps(certificate, key);
        if std::mem::replace(&mut *last_read.lock().unwrap_or_else(PoisonError::into_inner), now) == now {
            return Ok(false);
        }
        current.store(Arc::new(read(certificate, key)?));
        Ok(true)
    }

    pub fn certificate(&self) -> &Path {
        &self.0.certificate
    }
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.load_full())
    }
}

fn stamps(certificate: &Path, key: &Path) -> Stamps {
    [certificate, key].map(|path| {
        let file = fs::metadata(path).ok()?;
        Some((file.dev(), file.ino(), file.ctime(), file.ctime_nsec(), file.size()))
    })
}

fn read(certificate: &Path, key: &Path) -> Result<CertifiedKey, String> {
    let unusable = |path: &Path, error: &dyn Display| format!("{} cannot be used: {error}", path.display());
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(|error| unusable(certificate, &error))?;
    if chain.is_empty() {
        return Err(unusable(certificate, &"there is no certificate in it"));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, &error))?;
    CertifiedKey::from_der(chain, private, &ring::default_provider()).map_err(|error| match error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            unusable(key, &format!("it is not the key of the certificate in {}", certificate.display()))
        }
        Error::InvalidCertificate(_) => unusable(certificate, &error),
        _ => unusable(key, &error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        /// Another certificate, put in place by renaming, as renewal programs do.
        fn renew(&self) -> Vec<u8> {
            let made = rcgen::generate_simple_self_signed(vec!["school.example".into()]).expect("a certificate");
            for (name, text) in [("crt", made.cert.pem()), ("key", made.signing_key.serialize_pem())] {
                fs::write(self.path("new"), text).expect("it is ours");
                fs::rename(self.path("new"), self.path(name)).expect("it is ours");
            }
            made.cert.der().to_vec()
        }

        fn read(&self) -> Result<Tls, String> {
            Tls::read(&self.path("crt"), &self.path("key"))
        }
    }

    fn folder() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary directory"))
    }

    fn shown(tls: &Tls) -> Vec<u8> {
        tls.0.current.load().cert[0].to_vec()
    }

    #[test]
    fn changed_files_are_reloaded_once_and_broken_ones_reported_once() {
        let folder = folder();
        let first = folder.renew();
        let tls = folder.read().expect("a certificate");
        assert_eq!((tls.reload(), shown(&tls)), (Ok(false), first.clone()));
        let second = folder.renew();
        assert_ne!(first, second);
        assert_eq!((tls.reload(), tls.reload(), shown(&tls)), (Ok(true), Ok(false), second.clone()));

        fs::write(folder.path("crt"), "half a certif").expect("it is ours");
        let said = tls.reload().expect_err("that is none");
        assert!(said.contains("crt") && !said.contains('\n'), "{said}");
        assert_eq!((tls.reload(), shown(&tls)), (Ok(false), second.clone()), "it is not told again");
        fs::remove_file(folder.path("key")).expect("it is ours");
        assert!(tls.reload().is_err());
        assert_eq!(shown(&tls), second);
        let third = folder.renew();
        assert_eq!((tls.reload(), shown(&tls)), (Ok(true), third));
    }

    #[test]
    fn a_key_of_another_certificate_gives_one_line_naming_both() {
        let folder = folder();
        folder.renew();
        let key = fs::read(folder.path("key")).expect("it is there");
        folder.renew();
        fs::write(folder.path("key"), key).expect("it is ours");
        let said = folder.read().map(|_| ()).expect_err("they do not fit");
        assert!(said.contains("not the key of the certificate") && said.contains("crt"), "{said}");
        for (name, text) in
            [("key", ""), ("crt", ""), ("crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
        {
            folder.renew();
            fs::write(folder.path(name), text).expect("it is ours");
            let said = folder.read().map(|_| ()).expect_err("that is none");
            assert!(said.contains(name) && said.contains("cannot be used") && !said.contains('\n'), "{said}");
        }
    }
}
