//! Requests of an HTTP API or a function URL (payload format 2.0), given to a router as they are.

use std::{convert::Infallible, error::Error, future::Future, net::IpAddr, pin::Pin, sync::Arc};

use bytes::Bytes;
use http_body_util::BodyExt;
use lambda_http::{
    Body, IntoResponse, Request, RequestExt, Service,
    http::{Response, Uri},
    request::RequestContext,
    service_fn,
    tower::ServiceExt,
};

use super::{Rotating, Stopped};

/// Serves until the sandbox is put away. `prepare` sees each request before the router does.
///
/// # Errors
/// [`Stopped`].
pub async fn serve<S, B>(
    router: Rotating<S>,
    prepare: impl Fn(&mut Request) + Send + Sync + 'static,
) -> Result<(), Stopped>
where
    S: Service<Request, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let shared = Arc::new((router, prepare));
    let handler = service_fn(move |mut request: Request| {
        let shared = shared.clone();
        async move {
            let (router, prepare) = shared.as_ref();
            mend_path(&mut request);
            prepare(&mut request);
            S::clone(router.current().await.as_ref()).oneshot(request).await.map(Answer)
        }
    });
    lambda_http::run(handler).await.map_err(Stopped)
}

/// A response whose body goes as text when it is one, and as base64 otherwise. lambda_http's own conversion goes by the
/// type that the header names, and brings the tables of every encoding there is: a twentieth of a function's size.
struct Answer<B>(Response<B>);

impl<B> IntoResponse for Answer<B>
where
    B: http_body::Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    fn into_response(self) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        Box::pin(async move {
            let (mut parts, body) = self.0.into_parts();
            let body = match body.collect().await {
                Ok(body) => String::from_utf8(body.to_bytes().into())
                    .map_or_else(|bytes| Body::Binary(bytes.into_bytes()), Body::Text),
                Err(error) => {
                    let error: Box<dyn Error + Send + Sync> = error.into();
                    tracing::error!(%error, "a response has no end");
                    parts.status = lambda_http::http::StatusCode::INTERNAL_SERVER_ERROR;
                    Body::Empty
                }
            };
            Response::from_parts(parts, body)
        })
    }
}

/// The address that a request came from.
#[must_use]
pub fn client_address(request: &Request) -> Option<IpAddr> {
    let RequestContext::ApiGatewayV2(context) = request.request_context_ref()? else { return None };
    context.http.source_ip.as_deref()?.parse().ok()
}

/// Puts the path right: an API decodes it, and a decoded `#` or `?` would end it (keys in our paths hold a `#`).
fn mend_path(request: &mut Request) {
    let path = encoded(request.raw_http_path());
    if path == request.uri().path() {
        return;
    }
    // The query as lambda_http joined it is lost behind a `#`; the parameters are not.
    let query =
        request.query_string_parameters_ref().map(|query| query.to_query_string()).unwrap_or_default();
    let target = if query.is_empty() { path } else { format!("{path}?{query}") };
    if let Ok(uri) = target.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

/// The path with everything encoded that may not stand in one (RFC 3986, 3.3); what is encoded already stays.
fn encoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut out = String::with_capacity(path.len());
    for (at, byte) in bytes.iter().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(byte);
        if plain || *byte == b'%' && is_hex(at + 1) && is_hex(at + 2) {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, more: &str) -> Request {
        let event = format!(
            r#"{{"version": "2.0", "routeKey": "$default", "rawPath": {path:?}, "headers": {{"host": "w.example"}},
                "requestContext": {{"stage": "$default", "http": {{"method": "GET", "path": "/", "protocol": "HTTP/1.1",
                "sourceIp": "2001:db8::7", "userAgent": ""}}}}, "isBase64Encoded": false {more}}}"#
        );
        lambda_http::request::from_str(&event).unwrap()
    }

    #[test]
    fn a_key_in_the_path_reaches_the_router_whether_or_not_the_api_has_decoded_it() {
        for path in ["/admin/attachments/F1/0001793#msg:24", "/admin/attachments/F1/0001793%23msg:24"] {
            let mut request = request(path, r#", "rawQueryString": "original=1""#);
            mend_path(&mut request);
            assert_eq!(request.uri().path(), "/admin/attachments/F1/0001793%23msg:24");
            assert_eq!(request.uri().query(), Some("original=1"));
        }
    }

    #[test]
    fn an_ordinary_request_keeps_its_query_as_it_came() {
        let mut request =
            request("/wechat", r#", "rawQueryString": "signature=a%2Bb&nonce=&nonce=1&echostr=%E4%B8%AD""#);
        mend_path(&mut request);
        let target = request.uri().path_and_query().unwrap().as_str();
        assert_eq!(target, "/wechat?signature=a%2Bb&nonce=&nonce=1&echostr=%E4%B8%AD");
        assert_eq!(client_address(&request), "2001:db8::7".parse().ok());
    }

    #[tokio::test]
    async fn text_goes_as_text_and_anything_else_as_base64() {
        for (bytes, expected) in [
            (&b"<xml>\xe4\xb8\xad</xml>"[..], Body::Text("<xml>中</xml>".to_owned())),
            (b"", Body::Text(String::new())),
            (b"\xff\xd8\xff\xe0", Body::Binary(b"\xff\xd8\xff\xe0".to_vec())),
        ] {
            let body = http_body_util::Full::new(Bytes::from_static(bytes));
            let response = Response::builder().status(201).header("x-a", "1").body(body).unwrap();
            let response = Answer(response).into_response().await;
            assert_eq!(
                (response.status().as_u16(), &response.headers()["x-a"]),
                (201, &"1".parse().unwrap())
            );
            assert_eq!(response.body(), &expected);
        }
    }

    #[test]
    fn what_may_not_stand_in_a_path_is_encoded_once() {
        assert_eq!(encoded("/a b/中?#%/%2f"), "/a%20b/%E4%B8%AD%3F%23%25/%2f");
    }

    #[test]
    fn cookies_come_from_the_array_or_the_header_and_bodies_as_text_or_base64() {
        let cookie = |more: &str| {
            let request = request("/admin", more);
            request.headers().get("cookie").map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(cookie(r#", "cookies": ["a=1", "b=2"]"#).as_deref(), Some("a=1; b=2"));
        assert_eq!(cookie(""), None);
        let header = r#"{"version": "2.0", "rawPath": "/admin", "headers": {"cookie": "a=1; b=2"}, "requestContext":
            {"http": {"method": "POST"}}, "body": "eG1s", "isBase64Encoded": true}"#;
        let request = lambda_http::request::from_str(header).unwrap();
        assert_eq!(request.headers()["cookie"], "a=1; b=2");
        assert_eq!(request.body().as_ref(), b"xml");
    }
}
