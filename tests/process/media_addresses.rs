//! The address at which browsers send media: in one line at the start, and in the answer to an offer.

use std::{process::Command, time::Instant};

use serde_json::json;
use str0m::{
    RtcConfig,
    media::{Direction, MediaKind},
};

use crate::support::{
    client::Client,
    program::{Data, Server, eventually, refused, report_skipped, run, run_by, serve},
};

/// The line about media, and the code of the demo's lesson.
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

/// The candidates and relays in the answer.
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
async fn browsers_get_only_the_announced_addresses() {
    let data = Data::prepared();
    let mut command = serve(&data);
    command.arg("--demo").env("LYCEUM_MEDIA_ANNOUNCE", "203.0.113.5,[2001:db8::5]:7000");
    let server = Server::start(&mut command);
    let (line, code) = told(&server);
    let (_, rest) = line.split_once("UDP and TCP to 203.0.113.5:").unwrap_or_else(|| panic!("{line}"));
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let rest = &rest[port.len()..];
    assert!(rest.starts_with(", [2001:db8::5]:7000, or relayed by turn:203.0.113.5:"), "{line}");
    // The address is public.
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
async fn without_announced_addresses_the_machines_are_used_and_missing_settings_named() {
    let data = Data::prepared();
    let server = Server::start(serve(&data).arg("--demo"));
    let (line, code) = told(&server);
    assert!(line.contains("UDP and TCP to 127.0.0.1:"), "{line}");
    assert!(line.contains("Missing: an address for other machines (LYCEUM_MEDIA_ANNOUNCE)"), "{line}");
    let (candidates, _) = answered(&server, &code).await;
    assert!(candidates.len() == 2 && candidates.iter().all(|one| one.contains(" 127.0.0.1 ")), "{candidates:?}");
    server.stop();
}

/// The same program on a machine with these networks; `way_out` is the one with a route to others. Nobody outside reaches it.
fn apart(program: &Command, networks: &[&str], way_out: Option<&str>) -> Command {
    const SCRIPT: &str = r#"
        set -e
        PATH=$PATH:/usr/sbin:/sbin
        ip link set lo up
        for network in $0; do
            ip link add "net-${network##*.}" type veth peer name "far-${network##*.}"
            ip address add "$network/24" dev "net-${network##*.}"
            ip link set "net-${network##*.}" up
            ip link set "far-${network##*.}" up
        done
        [ -z "$1" ] || ip route add default via "$1"
        shift
        exec "$@""#;
    let mut command = Command::new("unshare");
    command.args(["--net", "sh", "-c", SCRIPT, &networks.join(" "), way_out.unwrap_or_default()]);
    run_by(command, program)
}

#[test]
fn the_network_with_the_default_route_comes_first() {
    let networks = ["10.1.0.5", "10.2.0.6"];
    let mut nothing = Command::new("true");
    let tried = run(&mut apart(nothing.env("PATH", "/usr/bin:/bin"), &networks, None));
    if !tried.status.success() {
        let why = String::from_utf8_lossy(&tried.stderr).into_owned();
        report_skipped(&format!("this machine does not let me make networks: {why}"));
        return;
    }
    for (way_out, first, second) in [(Some("10.2.0.1"), "10.2.0.6", "10.1.0.5"), (None, "10.1.0.5", "10.2.0.6")] {
        let data = Data::prepared();
        let mut program = serve(&data);
        program.args(["--demo", "--media-listen", "0.0.0.0:0"]).env("PATH", "/usr/bin:/bin");
        let server = Server::start(&mut apart(&program, &networks, way_out));
        let (line, _) = told(&server);
        let (_, rest) = line.split_once("UDP and TCP to ").unwrap_or_else(|| panic!("{line}"));
        let ips: Vec<_> = rest.split(", ").map_while(|one| one.rsplit_once(':')).map(|(ip, _)| ip).take(3).collect();
        assert_eq!(ips, [first, second, "127.0.0.1"], "{line}");
        assert!(line.contains("Missing: a public address for those outside"), "{line}");
        server.stop();
    }
}

#[test]
fn unreachable_addresses_are_not_announced() {
    for wrong in ["0.0.0.0", "nowhere", "203.0.113.5,[::]:7000"] {
        let data = Data::fresh();
        let said = refused(serve(&data).env("LYCEUM_MEDIA_ANNOUNCE", wrong), 2);
        assert!(said.contains("--media-announce") || said.contains("LYCEUM_MEDIA_ANNOUNCE"), "{said}");
    }
}
