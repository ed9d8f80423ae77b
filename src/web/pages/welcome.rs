//! Where the link leads that the server prints while nobody looks after the school: the first administrator is made here.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context, value::Serde};

use super::register::{Fields, field_of};
use crate::{
    domain::{School, first},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        request,
    },
};

fn page(visit: &Visit, token: &str, fields: &Fields, wrong: Option<Refusal>) -> HttpResponse {
    let dead = wrong == Some(Refusal::LinkDead);
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! {
        token,
        dead,
        fields => Value::from(Serde(fields)),
        wrong => wrong.map(|refusal| context! { message => visit.told(refusal), field => field_of(refusal) }),
    };
    visit.page(status, "welcome.html", context)
}

pub async fn show(visit: Visit, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    match first::check(&school, &token).await {
        Ok(()) => Ok(page(&visit, &token, &Fields::default(), None)),
        Err(Failure::Refused(refusal)) => Ok(page(&visit, &token, &Fields::default(), Some(refusal))),
        Err(fault) => Err(fault.into()),
    }
}

pub async fn make(
    visit: Visit,
    school: Data<School>,
    token: Path<String>,
    fields: Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let address = request::address(&visit.request);
    match first::make(&school, address, &token, fields.0.administrator()).await {
        Ok(()) => Ok(visit.go("/signin?next=/admin", Done::FirstMade)),
        Err(Failure::Refused(refusal)) => Ok(page(&visit, &token, &fields.0, Some(refusal))),
        Err(fault) => Err(fault.into()),
    }
}
