//! Takes people's data out of what servers say.

use serde_json::Value;

use crate::credential::Credential;

/// What stands where something was taken out.
const REDACTED: &str = "[redacted]";

/// Values that are never shown. Servers repeat names and numbers of the request in their messages.
#[derive(Default)]
pub(crate) struct Scrubber {
    /// Longest first: one may be part of another.
    values: Vec<String>,
}

impl Scrubber {
    /// Knows the values of the sensitive members of a request, and the secrets of the credential.
    pub(crate) fn of(sensitive: &[&str], body: &[u8], credential: &Credential) -> Self {
        let mut values = vec![
            credential.secret_id().to_owned(),
            credential.secret_key().to_owned(),
        ];
        values.extend(credential.token().map(str::to_owned));
        if let Ok(request) = serde_json::from_slice(body) {
            collect(&request, sensitive, false, &mut values);
        }
        // A single character tells nobody anything, and stands in every message.
        values.retain(|value| value.trim().chars().nth(1).is_some());
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        values.dedup();
        Self { values }
    }

    /// The text without them.
    pub(crate) fn scrub(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, value| text.replace(value, REDACTED))
    }
}

/// Everything below a sensitive member is sensitive.
fn collect(value: &Value, sensitive: &[&str], inside: bool, values: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let hidden = inside || sensitive.contains(&name.as_str());
                collect(member, sensitive, hidden, values);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, sensitive, inside, values)),
        Value::String(text) if inside => values.push(text.clone()),
        Value::Number(number) if inside => values.push(number.to_string()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"Signer": {"Name": "Ada", "Phones": ["1320", "132"]}, "Id": "7"}"#;

    #[test]
    fn sensitive_values_are_taken_out_wherever_they_stand() {
        let credential = Credential::new("AKID", "sk").with_token("to");
        let scrubber = Scrubber::of(&["Name", "Phones"], BODY, &credential);
        assert_eq!(
            scrubber.scrub("no Ada (1320, 132) in 7; AKID sk to"),
            "no [redacted] ([redacted], [redacted]) in 7; [redacted] [redacted] [redacted]"
        );
    }

    #[test]
    fn what_is_not_sensitive_stays() {
        let scrubber = Scrubber::of(&[], BODY, &Credential::new("AKID", "key"));
        assert_eq!(scrubber.scrub("no Ada (1320) in 7"), "no Ada (1320) in 7");
    }
}
