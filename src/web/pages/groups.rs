//! A teacher's groups: the list, and the page of one group with its students and their links.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::{qr, signin::EmptyForm, when};
use crate::{
    clock,
    domain::{
        School, accounts, calendar_feeds, datetime,
        groups::{self, CountedGroup, Group, GroupStudent},
    },
    error::{Failure, Refusal},
    ids::GroupId,
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext, group_id},
        flash::Done,
        redirect::see_other,
        request,
    },
};

/// After these refusals there is no page of the group to go back to.
pub(super) const NO_PAGE: &[Refusal] = &[Refusal::GroupUnknown, Refusal::NotAllowed];

pub(super) fn page_of(id: GroupId) -> String {
    format!("/dashboard/groups/{id}")
}

fn counted(one: &CountedGroup) -> Value {
    context! { id => one.group.id.to_string(), name => one.group.name.as_str(), students => one.students }
}

pub async fn list(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    all(&cx, &school, None).await
}

async fn all(cx: &PageContext, school: &School, wrong: Option<(&str, Refusal)>) -> Result<HttpResponse, PageError> {
    let own = groups::list(school, cx.identity()?).await?;
    let values = |list: &[CountedGroup]| list.iter().map(counted).collect::<Vec<_>>();
    let context = context! {
        groups => values(&own.groups),
        archived => values(&own.archived),
        without_teacher => values(&own.without_teacher),
        name => wrong.map(|(name, _)| name),
        message => wrong.map(|(_, refusal)| cx.refusal_text(refusal)),
    };
    let status = wrong.map_or(StatusCode::OK, |(_, refusal)| PublicError::from(refusal).status);
    Ok(cx.page(status, "dashboard/groups.html", context))
}

fn student_values(cx: &PageContext, student: &GroupStudent, zone: chrono_tz::Tz) -> Value {
    context! {
        id => student.id.to_string(),
        name => student.name.as_str(),
        account => student.person_id.is_some(),
        email => student.email.as_deref(),
        phone => student.phone_number.as_deref(),
        since => when::at(cx.language(), student.since, zone, clock::now()),
    }
}

