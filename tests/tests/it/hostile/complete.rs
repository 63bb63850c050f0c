//! Files that have every member of their formats.

use serde_json::{Value, json};

/// Facts with every kind of entry.
pub(super) fn facts() -> Value {
    let hash = "0123456789abcdef".repeat(4);
    json!({
        "$schema": "../facts.schema.json",
        "service": "demo",
        "version": "2020-01-01",
        "source": { "package": "tccli", "release": "3.0.1" },
        "crate": { "name": "tencent-demo", "version": "0.1.0" },
        "actions": {
            "DoThing": {
                "input": "DoThingRequest", "output": "DoThingResponse", "status": "deprecated",
                "prose": hash, "body": "multipart",
            },
            "ListThings": {
                "input": "ListThingsRequest", "output": "ListThingsResponse", "answers_with_events": true,
            },
            "ListPages": { "input": "ListPagesRequest", "output": "ListThingsResponse" },
            "ListRest": {
                "input": "ListRestRequest", "output": "ListRestResponse", "has_effects": true,
            },
            "ListSome": { "input": "ListSomeRequest", "output": "ListSomeResponse" },
        },
        "objects": {
            "ListThingsRequest": { "members": [
                { "name": "Offset", "type": "int64", "numbers_pages": "from_one" },
                { "name": "Limit", "type": "int64" },
            ] },
            "ListThingsResponse": { "members": [
                { "name": "Parts", "type": "Part", "list": true },
                { "name": "Total", "type": "int64" },
                { "name": "State", "type": "string" },
                { "name": "RequestId", "type": "string" },
            ] },
            "ListPagesRequest": { "members": [
                { "name": "Page", "type": "int64" }, { "name": "Size", "type": "int64" },
            ] },
            "ListSomeRequest": { "members": [
                { "name": "Offset", "type": "int64" }, { "name": "Limit", "type": "int64" },
                { "name": "Live", "type": "bool" }, { "name": "ThingId", "type": "string" },
            ] },
            "ListSomeResponse": { "members": [
                { "name": "Parts", "type": "Part", "list": true },
                { "name": "TotalCount", "type": "int64" },
                { "name": "RequestId", "type": "string" },
            ] },
            "ListRestRequest": { "members": [
                { "name": "Token", "type": "string" },
                { "name": "ClientToken", "type": "string", "idempotency_token": true },
            ] },
            "ListRestResponse": { "members": [
                { "name": "Parts", "type": "Part", "list": true },
                { "name": "Next", "type": "string" },
                { "name": "RequestId", "type": "string" },
            ] },
            "DoThingRequest": { "members": [
                { "name": "Name", "type": "string", "required": true, "prose": hash },
                { "name": "Age", "type": "int64" },
                { "name": "File", "type": "binary" },
                { "name": "Colour", "type": "string" },
                { "name": "Mode", "type": "uint64", "list": true },
                { "name": "Part", "type": "Part", "list": true },
            ] },
            "DoThingResponse": { "members": [
                { "name": "RequestId", "type": "string" }, { "name": "ThingId", "type": "string" },
                { "name": "Colour", "type": "string" }, { "name": "When", "type": "int64" },
                { "name": "Title", "type": "string" }, { "name": "Word", "type": "string" }, { "name": "Since", "type": "int64" },
            ] },
            "Part": { "members": [{ "name": "Id", "type": "string", "disabled": true }] },
        },
    })
}

