//! The page of the link that the server prints while the school has no administrator: it creates the first one.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context, value::Serde};

use super::{
    register::{Fields, problems},
    signin::sign_in_at_once,
};
use crate::{
    domain::{School, setup_link},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        request,
    },
};

fn page(cx: &PageContext, token: &str, fields: &Fields, wrong: Option<Refusal>) -> HttpResponse {
    let dead = wrong == Some(Refusal::LinkDead);
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    let context = context! {
        token,
        dead,
        fields => Value::from(Serde(fields)),
        problems => problems(cx, fields, wrong.filter(|_| !dead)),
    };
    cx.page(status, "welcome.html", context)
}

pub async fn show(cx: PageContext, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    match setup_link::check(&school, &token).await {
        Ok(()) => Ok(page(&cx, &token, &Fields::default(), None)),
        Err(Failure::Refused(refusal)) => Ok(page(&cx, &token, &Fields::default(), Some(refusal))),
        Err(fault) => Err(fault.into()),
    }
}

pub async fn create(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    fields: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let address = request::address(&cx.request);
    match setup_link::make(&school, address, &token, fields.0.administrator()).await {
        Ok(()) => {
            let Fields { username, password, time_zone, .. } = fields.0;
            sign_in_at_once(&cx, &school, &username, password, &time_zone, Done::FirstMade).await
        }
        Err(Failure::Refused(refusal)) => Ok(page(&cx, &token, &fields.0, Some(refusal))),
        Err(fault) => Err(fault.into()),
    }
}
