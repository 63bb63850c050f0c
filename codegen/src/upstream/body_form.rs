//! The form of request bodies. Upstream marks bytes by the type `binary`, and says only in prose that a whole body
//! is bytes.

use std::collections::HashSet;

use super::api_json::{ApiAction, ApiJson, ApiMember};
use crate::description::{BodyForm, Member, Scalar};

/// The words about a body that consists of bytes.
const OCTETS: [&str; 2] = ["二进制流", "位于body中"];

/// The name of the member that contains such a body. Upstream does not describe it.
const BODY: &str = "Body";

/// The form of the body of an action.
///
/// # Errors
///
/// The reason, if no client can send such a request.
pub(super) fn of(api: &ApiJson, action: &ApiAction) -> Result<BodyForm, &'static str> {
    let members = api.objects.get(&action.input);
    let members = members.map(|object| object.members.as_slice());
    let members = members.unwrap_or_default();
    let is_list_of_bytes = |member: &ApiMember| member.is_bytes() && is_list(member);
    if api.has_bytes && (members.iter().any(is_list_of_bytes) || has_inner_bytes(api, members)) {
        return Err("its request contains bytes in a list or in another object");
    }
    let has_bytes = members.iter().any(ApiMember::is_bytes);
    if !is_octets(&action.document) {
        return Ok(match has_bytes {
            true => BodyForm::Multipart,
            false => BodyForm::Json,
        });
    }
    let is_header =
        |member: &ApiMember| !is_list(member) && Scalar::named(&member.member).is_some();
    match !has_bytes && members.iter().all(is_header) {
        true => Ok(BodyForm::Octets),
        false => Err("its body consists of bytes, and its other members cannot be headers"),
    }
}

fn is_octets(prose: &str) -> bool {
    OCTETS.iter().all(|words| prose.contains(words))
}

fn is_list(member: &ApiMember) -> bool {
    member.kind == "list"
}

/// Whether an object in a request contains bytes.
fn has_inner_bytes(api: &ApiJson, members: &[ApiMember]) -> bool {
    let mut seen = HashSet::new();
    let mut open: Vec<&ApiMember> = members.iter().collect();
    while let Some(member) = open.pop() {
        if let Some(object) = api.objects.get(&member.member)
            && seen.insert(&member.member)
        {
            if object.members.iter().any(ApiMember::is_bytes) {
                return true;
            }
            open.extend(&object.members);
        }
    }
    false
}

/// The member for a body that consists of bytes, besides the described members.
pub(super) fn body_member(others: &[Member]) -> Member {
    let mut name = BODY.to_owned();
    while others.iter().any(|member| member.name == name) {
        name.push('_');
    }
    Member {
        name,
        of: Scalar::Binary.name().to_owned(),
        list: false,
        required: true,
        disabled: false,
        output_required: false,
        nullable: false,
        idempotency_token: false,
        numbers_pages: None,
        prose: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::source::SourceFile;
    use crate::upstream::Upstream;

    fn member(name: &str, of: &str, kind: &str) -> Value {
        json!({ "name": name, "member": of, "type": kind, "document": "" })
    }

    /// An action whose request has these members.
    fn described(members: Value, prose: &str) -> Upstream {
        let api = json!({
            "actions": {
                "Send": { "input": "SendRequest", "output": "SendResponse", "document": prose },
                "Other": { "input": "OtherRequest", "output": "SendResponse" },
            },
            "objects": {
                "SendRequest": { "members": members },
                "OtherRequest": { "members": [] },
                "SendResponse": { "members": [] },
                "Outer": { "members": [member("Inner", "Inner", "list")] },
                "Inner": { "members": [member("File", "binary", "binary")] },
            },
            "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo" },
        });
        Upstream::parse(&SourceFile::new("api.json", api.to_string()), "3.0.1").unwrap()
    }

    const OCTETS: &str = "#### 输入参数(pb二进制流，位于body中)";

    #[test]
    fn the_form_follows_from_the_members_and_the_prose() {
        let (file, name) = (
            member("File", "binary", "binary"),
            member("Body", "string", "string"),
        );
        for (members, prose, expected) in [
            (json!([name]), "上传二进制流", BodyForm::Json),
            (json!([name, file]), "", BodyForm::Multipart),
            (json!([name]), OCTETS, BodyForm::Octets),
        ] {
            let facts = described(members, prose).facts(["Send"]).unwrap();
            assert_eq!(facts.actions["Send"].body, expected);
            let members = facts.objects["SendRequest"].members.iter();
            let names: Vec<&str> = members.map(|member| member.name.as_str()).collect();
            let body = ["Body", "Body_"];
            assert_eq!(names == body, expected == BodyForm::Octets, "{names:?}");
        }
    }

    #[test]
    fn actions_that_no_client_can_call_are_left_out_and_named() {
        let file = member("File", "binary", "binary");
        for (members, prose) in [
            (json!([member("Files", "binary", "list")]), ""),
            (json!([member("Outer", "Outer", "object")]), ""),
            (json!([file]), OCTETS),
            (json!([member("Names", "string", "list")]), OCTETS),
        ] {
            let upstream = described(members.clone(), prose);
            let error = upstream.facts(["Send"]).unwrap_err();
            let message = error.problems()[0].message();
            assert!(message.contains("no client can call `Send`"), "{message}");
            let files = upstream.generate(&crate::SdkOptions::default());
            let files = files.unwrap().files;
            assert!(files.contains_key("src/action/other.rs"), "{members}");
            assert!(!files.contains_key("src/action/send.rs"), "{members}");
            assert!(files["src/lib.rs"].contains("- `Send`: its "), "{members}");
        }
    }
}
