//! The error codes of servers.

use std::borrow::Cow;
use std::fmt;

/// An error code of a server, such as `AuthFailure.SignatureExpire`.
///
/// The set is open: an unknown code is kept as it is. The code `A.B` belongs to the family `A`.
///
/// ```
/// use tencent_runtime::ErrorCode;
///
/// let code = ErrorCode::from("RequestLimitExceeded.UinLimitExceeded");
/// assert_eq!(code.family(), "RequestLimitExceeded");
/// assert!(code.is_throttled());
/// assert_eq!(ErrorCode::INTERNAL_ERROR, "InternalError");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(Cow<'static, str>);

impl ErrorCode {
    /// Creates a code from a static text.
    #[must_use]
    pub const fn from_static(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// Returns the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part before the first dot.
    #[must_use]
    pub fn family(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Returns whether the server refused the call because of a rate limit. It did not execute the
    /// request.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.family() == "RequestLimitExceeded" || self.0 == "FailedOperation.RequestLimitExceeded"
    }

    /// Returns whether the credential or its permissions were refused.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        matches!(self.family(), "AuthFailure" | "UnauthorizedOperation")
    }

    /// Returns whether the server failed or was not available.
    #[must_use]
    pub fn is_server_fault(&self) -> bool {
        matches!(self.family(), "InternalError" | "ServiceUnavailable")
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self(Cow::Owned(code.to_owned()))
    }
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        Self(Cow::Owned(code))
    }
}

impl AsRef<str> for ErrorCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for ErrorCode {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

macro_rules! common_codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        /// Error codes that every action can return.
        impl ErrorCode {
            $($(#[doc = $doc])+ pub const $name: Self = Self::from_static($code);)+
        }
    };
}

common_codes! {
    /// The action is no longer available.
    ACTION_OFFLINE = "ActionOffline";
    /// The `Authorization` header is invalid.
    AUTH_FAILURE_INVALID_AUTHORIZATION = "AuthFailure.InvalidAuthorization";
    /// The secret id does not belong to an API key.
    AUTH_FAILURE_INVALID_SECRET_ID = "AuthFailure.InvalidSecretId";
    /// Multi-factor authentication failed.
    AUTH_FAILURE_MFA_FAILURE = "AuthFailure.MFAFailure";
    /// The secret id does not exist. The key may have been deleted or disabled.
    AUTH_FAILURE_SECRET_ID_NOT_FOUND = "AuthFailure.SecretIdNotFound";
    /// The timestamp of the signature differs from the server's clock by more than five minutes.
    AUTH_FAILURE_SIGNATURE_EXPIRE = "AuthFailure.SignatureExpire";
    /// The signature does not match the request and the key.
    AUTH_FAILURE_SIGNATURE_FAILURE = "AuthFailure.SignatureFailure";
    /// The token of a temporary credential is wrong or has expired.
    AUTH_FAILURE_TOKEN_FAILURE = "AuthFailure.TokenFailure";
    /// The account has no permission.
    AUTH_FAILURE_UNAUTHORIZED_OPERATION = "AuthFailure.UnauthorizedOperation";
    /// The dry run would have succeeded.
    DRY_RUN_OPERATION = "DryRunOperation";
    /// The operation failed. The message contains the reason.
    FAILED_OPERATION = "FailedOperation";
    /// The service had an internal error.
    INTERNAL_ERROR = "InternalError";
    /// The action does not exist.
    INVALID_ACTION = "InvalidAction";
    /// A parameter has an invalid format, type or position.
    INVALID_PARAMETER = "InvalidParameter";
    /// A parameter has an invalid value.
    INVALID_PARAMETER_VALUE = "InvalidParameterValue";
    /// The body is invalid.
    INVALID_REQUEST = "InvalidRequest";
    /// The caller's address is on the deny list.
    IP_IN_BLACKLIST = "IpInBlacklist";
    /// The caller's address is not on the allow list.
    IP_NOT_IN_WHITELIST = "IpNotInWhitelist";
    /// A quota is exhausted.
    LIMIT_EXCEEDED = "LimitExceeded";
    /// A parameter is missing.
    MISSING_PARAMETER = "MissingParameter";
    /// The product does not exist.
    NO_SUCH_PRODUCT = "NoSuchProduct";
    /// The version of the API does not exist.
    NO_SUCH_VERSION = "NoSuchVersion";
    /// The number of requests per second exceeds the limit.
    REQUEST_LIMIT_EXCEEDED = "RequestLimitExceeded";
    /// The account exceeds its limit for all regions.
    REQUEST_LIMIT_EXCEEDED_GLOBAL_REGION_UIN = "RequestLimitExceeded.GlobalRegionUinLimitExceeded";
    /// The caller's address exceeds its limit.
    REQUEST_LIMIT_EXCEEDED_IP = "RequestLimitExceeded.IPLimitExceeded";
    /// The account exceeds its limit.
    REQUEST_LIMIT_EXCEEDED_UIN = "RequestLimitExceeded.UinLimitExceeded";
    /// The request is too large.
    REQUEST_SIZE_LIMIT_EXCEEDED = "RequestSizeLimitExceeded";
    /// The resource is in use.
    RESOURCE_IN_USE = "ResourceInUse";
    /// The resource is not sufficient.
    RESOURCE_INSUFFICIENT = "ResourceInsufficient";
    /// The resource does not exist.
    RESOURCE_NOT_FOUND = "ResourceNotFound";
    /// The resource is not available.
    RESOURCE_UNAVAILABLE = "ResourceUnavailable";
    /// The response is too large.
    RESPONSE_SIZE_LIMIT_EXCEEDED = "ResponseSizeLimitExceeded";
    /// The service is not available.
    SERVICE_UNAVAILABLE = "ServiceUnavailable";
    /// The account has no permission.
    UNAUTHORIZED_OPERATION = "UnauthorizedOperation";
    /// The action does not know a parameter of the request.
    UNKNOWN_PARAMETER = "UnknownParameter";
    /// The operation is not supported.
    UNSUPPORTED_OPERATION = "UnsupportedOperation";
    /// The protocol is not supported. Use HTTPS.
    UNSUPPORTED_PROTOCOL = "UnsupportedProtocol";
    /// The region is not supported.
    UNSUPPORTED_REGION = "UnsupportedRegion";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_is_the_part_before_the_dot() {
        assert_eq!(
            ErrorCode::from("AuthFailure.TokenFailure").family(),
            "AuthFailure"
        );
        assert_eq!(ErrorCode::from("InternalError").family(), "InternalError");
    }

    #[test]
    fn predicates_go_by_the_family() {
        for code in [
            "RequestLimitExceeded",
            "RequestLimitExceeded.New",
            "FailedOperation.RequestLimitExceeded",
        ] {
            assert!(ErrorCode::from(code).is_throttled(), "{code}");
        }
        for code in ["LimitExceeded", "FailedOperation", "RequestLimitExceededX"] {
            assert!(!ErrorCode::from(code).is_throttled(), "{code}");
        }
        assert!(ErrorCode::AUTH_FAILURE_TOKEN_FAILURE.is_auth());
        assert!(ErrorCode::from("UnauthorizedOperation.NoPermissionFeature").is_auth());
        assert!(!ErrorCode::FAILED_OPERATION.is_auth());
    }
}
