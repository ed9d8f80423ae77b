//! One sentence about what was just done, shown by the next page. The cookie holds a name and never the words, so that nobody can
//! make a page show words of their choice.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, time::Duration},
};

use super::request;
use crate::{error::Refusal, texts::Language};

pub const COOKIE: &str = "lyceum_flash";

macro_rules! done {
    ($($variant:ident = $name:literal;)*) => {
        /// Something that was done. Its sentence is the text `done-<name>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Done { $($variant),* }

        impl Done {
            pub const ALL: &'static [Done] = &[$(Done::$variant),*];

            pub fn name(self) -> &'static str {
                match self { $(Done::$variant => $name),* }
            }
        }
    };
}

done! {
    SignedOut = "signed-out";
    SignedOutEverywhere = "signed-out-everywhere";
    DeviceSignedOut = "device-signed-out";
    Confirmed = "confirmed";
    AddressCorrected = "address-corrected";
    SentAgain = "sent-again";
    Invited = "invited";
    FirstMade = "first-made";
    SignedUp = "signed-up";
    InvitationAccepted = "invitation-accepted";
    PasswordReset = "password-reset";
    PasswordChosen = "password-chosen";
    PasswordChanged = "password-changed";
    ProfileSaved = "profile-saved";
    FeedReset = "feed-reset";
    AvatarSaved = "avatar-saved";
    Planned = "planned";
    Changed = "changed";
    Deleted = "deleted";
    SeriesSet = "series-set";
    Ended = "ended";
    Reopened = "reopened";
    KeyRevoked = "key-revoked";
    ExperienceAdded = "experience-added";
    ExperienceSaved = "experience-saved";
    ExperienceDeleted = "experience-deleted";
    ContentAdded = "content-added";
    ContentSaved = "content-saved";
    ContentMoved = "content-moved";
    ContentDeleted = "content-deleted";
    RoleChanged = "role-changed";
    PersonBlocked = "person-blocked";
    PersonUnblocked = "person-unblocked";
    AccessReset = "access-reset";
    PeopleAdded = "people-added";
    PersonChanged = "person-changed";
    PersonApproved = "person-approved";
    AddressConfirmed = "address-confirmed";
    PersonErased = "person-erased";
    AccountErased = "account-erased";
    LessonClosed = "lesson-closed";
    InvitationRevoked = "invitation-revoked";
    ExperienceHidden = "experience-hidden";
    SettingsSaved = "settings-saved";
    MailHurried = "mail-hurried";
    GroupMade = "group-made";
    GroupChanged = "group-changed";
    GroupArchived = "group-archived";
    GroupRestored = "group-restored";
    GroupDeleted = "group-deleted";
    GroupShared = "group-shared";
    GroupLeft = "group-left";
    StudentsAdded = "students-added";
    StudentChanged = "student-changed";
    StudentMoved = "student-moved";
    StudentJoined = "student-joined";
    StudentRemoved = "student-removed";
    LinkReset = "link-reset";
    LinkRevoked = "link-revoked";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flash {
    Done(Done),
    Refused(Refusal),
}

impl Flash {
    pub fn of(request: &HttpRequest) -> Option<Self> {
        let name = request::sent_cookie(request, COOKIE)?;
        let done = Done::ALL.iter().find(|done| done.name() == name).map(|done| Flash::Done(*done));
        done.or_else(|| Refusal::ALL.iter().find(|r| r.code() == name).map(|refusal| Flash::Refused(*refusal)))
    }

    pub fn sentence(self, language: Language) -> String {
        match self {
            Flash::Done(done) => language.text(&format!("done-{}", done.name())),
            Flash::Refused(refusal) => language.refusal(refusal),
        }
    }

    pub fn cookie(self, request: &HttpRequest) -> Cookie<'static> {
        let name = match self {
            Flash::Done(done) => done.name(),
            Flash::Refused(refusal) => refusal.code(),
        };
        let mut cookie = request::cookie(request, COOKIE, name.to_owned());
        cookie.set_max_age(Duration::minutes(1));
        cookie
    }
}
