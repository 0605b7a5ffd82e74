//! A call as an HTTP request.

use reqwest::{
    Client, RequestBuilder, Url,
    header::CONTENT_TYPE,
    multipart::{Form, Part},
};
use wechat::client::{Call, CallBody, Method};

/// The request, with the token in its query.
///
/// # Errors
/// When a file's content type is not one: the request can't be built and never leaves.
pub(crate) fn build(
    client: &Client,
    url: Url,
    call: &Call,
    access_token: Option<&str>,
) -> Result<RequestBuilder, reqwest::Error> {
    let mut request = match call.method {
        Method::Get => client.get(url),
        Method::Post => client.post(url),
    };
    if let Some(token) = access_token.filter(|_| call.needs_token) {
        request = request.query(&[("access_token", token)]);
    }
    if !call.query.is_empty() {
        request = request.query(&call.query);
    }
    Ok(match &call.body {
        CallBody::None => request,
        CallBody::Json(json) => {
            request.header(CONTENT_TYPE, "application/json; charset=utf-8").body(json.clone())
        }
        CallBody::Multipart { field, filename, content_type, bytes, extra } => {
            let part = Part::bytes(bytes.clone()).file_name(filename.clone()).mime_str(content_type)?;
            let form =
                extra.iter().fold(Form::new(), |form, (name, value)| form.text(name.clone(), value.clone()));
            request.multipart(form.part(*field, part))
        }
    })
}

/// Whether making the call twice is as good as once.
pub(crate) fn is_repeatable(call: &Call) -> bool {
    call.method == Method::Get || call.path == "/cgi-bin/stable_token"
}
