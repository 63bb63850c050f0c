//! Finds members with secrets or personal data, because upstream does not mark them.

use crate::names::words;

/// The last words of names of secrets, without spaces, sorted.
#[rustfmt::skip]
const SECRETS: [&str; 31] = [
    "appkey", "assertion", "authcode", "connectionstring", "cookie", "credential", "datapass", "jwt", "keycontent",
    "keymaterial", "keypass", "keytab", "kubeconfig", "otp", "passphrase", "passwd",
    "password", "pem", "pin", "pincode", "plaintext", "psk", "pwd", "secret", "sig", "skey",
    "smscode", "tokencode", "validationcode", "verificationcode", "verifycode",
];

/// The last words of names of personal data, without spaces, sorted.
#[rustfmt::skip]
const PERSONAL_DATA: [&str; 43] = [
    "acctno", "approvername", "bankaccount", "bankcard", "birthdate", "birthday", "callee",
    "caller", "cardno", "cardnumber", "contactname", "contactnumber", "dateofbirth", "email",
    "firstname", "holdername", "iccid", "idcard", "idcode", "identitycard", "identno", "idno",
    "idnum", "idnumber", "imei", "imsi", "lastname", "legalname", "licenseplate", "mail", "mobile", "msisdn",
    "nickname", "passengername", "passport", "payeename", "payername", "personname", "phone",
    "realname", "signername", "tel", "telephone",
];

/// Words that can follow such a name without changing its meaning.
#[rustfmt::skip]
const SUFFIXES: [&str; 22] = [
    "address", "addresses", "back", "base64", "binary", "content", "data", "encrypt", "front",
    "image", "img", "list", "new", "no", "num", "number", "reverse", "set", "str", "string",
    "text", "value",
];

/// A key is a secret after one of these words. Most other keys are identifiers.
#[rustfmt::skip]
const KEYS: [&str; 33] = [
    "access", "aes", "api", "app", "application", "auth", "callback", "cert", "certificate",
    "client", "data", "decrypt", "decryption", "des", "encrypt", "encrypted", "encryption",
    "license", "merchant", "notify", "nwk", "open", "plain", "play", "private", "provider",
    "secret", "session", "share", "sign", "ssh", "stream", "vpn",
];

/// A key is public after one of these words: a public key, or a DNS record that proves the ownership
/// of a domain.
const PUBLIC: [&str; 3] = ["domain", "dv", "public"];

/// A token is not a secret after one of these words: it is a position in a list, an idempotency key,
/// or a unit of text of a language model.
#[rustfmt::skip]
const PLAIN_TOKENS: [&str; 14] = [
    "cached", "client", "continue", "creation", "first", "idempotency", "input", "max", "next",
    "output", "page", "pagination", "scroll", "total",
];

/// The last words of Chinese prose that describes a secret or personal data. In a Chinese phrase, the
/// noun comes last: `密钥` is a key, and `密钥ID` is the id of a key.
#[rustfmt::skip]
const PROSE: [&str; 44] = [
    // Secrets: passwords, keys, plain texts, one-time codes.
    "密码", "口令", "密钥", "秘钥", "私钥", "明文", "授权码", "验证码",
    // Names.
    "姓名",
    // Documents and dates of birth.
    "证件号", "证件号码", "身份证", "身份证号", "身份证号码", "护照号", "护照号码", "出生日期", "生日",
    // Telephone numbers and other contacts.
    "手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "邮箱", "邮箱地址", "邮箱账号", "邮件地址",
    "电子邮件", "电子邮箱",
    // Bank accounts.
    "银行卡号", "银行账号", "银行账户", "银行卡", "卡号",
    // Number plates of cars.
    "车牌", "车牌号", "车牌号码",
    // Postal addresses.
    "住址", "详细地址", "联系地址", "收货地址", "家庭地址", "通讯地址",
];

/// Words that can follow such a phrase without changing its meaning: list, information, content,
/// value, string, encrypted text, photograph, front, back.
const PROSE_SUFFIXES: [&str; 11] = [
    "列表",
    "信息",
    "内容",
    "值",
    "字符串",
    "密文",
    "照片",
    "正面",
    "反面",
    "Key",
    "key",
];

/// The maximum length of a phrase, in characters. A longer one is a sentence.
const MAX_PHRASE: usize = 20;

/// Returns whether the name of a member is that of a secret or of personal data.
pub(crate) fn is_sensitive_name(name: &str) -> bool {
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    loop {
        if ends_with(&words, &PERSONAL_DATA) {
            return true;
        }
        if ends_with(&words, &SECRETS) {
            return !words.contains(&"public");
        }
        let Some(last) = words.pop() else {
            return false;
        };
        let follows = |known: &[&str]| words.iter().any(|word| known.contains(word));
        match last {
            "key" | "keys" => return follows(&KEYS) && !follows(&PUBLIC),
            "token" => return !follows(&PLAIN_TOKENS),
            // Usually a number of tokens of a language model.
            "tokens" => return follows(&KEYS) && !follows(&PLAIN_TOKENS),
            _ if SUFFIXES.contains(&last) || SUFFIXES.contains(&singular(last)) => {}
            _ => return false,
        }
    }
}

