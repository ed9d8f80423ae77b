//! What is done to the students of a group on its page.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;

use super::groups::page_of;
use crate::{
    domain::{
        School,
        groups::{self, StudentDetails},
    },
    error::{Failure, Refusal},
    ids::GroupId,
    web::{
        errors::PageError,
        extract::{Form, PageContext, group_student_id},
        flash::Done,
    },
};

/// What is done to a student of a group, and with which fields.
#[derive(Deserialize)]
pub struct StudentForm {
    /// The group whose page this is.
    #[serde(default)]
    group: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    identifier: String,
}

fn back_from_student(
    cx: &PageContext,
    form: &StudentForm,
    went: Result<(), Failure>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    let id = form.group.parse::<GroupId>().map_err(|_| Refusal::GroupUnknown)?;
    cx.back(&page_of(id), went, done, &[Refusal::NotAllowed, Refusal::StudentUnknown])
}

pub async fn change_student(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<StudentForm>,
) -> Result<HttpResponse, PageError> {
    let place = group_student_id(&path)?;
    let details =
        StudentDetails { name: form.0.name.clone(), email: form.0.email.clone(), phone: form.0.phone.clone() };
    let changed = groups::change_student(&school, cx.identity()?, place, details).await;
    back_from_student(&cx, &form.0, changed, Done::StudentChanged)
}

pub async fn move_student(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<StudentForm>,
) -> Result<HttpResponse, PageError> {
    let (place, to) = (group_student_id(&path)?, form.0.to.parse().map_err(|_| Refusal::GroupUnknown)?);
    let moved = groups::move_student(&school, cx.identity()?, place, to).await;
    back_from_student(&cx, &form.0, moved, Done::StudentMoved)
}

pub async fn join_account(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<StudentForm>,
) -> Result<HttpResponse, PageError> {
    let place = group_student_id(&path)?;
    let joined = groups::join_account(&school, cx.identity()?, place, &form.0.identifier).await;
    back_from_student(&cx, &form.0, joined, Done::StudentJoined)
}

pub async fn reset_link(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<StudentForm>,
) -> Result<HttpResponse, PageError> {
    let place = group_student_id(&path)?;
    let reset = groups::reset_link(&school, cx.identity()?, place).await.map(drop);
    back_from_student(&cx, &form.0, reset, Done::LinkReset)
}

pub async fn remove_student(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<StudentForm>,
) -> Result<HttpResponse, PageError> {
    let place = group_student_id(&path)?;
    let removed = groups::remove_student(&school, cx.identity()?, place).await;
    back_from_student(&cx, &form.0, removed, Done::StudentRemoved)
}
