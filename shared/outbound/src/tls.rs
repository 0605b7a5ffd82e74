//! The one TLS library of the product: rustls with ring.

/// Names ring as this process's cryptography; a process that has named one already keeps it. Whoever makes a
/// [`reqwest::Client`] calls this first.
pub fn install_tls() {
    // An error says that one is installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
