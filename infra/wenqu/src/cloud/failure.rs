//! What a failed call to AWS means to whoever runs a command, and what to do.

use std::error::Error;

use aws::SecretsError;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::{
    config::http::HttpResponse,
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
};

/// A failed call.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// No credentials, or none that can be used.
    #[error(
        "没有可用的 AWS 凭证：设置 AWS_PROFILE，或 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY / there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY ({0})"
    )]
    Credentials(String),
    /// No region.
    #[error(
        "没有设置 AWS 区域：运行 `wenqu init`，或设置 AWS_REGION / there is no AWS region: run `wenqu init` or set AWS_REGION"
    )]
    Region,
    /// No answer.
    #[error(
        "AWS 没有应答：检查网络、区域和代理 / AWS does not answer: check network, region and proxy ({0})"
    )]
    Unreachable(String),
    /// Not permitted.
    #[error("权限不够，请为当前身份加上 / not permitted; give this identity the permission: {0}")]
    Denied(String),
    /// Refused for another reason.
    #[error("AWS: {code}: {message}")]
    Refused {
        /// The service's word.
        code: String,
        /// The service's text.
        message: String,
    },
}

impl Failure {
    /// Whether there is no such thing.
    pub(crate) fn is_missing(&self) -> bool {
        let Self::Refused { code, message } = self else { return false };
        let words = ["NotFound", "NonExistent", "NoSuchBucket", "NoSuchKey", "ChangeSetNotFound"];
        words.iter().any(|word| code.contains(word))
            || code == "ValidationError" && message.contains("does not exist")
    }

    /// Whether nothing can be found out: no credentials, region or network.
    pub(crate) const fn is_blind(&self) -> bool {
        matches!(self, Self::Credentials(_) | Self::Region | Self::Unreachable(_))
    }
}

impl From<SecretsError> for Failure {
    fn from(error: SecretsError) -> Self {
        match error {
            SecretsError::Denied { path, reason } => Self::Denied(format!("{path}: {reason}")),
            SecretsError::Unavailable { reason, .. } => Self::Unreachable(reason),
            SecretsError::Refused { path, reason } => Self::Refused { code: reason, message: path },
        }
    }
}

/// Reads an SDK's error.
pub(crate) fn failure<E>(error: SdkError<E, HttpResponse>) -> Failure
where
    E: ProvideErrorMetadata + Error + 'static,
{
    if let SdkError::ServiceError(refused) = &error {
        let status = refused.raw().status().as_u16();
        let code = refused.err().code().unwrap_or_default().to_owned();
        let message = refused.err().message().unwrap_or_default().to_owned();
        return answered(status, code, message);
    }
    let (mut next, mut last) = (Some(&error as &(dyn Error + 'static)), String::new());
    while let Some(cause) = next {
        last = cause.to_string();
        if cause.is::<CredentialsError>() {
            return Failure::Credentials(last);
        }
        next = cause.source();
    }
    match error {
        SdkError::DispatchFailure(_) | SdkError::TimeoutError(_) | SdkError::ResponseError(_) => {
            Failure::Unreachable(last)
        }
        other => Failure::Refused { code: String::new(), message: DisplayErrorContext(other).to_string() },
    }
}

/// Codes that say that the credentials themselves are wrong.
const WRONG_CREDENTIALS: [&str; 6] = [
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "ExpiredToken",
    "ExpiredTokenException",
    "UnrecognizedClientException",
    "InvalidAccessKeyId",
];

fn answered(status: u16, code: String, message: String) -> Failure {
    if WRONG_CREDENTIALS.contains(&code.as_str()) {
        return Failure::Credentials(format!("{code}: {message}"));
    }
    // A HEAD request is answered without a body: the status is all there is.
    match status {
        403 if code.is_empty() && message.is_empty() => Failure::Denied(
            "AWS 没有说明，多半是 / AWS does not say which, mostly s3:ListBucket, s3:GetObject, s3:PutObject"
                .to_owned(),
        ),
        403 if code.is_empty() || code.contains("AccessDenied") => Failure::Denied(message),
        _ if code.contains("AccessDenied") || code == "AuthorizationError" => Failure::Denied(message),
        404 if code.is_empty() => Failure::Refused { code: "NotFound".to_owned(), message },
        _ if code.is_empty() => Failure::Refused { code: format!("HTTP {status}"), message },
        _ => Failure::Refused { code, message },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_what_to_do() {
        let of = |status, code: &str, message: &str| answered(status, code.to_owned(), message.to_owned());
        let denied = of(400, "AccessDeniedException", "not authorized to perform: ssm:PutParameter");
        assert!(denied.to_string().contains("ssm:PutParameter"), "{denied}");
        assert!(matches!(of(403, "", ""), Failure::Denied(_)));
        assert!(of(403, "InvalidClientTokenId", "x").is_blind());
        assert!(of(404, "", "").is_missing());
        assert!(of(400, "ValidationError", "Stack [w] does not exist").is_missing());
        assert!(of(400, "AWS.SimpleQueueService.NonExistentQueue", "").is_missing());
        assert!(!of(400, "ValidationError", "Template format error").is_missing());
        assert!(!of(400, "ValidationError", "x").is_blind());
    }
}
