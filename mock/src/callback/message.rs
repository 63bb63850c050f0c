//! Creates the messages that report a change.

use serde_json::{Map, Value, json};
use tencent_runtime::callback::{Events, Message, MessageData, UnknownEvent, WithoutEnvelope};
use tencent_runtime::wire::Encode;

use super::undelivered::UndeliveredCallback;
use crate::ids;
use crate::machine::{Given, StateMachine, StateMessage, Transition};
use crate::resource::Resource;
use crate::show::Subject;
use crate::state::State;

impl State {
    /// Posts the messages that report a change that was made, if the server has a callback URL.
    pub(crate) fn post(
        &self,
        machine: &StateMachine,
        transition: &Transition,
        id: &str,
        resource: &Resource,
    ) {
        let (Some(outbox), Some(message)) = (&self.outbox, &machine.message) else {
            return;
        };
        // Parties act in their order.
        let mut acted = resource.parties.iter().filter(|party| party.has_acted);
        let acting = transition.party.and_then(|_| acted.next_back());
        let messages = match transition.last {
            Some((_, messages)) if resource.have_all_acted() => messages,
            _ => transition.messages,
        };
        let subject = Subject {
            id,
            resource,
            acting,
        };
        for given in messages {
            let msg_id = ids::make(self.seed, self.next_number(), "MsgId");
            let text = text(message, &msg_id, &subject, given);
            let Ok(text) = Message::<AnyEvent>::from_json(text) else {
                continue;
            };
            let report = UndeliveredCallback {
                id: id.to_owned(),
                msg_type: message.msg_type.to_owned(),
                msg_id,
                ..UndeliveredCallback::default()
            };
            outbox.push(
                (machine.id, id.to_owned()),
                report,
                outbox.sender.request(&text),
            );
        }
    }
}

fn text(message: &StateMessage, msg_id: &str, subject: &Subject<'_>, given: Given) -> String {
    let mut data = Map::new();
    subject.fill(message.members, &mut data);
    data.extend(
        given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.to_value())),
    );
    let envelope = json!({
        "MsgId": msg_id,
        "MsgType": message.msg_type,
        "MsgVersion": message.version,
        "MsgData": Value::Object(data),
    });
    envelope.to_string()
}

/// A message of any type. The mock does not know the types of the generated crate.
#[derive(Clone, Debug)]
struct AnyEvent(UnknownEvent);

impl Events for AnyEvent {
    const TYPES: &'static [&'static str] = &[];
    const VERSION: &'static str = "";
    const WITHOUT_ENVELOPE: Option<WithoutEnvelope> = None;

    fn decode(msg_type: &str, data: MessageData<'_>) -> Self {
        Self(UnknownEvent::decode(msg_type, data))
    }

    fn msg_type(&self) -> &str {
        self.0.msg_type()
    }

    fn payload(&self) -> &dyn Encode {
        self.0.data()
    }
}
