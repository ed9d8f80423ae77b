use serde_json::{Value, json};

use super::*;
use crate::protocol::ClientFrame;

const ANA: &str = "0199d0c4-0000-7000-8000-00000000000a";
const BEN: &str = "0199d0c4-0000-7000-8000-00000000000b";

fn user(id: &str, name: &str) -> Value {
    let participant = Participant {
        participant_id: id.parse().expect("an id"),
        seat: crate::ids::Seat(1),
        username: name.to_owned(),
        role: RoomRole::Student,
        guest: false,
        avatar: crate::protocol::Avatar::plain(),
        stream: false,
        connection: roster::Connection::Here,
        microphone: Microphone::None,
        camera: false,
        screen: false,
        hand_raised_at: None,
        pose: crate::protocol::Pose::standing(0, 0, 0.0),
    };
    serde_json::to_value(participant).expect("JSON")
}

use roster::Participant;

/// The only packet that a frame is translated to.
fn packet(client: &mut MeetingClient, frame: Value) -> Value {
    match client.frame(&frame.to_string()).as_slice() {
        [Step::Send(text)] => serde_json::from_str(text).expect("JSON"),
        other => panic!("{frame}: {other:?}"),
    }
}

/// What a packet asks the room for.
fn asked(client: &mut MeetingClient, packet: Value) -> (RequestId, Value) {
    match client.packet(&packet.to_string()).expect("a packet").as_slice() {
        [Step::Ask(id, event)] => (*id, serde_json::to_value(event).expect("JSON")),
        other => panic!("{packet}: {other:?}"),
    }
}

/// The packet with which another is answered at once.
fn answered(client: &mut MeetingClient, packet: Value) -> Value {
    match client.packet(&packet.to_string()).expect("a packet").as_slice() {
        [Step::Send(text)] => serde_json::from_str(text).expect("JSON"),
        other => panic!("{packet}: {other:?}"),
    }
}

/// Ana, with Ben beside her.
fn ana() -> MeetingClient {
    let mut client = MeetingClient::new(Some("token".to_owned()));
    let (id, _) = asked(&mut client, json!({ "content_type": "JOIN", "meeting_id": "ABCDE" }));
    let card = json!({
        "id": ANA, "sessionCode": "ABCDE", "sessionTitle": "", "description": "", "teacher": "T",
        "dateTimeOfSession": "2026-12-01T08:00:00Z", "state": "live", "guestsAllowed": true, "waitingRoom": false,
    });
    let joined = json!({
        "participantId": ANA, "username": "Ana", "role": "student", "avatar": user(ANA, "Ana")["avatar"], "resume": "r",
        "session": card,
    });
    let steps = client.frame(&json!({ "reply": id, "data": joined }).to_string());
    assert_eq!(steps.len(), 1, "{steps:?}");
    for (who, name) in [(ANA, "Ana"), (BEN, "Ben")] {
        client.frame(&json!({ "event": "on.participantJoin", "data": user(who, name), "seq": 1 }).to_string());
    }
    client
}

#[test]
fn an_account_is_needed_to_join() {
    let mut client = MeetingClient::new(None);
    let refused = answered(&mut client, json!({ "content_type": "JOIN", "meeting_id": "ABCDE" }));
    assert_eq!((&refused["content_type"], &refused["code"]), (&json!("JOIN_DENIED"), &json!("sign_in_needed")));
    assert_eq!(answered(&mut client, json!({ "content_type": "INIT" }))["code"], "sign_in_needed");
    let init = answered(&mut client, json!({ "content_type": "INIT", "authorization": "token" }));
    assert_eq!(init["content_type"], "INIT");
    let (id, join) = asked(&mut client, json!({ "content_type": "JOIN", "meeting_id": "ABCDE" }));
    assert_eq!(join, json!({ "event": "on.sessionJoin", "data": { "sessionId": "ABCDE", "token": "token" } }));
    let text = serde_json::to_string(&join).expect("JSON");
    ClientEvent::parse(&ClientFrame::parse(&text).expect("a frame")).expect("an event of the room");
    let denied = packet(&mut client, json!({ "reply": id, "error": { "code": "room_full", "message": "Full." } }));
    assert_eq!(denied["content_type"], "JOIN_DENIED");
    assert_eq!((&denied["code"], &denied["meeting_id"]), (&json!("room_full"), &json!("ABCDE")));
    asked(&mut client, json!({ "content_type": "JOIN", "meeting_id": "ABCDF" }));
}

#[test]
fn packets_before_the_join_are_refused() {
    for name in ["LEAVE", "END"] {
        let mut client = MeetingClient::new(Some("token".to_owned()));
        let refused = answered(&mut client, json!({ "content_type": name }));
        assert_eq!((&refused["code"], &refused["packet"]), (&json!("not_joined"), &json!(name)));
    }
}

#[test]
fn a_packet_for_another_meeting_is_refused() {
    let mut client = ana();
    let refused = answered(&mut client, json!({ "content_type": "END", "meeting_id": "OTHER" }));
    assert_eq!(refused["code"], "already_joined");
    assert_eq!(asked(&mut client, json!({ "content_type": "END" })).1["event"], "on.sessionTerminate");
}

#[test]
fn what_changes_about_someone_is_told() {
    let mut client = ana();
    let camera = json!({ "event": "on.participantCamera", "data": { "participantId": BEN, "camera": true }, "seq": 2 });
    let users = packet(&mut client, camera.clone());
    assert_eq!((&users["content_type"], &users["all"]), (&json!("MEETING_USERS"), &json!(false)));
    assert_eq!(users["users"][0]["bitrates"], json!([1_500_000, 500_000, 150_000]));
    assert_eq!(client.frame(&camera.to_string()), [], "nothing has changed");
    let left = json!({ "event": "on.participantLeave", "data": { "participantId": BEN, "why": "left" }, "seq": 3 });
    assert_eq!(packet(&mut client, left)["account_id"], BEN);
    let chat = json!({ "event": "on.message", "data": {}, "seq": 4 });
    assert_eq!(client.frame(&chat.to_string()), []);
}

