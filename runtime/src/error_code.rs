//! The codes that servers answer with when a call fails.

use std::borrow::Cow;
use std::fmt;

/// A code that says why a call failed, such as `AuthFailure.SignatureExpire`.
///
/// The set is open: a code that no constant stands for is kept as it came. A code `A.B` belongs to
/// the family `A`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(Cow<'static, str>);

impl ErrorCode {
    /// A code that is known when the program is compiled.
    #[must_use]
    pub const fn from_static(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// The code as the server writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the first dot.
    #[must_use]
    pub fn family(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Whether the server refused the call because there were too many: it did nothing, and the
    /// call may be made again later.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.family() == "RequestLimitExceeded" || self.0 == "FailedOperation.RequestLimitExceeded"
    }

    /// Whether the credential or its permissions are at fault.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        matches!(self.family(), "AuthFailure" | "UnauthorizedOperation")
    }

    /// Whether the server was at fault, or not there.
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
        /// The codes that any action can answer with.
        impl ErrorCode {
            $($(#[doc = $doc])+ pub const $name: Self = Self::from_static($code);)+
        }
    };
}

common_codes! {
    /// The action is no longer served.
    ACTION_OFFLINE = "ActionOffline";
    /// The header that carries the signature is not in order.
    AUTH_FAILURE_INVALID_AUTHORIZATION = "AuthFailure.InvalidAuthorization";
    /// The id is not that of a key for this API.
    AUTH_FAILURE_INVALID_SECRET_ID = "AuthFailure.InvalidSecretId";
    /// A second factor was asked for and not passed.
    AUTH_FAILURE_MFA_FAILURE = "AuthFailure.MFAFailure";
    /// There is no such id; the key may have been deleted or switched off.
    AUTH_FAILURE_SECRET_ID_NOT_FOUND = "AuthFailure.SecretIdNotFound";
    /// The time of the signature is more than five minutes off the server's.
    AUTH_FAILURE_SIGNATURE_EXPIRE = "AuthFailure.SignatureExpire";
    /// The signature is not that of this request and this key.
    AUTH_FAILURE_SIGNATURE_FAILURE = "AuthFailure.SignatureFailure";
    /// The token of a temporary credential is wrong or has run out.
    AUTH_FAILURE_TOKEN_FAILURE = "AuthFailure.TokenFailure";
    /// The account may not do this.
    AUTH_FAILURE_UNAUTHORIZED_OPERATION = "AuthFailure.UnauthorizedOperation";
    /// The request was a rehearsal, and would have succeeded.
    DRY_RUN_OPERATION = "DryRunOperation";
    /// The operation failed; the message says why.
    FAILED_OPERATION = "FailedOperation";
    /// Something failed inside the service.
    INTERNAL_ERROR = "InternalError";
    /// There is no such action.
    INVALID_ACTION = "InvalidAction";
    /// A parameter is wrong: its form, its type, or its place.
    INVALID_PARAMETER = "InvalidParameter";
    /// A parameter has a value that it must not have.
    INVALID_PARAMETER_VALUE = "InvalidParameterValue";
    /// The body is not in order.
    INVALID_REQUEST = "InvalidRequest";
    /// The caller's address is on a list of addresses that are refused.
    IP_IN_BLACKLIST = "IpInBlacklist";
    /// The caller's address is not on the list of addresses that are let in.
    IP_NOT_IN_WHITELIST = "IpNotInWhitelist";
    /// A quota is used up.
    LIMIT_EXCEEDED = "LimitExceeded";
    /// A parameter is missing.
    MISSING_PARAMETER = "MissingParameter";
    /// There is no such product.
    NO_SUCH_PRODUCT = "NoSuchProduct";
    /// There is no such version of the API.
    NO_SUCH_VERSION = "NoSuchVersion";
    /// There were too many requests in one second.
    REQUEST_LIMIT_EXCEEDED = "RequestLimitExceeded";
    /// The account's limit over all regions is reached.
    REQUEST_LIMIT_EXCEEDED_GLOBAL_REGION_UIN = "RequestLimitExceeded.GlobalRegionUinLimitExceeded";
    /// The limit of the caller's address is reached.
    REQUEST_LIMIT_EXCEEDED_IP = "RequestLimitExceeded.IPLimitExceeded";
    /// The account's limit is reached.
    REQUEST_LIMIT_EXCEEDED_UIN = "RequestLimitExceeded.UinLimitExceeded";
    /// The request is too large.
    REQUEST_SIZE_LIMIT_EXCEEDED = "RequestSizeLimitExceeded";
    /// The resource is in use.
    RESOURCE_IN_USE = "ResourceInUse";
    /// There is not enough of the resource.
    RESOURCE_INSUFFICIENT = "ResourceInsufficient";
    /// There is no such resource.
    RESOURCE_NOT_FOUND = "ResourceNotFound";
    /// The resource cannot be had now.
    RESOURCE_UNAVAILABLE = "ResourceUnavailable";
    /// The response is too large.
    RESPONSE_SIZE_LIMIT_EXCEEDED = "ResponseSizeLimitExceeded";
    /// The service cannot be had now.
    SERVICE_UNAVAILABLE = "ServiceUnavailable";
    /// The account may not do this.
    UNAUTHORIZED_OPERATION = "UnauthorizedOperation";
    /// The request has a parameter that the action does not know.
    UNKNOWN_PARAMETER = "UnknownParameter";
    /// The operation is not supported.
    UNSUPPORTED_OPERATION = "UnsupportedOperation";
    /// The protocol of the request is not supported; HTTPS is.
    UNSUPPORTED_PROTOCOL = "UnsupportedProtocol";
    /// The region is not served.
    UNSUPPORTED_REGION = "UnsupportedRegion";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_what_stands_before_the_dot() {
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
