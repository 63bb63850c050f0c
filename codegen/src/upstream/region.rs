//! Finds services whose requests need a region. Upstream says it only on its web pages, but zones and private
//! networks belong to a region: a request that names one, and no region, is meant for the region beside it.

use std::collections::HashSet;

use super::api_json::{ApiAction, ApiJson};

/// Names of members that contain a zone, a private network or a subnet.
const PLACES: [&str; 9] = [
    "Placement",
    "SubnetId",
    "SubnetIds",
    "UniqSubnetId",
    "UniqVpcId",
    "VpcId",
    "VpcIds",
    "Zone",
    "Zones",
];

/// Names of members that contain a region begin like this.
const REGION: &str = "Region";

/// The service needs a region if at least one of so many actions names a place. Services of the whole account,
/// such as those for security, also have a few actions about private networks.
const ONE_OF: usize = 50;

/// Whether requests of the service need a region.
pub(super) fn is_required(api: &ApiJson) -> bool {
    let actions = api.actions.values();
    let needing = actions.filter(|action| names_only_a_place(api, action));
    let needing = needing.count();
    needing > 0 && needing * ONE_OF >= api.actions.len()
}

/// Whether a request names a place, and no region, also not in the objects in it.
fn names_only_a_place(api: &ApiJson, action: &ApiAction) -> bool {
    let members = |object: &str| {
        let object = api.objects.get(object).into_iter();
        object.flat_map(|object| &object.members)
    };
    if !members(&action.input).any(|member| PLACES.contains(&&*member.name)) {
        return false;
    }
    let mut seen = HashSet::from([action.input.as_str()]);
    let mut open = vec![action.input.as_str()];
    while let Some(object) = open.pop() {
        for member in members(object) {
            if member.name.starts_with(REGION) {
                return false;
            }
            if seen.insert(&member.member) {
                open.push(&member.member);
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::source::SourceFile;
    use crate::upstream::Upstream;

    fn member(name: &str, of: &str) -> Value {
        let kind = if of == "string" { of } else { "object" };
        json!({ "name": name, "member": of, "type": kind, "document": "" })
    }

    /// Whether a service needs a region whose first action has this request, and whose other actions have none.
    fn is_required(request: &[Value], actions: usize) -> bool {
        let names = (0..actions).map(|number| format!("Do{number}"));
        let described: serde_json::Map<_, _> = names
            .clone()
            .map(|name| {
                let action = json!({ "input": format!("{name}Request"), "output": "Empty" });
                (name, action)
            })
            .collect();
        let mut objects: serde_json::Map<_, _> = names
            .map(|name| (format!("{name}Request"), json!({ "members": [] })))
            .collect();
        objects["Do0Request"]["members"] = request.into();
        objects.insert("Empty".to_owned(), json!({ "members": [] }));
        let place = [member("SubnetId", "string")];
        objects.insert("Net".to_owned(), json!({ "members": place }));
        let regional = [member("RegionId", "string"), member("Inner", "Regional")];
        objects.insert("Regional".to_owned(), json!({ "members": regional }));
        let api = json!({
            "actions": described, "objects": objects,
            "metadata": { "apiVersion": "2020-01-01", "serviceShortName": "demo" },
        });
        let file = SourceFile::new("api.json", api.to_string());
        let upstream = Upstream::parse(&file, "3.0.1").unwrap();
        // The selection of actions makes no difference.
        let one = upstream.facts(["Do1"]).unwrap().requires_region;
        let all = upstream.facts(upstream.actions()).unwrap().requires_region;
        assert_eq!(one, all);
        all
    }

    #[test]
    fn requests_with_places_and_without_regions_need_one() {
        let zone = member("Zone", "string");
        for (request, expected) in [
            (vec![zone.clone()], true),
            (vec![member("VpcId", "string")], true),
            (vec![member("Name", "string")], false),
            (vec![zone.clone(), member("Region", "string")], false),
            (vec![zone.clone(), member("Part", "Regional")], false),
            // Places in objects can be a filter, or a part of a list for several regions.
            (vec![member("Net", "Net")], false),
        ] {
            assert_eq!(is_required(&request, 10), expected, "{request:?}");
        }
        assert!(is_required(std::slice::from_ref(&zone), 50));
        assert!(!is_required(&[zone], 51));
    }
}
