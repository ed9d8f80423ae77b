//! Tests that docs/PROTOCOL.md is correct and complete: our own parser reads its examples.

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
fn every_client_event_has_an_example_that_parses() {
    let mut shown = Vec::new();
    for example in examples("client") {
        let frame = ClientFrame::parse(example).unwrap_or_else(|refusal| panic!("{refusal}: {example}"));
        ClientEvent::parse(&frame).unwrap_or_else(|refusal| panic!("{refusal}: {example}"));
        shown.push(frame.event.into_owned());
    }
    for name in ClientEvent::names() {
        assert!(shown.iter().any(|shown| shown == name), "{name} has no example");
    }
}

#[test]
fn every_server_event_has_an_example_that_serialises_back() {
    let mut shown = BTreeSet::new();
    for example in examples("news") {
        let event: ServerEvent = serde_json::from_str(example).unwrap_or_else(|error| panic!("{error}: {example}"));
        let said: serde_json::Value = serde_json::from_str(example).expect("it was just read");
        let ours = serde_json::to_value(&event).expect("news are JSON");
        assert_eq!((&said["event"], &said["data"]), (&ours["event"], &ours["data"]));
        shown.insert(ours["event"].as_str().expect("a name").to_owned());
    }
    let names: BTreeSet<_> = ServerEvent::names().into_iter().map(str::to_owned).collect();
    assert_eq!(shown, names, "an example for each");
}

#[test]
fn every_refusal_and_close_code_is_documented() {
    for refusal in Refusal::ALL {
        let row = format!("| `{}` | {} | {} |", refusal.code(), refusal.status(), refusal.message());
        assert!(DOCUMENT.contains(&row), "missing: {row}");
    }
    for reason in CloseReason::ALL {
        let row = format!("| {} | `{}` |", reason.code(), reason.name());
        assert!(DOCUMENT.contains(&row), "missing: {row}");
    }
}
