//! Checks for values of HTTP headers.

/// Returns whether the text is a valid header value: visible ASCII characters and spaces.
pub(crate) fn is_header_value(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// Returns whether the text can be sent as a region. An empty text means no region.
pub(crate) fn is_region(text: &str) -> bool {
    text.is_empty() || is_header_value(text)
}
