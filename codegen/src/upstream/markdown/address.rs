//! Addresses of links in upstream's prose.

use super::escape::is_address_character;

/// The host of links that have none.
const SITE: &str = "https://cloud.tencent.com";

/// Whether the text is a complete address.
pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && is_attribute(text)
}

/// Whether the text is an address inside upstream's site, or inside the page.
pub(super) fn is_relative(text: &str) -> bool {
    text.starts_with(['/', '#']) && is_attribute(text)
}

/// Whether the text can be the value of an attribute without escapes.
fn is_attribute(text: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"');
    text.chars().all(fits)
}

/// Returns the complete, percent-encoded address of a link, if it leads to a page.
pub(super) fn complete(href: &str) -> Option<String> {
    let href = href.trim();
    let address = if href.starts_with("//") {
        format!("https:{href}")
    } else if href.starts_with('/') {
        format!("{SITE}{href}")
    } else {
        href.to_owned()
    };
    let (scheme, rest) = address.split_once("://")?;
    let has_host =
        matches!(scheme, "http" | "https") && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    has_host.then(|| percent_encoded(&address))
}

/// In Markdown, brackets and spaces end an address.
fn percent_encoded(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for c in address.chars() {
        if is_address_character(c) {
            text.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}
