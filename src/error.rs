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
    FrameBad = "frame_bad", 400, "A frame must be JSON with an event and its data.";
    EventUnknown = "event_unknown", 400, "There is no event with this name.";
    DataBad = "data_bad", 400, "The data does not fit the event.";
    PoseBad = "pose_bad", 400, "A pose must be ten bytes with a unit quaternion.";
    SubprotocolUnknown = "subprotocol_unknown", 400, "This server speaks the subprotocol lyceum.v1.";
    HandshakeBad = "handshake_bad", 400, "This is not a WebSocket handshake.";
    TooFast = "too_fast", 429, "Too much at once. Please slow down.";
    Busy = "busy", 503, "The server is busy. Please try again in a moment.";
    OriginForeign = "origin_foreign", 403, "This page is not allowed to use this server.";
    // Coming in
    CodeUnknown = "code_unknown", 404, "There is no lesson with this code. Please check it and try again.";
    TooManyGuesses = "too_many_guesses", 429, "Too many wrong codes. Please wait a minute and try again.";
    LessonEnded = "lesson_ended", 410, "The lesson has ended.";
    LessonElsewhere = "lesson_elsewhere", 503, "This lesson runs on another server of the school. Please open its link again.";
    GuestsRefused = "guests_refused", 403, "Only people with an account can join this lesson. Please sign in first.";
    RoomFull = "room_full", 409, "The room is full.";
    Removed = "removed", 403, "The teacher has removed you from this lesson.";
    TurnedAway = "turned_away", 403, "The teacher has not let you in.";
    ResumeUnknown = "resume_unknown", 403, "Your place in the lesson was not found. Please join again.";
    NotJoined = "not_joined", 409, "Join the lesson first.";
    AlreadyJoined = "already_joined", 409, "You have already joined.";
    Waiting = "waiting", 403, "You are not in the room yet. Please wait until the teacher lets you in.";
    NameEmpty = "name_empty", 400, "Please enter your name.";
    NameTooLong = "name_too_long", 400, "A name can have at most 40 characters.";
    NameBad = "name_bad", 400, "A name cannot contain control characters.";
    AvatarBad = "avatar_bad", 400, "This avatar has a part that does not exist.";
    // In the room
    NotAllowed = "not_allowed", 403, "You are not allowed to do this.";
    NotLive = "not_live", 409, "The lesson has not started yet.";
    AlreadyLive = "already_live", 409, "The lesson has already started.";
    MessageEmpty = "message_empty", 400, "A message cannot be empty.";
    MessageTooLong = "message_too_long", 400, "A message can have at most 2,000 characters.";
    MessageBad = "message_bad", 400, "A message cannot contain control characters.";
    MessageUnknown = "message_unknown", 404, "This message does not exist.";
    MessageDeleted = "message_deleted", 409, "The teacher has deleted this message.";
    ChatPaused = "chat_paused", 403, "The teacher has paused the chat.";
    NotAuthor = "not_author", 403, "Only the author can edit a message.";
    ParticipantUnknown = "participant_unknown", 404, "This person is not in this lesson.";
    SlideUnknown = "slide_unknown", 404, "The screen does not have this page.";
    DrawingOff = "drawing_off", 403, "The teacher has not let you draw.";
    BoardUnknown = "board_unknown", 404, "This whiteboard does not exist.";
    BoardFull = "board_full", 409, "This whiteboard is full. Please start another one.";
    ElementUnknown = "element_unknown", 404, "This is no longer on the whiteboard.";
    ElementChanged = "element_changed", 409, "Somebody else has changed this since.";
    NotYours = "not_yours", 403, "You can only change what you have drawn.";
    TooLarge = "too_large", 413, "This is too large for the whiteboard.";
    InkBad = "ink_bad", 400, "This cannot be drawn.";
    QuizNotOpen = "quiz_not_open", 409, "The teacher has not started this quiz yet.";
    QuizGone = "quiz_gone", 409, "This quiz is no longer on the screen.";
    QuizOver = "quiz_over", 409, "The correct answer has already been shown.";
    ChoiceUnknown = "choice_unknown", 400, "The quiz does not have this answer.";
    HandInClosed = "hand_in_closed", 409, "Nothing can be handed in at the moment.";
    HandInKindBad = "hand_in_kind_bad", 415, "Your teacher did not ask for this kind of file.";
    HandInUnknown = "hand_in_unknown", 404, "This is no longer there.";
    HandInsMany = "hand_ins_many", 409, "There is no more room for what you hand in. Delete something first.";
    FileInfected = "file_infected", 422, "The virus scanner refused this file.";
    PollUnknown = "poll_unknown", 404, "This poll does not exist.";
    PollClosed = "poll_closed", 409, "This poll is closed.";
    PollBad = "poll_bad", 400, "A poll needs a question of at most 500 characters and what belongs to its kind, such as two to ten options.";
    PollsMany = "polls_many", 409, "A lesson can have at most 50 polls. Delete one first.";
    PollAnonymous = "poll_anonymous", 403, "This poll is anonymous: nobody can see who voted how.";
    AnswerUnfit = "answer_unfit", 400, "This answer does not fit the question.";
    AnswerTooLong = "answer_too_long", 400, "An answer can have at most 200 characters.";
    VoteSealed = "vote_sealed", 409, "You have already voted. An anonymous vote can only be changed where it was given.";
    OfferBad = "offer_bad", 400, "This is no offer in SDP, or it has no section or too many.";
    OfferPassive = "offer_passive", 400, "This offer waits for our handshake (a=setup:passive). Offer a=setup:actpass.";
    OfferFingerprint = "offer_fingerprint", 400, "This offer lacks the SHA-256 fingerprint of a certificate.";
    NoMedia = "no_media", 409, "There is no sound yet. Please turn on your microphone first.";
    // Streams of programs
    StreamKeyWrong = "stream_key_wrong", 401, "This stream key is for another lesson, or no longer valid.";
    StreamKeyOther = "stream_key_other", 403, "This stream key is for something else.";
    StreamKeysMany = "stream_keys_many", 409, "This lesson has the maximum number of stream keys. Delete one first.";
    StreamKeyUnknown = "stream_key_unknown", 404, "This stream key does not exist.";
    StreamKindBad = "stream_kind_bad", 400, "A stream key must be for either \"publish\" or \"view\".";
    StreamUnknown = "stream_unknown", 404, "This stream does not exist, or has ended.";
    TooManyViews = "too_many_views", 409, "Too many pictures: you can view as many as were offered, and at most 49.";
    OfferUnfit = "offer_unfit", 406, "The offer has no Opus, VP8 or H.264 that fits: one track of sound or video to publish, or some to receive.";
    AcceptUnfit = "accept_unfit", 406, "The answer is application/sdp, but the request does not accept it.";
    ContentUnfit = "content_unfit", 415, "An offer must be application/sdp, and a change to it application/trickle-ice-sdpfrag.";
    FragmentBad = "fragment_bad", 400, "This fragment of an offer could not be read.";
    TagNeeded = "tag_needed", 428, "If-Match must name the state of the stream.";
    TagStale = "tag_stale", 412, "The stream has changed since then.";
    ShowingForbidden = "showing_forbidden", 403, "The teacher has not allowed this. You can ask for it.";
    ScreenTaken = "screen_taken", 409, "Somebody is already sharing a screen. Please wait until it is free.";
    TooManyCameras = "too_many_cameras", 409, "49 cameras are on already. Please try again later.";
    UnmutingForbidden = "unmuting_forbidden", 403, "Microphones are off. Raise your hand to speak.";
    RecordingUnavailable = "recording_unavailable", 409, "Lessons cannot be recorded yet.";
    NotKept = "not_kept", 503, "This could not be saved. Please try again.";
    // Signing in
    SignInWrong = "sign_in_wrong", 401, "Identification or password does not match";
    SignInNeeded = "sign_in_needed", 401, "Please sign in first.";
    DeviceUnknown = "device_unknown", 404, "You are no longer signed in on that device.";
    AwaitsApproval = "awaits_approval", 403, "An administrator has not approved your account yet. You will get an email.";
    Unconfirmed = "unconfirmed", 403, "Please confirm your email address first, with the link in our email.";
    Blocked = "blocked", 403, "This account is blocked. Please ask your administrator.";
    TooManySignIns = "too_many_sign_ins", 429, "Too many sign-in attempts. Please wait a minute and try again.";
    FormStale = "form_stale", 403, "This form has expired. Please try again.";
    // Planning
    RangeBad = "range_bad", 416, "The file does not have this part.";
    BodyBad = "body_bad", 400, "The request could not be read.";
    KeyBad = "key_bad", 400, "An Idempotency-Key must have 1 to 255 letters, digits or signs.";
    KeyReused = "key_reused", 422, "This Idempotency-Key belongs to another request. Please use a new one.";
    BodyTooBig = "body_too_big", 413, "This is too large.";
    PageUnknown = "page_unknown", 404, "There is nothing at this address.";
    MethodUnknown = "method_unknown", 405, "This address does not support this method.";
    SessionUnknown = "session_unknown", 404, "This lesson does not exist.";
    ExperienceUnknown = "experience_unknown", 404, "This material does not exist.";
    ExperiencesMany = "experiences_many", 400, "A lesson can have only one material.";
    NothingKept = "nothing_kept", 404, "The chat and the answers of this lesson are not kept.";
    SearchTooLong = "search_too_long", 400, "Please search for at most 200 characters.";
    ReopenLate = "reopen_late", 409, "A lesson can be reopened for one hour after its end.";
    LengthBad = "length_bad", 400, "A lesson can last from 5 minutes to 24 hours.";
    RecurrenceBad = "recurrence_bad", 400, "A lesson can repeat by day, week or month. Please check how it repeats.";
    RecurrenceEndless = "recurrence_endless", 400, "Please say when the repetition ends.";
    RecurrenceNever = "recurrence_never", 400, "There is no lesson on any of these days. Please check how it repeats.";
    RecurrenceLong = "recurrence_long", 400, "A lesson can repeat up to 300 times, within two years.";
    ScopeBad = "scope_bad", 400, "This lesson does not repeat, or only it cannot repeat differently. Choose the lessons to change.";
    TimePast = "time_past", 400, "This time is in the past. Please check it, or confirm it below.";
    SessionsFull = "sessions_full", 409, "One person can have at most 2,000 lessons that have not ended. Delete some first.";
    SessionLive = "session_live", 409, "The lesson is live. End it first.";
    TitleEmpty = "title_empty", 400, "Please enter a title.";
    TitleTooLong = "title_too_long", 400, "A title can have at most 200 characters.";
    DescriptionTooLong = "description_too_long", 400, "A description can have at most 5,000 characters.";
    TextBad = "text_bad", 400, "Text cannot contain control characters.";
    TimeBad = "time_bad", 400, "This date and time does not exist in this time zone.";
    TimeZoneUnknown = "time_zone_unknown", 400, "This time zone does not exist.";
    CapacityBad = "capacity_bad", 400, "The maximum number of students must be between 1 and 1,000.";
    CapacityTooHigh = "capacity_too_high", 400, "This school allows fewer students in a lesson. Please enter a smaller number.";
    SeriesTooLong = "series_too_long", 400, "The name of a series can have at most 60 characters.";
    RetentionBad = "retention_bad", 400, "The chat can be kept either \"during session\" or \"keep\".";
    // Content
    UploadEmpty = "upload_empty", 400, "Please choose a file.";
    UploadTooBig = "upload_too_big", 413, "This file is larger than this school allows.";
    QuotaFull = "quota_full", 409, "You have no space left for this file. Delete files that you no longer need.";
    StorageFull = "storage_full", 507, "The server has no space left for files. Please tell your administrator.";
    FileKindBad = "file_kind_bad", 415, "Files can be pictures (JPEG, PNG, WebP, GIF), videos (MP4, WebM) and presentations (PDF).";
    PictureBad = "picture_bad", 400, "This picture cannot be read. It may be damaged.";
    PictureTooLarge = "picture_too_large", 413, "This picture is too large. It can have at most 50 million pixels.";
    PictureHeif = "picture_heif", 415, "This picture is HEIC or AVIF, which cannot be used here. Save it as JPEG first. An iPhone takes photos as JPEG after Settings > Camera > Formats > Most Compatible.";
    VideoBad = "video_bad", 400, "This video cannot be read. It may be damaged or incomplete.";
    VideoMpeg4 = "video_mpeg4", 415, "This video uses the codec MPEG-4 Visual (DivX, Xvid), which browsers cannot play. Save it as MP4 with H.264.";
    VideoMpeg2 = "video_mpeg2", 415, "This video uses the codec MPEG-2, which browsers cannot play. Save it as MP4 with H.264.";
    VideoH263 = "video_h263", 415, "This video uses the codec H.263, which browsers cannot play. Save it as MP4 with H.264.";
    VideoProres = "video_prores", 415, "This video uses the codec Apple ProRes, which browsers cannot play. Save it as MP4 with H.264.";
    VideoDolbyVision = "video_dolby_vision", 415, "This video uses the codec Dolby Vision, which browsers cannot play. Save it as MP4 with H.264.";
    VideoMotionJpeg = "video_motion_jpeg", 415, "This video uses the codec Motion JPEG, which browsers cannot play. Save it as MP4 with H.264.";
    VideoCodecUnknown = "video_codec_unknown", 415, "This video uses a codec that browsers cannot play. Save it as MP4 with H.264.";
    VideoSoundAmr = "video_sound_amr", 415, "The sound of this video uses the codec AMR, which browsers cannot play. Save it as MP4 with AAC sound.";
    VideoSoundDolby = "video_sound_dolby", 415, "The sound of this video uses the codec Dolby Digital, which browsers cannot play. Save it as MP4 with AAC sound.";
    VideoSoundAlac = "video_sound_alac", 415, "The sound of this video uses the codec Apple Lossless, which browsers cannot play. Save it as MP4 with AAC sound.";
    VideoSoundUnknown = "video_sound_unknown", 415, "The sound of this video uses a codec that browsers cannot play. Save it as MP4 with AAC sound.";
    VideoProtected = "video_protected", 415, "This video is copy-protected, so browsers cannot play it here.";
    OfficeMissing = "office_missing", 415, "This school cannot convert Office files. Save it as PDF first.";
    OfficeBad = "office_bad", 415, "This is not a file that can be converted. Save it as PDF first.";
    OfficeSlow = "office_slow", 422, "Converting this file took too long. Save it as PDF first.";
    OfficeFailed = "office_failed", 422, "This file could not be converted. Save it as PDF first.";
    ConversionUnknown = "conversion_unknown", 404, "This file is not being converted.";
    CaptionTooLong = "caption_too_long", 400, "A caption or an answer can have at most 500 characters.";
    BodyEmpty = "body_empty", 400, "Please write something.";
    BodyTooLong = "body_too_long", 400, "A text can have at most 5,000 characters.";
    QuizBad = "quiz_bad", 400, "A quiz needs a question and two to eight answers. One answer must be correct.";
    ContentBad = "content_bad", 400, "Content can be pictures, videos and presentations that you have uploaded, quizzes and texts.";
    ContentMany = "content_many", 409, "A material can have at most 100 items.";
    ContentUnknown = "content_unknown", 404, "This item of the material does not exist.";
    ExperiencesFull = "experiences_full", 409, "One person can have at most 1,000 materials. Delete one first.";
    FileLive = "file_live", 409, "A live lesson shows this file from another material. End the lesson first.";
    ExperienceLive = "experience_live", 409, "A live lesson uses this material. End the lesson first.";
    // Accounts
    UsernameBad = "username_bad", 400, "A username must have 2 to 40 letters, digits, dots, hyphens or underscores.";
    EmailBad = "email_bad", 400, "This is not an email address.";
    EmailInvisible = "email_invisible", 400, "This email address contains an invisible character. Please type it instead of pasting it.";
    EmailTooLong = "email_too_long", 400, "This email address is too long.";
    EmailLocalBad = "email_local_bad", 400, "The part before the @ has a character that it cannot have, or a dot in the wrong place.";
    EmailDomainBad = "email_domain_bad", 400, "The part after the @ is not a domain such as school.example.";
    PhoneBad = "phone_bad", 400, "A phone number must have 6 to 15 digits. It can start with +.";
    IdentifierBad = "identifier_bad", 400, "Please enter a username or an email address.";
    PasswordTooShort = "password_too_short", 400, "A password must have at least 10 characters.";
    PasswordTooLong = "password_too_long", 400, "A password can have at most 72 bytes.";
    PasswordCommon = "password_common", 400, "This password is too easy to guess. Please choose another.";
    PasswordWrong = "password_wrong", 403, "This is not your password.";
    CurrentPasswordNeeded = "current_password_needed", 403, "Please enter your current password, too.";
    UsernameTaken = "username_taken", 409, "This username is taken. Please choose another.";
    RoleRefused = "role_refused", 403, "Only teachers can sign up. Teachers invite their students.";
    LinkDead = "link_dead", 410, "This link has been used or has expired. Please ask for a new one.";
    TooManyMails = "too_many_mails", 429, "Too many emails were requested. Please wait some minutes and try again.";
    SignUpByInvitation = "sign_up_by_invitation", 403, "Teachers join this school by invitation. Please ask an administrator.";
    SignUpByDomain = "sign_up_by_domain", 403, "Please sign up with the email address that your school gave you.";
    PeopleBad = "people_bad", 400, "Please enter at least one person, and at most 200, one on each line.";
    SchoolTextBad = "school_text_bad", 400, "Each text of the school can have at most 3,000 characters.";
    SignUpBad = "sign_up_bad", 400, "Please choose who can become a teacher by signing up.";
    DomainsBad = "domains_bad", 400, "Please enter email domains such as school.example, at most 20.";
    AccountExists = "account_exists", 409, "There is already an account with this username or email address.";
    LanguageUnknown = "language_unknown", 400, "This language is not available.";
    StudentUnknown = "student_unknown", 404, "This person is not in your class.";
    // Groups
    GroupUnknown = "group_unknown", 404, "This group does not exist.";
    GroupsFull = "groups_full", 409, "One person can have at most 500 groups. Delete one first.";
    GroupFull = "group_full", 409, "A group can have at most 500 students.";
    GroupArchived = "group_archived", 409, "This group is archived. Bring it back first.";
    GroupTeacherLast = "group_teacher_last", 409, "You are the only teacher of this group. Share it with a colleague first, or archive it.";
    GroupStudentTwice = "group_student_twice", 409, "This account is already in the group.";
    TeacherUnknown = "teacher_unknown", 404, "There is no teacher with this username or email address.";
    AudienceEmpty = "audience_empty", 400, "Choose at least one group, or let everyone in who has the code.";
    AudienceMany = "audience_many", 400, "A lesson can be for at most 50 groups.";
    GroupOther = "group_other", 403, "This lesson is for another group. Ask your teacher for the right link.";
    LinkOpen = "link_open", 409, "This link is open in two other places. Close one of them and try again.";
    LinkUnknown = "link_unknown", 404, "This link does not work any more. Please ask your teacher for a new one.";
    SignInLinkRole = "sign_in_link_role", 409, "Only teachers can have a link to sign in.";
    NamesBad = "names_bad", 400, "Some lines cannot be used. Nothing was saved.";
    NamesMany = "names_many", 400, "Please enter at least one name, and at most 500, one on each line.";
    TableBad = "table_bad", 415, "This is not a CSV file. In your spreadsheet, choose Save as and CSV.";
    // Looking after people
    PersonUnknown = "person_unknown", 404, "This person does not exist.";
    PersonBlocked = "person_blocked", 409, "This person is blocked. Unblock them first.";
    OwnAccount = "own_account", 409, "You cannot do this to your own account. Please ask another administrator.";
    LastAdministrator = "last_administrator", 409, "This is the last administrator. Give someone else this role first.";
    RoleUnknown = "role_unknown", 400, "A role must be administrator, teacher or student.";
    MailUnknown = "mail_unknown", 404, "This email is no longer waiting.";
    MailGone = "mail_gone", 404, "This email is no longer available.";
    InvitationOver = "invitation_over", 409, "This invitation is not valid.";
    SchoolNameBad = "school_name_bad", 400, "The name of a school can have at most 60 characters, on one line.";
    LanguagesBad = "languages_bad", 400, "Please choose at least one of the available languages.";
    CapacitiesBad = "capacities_bad", 400, "The highest number of students must be 1 to 1,000, and the usual number cannot be higher.";
    UploadLimitBad = "upload_limit_bad", 400, "The maximum file size must be between 1 and 10,000 megabytes.";
    HolidaysBad = "holidays_bad", 400, "Please write the days without lessons like this: 2026-12-24 2027-01-06 Christmas.";
    QuotaBad = "quota_bad", 400, "The storage for each teacher must be between 1 and 1,000,000 megabytes.";
    EmptyRoomBad = "empty_room_bad", 400, "An empty lesson can end after at most 10,080 minutes. 0 means never.";
    AttendanceDaysBad = "attendance_days_bad", 400, "Attendance can be kept for 1 to 3,650 days. Leave it empty to keep it as long as the lesson.";
    GuestDaysBad = "guest_days_bad", 400, "The names of guests can be kept for 0 to 3,650 days after a lesson.";
    AuditDaysBad = "audit_days_bad", 400, "The audit trail can be kept for 30 to 3,650 days.";
    ShowingRuleBad = "showing_rule_bad", 400, "Choose who may show a camera or a screen: nobody, on request, or everyone.";
    AddressDaysBad = "address_days_bad", 400, "Addresses in the audit trail can be kept for 1 to 3,650 days.";
    RegistrationDaysBad = "registration_days_bad", 400, "Unconfirmed accounts can be kept for 1 to 365 days.";
    SettingsChanged = "settings_changed", 409, "Somebody else has changed the settings. Check them again, then save.";
    ReasonBad = "reason_bad", 400, "Please give a reason with at most 500 characters.";
}

impl Refusal {
    /// The refusal with this code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|refusal| refusal.code() == code)
    }
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
        Refusal::by_code(&code)
            .ok_or_else(|| de::Error::custom(format_args!("there is no refusal with the code {code:?}")))
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
            } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("error.rs") {
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
