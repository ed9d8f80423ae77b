//! The client's types are these types: this test writes them anew, and fails when what is committed differed.

use std::{collections::BTreeMap, fs, ops::RangeInclusive, path::Path};

use serde_json::json;
use ts_rs::{Config, TS};

use super::{CloseReason, avatar, chat, client, moderation, pose, quiz, roster, rtc, screen, server};
use crate::{error::Refusal, ids};

fn typescript() -> String {
    let config = Config::new();
    let mut text = String::from("// Made from src/protocol by `make protocol`. Do not edit.\n\n");
    macro_rules! declare {
        ($($type:ty),* $(,)?) => { $(
            text.push_str("export ");
            text.push_str(&<$type as TS>::decl(&config));
            text.push('\n');
        )* };
    }
    declare!(
        ids::SessionId,
        ids::ParticipantId,
        ids::MessageId,
        ids::Seat,
        roster::RoomRole,
        avatar::Colour,
        avatar::Avatar,
        avatar::Eyes,
        avatar::Mouth,
        avatar::Hair,
        avatar::Accessories,
        avatar::MouthShape,
        avatar::Hairstyle,
        avatar::Hat,
        avatar::Glasses,
        pose::Pose,
        chat::Line,
        chat::Say,
        chat::Edit,
        chat::HistoryRequest,
        chat::History,
        chat::Said,
        chat::Edited,
        moderation::Whom,
        moderation::HandLower,
        moderation::HandRaised,
        moderation::Outsiders,
        roster::SessionJoin,
        roster::SessionState,
        roster::SessionCard,
        roster::Connection,
        roster::Microphone,
        roster::Participant,
        roster::Outsider,
        roster::Joined,
        roster::Snapshot,
        roster::Left,
        roster::LeaveReason,
        roster::ConnectionChanged,
        roster::AvatarChanged,
        roster::Renamed,
        ids::ItemId,
        quiz::QuizAnswer,
        quiz::QuizReveal,
        quiz::QuizCount,
        quiz::Outcome,
        screen::Slide,
        screen::Screen,
        screen::Turn,
        screen::Turned,
        rtc::IceServer,
        rtc::Offer,
        rtc::Description,
        rtc::Mute,
        rtc::MuteAll,
        rtc::Unmuting,
        rtc::MicrophoneChanged,
        rtc::MediaSlots,
        rtc::Size,
        rtc::Wanted,
        rtc::Watch,
        rtc::Views,
        rtc::CameraChanged,
        rtc::Quality,
        rtc::Way,
        rtc::Travel,
        rtc::MediaConnection,
        rtc::MediaStats,
        client::Nothing,
        client::ClientEvent,
        server::ServerEvent,
        server::Error,
        server::CloseReason,
    );
    let codes: Vec<_> = Refusal::ALL.iter().map(|refusal| format!("\"{}\"", refusal.code())).collect();
    text.push_str(&format!("export type RefusalCode = {};\n\n", codes.join(" | ")));
    text.push_str(&format!("export const SUBPROTOCOL = \"{}\";\n", super::SUBPROTOCOL));
    text.push_str(&format!("export const POSE_UP = {};\nexport const POSE_DOWN = {};\n", pose::UP, pose::DOWN));
    text.push_str(&format!("export const FLOOR_CM = {};\nexport const CEILING_CM = {};\n", pose::FLOOR, pose::CEILING));
    text.push_str(&format!("export const NAME_LIMIT = {};\n", super::text::NAME_LIMIT));
    text.push_str(&format!("export const MESSAGE_LIMIT = {};\n", super::text::MESSAGE_LIMIT));
    text.push_str(&values());
    text
}

/// What the browser needs of our values, beside the types.
fn values() -> String {
    let codes: BTreeMap<_, _> = CloseReason::ALL.iter().map(|reason| (reason.code(), reason)).collect();
    let colours = |of: &[[u8; 3]]| json!(of.iter().map(|rgb| avatar::Colour(*rgb)).collect::<Vec<_>>());
    let sizes = |range: RangeInclusive<u8>| json!([range.start(), range.end()]);
    let places = |range: RangeInclusive<i8>| json!([range.start(), range.end()]);
    let roll = json!({
        "skins": colours(&avatar::SKINS),
        "hairs": colours(&avatar::HAIRS),
        "eyes": colours(&avatar::EYES),
        "mouths": colours(&avatar::MOUTHS),
        "shapes": avatar::MouthShape::ALL,
        "styles": avatar::Hairstyle::ALL,
        "hats": avatar::Hat::ALL,
        "glasses": avatar::Glasses::ALL,
        "eyeSizes": sizes(avatar::EYE_SIZES),
        "eyePlacements": places(avatar::EYE_PLACEMENTS),
        "mouthSizes": sizes(avatar::MOUTH_SIZES),
        "mouthPositions": places(avatar::MOUTH_POSITIONS),
        "mouthRotations": places(avatar::MOUTH_ROTATIONS),
    });
    format!(
        "export const CLOSE_CODES: Record<number, CloseReason> = {};\n\
         /** What random avatars are made of. */\nexport const ROLL = {roll} as const;\n",
        json!(codes)
    )
}

#[test]
fn the_clients_types_are_ours() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/client/src/net/protocol.gen.ts"));
    let text = typescript();
    if fs::read_to_string(path).is_ok_and(|committed| committed == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("client/src/net can be made");
    fs::write(path, text).expect("protocol.gen.ts can be written");
    panic!("client/src/net/protocol.gen.ts was not up to date. It is now: please commit it.");
}
