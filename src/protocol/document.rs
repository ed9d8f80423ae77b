//! Tests that docs/PROTOCOL.md and docs/protocol are correct and complete: our own parser reads their examples.

use std::{collections::BTreeSet, fs, path::Path};

use super::{
    CloseReason,
    client::{ClientEvent, ClientFrame},
    server::ServerEvent,
};
use crate::error::Refusal;

/// docs/PROTOCOL.md, and behind it the pages of docs/protocol.
fn document() -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let pages = fs::read_dir(docs.join("protocol")).expect("the pages of the features");
    let paths = pages.map(|page| page.expect("it can be read").path());
    let paths = std::iter::once(docs.join("PROTOCOL.md")).chain(paths);
    paths.map(|path| fs::read_to_string(path).expect("a page is text")).collect()
}

/// The code blocks marked with this language.
fn examples(language: &str) -> Vec<String> {
    let mark = format!("```json {language}\n");
    let document = document();
    let blocks = document.split(&mark).skip(1);
    blocks.map(|rest| rest.split("```").next().expect("split gives at least one").to_owned()).collect()
}

#[test]
fn every_client_event_has_an_example_that_parses() {
    let mut shown = Vec::new();
    for example in examples("client") {
        let frame = ClientFrame::parse(&example).unwrap_or_else(|refusal| panic!("{refusal}: {example}"));
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
        let event: ServerEvent = serde_json::from_str(&example).unwrap_or_else(|error| panic!("{error}: {example}"));
        let said: serde_json::Value = serde_json::from_str(&example).expect("it was just read");
        let ours = serde_json::to_value(&event).expect("news are JSON");
        assert_eq!((&said["event"], &said["data"]), (&ours["event"], &ours["data"]));
        shown.insert(ours["event"].as_str().expect("a name").to_owned());
    }
    let names: BTreeSet<_> = ServerEvent::names().into_iter().map(str::to_owned).collect();
    assert_eq!(shown, names, "an example for each");
}

#[test]
fn every_refusal_and_close_code_is_documented() {
    let document = document();
    for refusal in Refusal::ALL {
        let row = format!("| `{}` | {} | {} |", refusal.code(), refusal.status(), refusal.message());
        assert!(document.contains(&row), "missing: {row}");
    }
    for reason in CloseReason::ALL {
        let row = format!("| {} | `{}` |", reason.code(), reason.name());
        assert!(document.contains(&row), "missing: {row}");
    }
}
