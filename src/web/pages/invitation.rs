//! The page of an invitation's link: a form to sign up as a student or, for a student who is signed in, a button to accept.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context, value::Serde};

use super::{
    register::{Fields, problems},
    signin::{EmptyForm, sign_in_at_once},
};
use crate::{
    access::{Role, SchoolAct, allows},
    domain::{
        School, invitations,
        registration::{self, SignUp},
    },
    error::{Failure, Refusal},
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        redirect::see_other,
        request,
    },
};

/// The page, while the invitation can be accepted.
async fn page(
    cx: &PageContext,
    school: &School,
    token: &str,
    fields: Option<&Fields>,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let invitation = match invitations::by_link(school, token).await {
        Ok(invitation) => invitation,
        Err(Failure::Refused(refusal)) => {
            let context = context! { dead => true };
            return Ok(cx.page(PublicError::from(refusal).status, "invitation.html", context));
        }
        Err(fault) => return Err(fault.into()),
    };
    let blank = Fields::with_email(invitation.email);
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    let context = context! {
        token,
        teacher => invitation.teacher_name,
        enrols => invitation.enrols,
        teaches => invitation.role == Role::Teacher.as_str(),
        student => invitation.enrols && cx.identity.as_ref().is_some_and(|by| allows(Some(by.role), SchoolAct::AcceptInvitations)),
        fields => Value::from(Serde(fields.unwrap_or(&blank))),
        problems => problems(cx, fields.unwrap_or(&blank), wrong),
    };
    Ok(cx.page(status, "invitation.html", context))
}

pub async fn show(cx: PageContext, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    page(&cx, &school, &token, None, None).await
}

pub async fn register(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    fields: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let (invitation, once) = (Some(token.to_string()), cx.once_of_stranger());
    let sign_up = SignUp { invitation, once, ..fields.0.sign_up(cx.language()) };
    match registration::register(&school, request::address(&cx.request), sign_up).await {
        Ok(signed_up) if signed_up.confirmed => {
            let Fields { username, password, time_zone, .. } = fields.0;
            sign_in_at_once(&cx, &school, &username, password, &time_zone, Done::SignedUp).await
        }
        Ok(signed_up) => Ok(see_other(&format!("/confirm?for={}", signed_up.registration.id)).finish()),
        Err(Failure::Refused(refusal)) => page(&cx, &school, &token, Some(&fields.0), Some(refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

pub async fn accept(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    match invitations::accept(&school, cx.identity()?, &token).await {
        Ok(()) => Ok(cx.go("/join", Done::InvitationAccepted)),
        Err(Failure::Refused(refusal @ Refusal::LinkDead)) => page(&cx, &school, &token, None, Some(refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}
