//! Errors. A `Refusal` is caused by the caller: a flat enum with a code and one sentence that says what to do, the same in JSON,
//! HTML and WebSocket. A `Fault` is caused by the server: it is logged, and the caller learns only that it happened.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! refusals {
    ($($variant:ident = $code:literal, $status:literal, $message:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal { $($variant),* }

        impl Refusal {
            pub const ALL: &'static [Refusal] = &[$(Refusal::$variant),*];

            /// The stable code by which clients recognise it.
            pub fn code(self) -> &'static str {
                match self { $(Refusal::$variant => $code),* }
            }

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Refusal::$variant => $status),* }
            }

            /// One sentence for people.
            pub fn message(self) -> &'static str {
                match self { $(Refusal::$variant => $message),* }
            }

            #[cfg(test)]
            fn variant(self) -> &'static str {
                match self { $(Refusal::$variant => stringify!($variant)),* }
            }
        }
    };
}

refusals! {
    // Frames
    FrameBad = "frame_bad", 400, "A frame is JSON with an event and its data.";
    EventUnknown = "event_unknown", 400, "There is no event of that name.";
    DataBad = "data_bad", 400, "The data does not fit the event.";
    PoseBad = "pose_bad", 400, "A pose is ten bytes with a unit quaternion.";
    SubprotocolUnknown = "subprotocol_unknown", 400, "This server speaks the subprotocol lyceum.v1.";
    HandshakeBad = "handshake_bad", 400, "That is no WebSocket handshake.";
    TooFast = "too_fast", 429, "That was too much at once. Please slow down.";
    Busy = "busy", 503, "The server is busy. Please try again in a moment.";
    OriginForeign = "origin_foreign", 403, "This page may not speak to this server.";
    // Coming in
    CodeUnknown = "code_unknown", 404, "There is no lesson with this code. Please check it and try again.";
    TooManyGuesses = "too_many_guesses", 429, "Too many wrong codes. Please wait a minute and try again.";
    LessonEnded = "lesson_ended", 410, "The lesson has ended.";
    LessonElsewhere = "lesson_elsewhere", 503, "This lesson is on another server of the school. Please open its link again.";
    GuestsRefused = "guests_refused", 403, "This lesson is for people with an account. Please sign in first.";
    RoomFull = "room_full", 409, "The room is full.";
    Removed = "removed", 403, "The teacher has removed you from this lesson.";
    ResumeUnknown = "resume_unknown", 403, "Your place in the lesson could not be found. Please join again.";
    NotJoined = "not_joined", 409, "Join the lesson first.";
    AlreadyJoined = "already_joined", 409, "You have joined already.";
    Waiting = "waiting", 403, "You are not in the room yet. Please wait until the teacher lets you in.";
    NameEmpty = "name_empty", 400, "Please enter your name.";
    NameTooLong = "name_too_long", 400, "A name has at most 40 letters.";
    NameBad = "name_bad", 400, "A name cannot have control characters.";
    AvatarBad = "avatar_bad", 400, "That avatar has a part that does not exist.";
    // In the room
    NotAllowed = "not_allowed", 403, "You may not do that.";
    NotLive = "not_live", 409, "The lesson has not started yet.";
    AlreadyLive = "already_live", 409, "The lesson has started already.";
    MessageEmpty = "message_empty", 400, "A message cannot be empty.";
    MessageTooLong = "message_too_long", 400, "A message has at most 2,000 letters.";
    MessageBad = "message_bad", 400, "A message cannot have control characters.";
    MessageUnknown = "message_unknown", 404, "That message does not exist.";
    NotAuthor = "not_author", 403, "Only its author may change a message.";
    ParticipantUnknown = "participant_unknown", 404, "That person is not in this lesson.";
    SlideUnknown = "slide_unknown", 404, "The screen has no such page.";
    QuizGone = "quiz_gone", 409, "That quiz is not on the screen any more.";
    QuizOver = "quiz_over", 409, "The right answer has been shown already.";
    ChoiceUnknown = "choice_unknown", 400, "The quiz has no such answer.";
    OfferBad = "offer_bad", 400, "This offer of sound cannot be answered.";
    NoMedia = "no_media", 409, "There is no sound yet. Please turn your microphone on first.";
    // Streams of programs
    StreamKeyWrong = "stream_key_wrong", 401, "This stream key is not for this lesson, or no longer good.";
    StreamKeyOther = "stream_key_other", 403, "This stream key is good for something else.";
    StreamKeysMany = "stream_keys_many", 409, "This lesson has as many stream keys as it may have. Delete one first.";
    StreamKeyUnknown = "stream_key_unknown", 404, "That stream key does not exist.";
    StreamKindBad = "stream_kind_bad", 400, "A stream key is for either \"publish\" or \"view\".";
    StreamUnknown = "stream_unknown", 404, "That stream does not exist, or is over.";
    TooManyViews = "too_many_views", 409, "So many pictures cannot be seen at once: at most as many as were offered, and 49.";
    OfferUnfit = "offer_unfit", 406, "The offer needs sound in Opus: one track to publish, up to 64 to listen.";
    AcceptUnfit = "accept_unfit", 406, "The answer is application/sdp, which the request does not accept.";
    ContentUnfit = "content_unfit", 415, "An offer is application/sdp, and what changes it application/trickle-ice-sdpfrag.";
    FragmentBad = "fragment_bad", 400, "This part of an offer could not be read.";
    TagNeeded = "tag_needed", 428, "Say in If-Match which state of the stream is meant.";
    TagStale = "tag_stale", 412, "The stream has another state by now.";
    UnmutingForbidden = "unmuting_forbidden", 403, "The teacher has muted you for now.";
    NotKept = "not_kept", 503, "This could not be saved. Please try again.";
    // Signing in
    SignInWrong = "sign_in_wrong", 401, "Identification or password does not match";
    SignInNeeded = "sign_in_needed", 401, "Please sign in first.";
    Unconfirmed = "unconfirmed", 403, "Please confirm your email address first, with the link that we have mailed to you.";
    Blocked = "blocked", 403, "This account is blocked. Please ask your administrator.";
    TooManySignIns = "too_many_sign_ins", 429, "Too many attempts to sign in. Please wait a minute and try again.";
    FormStale = "form_stale", 403, "This form is too old. Please try again.";
    // Planning
    RangeBad = "range_bad", 416, "The file has no such part.";
    BodyBad = "body_bad", 400, "The request could not be read.";
    BodyTooBig = "body_too_big", 413, "That is too large.";
    PageUnknown = "page_unknown", 404, "There is nothing at this address.";
    MethodUnknown = "method_unknown", 405, "This address cannot be asked in that way.";
    SessionUnknown = "session_unknown", 404, "That lesson does not exist.";
    ExperienceUnknown = "experience_unknown", 404, "That experience does not exist.";
    ExperiencesMany = "experiences_many", 400, "A lesson has one experience.";
    SessionLive = "session_live", 409, "The lesson is live. End it first.";
    TitleEmpty = "title_empty", 400, "Please enter a title.";
    TitleTooLong = "title_too_long", 400, "A title has at most 200 letters.";
    DescriptionTooLong = "description_too_long", 400, "A description has at most 5,000 letters.";
    TextBad = "text_bad", 400, "Text cannot have control characters.";
    TimeBad = "time_bad", 400, "That date and time does not exist in that time zone.";
    TimeZoneUnknown = "time_zone_unknown", 400, "That time zone does not exist.";
    CapacityBad = "capacity_bad", 400, "A room is for 1 to 1,000 students.";
    CapacityTooHigh = "capacity_too_high", 400, "Rooms of this school are not that large. Please let fewer students in.";
    SeriesTooLong = "series_too_long", 400, "The name of a series has at most 60 letters.";
    RetentionBad = "retention_bad", 400, "The chat is kept either \"during session\" or \"keep\".";
    // Content
    UploadEmpty = "upload_empty", 400, "Please choose a file.";
    UploadTooBig = "upload_too_big", 413, "This file is larger than this school allows.";
    QuotaFull = "quota_full", 409, "You have no room for this file. Delete some that you no longer need.";
    StorageFull = "storage_full", 507, "The server has no room left for files. Please tell your administrator.";
    FileKindBad = "file_kind_bad", 415, "Files can be pictures (JPEG, PNG, WebP, GIF), videos (MP4, WebM) and presentations (PDF).";
    PictureBad = "picture_bad", 400, "This picture cannot be read. Perhaps it is damaged.";
    PictureTooLarge = "picture_too_large", 413, "This picture is too large: it may have 50 million pixels.";
    CaptionTooLong = "caption_too_long", 400, "A caption or an answer has at most 500 letters.";
    BodyEmpty = "body_empty", 400, "Please write something.";
    BodyTooLong = "body_too_long", 400, "A text has at most 5,000 letters.";
    QuizBad = "quiz_bad", 400, "A quiz has a question, two to eight answers, and one of these is right.";
    ContentBad = "content_bad", 400, "Content is photos, videos and presentations that you have uploaded, quizzes and texts.";
    ContentMany = "content_many", 409, "An experience has at most 100 parts.";
    ContentUnknown = "content_unknown", 404, "That part of the experience does not exist.";
    ExperiencesFull = "experiences_full", 409, "One person has at most 1,000 experiences. Delete one first.";
    FileLive = "file_live", 409, "A live lesson shows this file from another experience. End the lesson first.";
    ExperienceLive = "experience_live", 409, "A live lesson uses this experience. End the lesson first.";
    // Accounts
    UsernameBad = "username_bad", 400, "A username has 2 to 40 letters, digits, dots, hyphens or underscores.";
    EmailBad = "email_bad", 400, "That is not an email address.";
    PhoneBad = "phone_bad", 400, "A phone number has 6 to 15 digits, perhaps with a + before them.";
    IdentifierBad = "identifier_bad", 400, "Please enter a username or an email address.";
    PasswordTooShort = "password_too_short", 400, "A password has at least 10 letters.";
    PasswordTooLong = "password_too_long", 400, "A password has at most 72 bytes.";
    PasswordCommon = "password_common", 400, "That password is one of the first that others would guess. Please choose another.";
    PasswordWrong = "password_wrong", 403, "That is not your password.";
    UsernameTaken = "username_taken", 409, "That username is taken. Please choose another.";
    RoleRefused = "role_refused", 403, "One signs up as a teacher. Students are invited by their teacher.";
    LinkDead = "link_dead", 410, "This link has been used, or is too old. Please ask for a new one.";
    TooManyMails = "too_many_mails", 429, "Too many mails were asked for. Please wait some minutes and try again.";
    AccountExists = "account_exists", 409, "There is an account with this username or email address already.";
    LanguageUnknown = "language_unknown", 400, "That language is not one of those that there are.";
    StudentUnknown = "student_unknown", 404, "You have no such student.";
    // Looking after people
    PersonUnknown = "person_unknown", 404, "That person does not exist.";
    PersonBlocked = "person_blocked", 409, "That person is blocked. Unblock them first.";
    OwnAccount = "own_account", 409, "You cannot do that to your own account. Please ask another administrator.";
    LastAdministrator = "last_administrator", 409, "This is the last administrator. Make someone else one first.";
    RoleUnknown = "role_unknown", 400, "A role is administrator, teacher or student.";
    MailUnknown = "mail_unknown", 404, "This mail is not waiting any more.";
    MailGone = "mail_gone", 404, "This mail is not kept, or not any more.";
    InvitationOver = "invitation_over", 409, "This invitation cannot be used any more, or never was.";
    SchoolNameBad = "school_name_bad", 400, "A school's name has at most 60 letters, on one line.";
    LanguagesBad = "languages_bad", 400, "Please offer one at least of the languages that there are.";
    CapacitiesBad = "capacities_bad", 400, "The largest room is for 1 to 1,000 students, and the usual one is no larger.";
    UploadLimitBad = "upload_limit_bad", 400, "A file may have 1 to 10,000 megabytes.";
    QuotaBad = "quota_bad", 400, "A teacher's files may have 1 to 1,000,000 megabytes together.";
    EmptyRoomBad = "empty_room_bad", 400, "An empty lesson ends after at most 10,080 minutes, or with 0 never.";
    AttendanceDaysBad = "attendance_days_bad", 400, "Who was in a lesson is kept for 1 to 3,650 days; leave it empty for as long as the lesson.";
    GuestDaysBad = "guest_days_bad", 400, "Guests have a name for 1 to 3,650 days after a lesson.";
    AuditDaysBad = "audit_days_bad", 400, "The audit trail is kept for 30 to 3,650 days.";
    RegistrationDaysBad = "registration_days_bad", 400, "An account may wait for 1 to 365 days to be confirmed.";
    SettingsChanged = "settings_changed", 409, "Somebody else has changed the settings since. Look at them again, and then save.";
    ReasonBad = "reason_bad", 400, "Please give a reason, of at most 500 letters.";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Refusal {}

/// Serialised as its code.
impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Refusal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        let known = Refusal::ALL.iter().copied().find(|refusal| refusal.code() == code);
        known.ok_or_else(|| de::Error::custom(format_args!("there is no refusal with the code {code:?}")))
    }
}