fn views(client: &mut MeetingClient, id: RequestId, views: Value) -> Value {
    packet(client, json!({ "reply": id, "data": views }))
}

#[test]
fn subscriptions_add_up_and_say_in_which_view_a_picture_is() {
    let mut client = ana();
    let subscribe = |bitrate: u32, screen: bool| {
        json!({ "content_type": "SUBSCRIBE", "num_actions": 1,
        "subscriptions": [{ "account_id": BEN, "bitrate": bitrate, "screen": screen }] })
    };
    let (id, watch) = asked(&mut client, subscribe(600_000, false));
    assert_eq!(watch["data"]["participants"], json!([{ "participantId": BEN, "size": "medium" }]));
    let told = views(&mut client, id, json!({ "views": [null, BEN] }));
    assert_eq!(told["subscriptions"], json!([{ "account_id": BEN, "bitrate": 600_000, "view": 1 }]));
    let (id, watch) = asked(&mut client, subscribe(0, true));
    assert_eq!(watch["data"]["participants"].as_array().map(Vec::len), Some(2));
    let told = views(&mut client, id, json!({ "views": [BEN, BEN], "screens": [0] }));
    assert_eq!(told["subscriptions"][1], json!({ "account_id": BEN, "bitrate": 0, "screen": true, "view": 0 }));
    let (_, watch) = asked(&mut client, subscribe(2_000_000, false));
    assert_eq!(watch["data"]["participants"][0], json!({ "participantId": BEN, "size": "large" }), "another bitrate");
}

#[test]
fn a_refused_packet_changes_no_subscription() {
    let mut client = ana();
    let both = json!({ "content_type": "UNSUB_SUB", "num_actions": 2, "unsubscriptions": [{ "account_id": BEN }],
        "subscriptions": [{ "account_id": BEN, "bitrate": 0, "screen": true }] });
    assert_eq!(answered(&mut client, both.clone())["code"], "participant_unknown", "not subscribed");
    let subscribe = json!({ "content_type": "SUBSCRIBE", "num_actions": 1, "subscriptions": [{ "account_id": BEN, "bitrate": 0 }] });
    let (id, _) = asked(&mut client, subscribe.clone());
    views(&mut client, id, json!({ "views": [BEN] }));
    let (id, watch) = asked(&mut client, both);
    assert_eq!(watch["data"]["participants"], json!([{ "participantId": BEN, "screen": true, "size": "small" }]));
    let refused =
        packet(&mut client, json!({ "reply": id, "error": { "code": "too_many_views", "message": "Many." } }));
    assert_eq!((&refused["content_type"], &refused["packet"]), (&json!("ERROR"), &json!("UNSUB_SUB")));
    let (id, watch) = asked(
        &mut client,
        json!({ "content_type": "UNSUBSCRIBE", "num_actions": 1,
        "subscriptions": [{ "account_id": BEN }] }),
    );
    assert_eq!(watch["data"]["participants"], json!([]), "the camera was still subscribed to");
    assert_eq!(views(&mut client, id, json!({ "views": [null] }))["subscriptions"], json!([]));
}

#[test]
fn subscriptions_to_oneself_and_miscounted_ones_are_refused() {
    let mut client = ana();
    let of = |who: &str, count: usize| {
        json!({ "content_type": "SUBSCRIBE", "num_actions": count,
        "subscriptions": [{ "account_id": who, "bitrate": 0 }] })
    };
    assert_eq!(answered(&mut client, of(ANA, 1))["code"], "participant_unknown");
    assert_eq!(answered(&mut client, of(BEN, 2))["code"], "data_bad");
    assert!(client.packet(&of("forged", 1).to_string()).is_err());
}

#[test]
fn one_who_sends_sound_is_heard_once_the_offer_is_answered() {
    let mut client = ana();
    let offer = |sdp: &str| json!({ "content_type": "OFFER", "sdp": sdp });
    let (id, event) = asked(&mut client, offer("v=0\r\nm=audio 9 RTP/AVP 96\r\na=sendrecv\r\n"));
    assert_eq!(event["event"], "on.mediaOffer");
    let steps = client.frame(&json!({ "reply": id, "data": { "sdp": "answer" } }).to_string());
    let [Step::Send(answer), Step::Ask(_, mute)] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(answer.contains("ANSWER"));
    let mute = serde_json::to_value(mute).expect("JSON");
    assert_eq!(mute, json!({ "event": "on.participantMute", "data": { "muted": false } }));
    let (id, _) = asked(&mut client, offer("v=0\r\nm=audio 9 RTP/AVP 96\r\na=recvonly\r\nm=video 9 RTP/AVP 97\r\n"));
    assert_eq!(packet(&mut client, json!({ "reply": id, "data": { "sdp": "answer" } }))["content_type"], "ANSWER");
}

#[test]
fn recording_is_refused_as_long_as_there_is_none() {
    assert_eq!(answered(&mut ana(), json!({ "content_type": "RECORD_JOIN" }))["code"], "recording_unavailable");
}

#[test]
fn the_end_is_told() {
    let end = json!({ "event": "on.sessionTerminate", "data": { "endedAt": "2026-12-01T08:00:00Z", "keepsChat": false }, "seq": 9 });
    assert_eq!(packet(&mut ana(), end)["content_type"], "END");
}
