//! Which cryptography speaks TLS for the libraries that do not say so themselves: the one that all else here has.

use rustls::crypto::ring;

/// Chooses it for this process, once.
pub fn choose() {
    // Who comes second finds it chosen.
    let _ = ring::default_provider().install_default();
}
