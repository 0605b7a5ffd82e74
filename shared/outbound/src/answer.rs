//! Reading an answer up to a limit.

use app::ports::{CallError, RawAnswer};
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, HeaderName},
};

use crate::failure::failure;

/// Reads a whole answer.
pub(crate) async fn read(mut response: Response, max_bytes: usize) -> Result<RawAnswer, CallError> {
    let status = response.status();
    if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        return Err(CallError::OutcomeUnknown(format!("HTTP status {}", status.as_u16())));
    }
    if !status.is_success() {
        return Err(CallError::Status(status.as_u16()));
    }
    let content_type = text(response.headers(), CONTENT_TYPE);
    let filename = text(response.headers(), CONTENT_DISPOSITION).as_deref().and_then(filename);
    let announced = response.content_length().unwrap_or(0);
    if announced > max_bytes as u64 {
        return Err(CallError::TooLarge(max_bytes));
    }
    let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > max_bytes {
            return Err(CallError::TooLarge(max_bytes));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(RawAnswer { content_type, body, filename })
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// `attachment; filename="MEDIA_ID.jpg"`, with or without quotes.
fn filename(disposition: &str) -> Option<String> {
    let mut parameters = disposition.split(';').filter_map(|part| part.trim().split_once('='));
    let (_, name) = parameters.find(|(key, _)| key.trim().eq_ignore_ascii_case("filename"))?;
    let name = name.trim().trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_name_is_read_from_either_form() {
        assert_eq!(filename("attachment; filename=\"M1.jpg\"").as_deref(), Some("M1.jpg"));
        assert_eq!(filename("attachment;Filename=M1.amr").as_deref(), Some("M1.amr"));
        assert_eq!(filename("inline"), None);
    }
}