/// A failure of the server or of what it depends on.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the database did not answer: {0}")]
    Unavailable(String),
    #[error("the database refused: {0}")]
    Database(#[from] diesel::result::Error),
    #[error("{0}")]
    Broken(String),
}

impl Fault {
    /// Whether trying again later may help.
    pub fn passes(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        match self {
            Fault::Unavailable(_) => true,
            Fault::Database(Error::DatabaseError(kind, _)) => {
                matches!(kind, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand)
            }
            Fault::Database(Error::BrokenTransactionManager) => true,
            _ => false,
        }
    }
}

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Failure::Fault(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, fs, path::Path};

    fn sources(dir: &Path, text: &mut String) {
        for entry in fs::read_dir(dir).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                sources(&path, text);
            } else if !path.ends_with("error.rs") {
                text.push_str(&fs::read_to_string(path).expect("sources are text"));
            }
        }
    }

    #[test]
    fn every_refusal_has_its_own_code_and_is_used() {
        let mut text = String::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut text);
        let mut codes = HashSet::new();
        for refusal in Refusal::ALL {
            assert!(codes.insert(refusal.code()), "{} stands twice", refusal.code());
            let used = format!("Refusal::{}", refusal.variant());
            let found = text
                .match_indices(&used)
                .any(|(at, _)| !text[at + used.len()..].starts_with(|c: char| c.is_alphanumeric()));
            assert!(found, "{used} is never used");
        }
    }
}
