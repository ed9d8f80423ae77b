//! Where browsers are told to send sound: in one line at the start, and in the answer to an offer.

use std::time::Instant;

use serde_json::json;
use str0m::{
    RtcConfig,
    media::{Direction, MediaKind},
};

use crate::support::{
    client::Client,
    program::{Data, Server, eventually, refused, serve},
};

/// The line about sound, and the demo lesson's code.
fn told(server: &Server) -> (String, String) {
    eventually("what browsers are told", || {
        let said = server.said();
        let line = said.lines().find(|line| line.contains("Sound comes by"))?.to_owned();
        let code = said.split_once("/join/")?.1.split_whitespace().next()?.to_owned();
        Some((line, code))
    })
}

fn offer() -> String {
    let mut rtc = RtcConfig::new()
        .set_crypto_provider(std::sync::Arc::new(str0m::crypto::from_feature_flags()))
        .build(Instant::now());
    let mut change = rtc.sdp_api();
    change.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
    change.apply().expect("there is something to offer").0.to_sdp_string()
}

/// By what and where the answer says that sound may come.
async fn answered(server: &Server, code: &str) -> (Vec<String>, String) {
    let (mut guest, joined) = Client::guest(&format!("http://{}", server.address), code, "Ana").await;
    let answer = guest.ask("on.mediaOffer", json!({ "sdp": offer() })).await.expect("an answer");
    let sdp = answer["sdp"].as_str().expect("a text");
    let candidates = sdp.lines().filter_map(|line| line.strip_prefix("a=candidate:")).map(|line| {
        let parts: Vec<_> = line.split_whitespace().collect();
        format!("{} {} {}", parts[2].to_lowercase(), parts[4], parts[5])
    });
    let mut candidates: Vec<_> = candidates.collect();
    candidates.sort_unstable();
    (candidates, joined["iceServers"].to_string())
}

#[actix_web::test]
async fn browsers_are_told_what_is_announced_and_nothing_else() {
    let data = Data::fresh();
    let mut command = serve(&data);
    command.arg("--demo").env("LYCEUM_MEDIA_ANNOUNCE", "203.0.113.5,[2001:db8::5]:7000");
    let server = Server::start(&mut command);
    let (line, code) = told(&server);
    let (_, rest) = line.split_once("UDP and TCP to 203.0.113.5:").unwrap_or_else(|| panic!("{line}"));
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let rest = &rest[port.len()..];
    assert!(rest.starts_with(", [2001:db8::5]:7000, or relayed by turn:203.0.113.5:"), "{line}");
    // The address is one for everybody.
    assert!(line.contains("Missing: TLS on port 443") && !line.contains("LYCEUM_MEDIA_ANNOUNCE"), "{line}");
    let (candidates, relays) = answered(&server, &code).await;
    let four = |by: &str| format!("{by} 203.0.113.5 {port}");
    let six = |by: &str| format!("{by} 2001:db8::5 7000");
    assert_eq!(candidates, {
        let mut all = [four("tcp"), six("tcp"), four("udp"), six("udp")];
        all.sort_unstable();
        all
    });
    assert!(relays.contains("turn:203.0.113.5:") && !relays.contains("127.0.0.1"), "{relays}");
    server.stop();
}

#[actix_web::test]
async fn where_nothing_is_announced_it_is_found_out_and_what_is_missing_is_said() {
    let data = Data::fresh();
    let server = Server::start(serve(&data).arg("--demo"));
    let (line, code) = told(&server);
    assert!(line.contains("UDP and TCP to 127.0.0.1:"), "{line}");
    assert!(line.contains("Missing: an address for other machines (LYCEUM_MEDIA_ANNOUNCE)"), "{line}");
    let (candidates, _) = answered(&server, &code).await;
    assert!(candidates.len() == 2 && candidates.iter().all(|one| one.contains(" 127.0.0.1 ")), "{candidates:?}");
    server.stop();
}

#[test]
fn an_address_that_nobody_reaches_is_not_announced() {
    for wrong in ["0.0.0.0", "nowhere", "203.0.113.5,[::]:7000"] {
        let data = Data::fresh();
        let said = refused(serve(&data).env("LYCEUM_MEDIA_ANNOUNCE", wrong), 2);
        assert!(said.contains("--media-announce") || said.contains("LYCEUM_MEDIA_ANNOUNCE"), "{said}");
    }
}
