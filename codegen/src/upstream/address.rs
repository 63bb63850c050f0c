//! Where upstream's links lead.

use super::escape::is_of_address;

/// What a link without a host is written for.
const SITE: &str = "https://cloud.tencent.com";

/// The whole address of a link, if it leads to a page.
pub(super) fn full(given: &str) -> Option<String> {
    let given = given.trim();
    let address = if given.starts_with("//") {
        format!("https:{given}")
    } else if given.starts_with('/') {
        format!("{SITE}{given}")
    } else {
        given.to_owned()
    };
    let (scheme, rest) = address.split_once("://")?;
    let leads =
        matches!(scheme, "http" | "https") && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    leads.then(|| encoded(&address))
}

/// Markdown takes brackets and blanks for the end of an address.
fn encoded(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for c in address.chars() {
        if is_of_address(c) {
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
