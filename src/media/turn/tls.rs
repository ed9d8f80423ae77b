//! The certificate of the relay's port for TLS.

use std::{path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// What a connection by TLS begins with.
#[derive(Clone)]
pub struct Tls(pub(super) Arc<ServerConfig>);

impl Tls {
    /// Reads a certificate, with those that vouch for it, and its key.
    ///
    /// # Errors
    /// One line about the file that cannot be used.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, String> {
        let unusable =
            |path: &Path, error: &dyn std::fmt::Display| format!("{} cannot be used: {error}", path.display());
        let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let chain = chain.map_err(|error| unusable(certificate, &error))?;
        if chain.is_empty() {
            return Err(unusable(certificate, &"there is no certificate in it"));
        }
        let private = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, &error))?;
        let settings = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|settings| settings.with_no_client_auth().with_single_cert(chain, private))
            .map_err(|error| unusable(certificate, &error))?;
        Ok(Self(Arc::new(settings)))
    }
}
