//! docs/PROTOCOL.md tells the truth: its examples are read with our own parser, and nothing is missing from it.

use std::collections::BTreeSet;

use super::{
    CloseReason,
    client::{ClientEvent, ClientFrame},
    server::ServerEvent,
};
use crate::error::Refusal;

const DOCUMENT: &str = include_str!("../../docs/PROTOCOL.md");

/// The code blocks marked with this language.
fn examples(language: &str) -> impl Iterator<Item = &str> {
    let mark = format!("```json {language}\n");
    DOCUMENT
        .split(&mark)
        .skip(1)
        .map(|rest| rest.split("```").next().expect("split gives at least one"))
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn every_event_of_a_client_has_an_example_that_we_understand() {
    let mut shown = Vec::new();
    for example in examples("client") {
        let frame = ClientFrame::parse(example).unwrap_or_else(|refusal| panic!("{refusal}: {example}"));
        ClientEvent::parse(&frame).unwrap_or_else(|refusal| panic!("{refusal}: {example}"));
        shown.push(frame.event.into_owned());
    }
    for name in ClientEvent::NAMES {
        assert!(shown.iter().any(|shown| shown == name), "{name} has no example");
    }
}

#[test]
fn every_event_of_the_server_has_an_example_of_the_shape_that_we_send() {
    let mut shown = BTreeSet::new();
    for example in examples("news") {
        let event: ServerEvent = serde_json::from_str(example).unwrap_or_else(|error| panic!("{error}: {example}"));
        let said: serde_json::Value = serde_json::from_str(example).expect("it was just read");
        let ours = serde_json::to_value(&event).expect("news are JSON");
        assert_eq!((&said["event"], &said["data"]), (&ours["event"], &ours["data"]));
        shown.insert(ours["event"].as_str().expect("a name").to_owned());
    }
    // A new variant stops this from compiling until it is named here, and then needs its example.
    let name = |event: &ServerEvent| match event {
        ServerEvent::SessionEnter(_) => "on.sessionEnter",
        ServerEvent::SessionCreate(_) => "on.sessionCreate",
        ServerEvent::SessionTerminate(_) => "on.sessionTerminate",
        ServerEvent::ParticipantJoin(_) => "on.participantJoin",
        ServerEvent::ParticipantLeave(_) => "on.participantLeave",
        ServerEvent::ParticipantConnection(_) => "on.participantConnection",
        ServerEvent::Message(_) => "on.message",
        ServerEvent::EditMessage(_) => "on.editMessage",
        ServerEvent::ParticipantAvatar(_) => "on.participantAvatar",
        ServerEvent::ParticipantRename(_) => "on.participantRename",
        ServerEvent::ScreenTurn(_) => "on.screenTurn",
        ServerEvent::QuizCount(_) => "on.quizCount",
        ServerEvent::HandRaise(_) => "on.handRaise",
        ServerEvent::HandLower(_) => "on.handLower",
        ServerEvent::ParticipantMute(_) => "on.participantMute",
        ServerEvent::UnmutingAllow(_) => "on.unmutingAllow",
        ServerEvent::MediaSlots(_) => "on.mediaSlots",
        ServerEvent::ParticipantCamera(_) => "on.participantCamera",
        ServerEvent::MediaEnd(_) => "on.mediaEnd",
        ServerEvent::WaitingChange(_) => "on.waitingChange",
        ServerEvent::Refused(_) => "on.refused",
        ServerEvent::ServerRestart(_) => "on.serverRestart",
    };
    assert_eq!(shown.len(), 22, "an example for each");
    for example in examples("news") {
        let event: ServerEvent = serde_json::from_str(example).expect("it was read above");
        assert!(shown.iter().any(|shown| shown == name(&event)));
    }
}

#[test]
fn every_refusal_and_close_code_is_told_in_its_own_words() {
    for refusal in Refusal::ALL {
        let row = format!("| `{}` | {} | {} |", refusal.code(), refusal.status(), refusal.message());
        assert!(DOCUMENT.contains(&row), "missing: {row}");
    }
    for reason in CloseReason::ALL {
        let row = format!("| {} | `{}` |", reason.code(), reason.name());
        assert!(DOCUMENT.contains(&row), "missing: {row}");
    }
}
