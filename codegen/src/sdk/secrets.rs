//! Finds members that hold secrets by their names, because upstream does not mark them.

use crate::names::words;

/// The last words of a name that always name a secret.
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

/// Words that can follow the name of a secret without changing its meaning.
const SUFFIXES: [&str; 7] = [
    "binary",
    "content",
    "data",
    "new",
    "plaintext",
    "string",
    "value",
];

/// A key is a secret after one of these words. Most other keys are identifiers.
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

/// A token is not a secret after one of these words: it is a position in a list, an idempotency key, or a
/// unit of text of a language model.
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
    while words.last().is_some_and(|last| SUFFIXES.contains(last)) {
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
        // Usually a number of tokens of a language model.
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
    fn names_of_secrets_are_recognized() {
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
