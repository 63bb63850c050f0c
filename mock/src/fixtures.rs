//! A state machine for unit tests.

use crate::machine::{
    Command, JsonKind, Scalar, Shown, StateMachine, StateMessage, Transition, View,
};

const NONE: Transition = Transition::NONE;
const NEW: Scalar = Scalar::Text("NEW");
const PART: Scalar = Scalar::Text("PART");
const OPEN: Scalar = Scalar::Text("OPEN");
const BURNT: Scalar = Scalar::Text("BURNT");

pub(crate) static BOX: StateMachine = StateMachine {
    name: "Box",
    id: "BoxId",
    states: &[
        (NEW, "New"),
        (PART, "PartlyOpen"),
        (OPEN, "Open"),
        (BURNT, "Burnt"),
    ],
    parties: &["Owners"],
    actions: &[
        (
            "MakeBox",
            Transition {
                to: Some(NEW),
                parties: Some(Scalar::Integer(1)),
                ..NONE
            },
        ),
        (
            "ThrowBox",
            Transition {
                from: &[NEW, PART],
                to: Some(BURNT),
                denied: &[("Denied.Open", &[OPEN])],
                ..NONE
            },
        ),
    ],
    commands: &[
        Command {
            name: "open",
            summary: "The next owner opens the box.",
            transition: Transition {
                from: &[NEW, PART],
                to: Some(PART),
                party: Some(Scalar::Integer(2)),
                messages: &[&[("Step", Scalar::Text("open"))]],
                last: Some((
                    OPEN,
                    &[
                        &[("Step", Scalar::Text("open"))],
                        &[("Step", Scalar::Text("end"))],
                    ],
                )),
                ..NONE
            },
        },
        Command {
            name: "burn",
            summary: "The box burns.",
            transition: Transition {
                from: &[NEW, PART, OPEN],
                to: Some(BURNT),
                parties: Some(Scalar::Integer(9)),
                ..NONE
            },
        },
    ],
    views: &[View {
        action: "AskBoxes",
        path: &["Boxes"],
        members: MEMBERS,
    }],
    message: Some(StateMessage {
        msg_type: "BoxChange",
        version: "App",
        members: MEMBERS,
    }),
};

const MEMBERS: crate::machine::ShownMembers = &[
    ("BoxId", Shown::Id),
    ("State", Shown::State),
    ("Word", Shown::ByState(&[(PART, Scalar::Text("half"))])),
    ("MadeOn", Shown::CreatedAt),
    ("Colour", Shown::Sent(JsonKind::Text, &["Colour"])),
    ("Name", Shown::Sent(JsonKind::Text, &["Name", "Title"])),
    ("Width", Shown::Sent(JsonKind::Number, &["Width"])),
    (
        "Owners",
        Shown::Parties(&[
            ("Name", Shown::Sent(JsonKind::Text, &["Name"])),
            ("State", Shown::State),
            ("ActedOn", Shown::ChangedAt),
        ]),
    ),
];
