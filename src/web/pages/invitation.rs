//! What the link of an invitation leads to: signing up as a student; or, for a student who is signed in, one button.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context, value::Serde};

use super::{
    register::{Fields, field_of},
    signin::Nothing,
};
use crate::{
    access::{SchoolAct, allows},
    domain::{
        School, invitations,
        registration::{self, SignUp},
    },
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        redirect::see_other,
        request,
    },
};

/// The page, for as long as the invitation can be taken up.
async fn page(
    visit: &Visit,
    school: &School,
    token: &str,
    fields: Option<&Fields>,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let invitation = match invitations::by_link(school, token).await {
        Ok(invitation) => invitation,
        Err(Failure::Refused(refusal)) => {
            let context = context! { dead => true };
            return Ok(visit.page(Told::from(refusal).status, "invitation.html", context));
        }
        Err(fault) => return Err(fault.into()),
    };
    let blank = Fields::with_email(invitation.email);
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! {
        token,
        teacher => invitation.teacher_name,
        student => visit.identity.as_ref().is_some_and(|by| allows(Some(by.role), SchoolAct::AcceptInvitations)),
        fields => Value::from(Serde(fields.unwrap_or(&blank))),
        wrong => wrong.map(|refusal| context! { message => visit.told(refusal), field => field_of(refusal) }),
    };
    Ok(visit.page(status, "invitation.html", context))
}

pub async fn show(visit: Visit, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    page(&visit, &school, &token, None, None).await
}

pub async fn register(
    visit: Visit,
    school: Data<School>,
    token: Path<String>,
    fields: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let sign_up = SignUp { invitation: Some(token.to_string()), ..fields.0.sign_up(visit.language()) };
    match registration::register(&school, request::address(&visit.request), sign_up).await {
        Ok(signed_up) if signed_up.confirmed => Ok(visit.go("/signin", Done::SignedUp)),
        Ok(signed_up) => Ok(see_other(&format!("/confirm?for={}", signed_up.registration.id)).finish()),
        Err(Failure::Refused(refusal)) => page(&visit, &school, &token, Some(&fields.0), Some(refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

pub async fn accept(
    visit: Visit,
    school: Data<School>,
    token: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    match invitations::accept(&school, visit.identity()?, &token).await {
        Ok(()) => Ok(visit.go("/join", Done::InvitationAccepted)),
        Err(Failure::Refused(refusal @ Refusal::LinkDead)) => page(&visit, &school, &token, None, Some(refusal)).await,
        Err(failure) => Err(failure.into()),
    }
}
