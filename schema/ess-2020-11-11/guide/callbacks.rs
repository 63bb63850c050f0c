//! Callbacks: receive, decide, send.

use tencent_ess::callback::*;

// ANCHOR: receive
/// Returns the HTTP status with which a callback is answered.
fn answer(receiver: &Receiver, signature: Option<&[u8]>, body: &[u8]) -> u16 {
    match receiver.receive(signature, body) {
        Ok(Received::Message(message)) => {
            let (_key, _json) = (message.deduplication_key(), message.json());
            // Store both, unless the key is known. Then answer, then work.
            200
        }
        Ok(_) => 200, // the service checks whether the URL can be reached
        Err(error) => {
            eprintln!("refused a callback: {error:?}");
            403
        }
    }
}
// ANCHOR_END: receive

// ANCHOR: state
/// Returns the state of a contract after a message.
fn next(stored: FlowStatus, message: &Message) -> FlowStatus {
    match message.event() {
        Event::FlowStatusChange(flow) => match flow.flow_callback_status {
            // Never leave a final state, except from 4 to 21.
            Some(status) if status.may_follow(&stored) => status,
            _ => stored,
        },
        _ => stored,
    }
}
// ANCHOR_END: state

#[test]
fn a_callback_is_verified_and_answered() -> Result<(), ProtectionError> {
    // ANCHOR: send
    // CallbackUrlKey (32 characters, not decoded) and CallbackToken of the console.
    let (key, token) = ("0123456789abcdef0123456789abcdef", "token");
    let receiver = Receiver::new(key, token)?;

    let flow = FlowStatusChange::default()
        .flow_id("yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm")
        .flow_callback_status(FlowStatus::AllSigned);
    let message = Message::new("id", Event::FlowStatusChange(Box::new(flow)));
    let request = Sender::new(key, token)?.request(&message);
    let (signature, body) = request.parts();
    assert_eq!(answer(&receiver, signature, body), 200);
    // ANCHOR_END: send

    assert_eq!(answer(&receiver, None, body), 403);
    assert_eq!(
        next(FlowStatus::PartlySigned, &message),
        FlowStatus::AllSigned
    );
    assert_eq!(next(FlowStatus::Expired, &message), FlowStatus::Expired);
    Ok(())
}

#[test]
fn a_stored_message_is_read_again() {
    // ANCHOR: stored
    let json = r#"{"MsgId":"1","MsgType":"FlowStatusChange","MsgData":{"FlowId":"f","FlowCallbackStatus":2}}"#;
    let message = Message::from_json(json).unwrap();
    assert_eq!(
        next(FlowStatus::WaitingForSignatures, &message),
        FlowStatus::PartlySigned
    );
    assert_eq!(next(FlowStatus::AllSigned, &message), FlowStatus::AllSigned);
    // ANCHOR_END: stored
}
