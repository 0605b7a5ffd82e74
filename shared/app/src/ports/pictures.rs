//! Residents' pictures by the address that a message names (`PicUrl`), for an account whose API nobody calls.

use async_trait::async_trait;

use super::RawAnswer;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not an address of the platform's picture hosts: nobody was asked.
    #[error("{0}")]
    Forbidden(&'static str),
    /// No host was reached, or none answered: later it may.
    #[error("the picture's host can't be reached: {0}")]
    Unreached(String),
    /// It is larger than this many bytes, and was not read to its end.
    #[error("it is larger than {0} bytes")]
    TooLarge(usize),
    /// The host refused.
    #[error("the picture's host answered with HTTP status {0}")]
    Status(u16),
}

/// Fetches pictures.
#[async_trait]
pub trait Pictures: Send + Sync {
    /// Fetches a picture of at most `max_bytes`. The address came from outside: only the platform's own picture hosts
    /// are asked, over TLS, never anything inside a private network.
    ///
    /// # Errors
    /// Any [`PictureError`].
    async fn fetch(&self, url: &str, max_bytes: usize) -> Result<RawAnswer, PictureError>;
}

/// Fetches nothing: for processes whose business it is not.
#[derive(Clone, Copy, Debug)]
pub struct NoPictures;

#[async_trait]
impl Pictures for NoPictures {
    async fn fetch(&self, _: &str, _: usize) -> Result<RawAnswer, PictureError> {
        Err(PictureError::Unreached("this process fetches no pictures".to_owned()))
    }
}
