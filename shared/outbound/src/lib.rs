//! What is outside: the platform's API over HTTPS, and messages to officers ([`OutsideNotifier`]).
//!
//! - What is proven never to have left is [`NotSent`](app::ports::CallError::NotSent): a name that is not found, a
//!   connection, a proxy's tunnel or a TLS handshake that fails. Everything else without a whole answer is
//!   [`OutcomeUnknown`](app::ports::CallError::OutcomeUnknown).
//! - The access token stands in the query, as the platform wants it, and nowhere else: errors carry no address.
//! - Answers are read up to a limit; redirects are not followed by calls.
//! - Pictures are fetched by their address only where the API is not called ([`PictureHosts`]).
//! - Proxies of the environment are not used: the way out is a setting.
#![warn(missing_docs)]

mod addresses;
mod answer;
mod failure;
mod mail;
mod notifier;
mod pictures;
mod platform;
mod request;
mod robot;
mod settings;
mod tls;

pub use notifier::OutsideNotifier;
pub use pictures::PictureHosts;
pub use platform::HttpPlatform;
pub use settings::{SettingsError, TransportSettings};
pub use tls::install_tls;
