//! The stream keys on a lesson's page: created, shown once, revoked.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::context;
use serde::Deserialize;

use super::{dashboard, signin::EmptyForm};
use crate::{
    access::StreamKind,
    domain::{
        School,
        streams::{self, Issued},
    },
    error::{Failure, Refusal},
    web::{
        api::stream_keys::url,
        errors::PageError,
        extract::{Form, PageContext, session_id},
        flash::Done,
        request,
    },
};

#[derive(Deserialize)]
pub struct Fields {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
}

/// Creates a key and shows its secret, for the only time.
pub async fn issue(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    Form(fields): Form<Fields>,
) -> Result<HttpResponse, PageError> {
    let by = &cx.identity_once()?;
    let id = session_id(&path)?;
    let issued = match StreamKind::parse(&fields.kind) {
        Some(kind) => streams::issue(&school, by, id, kind, &fields.name).await,
        None => Err(Refusal::StreamKindBad.into()),
    };
    let Issued { key, secret } = match issued {
        Ok(issued) => issued,
        Err(failure) => return dashboard::and_back(&cx, id, Err(failure), Done::Changed),
    };
    let planned = crate::domain::sessions::get(&school, by, id).await?;
    let context = context! {
        session => context! { id => id.to_string(), title => planned.session.title.as_str() },
        key => dashboard::stream_key(&key),
        url => url(&request::base_url(&cx.request), key.kind, &planned.session.code),
        secret,
    };
    Ok(cx.page(StatusCode::OK, "dashboard/stream_key.html", context))
}

pub async fn revoke(
    cx: PageContext,
    school: Data<School>,
    path: Path<(String, String)>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (session, key) = path.into_inner();
    let session = session.parse().map_err(|_| Refusal::SessionUnknown)?;
    let revoked = match key.parse() {
        Ok(key) => streams::revoke(&school, by, session, key).await,
        Err(_) => Err(Failure::from(Refusal::StreamKeyUnknown)),
    };
    dashboard::and_back(&cx, session, revoked, Done::KeyRevoked)
}
