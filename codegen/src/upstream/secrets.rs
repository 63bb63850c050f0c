//! Which members hold what nobody should see in a log. Upstream marks none, so their names have to tell.

use crate::names::words;

/// What a name ends with that holds a secret, whatever stands before.
const SECRETS: [&[&str]; 11] = [
    &["appkey"],
    &["credential"],
    &["data", "pass"],
    &["key", "pass"],
    &["key", "tab"],
    &["keytab"],
    &["pass", "word"],
    &["passphrase"],
    &["passwd"],
    &["password"],
    &["pwd"],
];

/// What follows a secret and still is it.
const STILL: [&str; 7] = [
    "binary",
    "content",
    "data",
    "new",
    "plaintext",
    "string",
    "value",
];

/// A key is a secret where one of these stands before it; most keys are names of something.
const KEYS: [&str; 32] = [
    "access",
    "aes",
    "api",
    "app",
    "application",
    "auth",
    "callback",
    "cert",
    "certificate",
    "client",
    "data",
    "decrypt",
    "decryption",
    "des",
    "encrypt",
    "encrypted",
    "encryption",
    "license",
    "merchant",
    "notify",
    "nwk",
    "open",
    "plain",
    "play",
    "private",
    "provider",
    "secret",
    "session",
    "share",
    "sign",
    "stream",
    "vpn",
];

/// A token is a secret unless one of these stands before it: a place in a list, a number that tells
/// two calls apart, or a piece of text that a model reads.
const PLAIN_TOKENS: [&str; 13] = [
    "cached",
    "client",
    "continue",
    "creation",
    "first",
    "idempotency",
    "input",
    "max",
    "next",
    "output",
    "page",
    "pagination",
    "scroll",
];

/// Whether a member of that name holds a secret.
pub(super) fn names_a_secret(name: &str) -> bool {
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    while words.last().is_some_and(|last| STILL.contains(last)) {
        words.pop();
    }
    let Some((last, before)) = words.split_last() else {
        return false;
    };
    let follows = |known: &[&str]| before.iter().any(|word| known.contains(word));
    match *last {
        "secret" | "secrets" => true,
        "key" | "keys" => follows(&KEYS) && !before.contains(&"public"),
        "token" => !follows(&PLAIN_TOKENS) && !before.contains(&"total"),
        // Models count them.
        "tokens" => follows(&KEYS) && !follows(&PLAIN_TOKENS),
        last => {
            let one = last.strip_suffix('s').unwrap_or(last);
            let is = |secret: &[&str]| {
                secret.split_last().is_some_and(|(word, above)| {
                    [last, one].contains(word) && before.ends_with(above)
                })
            };
            SECRETS.into_iter().any(is)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names_a_secret;

    #[test]
    fn names_tell_secrets_from_what_is_only_called_so() {
        for name in [
            "Password",
            "PassWord",
            "Passwords",
            "NewPassword",
            "PasswordNew",
            "UserPwd",
            "Passwd",
            "KeyPass",
            "Secret",
            "AppSecret",
            "SecretKey",
            "SecretAccessKey",
            "AccessKeySecret",
            "SecretString",
            "SecretBinary",
            "SecretValue",
            "PrivateKey",
            "PrivateMapKey",
            "ApiKey",
            "APIKeys",
            "AppKey",
            "Appkey",
            "AccessKey",
            "AuthBackKey",
            "EncryptKey",
            "Token",
            "AccessToken",
            "SessionToken",
            "AuthTokenValue",
            "ApiTokens",
            "Credential",
            "Credentials",
            "KeyTab",
            "KeyTabContent",
            "Passphrase",
        ] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in [
            "Key",
            "Keys",
            "KeyId",
            "KeyName",
            "KeyType",
            "Keyword",
            "KeyWord",
            "KeyValue",
            "PublicKey",
            "CertificatePublicKey",
            "AuthPublicKeyList",
            "PrimaryKey",
            "TagKey",
            "SearchKey",
            "AccessKeyId",
            "ApiKeyName",
            "SecretId",
            "SecretName",
            "SecretType",
            "SecretKeyId",
            "SecretVersionId",
            "TokenCount",
            "TokenType",
            "Tokens",
            "TotalToken",
            "TotalTokens",
            "InputTokens",
            "NextToken",
            "PageToken",
            "NextPageToken",
            "ClientToken",
            "ScrollToken",
            "PasswordStatus",
            "PasswordDueTime",
            "CredentialId",
            "CredentialType",
            "Signature",
            "Bypass",
            "ByPass",
            "Data",
            "Value",
            "",
        ] {
            assert!(!names_a_secret(name), "{name}");
        }
    }
}
