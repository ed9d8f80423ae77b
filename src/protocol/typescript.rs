//! Generates the client's types from these: the test writes them again, and fails if the committed file differed.

use std::{any::TypeId, collections::BTreeMap, collections::HashSet, fs, ops::RangeInclusive, path::Path};

use serde_json::json;
use ts_rs::{Config, TS, TypeVisitor};

use super::{ClientEvent, CloseReason, Pose, ServerEvent, avatar, board, ink, pose, server};
use crate::error::Refusal;

/// The declarations of all types that a type refers to, by name.
#[derive(Default)]
struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        // A type without a file of its own belongs to the language or to a library.
        if T::output_path().is_some() {
            let (name, declaration) = (T::name(&self.config), T::decl(&self.config));
            let before = self.by_name.insert(name.clone(), declaration.clone());
            assert!(before.is_none_or(|before| before == declaration), "two types are called {name}");
        }
    }
}

fn typescript() -> String {
    let mut declarations = Declarations::default();
    declarations.visit::<ClientEvent>();
    declarations.visit::<ServerEvent>();
    declarations.visit::<CloseReason>();
    declarations.visit::<server::Error>();
    declarations.visit::<Pose>();
    declarations.visit::<board::Content>();
    ClientEvent::visit_replies(&mut declarations);
    let mut text = String::from("// Made from src/protocol by `make protocol`. Do not edit.\n\n");
    for declaration in declarations.by_name.values() {
        text.push_str("export ");
        text.push_str(declaration);
        text.push('\n');
    }
    let codes: Vec<_> = Refusal::ALL.iter().map(|refusal| format!("\"{}\"", refusal.code())).collect();
    text.push_str(&format!("export type RefusalCode = {};\n\n", codes.join(" | ")));
    text.push_str(&format!("export const SUBPROTOCOL = \"{}\";\n", super::SUBPROTOCOL));
    text.push_str(&format!("export const POSE_UP = {};\nexport const POSE_DOWN = {};\n", pose::UP, pose::DOWN));
    text.push_str(&format!("export const INK = {};\nexport const BOARD_UNITS = {};\n", ink::INK, board::UNITS));
    text.push_str(&format!(
        "export const BOARD_BOUND = {};\nexport const BOARD_BATCH = {};\n",
        board::BOUND,
        board::BATCH
    ));
    text.push_str(&format!("export const BOARD_TEXT_LIMIT = {};\n", board::TEXT_LIMIT));
    text.push_str(&format!("export const FLOOR_CM = {};\nexport const CEILING_CM = {};\n", pose::FLOOR, pose::CEILING));
    text.push_str(&format!("export const NAME_LIMIT = {};\n", super::text::NAME_LIMIT));
    text.push_str(&format!("export const MESSAGE_LIMIT = {};\n", super::text::MESSAGE_LIMIT));
    text.push_str(&values());
    text
}

/// The constants that the browser needs besides the types.
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
fn the_generated_typescript_is_up_to_date() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/client/src/net/protocol.gen.ts"));
    let text = typescript();
    if fs::read_to_string(path).is_ok_and(|committed| committed == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("client/src/net can be made");
    fs::write(path, text).expect("protocol.gen.ts can be written");
    panic!("client/src/net/protocol.gen.ts was not up to date. It is now: please commit it.");
}
