//! The waiters of an action: their constants, and their methods.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file::{RustFile, doc};
use crate::model::{Action, State, Waiter};

/// Adds the waiters to the file of an action.
pub(super) fn add(file: &mut RustFile, action: &Action) {
    for waiter in &action.waiters {
        file.item(constant(waiter));
    }
    let (request, response, method) = (&action.request, &action.response, &action.method);
    for waiter in &action.waiters {
        let (name, constant, docs) = (&waiter.method, &waiter.constant, doc(&waiter.doc));
        file.item(quote! {
            #[cfg(feature = "client")]
            impl crate::Client {
                #docs
                #[inline]
                pub fn #name(
                    &self,
                    request: #request,
                ) -> tencent_runtime::client::WaitFuture<'_, #response> {
                    self.backend.wait(request, &self.options, crate::stub::Stub::#method, &#constant)
                }
            }
        });
        let link =
            format!("\n See [`Client::{name}`](crate::Client::{name}) for states and limits.");
        let summary = doc(&waiter.summary);
        file.item(quote! {
            #[cfg(feature = "blocking")]
            impl crate::blocking::Client {
                #summary
                #[cfg_attr(feature = "client", doc = #link)]
                #[inline]
                pub fn #name(
                    &self,
                    request: #request,
                ) -> Result<#response, crate::WaitError<#response>> {
                    self.backend.wait(
                        request,
                        &self.options,
                        crate::blocking::Stub::#method,
                        &#constant,
                    )
                }
            }
        });
    }
}

fn constant(waiter: &Waiter) -> TokenStream {
    let (constant, name, member) = (&waiter.constant, waiter.method.as_str(), &waiter.member);
    let success = waiter.success.iter().map(state);
    let failure = waiter.failure.iter().map(state);
    let pause = Literal::u64_unsuffixed(waiter.pause);
    let timeout = Literal::u64_unsuffixed(waiter.timeout);
    quote! {
        #[cfg(any(feature = "client", feature = "blocking"))]
        static #constant: tencent_runtime::client::Waiter = tencent_runtime::client::Waiter {
            name: #name,
            member: &[#(#member),*],
            success: &[#(#success),*],
            failure: &[#(#failure),*],
            pause: std::time::Duration::from_secs(#pause),
            timeout: std::time::Duration::from_secs(#timeout),
        };
    }
}

fn state(state: &State) -> TokenStream {
    let state = match state {
        State::Text(text) => quote!(Text(#text)),
        State::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(Integer(#number))
        }
        State::Flag(flag) => quote!(Flag(#flag)),
    };
    quote!(tencent_runtime::client::State::#state)
}
