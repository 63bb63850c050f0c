//! `src/mock.rs`: the commands that change the states of things in a mock, and their state machines.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::cfg::only_with;
use super::file::{RustFile, doc};
use crate::model::{
    Command, Given, JsonKind, Model, Shown, ShownValue, State, StateMachine, StateMessage,
    Transition, View,
};

/// `src/mock.rs`, if the service has state machines.
pub(super) fn file(model: &Model) -> Option<RustFile> {
    if !is_present(model) {
        return None;
    }
    let lines =
        vec!["A mock of the service, for tests and for trying out: [`MockServer`].".to_owned()];
    let mut file = RustFile::new("src/mock.rs", lines);
    file.import("tencent_mock::machine::*");
    file.import("tencent_mock::machine::Scalar::*");
    file.item(quote! {
        #[doc(no_inline)]
        pub use tencent_mock::*;
    });
    for machine in &model.state_machines {
        let states = model
            .enums
            .iter()
            .find(|named| named.rust == machine.states);
        let cfg = only_with(states.and_then(|named| named.feature.as_deref()));
        for item in [commands(machine), methods(machine)] {
            file.item(quote!(#cfg #item));
        }
        file.item(constant(machine));
    }
    Some(file)
}

/// Whether the service has state machines.
pub(super) fn is_present(model: &Model) -> bool {
    model.is_callable() && !model.state_machines.is_empty()
}

/// The trait with the commands.
fn commands(machine: &StateMachine) -> TokenStream {
    let (name, id, states) = (&machine.commands_trait, &machine.id_arg, &machine.states);
    let docs = doc(&machine.doc);
    let methods = machine.commands.iter().map(|command| {
        let (docs, method) = (doc(&command.doc), &command.method);
        quote! {
            #docs
            fn #method(&self, #id: &str) -> Result<crate::model::#states, CommandError>;
        }
    });
    quote! {
        #docs
        pub trait #name {
            #(#methods)*
        }
    }
}

fn methods(machine: &StateMachine) -> TokenStream {
    let (name, id, states) = (&machine.commands_trait, &machine.id_arg, &machine.states);
    let constant = &machine.constant;
    let value = match machine.known.first() {
        Some((State::Text(_), _)) => quote!(text),
        _ => quote!(integer),
    };
    let methods = machine
        .commands
        .iter()
        .enumerate()
        .map(|(position, command)| {
            let (method, position) = (&command.method, Literal::usize_unsuffixed(position));
            quote! {
                fn #method(&self, #id: &str) -> Result<crate::model::#states, CommandError> {
                    let state = self.command(&#constant, &#constant.commands[#position], #id)?;
                    Ok(state.#value().into())
                }
            }
        });
    quote! {
        impl #name for MockServer {
            #(#methods)*
        }
    }
}

fn constant(machine: &StateMachine) -> TokenStream {
    let StateMachine {
        name,
        constant,
        id,
        parties,
        ..
    } = machine;
    let known = machine.known.iter().map(|(state, name)| {
        let (state, name) = (scalar(state), name.as_str());
        quote!((#state, #name))
    });
    let actions = machine.actions.iter().map(|(action, step)| {
        let step = transition(step);
        quote!((#action, #step))
    });
    let commands = machine.commands.iter().map(command);
    let views = machine.views.iter().map(view);
    let message = match &machine.message {
        Some(message) => {
            let message = self::message(message);
            quote!(Some(#message))
        }
        None => quote!(None),
    };
    quote! {
        pub(crate) static #constant: StateMachine = StateMachine {
            name: #name,
            id: #id,
            states: &[#(#known),*],
            parties: &[#(#parties),*],
            actions: &[#(#actions),*],
            commands: &[#(#commands),*],
            views: &[#(#views),*],
            message: #message,
        };
    }
}

fn command(command: &Command) -> TokenStream {
    let Command { name, summary, .. } = command;
    let step = transition(&command.transition);
    quote!(Command { name: #name, summary: #summary, transition: #step })
}

/// The number of fields of a transition.
const FIELDS: usize = 7;

/// A literal with the fields that are set.
fn transition(step: &Transition) -> TokenStream {
    let mut fields = Vec::new();
    if !step.from.is_empty() {
        let from = scalars(&step.from);
        fields.push(quote!(from: #from));
    }
    for (name, state) in [
        (quote!(to), &step.to),
        (quote!(party), &step.party),
        (quote!(parties), &step.parties),
    ] {
        if let Some(state) = state {
            let state = scalar(state);
            fields.push(quote!(#name: Some(#state)));
        }
    }
    if !step.messages.is_empty() {
        let messages = messages(&step.messages);
        fields.push(quote!(messages: #messages));
    }
    if let Some((to, messages)) = &step.last {
        let (to, messages) = (scalar(to), self::messages(messages));
        fields.push(quote!(last: Some((#to, #messages))));
    }
    if !step.denied.is_empty() {
        let denied = step.denied.iter().map(|(code, states)| {
            let states = scalars(states);
            quote!((#code, #states))
        });
        fields.push(quote!(denied: &[#(#denied),*]));
    }
    let rest = (fields.len() < FIELDS).then(|| quote!(..Transition::NONE));
    quote!(Transition { #(#fields,)* #rest })
}

fn messages(messages: &[Given]) -> TokenStream {
    let messages = messages.iter().map(|given| {
        let given = given.iter().map(|(name, value)| {
            let value = scalar(value);
            quote!((#name, #value))
        });
        quote!(&[#(#given),*])
    });
    quote!(&[#(#messages),*])
}

fn view(view: &View) -> TokenStream {
    let View {
        action,
        path,
        members,
    } = view;
    let members = shown(members);
    quote!(View { action: #action, path: &[#(#path),*], members: #members })
}

fn message(message: &StateMessage) -> TokenStream {
    let StateMessage {
        msg_type,
        version,
        members,
    } = message;
    let members = shown(members);
    quote!(StateMessage { msg_type: #msg_type, version: #version, members: #members })
}

fn shown(members: &[Shown]) -> TokenStream {
    let members = members.iter().map(|member| {
        let (name, value) = (&member.wire, shown_value(&member.value));
        quote!((#name, Shown::#value))
    });
    quote!(&[#(#members),*])
}

fn shown_value(value: &ShownValue) -> TokenStream {
    match value {
        ShownValue::Id => quote!(Id),
        ShownValue::State => quote!(State),
        ShownValue::CreatedAt => quote!(CreatedAt),
        ShownValue::ChangedAt => quote!(ChangedAt),
        ShownValue::ByState(values) => {
            let values = values.iter().map(|(state, value)| {
                let (state, value) = (scalar(state), scalar(value));
                quote!((#state, #value))
            });
            quote!(ByState(&[#(#values),*]))
        }
        ShownValue::Sent(kind, names) => {
            let kind = match kind {
                JsonKind::Text => quote!(Text),
                JsonKind::Number => quote!(Number),
                JsonKind::Flag => quote!(Flag),
            };
            quote!(Sent(JsonKind::#kind, &[#(#names),*]))
        }
        ShownValue::Parties(members) => {
            let members = shown(members);
            quote!(Parties(#members))
        }
    }
}

fn scalars(states: &[State]) -> TokenStream {
    let states = states.iter().map(scalar);
    quote!(&[#(#states),*])
}

/// A value of `Scalar`, without the name of the type.
pub(super) fn scalar(state: &State) -> TokenStream {
    match state {
        State::Text(text) => quote!(Text(#text)),
        State::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(Integer(#number))
        }
        State::Flag(flag) => quote!(Flag(#flag)),
    }
}
