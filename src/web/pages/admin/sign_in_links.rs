//! The link that signs a teacher in: made, replaced and revoked on their page.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::context;

use crate::{
    domain::{School, people, sign_in_links},
    error::{Failure, Refusal},
    web::{
        errors::PageError,
        extract::{Form, PageContext, person_id},
        flash::Done,
        pages::{qr, signin::EmptyForm},
        request,
    },
};

/// Makes a link, and shows it this once.
pub async fn issue(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let (by, id) = (cx.identity()?, person_id(&path)?);
    let token = match sign_in_links::issue(&school, by, id).await {
        Err(failure @ Failure::Refused(Refusal::SignInLinkRole)) => {
            return cx.go_refused(&format!("/admin/people/{id}"), failure);
        }
        issued => issued?,
    };
    let person = people::find(&school, by, id).await?;
    let link = format!("{}/l/{}", request::base_url(&cx.request), token.to_text());
    let context = context! { id => id.to_string(), name => person.name, qr => qr::svg(&link), link };
    Ok(cx.page(StatusCode::OK, "admin/sign_in_link.html", context))
}

pub async fn revoke(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    let revoked = sign_in_links::revoke(&school, cx.identity()?, id).await;
    cx.back(&format!("/admin/people/{id}"), revoked, Done::LinkRevoked, &[Refusal::PersonUnknown, Refusal::NotAllowed])
}