/// Returns whether the last words, without spaces, are in a sorted list. `NickName` and `Nickname`
/// are the same.
fn ends_with(words: &[&str], sorted: &[&str]) -> bool {
    (words.len().saturating_sub(3)..words.len()).any(|start| {
        let end = words[start..].concat();
        sorted.binary_search(&&*end).is_ok() || sorted.binary_search(&singular(&end)).is_ok()
    })
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Returns whether the first phrase of upstream's prose about a member describes a secret or personal
/// data. Most names of people are in members that are called `Name`.
pub(crate) fn is_sensitive_prose(name: &str, prose: &str) -> bool {
    let mut phrase = first_phrase(prose);
    if phrase.chars().count() > MAX_PHRASE {
        return false;
    }
    while !PROSE.iter().any(|end| phrase.ends_with(end)) {
        let mut suffixes = PROSE_SUFFIXES.iter();
        match suffixes.find_map(|suffix| phrase.strip_suffix(suffix)) {
            Some(shorter) => phrase = shorter.to_owned(),
            None => return false,
        }
    }
    // Some ids of keys are described as keys.
    let is_key = ["密钥", "秘钥"].iter().any(|key| phrase.ends_with(key));
    let last = words(name).pop().unwrap_or_default();
    !(is_key && ["id", "region", "description"].contains(&singular(&last)))
}

/// Returns the text before the first punctuation mark, without tags. A space belongs to the phrase
/// only before ASCII letters: `密钥 ID` is an id.
fn first_phrase(prose: &str) -> String {
    let mut phrase = String::new();
    let mut is_tag = false;
    let mut chars = prose.trim().chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '<' if phrase.is_empty() || is_tag => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if is_tag => {}
            ' ' if chars.peek().is_some_and(char::is_ascii_alphanumeric) => {}
            '/' | '_' | '-' => phrase.push(char),
            _ if char.is_alphanumeric() => phrase.push(char),
            _ if phrase.is_empty() => {}
            _ => break,
        }
    }
    phrase
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(SECRETS.is_sorted() && PERSONAL_DATA.is_sorted());
    }

    #[test]
    fn names_of_secrets_are_recognized() {
        for name in "
            Password PassWord Passwords NewPassword PasswordNew UserPwd Passwd KeyPass
            Secret AppSecret SecretKey SecretAccessKey AccessKeySecret SecretString
            SecretBinary SecretValue PrivateKey PrivateMapKey ApiKey APIKeys AppKey Appkey
            AccessKey AuthBackKey EncryptKey Token AccessToken SessionToken AuthTokenValue
            ApiTokens Credential Credentials KeyTab KeyTabContent Passphrase Plaintext
            PlainText Kubeconfig KubeConfig LoginCookie Cookies AuthCode SAMLAssertion
            UserSig PushUserSig DevicePsk Skey AppSKey KeyContent ImportKeyMaterial Pem
            VerifyCode VerificationCode SSHKey ConnectionString CosConnectionStrings Pin
        "
        .split_whitespace()
        {
            assert!(is_sensitive_name(name), "{name}");
        }
    }

    #[test]
    fn names_of_personal_data_are_recognized() {
        for name in "
            IdCard IDCard Idcard IdCardNumber LegalIdCardNumber IdCardFrontBase64 IdNo
            IdNum PassportNo Phone PhoneNumber PhoneNumberSet PhoneNo Mobile
            ApproverMobile MobilePhone Telephone TelNumber Callee Callers Email
            EmailAddress EmailAddresses StaffEmails Mail RealName LegalName ApproverName
            FirstName NickName Nickname BankCardNumber BankAccount SubAcctNo CardNo
            Birthday DateOfBirth LicensePlate LicensePlateNumber
        "
        .split_whitespace()
        {
            assert!(is_sensitive_name(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_not_sensitive() {
        for name in "
            Key Keys KeyId KeyName KeyType Keyword KeyWord KeyValue PublicKey
            CertificatePublicKey AuthPublicKeyList PublicKeyPem PrimaryKey TagKey
            SearchKey AccessKeyId ApiKeyName SecretId SecretName SecretType SecretKeyId
            SecretVersionId TokenCount TokenType TokenUrl Tokens TotalToken TotalTokens
            InputTokens NextToken PageToken NextPageToken ClientToken ScrollToken
            PasswordStatus PasswordDueTime CredentialId CredentialType Signature Bypass
            ByPass Data Value DvAuthKey DomainValidateAuthKey Name UserName Address
            IpAddress IdCardType ApproverMobileMode PhoneStatus EmailVerified MailType
            CookieName InstanceId Number No SetText ConnectionStringType PinType Ping
        "
        .split_whitespace()
        {
            assert!(!is_sensitive_name(name), "{name}");
        }
    }

    #[test]
    fn prose_of_sensitive_members_is_recognized() {
        for (name, prose) in [
            ("Name", "姓名"),
            ("Name", "签署方经办人的姓名。\n经办人的姓名将用于身份认证"),
            ("UserID", "用户身份证号"),
            ("Code", "验证码 注意：此字段可能返回 null"),
            ("Code", "验证码\n注意：此字段可能返回 null"),
            ("Address", "<p>详细地址，不含省市区县名称</p>"),
            ("Key", "私钥内容，证书类型为SVR时不需要传递。"),
            ("Key", "重新生成的明文Key"),
            ("Payee", "收款人姓名（不填默认读取商户）"),
            ("BossPositive", "法人身份证正面【私密区】"),
        ] {
            assert!(is_sensitive_prose(name, prose), "{prose}");
        }
        for (name, prose) in [
            ("Name", "实例名称"),
            ("KeyId", "密钥 ID。"),
            ("KeyId", "密钥ID"),
            ("KeyIds", "实例登录密钥"),
            ("KeyName", "密钥名称"),
            ("Type", "证件类型：身份证"),
            ("Address", "访问地址"),
            (
                "Note",
                "如果当前用户还没有在系统中登记过任何一个可以用来联系的手机号",
            ),
            ("Note", ""),
            ("Note", "。"),
        ] {
            assert!(!is_sensitive_prose(name, prose), "{prose}");
        }
    }
}
