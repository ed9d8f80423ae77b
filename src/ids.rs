//! Ids are types, so that a session can never be passed in place of a person.

use std::fmt;

use diesel_derive_newtype::DieselNewType;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{clock::Time, unicode};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DieselNewType, TS)]
        #[serde(transparent)]
        pub struct $name(#[ts(type = "string")] Uuid);

        impl $name {
            /// A fresh id of version 7: later ids sort after earlier ones.
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }

            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            pub fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
                let format = SchemaFormat::Custom("uuid".to_owned());
                ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
            }
        }

        impl utoipa::ToSchema for $name {}

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

impl MessageId {
    /// A fresh id of version 7 that sorts after the latest one, even if the clock has gone back since.
    pub fn after(latest: Option<MessageId>, now: Time) -> Self {
        let millis_of = |id: MessageId| (id.0.as_u128() >> 80) as u64;
        let now = now.timestamp_millis().max(0) as u64;
        let millis = latest.map_or(now, |latest| now.max(millis_of(latest) + 1));
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid())
    }
}

ids! {
    /// Someone with an account.
    PersonId,
    /// One login of a person: a cookie or a pair of tokens.
    LoginId,
    /// A sign-up without a confirmed email address. Confirming it creates the person whose [`PersonId`] is the same.
    RegistrationId,
    /// A teacher's invitation of a student.
    InvitationId,
    /// Work that is done later, such as a mail.
    JobId,
    /// A rule by which a teacher repeats lessons.
    RecurrenceId,
    /// A teacher's prepared content.
    ExperienceId,
    /// One item of an experience.
    ItemId,
    /// A file that a teacher has uploaded.
    UploadId,
    /// An office file that is converted.
    ConversionId,
    /// A planned, live or ended lesson, and also its room while it is open.
    SessionId,
    /// A person's or a guest's place in one session.
    ParticipantId,
    /// A set of students, such as "grade 6A".
    GroupId,
    /// A student's place in a group.
    GroupStudentId,
    /// Something that a student has handed in.
    HandInId,
    /// A question that the teacher has asked in a lesson.
    PollId,
    /// One message of the chat.
    MessageId,
    /// One attendance: from entering the room to leaving it.
    AttendanceId,
    /// A browser, by a random cookie, so that a removed guest stays out.
    DeviceId,
    /// A browser in which a person has signed in.
    BrowserId,
    /// The key with which a program publishes or listens in one lesson. A program that publishes is the participant with this id.
    StreamKeyId,
    /// One stream of such a program; its URL contains this id.
    StreamId,
    /// One line of the audit trail.
    AuditId,
    /// One running server of a school; a restart gets another id.
    NodeId,
}

impl StreamKeyId {
    /// The participant as which a program with this key publishes.
    pub fn participant(self) -> ParticipantId {
        ParticipantId(self.0)
    }
}

impl From<RegistrationId> for PersonId {
    fn from(id: RegistrationId) -> Self {
        Self(id.0)
    }
}

/// A participant's number in the room, which binary frames carry instead of an id. A session never gives the same seat twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Seat(pub u16);

/// One WebSocket or one stream, for as long as this process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConnectionId(u64);

impl ConnectionId {
    pub fn fresh() -> Self {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The five letters and digits that students type: no 0, O, 1, I or L, which look alike on a blackboard.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JoinCode([u8; 5]);

impl JoinCode {
    pub const ALPHABET: &'static [u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    pub fn random() -> Self {
        Self(std::array::from_fn(|_| Self::ALPHABET[rand::random_range(0..Self::ALPHABET.len())]))
    }

    /// Reads a code as people type or paste it: in any case, with spaces and hyphens, in full width, with invisible characters,
    /// and with letters of the Greek and Cyrillic alphabets that look like the Latin ones. Also finds the code in a link to a
    /// lesson, and in a sentence that has one word in capitals which can be a code. `None` when there is no code.
    pub fn parse(text: &str) -> Option<Self> {
        let text = unicode::clean(text);
        Self::read(&text).or_else(|| Self::find(&text))
    }

    /// The text as a whole.
    fn read(text: &str) -> Option<Self> {
        let mut code = [0; 5];
        let mut letters = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).map(latin);
        for place in &mut code {
            *place = letters.next()?.filter(|letter| Self::ALPHABET.contains(letter))?;
        }
        letters.next().is_none().then_some(Self(code))
    }