/// An overlay with every kind of entry.
pub(super) fn overlay() -> Value {
    let hash = "0123456789abcdef".repeat(4);
    let provenance = json!([{ "of": "DoThingRequest.Name", "sha256": hash, "release": "3.0.1" }]);
    json!({
        "$schema": "../../overlay.schema.json",
        "service": {
            "title": "Demo", "doc": "A demo.\n\nMore `Name`.", "keywords": ["demo"],
            "region": "required",
            "environments": [
                { "name": "Live", "doc": "The first.\n\nMore.", "host": "live.example.com" },
                { "name": "Rehearsal", "doc": "The second.", "host": "re.example.com" },
            ],
            "documentation": "https://example.com/demo",
        },
        "actions": {
            "ListThings": {
                "no_event_stream": "It never sends events.",
                "pagination": { "offset": "Offset", "limit": "Limit", "items": "Parts", "total": "Total" },
                "waiters": { "Ready": {
                    "doc": "Waits.", "member": "State", "success": ["READY"], "failure": ["FAILED"],
                    "pause_seconds": 1, "timeout_seconds": 60,
                } },
            },
            "ListPages": { "pagination": { "page": "Page", "first_page": 1, "limit": "Size", "items": "Parts" } },
            "ListSome": {
                "not_paginated": "The server ignores Offset.", "not_idempotent": "It counts calls.",
                "event_stream": { "switch": "Live" }, "errors": ["FailedOperation"],
            },
            "ListRest": { "pagination": { "token": "Token", "next_token": "Next", "items": "Parts" } },
            "DoThing": {
            "doc": "Does a thing.", "aliases": ["做"], "documentation": "https://example.com/do", "requests_per_second": 5,
            "max_request_bytes": 4096, "server_timeout_seconds": 30,
            "hosts": { "Live": "do.live.example.com", "Rehearsal": "do.re.example.com" },
            "idempotent": "It only reads.", "errors": ["FailedOperation"], "creates": ["ThingId"],
            "retry_on": [{
                "code": "FailedOperation", "reason": "It works later.", "pause_seconds": 1, "within_seconds": 9,
            }],
            "example": { "Name": "abc", "Colour": "RED", "Part": [{ "Id": "1" }] },
        } },
        "objects": {
            "DoThingRequest": {
                "doc": "A request.", "aliases": ["请求"],
                "members": {
                    "Name": {
                        "doc": "The name.", "aliases": ["名字"], "default": "abc", "sensitive": true,
                        "always_required": true, "provenance": provenance,
                        "constraint": { "pattern": "^[a-z]+$", "title": "plain word", "description": "a word" },
                    },
                    "Age": { "doc": "The age.", "unit": "years", "constraint": { "minimum": 1, "maximum": 9 } },
                    "Colour": { "doc": "The colour.", "enum": "Colour", "constraint": { "enum": ["RED"] } },
                    "Mode": { "doc": "The modes.", "enum": "Mode", "constraint": {
                        "minItems": 1, "contains": { "const": 1 }, "items": { "enum": [1, 2] },
                    } },
                },
                "rules": [{
                    "name": "name-or-age", "message": "Give Name or Age.", "provenance": provenance,
                    "warning": true,
                    "schema": {
                        "if": { "properties": { "Colour": { "const": "RED" } } },
                        "then": { "required": ["Age"] },
                        "else": { "required": ["Name"] },
                        "allOf": [{ "oneOf": [{ "required": ["Age"] }, { "required": ["Part"] }] }],
                        "anyOf": [{ "required": ["Name"] }, { "dependentRequired": { "Age": ["Mode"] } }],
                    },
                }, {
                    "name": "not-red", "message": "Red has a Part.", "provenance": provenance,
                    "schema": { "not": { "properties": { "Name": { "enum": ["abd", "x"] } }, "required": ["Part"] } },
                }],
            },
            "Part": { "rules": [{
                "name": "part-id", "message": "A Part has an Id.", "actions": ["DoThing"],
                "schema": { "required": ["Id"] },
            }] },
            "DoThingResponse": { "members": {
                "RequestId": { "always_present": true, "doc": "The id." },
                "Colour": { "enum": "Colour" },
            } },
            "ListRestRequest": { "members": {
                "Token": { "doc": "A thing.", "ids": [{ "of": "ThingId", "when": { "ClientToken": "thing" } }] },
            } },
        },
        "state_machines": { "Thing": {
            "doc": "Changes things.", "id": "ThingId", "states": "Colour",
            "parties": {
                "members": ["Part"], "states": "Mode",
            },
            "shown": {
                "created_at": ["When"], "changed_at": ["Since"], "same_as": { "Title": "Name" },
                "by_state": { "Word": { "RED": "red" } },
            },
            "message": { "type": "Shift", "values": { "Seconds": 1 } },
            "actions": {
                "DoThing": { "to": "RED", "parties": 1 },
                "ListSome": { "from": ["BLUE"], "denied": { "FailedOperation": ["RED"] } },
            },
            "commands": { "Paint": {
                "doc": "Paints.", "from": ["RED"], "party": 2, "to": "RED", "messages": [{ "Seconds": 2 }],
                "last": { "to": "RED", "messages": [{ "Seconds": 3 }] },
            } },
        } },
        "enums": {
            "Colour": {
                "doc": "A colour.", "aliases": ["颜色"], "ignore_case": true, "omitted": ["GREEN"], "provenance": provenance,
                "values": [
                    { "value": "RED", "name": "Red", "doc": "Like fire.", "aliases": ["红"] },
                    { "value": "BLUE", "name": "Blue", "doc": "Like water." },
                ],
            },
            "Mode": {
                "doc": "A mode.",
                "values": [{ "value": 1, "name": "Fast", "doc": "Fast." }, { "value": 2, "name": "Slow", "doc": "Slow." }],
            },
        },
        "errors": { "FailedOperation": { "doc": "It failed." } },
    })
}

