//! One sentence about what has just been done, shown by the next page. The cookie holds a name, never the words: nobody
//! can make a page of ours say what they like.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};

use crate::error::Refusal;

pub const COOKIE: &str = "lyceum_flash";

macro_rules! done {
    ($($variant:ident = $name:literal, $sentence:literal;)*) => {
        /// Something that was done as asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Done { $($variant),* }

        impl Done {
            const ALL: &'static [Done] = &[$(Done::$variant),*];

            fn name(self) -> &'static str {
                match self { $(Done::$variant => $name),* }
            }

            fn sentence(self) -> &'static str {
                match self { $(Done::$variant => $sentence),* }
            }
        }
    };
}

done! {
    SignedOut = "signed-out", "You are signed out.";
    SignedOutEverywhere = "signed-out-everywhere", "You are signed out, here and wherever else you were signed in.";
    Confirmed = "confirmed", "Your email address is confirmed. You can sign in now.";
    SentAgain = "sent-again", "If you have signed up, the mail is on its way again.";
    Invited = "invited", "The invitation is on its way.";
    SignedUp = "signed-up", "Welcome. You can sign in now.";
    InvitationAccepted = "invitation-accepted", "You are a student of your teacher now.";
    PasswordReset = "password-reset", "Your password is changed. You can sign in with it now.";
    PasswordChanged = "password-changed", "Your password is changed. Wherever else you were signed in, you are signed out.";
    ProfileSaved = "profile-saved", "Your profile is saved.";
    AvatarSaved = "avatar-saved", "That is how you look from now on.";
    Planned = "planned", "The lesson is planned. Give your students its code or its link.";
    Changed = "changed", "The lesson is changed.";
    Deleted = "deleted", "The lesson is deleted.";
    Started = "started", "The lesson is live. Students can come in now.";
    Ended = "ended", "The lesson has ended. Below is who was there.";
    KeyRevoked = "key-revoked", "The stream key is deleted. Whoever used it is cut off.";
    ExperienceAdded = "experience-added", "The experience is added. Now fill it: you can choose it for a lesson at any time.";
    ExperienceSaved = "experience-saved", "The experience is saved.";
    ExperienceDeleted = "experience-deleted", "The experience is deleted.";
    ContentAdded = "content-added", "It is added at the end.";
    ContentSaved = "content-saved", "It is saved.";
    ContentMoved = "content-moved", "It is moved.";
    ContentDeleted = "content-deleted", "It is deleted.";
    RoleChanged = "role-changed", "The role is changed.";
    PersonBlocked = "person-blocked", "They are blocked, and signed out everywhere.";
    PersonUnblocked = "person-unblocked", "They can sign in again.";
    AccessReset = "access-reset", "Their password is no good any more. They are mailed a link to choose another.";
    MailHurried = "mail-hurried", "The mail is tried again now.";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flash {
    Done(Done),
    Refused(Refusal),
}

impl Flash {
    pub fn of(request: &HttpRequest) -> Option<Self> {
        let cookie = request.cookie(COOKIE)?;
        let done = Done::ALL.iter().find(|done| done.name() == cookie.value()).map(|done| Flash::Done(*done));
        done.or_else(|| {
            Refusal::ALL.iter().find(|r| r.code() == cookie.value()).map(|refusal| Flash::Refused(*refusal))
        })
    }

    pub fn sentence(self) -> &'static str {
        match self {
            Flash::Done(done) => done.sentence(),
            Flash::Refused(refusal) => refusal.message(),
        }
    }

    pub fn cookie(self, secure: bool) -> Cookie<'static> {
        let name = match self {
            Flash::Done(done) => done.name(),
            Flash::Refused(refusal) => refusal.code(),
        };
        let cookie = Cookie::build(COOKIE, name).path("/").http_only(true).same_site(SameSite::Lax);
        cookie.secure(secure).max_age(Duration::minutes(1)).finish()
    }
}