    fn find(text: &str) -> Option<Self> {
        if let Some((_, link)) = text.rsplit_once("/join/") {
            let end = link.find(|c: char| !c.is_alphanumeric() && !is_hyphen(c)).unwrap_or(link.len());
            return Self::read(&link[..end]);
        }
        let words = text
            .split(|c: char| !c.is_alphanumeric() && !is_hyphen(c))
            .filter(|word| !word.contains(char::is_lowercase));
        let mut codes = words.filter_map(Self::read);
        let code = codes.next()?;
        codes.all(|other| other == code).then_some(code)
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

/// Hyphens and dashes, also the ones that programs make of a hyphen, and the one of full width.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}')
}

/// The Latin capital letter or the digit that a character is, or looks like.
fn latin(c: char) -> Option<u8> {
    // Full width: U+FF01 to U+FF5E are ASCII, moved.
    let c = match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0)?,
        _ => c,
    };
    let capital = c.to_uppercase().next()?;
    Some(match capital {
        'Α' | 'А' => b'A',
        'Β' | 'В' => b'B',
        'С' | 'Ϲ' => b'C',
        'Ε' | 'Е' => b'E',
        'Η' | 'Н' => b'H',
        'Ј' => b'J',
        'Κ' | 'К' => b'K',
        'Μ' | 'М' => b'M',
        'Ν' => b'N',
        'Ρ' | 'Р' => b'P',
        'Ѕ' => b'S',
        'Τ' | 'Т' => b'T',
        'Χ' | 'Х' => b'X',
        'Υ' | 'У' | 'Ү' => b'Y',
        'Ζ' => b'Z',
        _ => u8::try_from(capital).ok().filter(u8::is_ascii_alphanumeric)?,
    })
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for JoinCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = JoinCode::parse("ab2-9z").expect("a code");
        assert_eq!(code.as_str(), "AB29Z");
        assert_eq!(JoinCode::parse(" AB2 9Z "), Some(code));
        for pasted in [
            "AB2\u{a0}9Z",
            "AB2\u{200b}9Z",
            "\u{feff}AB29Z",
            "ＡＢ２９Ｚ",
            "ＡＢ２－９Ｚ",
            "AB2\u{2011}9Z",
            "\u{200e}ΑΒ29Ζ",
        ] {
            assert_eq!(JoinCode::parse(pasted), Some(code), "{pasted:?}");
        }
        let link = "https://school.example/join/AB2\u{200b}9Z\u{200b}";
        assert_eq!(JoinCode::parse(link), Some(code));
    }

    #[test]
    fn letters_of_other_alphabets_are_read_as_what_they_look_like() {
        let code = JoinCode::parse("YGNSS").expect("a code");
        for typed in ["ΥGΝSS", "υgνss", "ＹＧＮＳＳ", "ｙｇｎｓｓ", "УGNЅЅ"] {
            assert_eq!(JoinCode::parse(typed), Some(code), "{typed:?}");
        }
        assert_eq!(JoinCode::parse("АВЕКМ").map(|code| code.to_string()).as_deref(), Some("ABEKM"));
    }

    #[test]
    fn a_code_is_found_in_a_link_and_in_a_sentence() {
        let code = JoinCode::parse("YGNSS").expect("a code");
        for pasted in [
            "https://school.example/join/YGNSS",
            "https://school.example/join/ygnss?from=mail",
            "Come in: https://school.example/join/YGNSS.",
            "The code is YGNSS, see you there!",
            "Volcanoes, 9:00 – code: YGN-SS",
        ] {
            assert_eq!(JoinCode::parse(pasted), Some(code), "{pasted:?}");
        }
        for other in [
            "Where is there a code?",
            "YGNSS or AB29Z",
            "https://school.example/join/",
            "https://school.example/join/x",
        ] {
            assert_eq!(JoinCode::parse(other), None, "{other:?}");
        }
    }

    #[test]
    fn invalid_join_codes_are_rejected() {
        for wrong in ["", "AB29", "AB29ZZ", "AB29O", "AB290", "AB29l", "äöüßé", "AB2\09"] {
            assert_eq!(JoinCode::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_random_code_parses_back() {
        for _ in 0..1000 {
            let code = JoinCode::random();
            assert_eq!(JoinCode::parse(code.as_str()), Some(code));
        }
    }
}
