//! Checks for values of HTTP headers.

/// Returns whether the text is a valid header value: visible ASCII characters and spaces.
pub(crate) fn is_header_value(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// Returns whether the text can be sent as `X-TC-RequestClient`.
///
/// Tencent's SDKs for Python and Go reject other characters (the one for Go also accepts spaces), and
/// more than 128 of them.
pub(crate) fn is_request_client(text: &str) -> bool {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"-_,;.".contains(&byte);
    (1..=128).contains(&text.len()) && text.bytes().all(is_valid)
}

/// Returns whether the text can be sent as a region. An empty text means no region.
pub(crate) fn is_region(text: &str) -> bool {
    text.is_empty() || is_header_value(text)
}
