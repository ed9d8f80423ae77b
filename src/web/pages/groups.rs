//! A teacher's groups: the list, a list of names before it is saved, and the page of one group with its students and their links.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use futures_util::TryStreamExt;
use minijinja::{Value, context};
use serde::Deserialize;

use super::{qr, signin::EmptyForm, when};
use crate::{
    access::{IdempotencyKey, Identity, idempotency::KEY_LIMIT},
    clock,
    domain::{
        School, accounts, datetime,
        groups::{self, CountedGroup, Group, GroupStudent, StudentDetails},
        name_list::{self, ListedStudent},
    },
    error::{Failure, Refusal},
    ids::GroupId,
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext, group_id, group_student_id},
        flash::Done,
        multipart::{MultipartForm, PartNames},
        redirect::see_other,
        request,
    },
};

/// The most bytes of a form with a list or a table.
const FORM_LIMIT: usize = 1024 * 1024;

/// After these refusals there is no page of the group to go back to.
const NO_PAGE: &[Refusal] = &[Refusal::GroupUnknown, Refusal::NotAllowed];

fn page_of(id: GroupId) -> String {
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

/// A form with a list of names, typed or in a table's file.
struct ListForm {
    fields: HashMap<String, String>,
    table: Option<Vec<u8>>,
}

impl ListForm {
    /// Reads a form, and checks its token.
    async fn receive(cx: &PageContext, MultipartForm(mut parts): MultipartForm) -> Result<Self, Refusal> {
        let (mut form, mut left) = (Self { fields: HashMap::new(), table: None }, FORM_LIMIT);
        while let Some(mut part) = parts.try_next().await.map_err(|_| Refusal::BodyBad)? {
            let PartNames { field, file } = PartNames::of(part.headers()).ok_or(Refusal::BodyBad)?;
            let mut bytes = Vec::new();
            while let Some(chunk) = part.try_next().await.map_err(|_| Refusal::BodyBad)? {
                left = left.checked_sub(chunk.len()).ok_or(Refusal::NamesMany)?;
                bytes.extend_from_slice(&chunk);
            }
            match file {
                // A browser sends an empty file field as a file without a name.
                Some(_) if bytes.is_empty() => {}
                Some(_) => form.table = Some(bytes),
                None => {
                    form.fields.insert(field, String::from_utf8(bytes).map_err(|_| Refusal::BodyBad)?);
                }
            }
        }
        cx.check(form.fields.get("form_token").map(String::as_str))?;
        Ok(form)
    }

    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The list: the table's, or what was typed.
    fn list(&self) -> Result<String, Refusal> {
        match &self.table {
            Some(bytes) => name_list::decode(bytes),
            None => Ok(self.field("students").to_owned()),
        }
    }

    /// The group to which the students are added; a new one, if there is none.
    fn group(&self) -> Result<Option<GroupId>, Refusal> {
        match self.field("group") {
            "" => Ok(None),
            id => Ok(Some(id.parse().map_err(|_| Refusal::GroupUnknown)?)),
        }
    }

    fn identity(&self, cx: &PageContext) -> Result<Identity, PageError> {
        let by = cx.identity()?;
        let key = self.field("idempotency_key");
        let once = (1..=KEY_LIMIT).contains(&key.len()).then(|| {
            let of = [self.field("name"), self.field("students")];
            IdempotencyKey::new(by.person.as_uuid(), cx.request.path(), key).for_thing(of.map(str::as_bytes))
        });
        Ok(Identity { once, ..by.clone() })
    }
}

/// Shows a list before it is saved, with the lines that are wrong or doubtful.
pub async fn check(cx: PageContext, school: Data<School>, form: MultipartForm) -> Result<HttpResponse, PageError> {
    groups::permit(cx.identity()?)?;
    let form = ListForm::receive(&cx, form).await?;
    preview(&cx, &school, &form, None).await
}

async fn preview(
    cx: &PageContext,
    school: &School,
    form: &ListForm,
    refused: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let (by, group) = (cx.identity()?, form.group()?);
    let whole = match group {
        Some(id) => Some(groups::get(school, by, id).await?),
        None => None,
    };
    let list = form.list();
    let empty = list.as_ref().is_ok_and(|list| list.trim().is_empty());
    let listed = match &list {
        Ok(_) if empty => Ok(Vec::new()),
        Ok(list) => groups::preview(school, by, group, list).await,
        Err(refusal) => Err((*refusal).into()),
    };
    let (listed, wrong) = match listed {
        Ok(listed) => (listed, refused),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => (Vec::new(), Some(refusal)),
        Err(failure) => return Err(failure.into()),
    };
    let bad = listed.iter().filter(|one| one.refusal.is_some()).count();
    let line = |one: &ListedStudent| {
        context! {
            line => one.line,
            name => one.name.as_str(),
            email => one.email.as_deref(),
            phone => one.phone_number.as_deref(),
            wrong => one.refusal.map(|refusal| cx.refusal_text(refusal)),
            doubt => one.doubt.map(|doubt| cx.language().text(&format!("list-doubt-{}", doubt.as_str()))),
        }
    };
    // The table's lines as text, to be corrected.
    let typed = match form.table.is_some() && wrong.is_none() {
        true => listed.iter().map(as_line).collect::<Vec<_>>().join("\n"),
        false => form.field("students").to_owned(),
    };
    let context = context! {
        group => whole.as_ref().map(|whole| context! { id => whole.group.id.to_string(), name => whole.group.name.as_str() }),
        name => form.field("name"),
        students => typed,
        lines => listed.iter().map(line).collect::<Vec<_>>(),
        bad,
        doubtful => listed.iter().filter(|one| one.doubt.is_some()).count(),
        usable => listed.len() - bad,
        may_save => wrong.is_none() && bad == 0 && (!listed.is_empty() || whole.is_none()),
        message => wrong.map(|refusal| cx.refusal_text(refusal)),
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    Ok(cx.page(status, "dashboard/group_list.html", context))
}

fn as_line(one: &ListedStudent) -> String {
    let parts = [Some(one.name.as_str()), one.email.as_deref(), one.phone_number.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\t")
}

/// Saves a list: as a new group, or into a group.
pub async fn save(cx: PageContext, school: Data<School>, form: MultipartForm) -> Result<HttpResponse, PageError> {
    groups::permit(cx.identity()?)?;
    let form = ListForm::receive(&cx, form).await?;
    let by = form.identity(&cx)?;
    let saved = match form.group()? {
        Some(id) => {
            groups::add_students(&school, &by, id, form.field("students")).await.map(|_| (id, Done::StudentsAdded))
        }
        None => {
            let made = groups::create(&school, &by, form.field("name"), form.field("students")).await;
            made.map(|group| (group.id, Done::GroupMade))
        }
    };
    match saved {
        Ok((id, done)) => Ok(cx.go(&page_of(id), done)),
        Err(Failure::Refused(refusal)) if !NO_PAGE.contains(&refusal) => {
            preview(&cx, &school, &form, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
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
