//! The students of a group: what is done to one of them, and their personal links.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CodeMessage, NAME_REFUSALS,
    groups::{Colleague, UNKNOWN},
};
use crate::{
    domain::{
        School,
        groups::{self, StudentDetails},
    },
    error::Refusal,
    ids::GroupStudentId,
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn, group_id, group_student_id},
        request,
    },
};

const NO_STUDENT: &[Refusal] = &[Refusal::StudentUnknown];

/// Fields that are left out stay.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StudentChanges {
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone_number: String,
}

pub async fn change_student(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    changes: Json<StudentChanges>,
) -> Result<HttpResponse, ApiError> {
    let StudentChanges { name, email, phone_number } = changes.0;
    let details = StudentDetails { name, email, phone: phone_number };
    groups::change_student(&school, &caller.0, group_student_id(&path)?, details).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("changed")))
}

pub async fn remove_student(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    groups::remove_student(&school, &caller.0, group_student_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("removed")))
}

#[derive(Deserialize, ToSchema)]
pub struct OtherGroup {
    group: String,
}

pub async fn move_student(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    to: Json<OtherGroup>,
) -> Result<HttpResponse, ApiError> {
    let to = to.group.parse().map_err(|_| Refusal::GroupUnknown)?;
    groups::move_student(&school, &caller.0, group_student_id(&path)?, to).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("moved")))
}

pub async fn join_account(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    account: Json<Colleague>,
) -> Result<HttpResponse, ApiError> {
    groups::join_account(&school, &caller.0, group_student_id(&path)?, &account.identifier).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("joined")))
}

#[derive(Serialize, ToSchema)]
#[schema(as = PersonalLink)]
struct LinkJson {
    student: GroupStudentId,
    name: String,
    /// `null` for a link that still works but cannot be shown again.
    link: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct PersonalLinks {
    links: Vec<LinkJson>,
}

pub async fn links(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let (_, lines) = groups::sheet(&school, &caller.0, group_id(&path)?).await?;
    let base = request::base_url(&request);
    let link = |line: groups::SheetLine| LinkJson {
        student: line.id,
        name: line.name,
        link: line.token.map(|token| format!("{base}/{}", token.to_text())),
    };
    Ok(HttpResponse::Ok().json(PersonalLinks { links: lines.into_iter().map(link).collect() }))
}

#[derive(Serialize, ToSchema)]
struct NewLink {
    link: String,
}

pub async fn reset_link(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let token = groups::reset_link(&school, &caller.0, group_student_id(&path)?).await?;
    let link = format!("{}/{}", request::base_url(&request), token.to_text());
    Ok(HttpResponse::Ok().json(NewLink { link }))
}

pub fn describe(api: &mut Description) {
    api.put("/group-students/{place}", "Change a student of a group")
        .signed_in()
        .takes::<StudentChanges>()
        .gives::<CodeMessage>(200, "They are changed.")
        .refuses(&[NO_STUDENT, NAME_REFUSALS, &[Refusal::PhoneBad], &EMAIL_REFUSALS].concat());
    api.delete("/group-students/{place}", "Remove a student from their group")
        .signed_in()
        .gives::<CodeMessage>(200, "They are removed.")
        .refuses(NO_STUDENT);
    api.post("/group-students/{place}/move", "Move a student to another group")
        .signed_in()
        .takes::<OtherGroup>()
        .gives::<CodeMessage>(200, "They are moved.")
        .refuses(
            &[NO_STUDENT, UNKNOWN, &[Refusal::GroupArchived, Refusal::GroupFull, Refusal::GroupStudentTwice]].concat(),
        );
    api.post("/group-students/{place}/account", "Join a student of a group to an account")
        .signed_in()
        .takes::<Colleague>()
        .gives::<CodeMessage>(200, "What they have attended is the account's, too.")
        .refuses(&[NO_STUDENT, &[Refusal::PersonUnknown, Refusal::GroupStudentTwice]].concat());
    api.get("/groups/{group}/links", "The personal links of a group's students")
        .signed_in()
        .gives::<PersonalLinks>(200, "By name.")
        .refuses(UNKNOWN);
    api.post("/group-students/{place}/link", "Give a student another link")
        .signed_in()
        .gives::<NewLink>(200, "The old one is dead.")
        .refuses(NO_STUDENT);
}