/// Callbacks with every kind of entry.
pub(super) fn callbacks() -> Value {
    json!({
        "$schema": "../callbacks.schema.json",
        "doc": "Callbacks of `Shift`.\n\nMore.",
        "version": "App",
        "without_envelope": { "message": "Shift", "member": "Id" },
        "sources": { "page": "a page", "recorded": "a recorded message" },
        "messages": {
            "Shift": { "doc": "It moved.", "name": "Moved", "data": "Shift", "sources": ["page"] },
            "Lost": { "doc": "It is lost.", "sources": ["recorded"], "certainty": "inferred" },
        },
        "objects": {
            "Shift": { "doc": "A shift.", "sources": ["page"], "members": [
                { "name": "Id", "type": "string", "doc": "See `State`.", "sources": ["recorded"] },
                { "name": "Seconds", "type": "int64", "doc": "How long.", "unit": "seconds" },
                { "name": "State", "type": "string", "doc": "The state.", "enum": "State", "certainty": "disputed" },
                { "name": "Name", "type": "string", "list": true, "doc": "Names.", "sensitive": true },
            ] },
        },
        "enums": {
            "State": { "doc": "A state.", "sources": ["page"], "values": [
                { "value": "OPEN", "name": "Open", "doc": "Open." },
                {
                    "value": "DONE", "name": "Done", "doc": "Done.", "final": true, "may_become": ["OPEN"],
                    "sources": ["recorded"], "certainty": "inferred",
                },
            ] },
        },
    })
}

/// An `api.json` with every kind of entry.
pub(super) fn api() -> Value {
    let member = |name: &str, kind: &str, of: &str| {
        json!({
            "name": name, "type": kind, "member": of, "required": true, "disabled": false,
            "document": "甲 <b>a</b> `b`", "example": "1", "output_required": false, "value_allowed_null": true,
        })
    };
    json!({
        "version": "1.0",
        "metadata": {
            "apiVersion": "2020-01-01", "serviceShortName": "demo", "serviceNameCN": "演示", "api_brief": "简介",
        },
        "actions": {
            "DoThing": {
                "name": "做", "document": "做一件事", "input": "DoThingRequest", "output": "DoThingResponse",
                "status": "online",
            },
        },
        "objects": {
            "DoThingRequest": { "document": "请求", "type": "object", "members": [
                member("Name", "string", "string"),
                member("Age", "int", "int64"),
                member("Parts", "list", "Part"),
            ] },
            "DoThingResponse": { "document": "", "members": [member("RequestId", "string", "string")] },
            "Part": { "document": "部分", "members": [member("Id", "object", "Part")] },
        },
    })
}