pub async fn show(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let (by, id) = (cx.identity()?, group_id(&path)?);
    let whole = groups::get(&school, by, id).await?;
    let own = groups::list(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (live, next) = school.directory.of_group(id, clock::now());
    let lesson = |listing: &crate::cluster::directory::Listing| {
        context! {
            id => listing.card.id.to_string(),
            code => listing.card.session_code.0.to_string(),
            title => listing.card.session_title.as_str(),
            own => listing.teacher == by.person,
            when => when::at(cx.language(), listing.card.date_time_of_session, zone, clock::now()),
        }
    };
    let others = own.groups.iter().filter(|one| one.group.id != id);
    let context = context! {
        group => group_values(&whole.group),
        feed => calendar_feeds::group_address(&school, by, id).await?,
        students => whole.students.iter().map(|one| student_values(&cx, one, zone)).collect::<Vec<_>>(),
        teachers => whole.teachers.iter().map(|one| context! {
            name => one.name.as_str(), username => one.username.as_str(), me => one.id == by.person
        }).collect::<Vec<_>>(),
        teaches => whole.teachers.iter().any(|one| one.id == by.person),
        others => others.map(counted).collect::<Vec<_>>(),
        live => live.as_deref().map(lesson),
        next => next.as_deref().map(lesson),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/group.html", context))
}

fn group_values(group: &Group) -> Value {
    context! { id => group.id.to_string(), name => group.name.as_str(), archived => group.archived_at.is_some() }
}

/// How a sheet of links is laid out.
#[derive(Deserialize)]
pub struct SheetQuery {
    /// `cut`: cards for scissors; `list`: one page to hand out or keep.
    #[serde(default)]
    form: String,
}

/// The links of a group's students with QR codes, to be printed.
pub async fn sheet(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    which: actix_web::web::Query<SheetQuery>,
) -> Result<HttpResponse, PageError> {
    let (group, lines) = groups::sheet(&school, cx.identity()?, group_id(&path)?).await?;
    let base = request::base_url(&cx.request);
    let line = |line: groups::SheetLine| {
        let link = line.token.map(|token| format!("{base}/{}", token.to_text()));
        context! {
            id => line.id.to_string(),
            name => line.name,
            qr => link.as_deref().and_then(qr::svg),
            short => link.as_deref().map(|link| link.split_once("://").map_or(link, |(_, rest)| rest).to_owned()),
        }
    };
    let context = context! {
        group => group_values(&group),
        list => which.form == "list",
        lines => lines.into_iter().map(line).collect::<Vec<_>>(),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/group_sheet.html", context))
}

#[derive(Deserialize)]
pub struct NowForm {
    /// The browser's, for a teacher without one.
    #[serde(default)]
    time_zone: String,
}

/// Plans a lesson for the group for now, starts it, and leads the teacher into it.
pub async fn start(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<NowForm>,
) -> Result<HttpResponse, PageError> {
    let (by, id) = (cx.identity_once()?, group_id(&path)?);
    let (group, mut draft) = match groups::lesson_draft(&school, &by, id).await {
        Ok(found) => found,
        Err(failure @ Failure::Refused(Refusal::GroupArchived)) => return cx.go_refused(&page_of(id), failure),
        Err(failure) => return Err(failure.into()),
    };
    if draft.time_zone == chrono_tz::Tz::UTC {
        draft.time_zone = datetime::time_zone(&form.0.time_zone).unwrap_or(chrono_tz::Tz::UTC);
    }
    draft.title = title(cx.language(), &group, draft.time_zone);
    let planned = groups::start_lesson(&school, &by, draft).await?;
    Ok(see_other(&format!("/join/{}", planned.session.code)).finish())
}

/// The title that is proposed for a lesson of a group that starts now.
pub fn title(language: Language, group: &Group, zone: chrono_tz::Tz) -> String {
    let now = clock::now();
    let at = when::at(language, now, zone, now);
    let word = |name: &str| at.get_attr(name).unwrap_or_default().to_string();
    let words = [("group", group.name.clone()), ("date", word("full_date")), ("time", word("time"))];
    let words = words.map(|(name, word)| (name, word));
    language.tell("group-lesson-title", &words.into_iter().collect())
}

#[derive(Deserialize)]
pub struct NameForm {
    #[serde(default)]
    name: String,
}

pub async fn rename(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<NameForm>,
) -> Result<HttpResponse, PageError> {
    let id = group_id(&path)?;
    cx.back(&page_of(id), groups::rename(&school, cx.identity()?, id, &form.0.name).await, Done::GroupChanged, NO_PAGE)
}

pub async fn archive(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = group_id(&path)?;
    let archived = groups::set_archived(&school, cx.identity()?, id, true).await;
    cx.back(&page_of(id), archived, Done::GroupArchived, NO_PAGE)
}

pub async fn restore(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = group_id(&path)?;
    let back = groups::set_archived(&school, cx.identity()?, id, false).await;
    cx.back(&page_of(id), back, Done::GroupRestored, NO_PAGE)
}

pub async fn delete(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = group_id(&path)?;
    groups::delete(&school, cx.identity()?, id).await?;
    Ok(cx.go("/dashboard/groups", Done::GroupDeleted))
}

#[derive(Deserialize)]
pub struct ShareForm {
    #[serde(default)]
    identifier: String,
}

pub async fn share(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<ShareForm>,
) -> Result<HttpResponse, PageError> {
    let id = group_id(&path)?;
    let shared = groups::share(&school, cx.identity()?, id, &form.0.identifier).await;
    cx.back(&page_of(id), shared, Done::GroupShared, NO_PAGE)
}

pub async fn leave(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = group_id(&path)?;
    match groups::leave(&school, cx.identity()?, id).await {
        Ok(()) => Ok(cx.go("/dashboard/groups", Done::GroupLeft)),
        left => cx.back(&page_of(id), left, Done::GroupLeft, NO_PAGE),
    }
}
