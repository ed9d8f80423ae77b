//! Groups of students, and their personal links.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CodeMessage, NAME_REFUSALS};
use crate::{
    clock::Time,
    domain::{
        School,
        group_progress::{self, GroupRow},
        groups::{self, CountedGroup, GroupStudent, GroupTeacher, StudentDetails, WholeGroup},
        name_list::ListedStudent,
        progress::{Lesson, Mark, Presence},
    },
    error::Refusal,
    ids::{GroupId, GroupStudentId, PersonId, SessionId},
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn, group_id, group_student_id},
        language,
        pages::groups::title as group_title,
        request,
    },
};

#[derive(Serialize, ToSchema)]
#[schema(as = Group)]
struct GroupJson {
    id: GroupId,
    name: String,
    students: i64,
    archived: bool,
    /// Whether nobody teaches it any more. Administrators see such groups.
    orphaned: bool,
}

impl GroupJson {
    fn of(CountedGroup { group, students }: CountedGroup, orphaned: bool) -> Self {
        Self { id: group.id, name: group.name, students, archived: group.archived_at.is_some(), orphaned }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupStudent)]
struct StudentJson {
    id: GroupStudentId,
    name: String,
    /// Their account, if they have one.
    person: Option<PersonId>,
    email: Option<String>,
    phone_number: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    since: Time,
}

impl From<GroupStudent> for StudentJson {
    fn from(of: GroupStudent) -> Self {
        let GroupStudent { id, name, person_id, email, phone_number, since, .. } = of;
        Self { id, name, person: person_id, email, phone_number, since }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = GroupTeacher)]
struct TeacherJson {
    id: PersonId,
    name: String,
    username: String,
}

impl From<GroupTeacher> for TeacherJson {
    fn from(GroupTeacher { id, name, username }: GroupTeacher) -> Self {
        Self { id, name, username }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = WholeGroup)]
struct WholeGroupJson {
    id: GroupId,
    name: String,
    archived: bool,
    students: Vec<StudentJson>,
    teachers: Vec<TeacherJson>,
}

impl From<WholeGroup> for WholeGroupJson {
    fn from(WholeGroup { group, students, teachers }: WholeGroup) -> Self {
        Self {
            id: group.id,
            name: group.name,
            archived: group.archived_at.is_some(),
            students: students.into_iter().map(StudentJson::from).collect(),
            teachers: teachers.into_iter().map(TeacherJson::from).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct Groups {
    groups: Vec<GroupJson>,
}

pub async fn list(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let own = groups::list(&school, &caller.0).await?;
    let taught = own.groups.into_iter().chain(own.archived).map(|one| GroupJson::of(one, false));
    let orphaned = own.without_teacher.into_iter().map(|one| GroupJson::of(one, true));
    Ok(HttpResponse::Ok().json(Groups { groups: taught.chain(orphaned).collect() }))
}

#[derive(Deserialize, ToSchema)]
pub struct NewGroup {
    name: String,
    /// One student on each line, with their name and perhaps an email address and a phone number. Empty: a group without students.
    #[serde(default)]
    students: String,
}

pub async fn create(school: Data<School>, caller: SignedIn, new: Json<NewGroup>) -> Result<HttpResponse, ApiError> {
    let by = caller.once(&new);
    let group = groups::create(&school, &by, &new.name, &new.students).await?;
    let whole = groups::get(&school, &by, group.id).await?;
    Ok(HttpResponse::Created().json(WholeGroupJson::from(whole)))
}

pub async fn get(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    whole(&school, &caller, group_id(&path)?).await
}

async fn whole(school: &School, caller: &SignedIn, id: GroupId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(WholeGroupJson::from(groups::get(school, &caller.0, id).await?)))
}

#[derive(Deserialize, ToSchema)]
pub struct GroupChanges {
    name: Option<String>,
    archived: Option<bool>,
}

pub async fn edit(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    changes: Json<GroupChanges>,
) -> Result<HttpResponse, ApiError> {
    let id = group_id(&path)?;
    if let Some(name) = &changes.name {
        groups::rename(&school, &caller.0, id, name).await?;
    }
    if let Some(archived) = changes.archived {
        groups::set_archived(&school, &caller.0, id, archived).await?;
    }
    whole(&school, &caller, id).await
}

pub async fn delete(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    groups::delete(&school, &caller.0, group_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("deleted")))
}

#[derive(Deserialize, ToSchema)]
pub struct StudentList {
    /// As in a new group.
    students: String,
}

pub async fn add_students(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    list: Json<StudentList>,
) -> Result<HttpResponse, ApiError> {
    let id = group_id(&path)?;
    groups::add_students(&school, &caller.0, id, &list.students).await?;
    whole(&school, &caller, id).await
}

#[derive(Deserialize, ToSchema)]
pub struct ListToCheck {
    students: String,
    /// The group to which they would be added.
    group: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedStudent)]
struct ListedJson {
    line: usize,
    name: String,
    email: Option<String>,
    phone_number: Option<String>,
    /// The code of the refusal, if the line cannot be used.
    refusal: Option<&'static str>,
    /// `twice`, `known`, `digits` or `several`, if it can but looks wrong.
    doubt: Option<&'static str>,
}

impl From<ListedStudent> for ListedJson {
    fn from(of: ListedStudent) -> Self {
        let ListedStudent { line, name, email, phone_number, refusal, doubt } = of;
        let (refusal, doubt) = (refusal.map(Refusal::code), doubt.map(|doubt| doubt.as_str()));
        Self { line, name, email, phone_number, refusal, doubt }
    }
}

#[derive(Serialize, ToSchema)]
struct CheckedList {
    students: Vec<ListedJson>,
}

pub async fn check(school: Data<School>, caller: SignedIn, list: Json<ListToCheck>) -> Result<HttpResponse, ApiError> {
    let group = list.group.as_deref().map(|id| id.parse().map_err(|_| Refusal::GroupUnknown)).transpose()?;
    let listed = groups::preview(&school, &caller.0, group, &list.students).await?;
    Ok(HttpResponse::Ok().json(CheckedList { students: listed.into_iter().map(ListedJson::from).collect() }))
}

#[derive(Deserialize, ToSchema)]
pub struct Colleague {
    /// A username or an email address.
    identifier: String,
}

pub async fn share(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    with: Json<Colleague>,
) -> Result<HttpResponse, ApiError> {
    let id = group_id(&path)?;
    groups::share(&school, &caller.0, id, &with.identifier).await?;
    whole(&school, &caller, id).await
}

pub async fn leave(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    groups::leave(&school, &caller.0, group_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("left")))
}

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
    request: actix_web::HttpRequest,
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
    request: actix_web::HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let token = groups::reset_link(&school, &caller.0, group_student_id(&path)?).await?;
    let link = format!("{}/{}", request::base_url(&request), token.to_text());
    Ok(HttpResponse::Ok().json(NewLink { link }))
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StartedLesson {
    session: SessionId,
    session_code: String,
    join_link: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LessonToStart {
    /// Empty: a title is made of the group and the time.
    #[serde(default)]
    session_title: String,
}

pub async fn start(
    request: actix_web::HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    lesson: Json<LessonToStart>,
) -> Result<HttpResponse, ApiError> {
    let by = caller.once(&lesson);
    let (group, mut draft) = groups::lesson_draft(&school, &by, group_id(&path)?).await?;
    draft.title = match lesson.session_title.trim() {
        "" => group_title(language::of(&request), &group, draft.time_zone),
        title => title.to_owned(),
    };
    let session = groups::start_lesson(&school, &by, draft).await?.session;
    let join_link = format!("{}/join/{}", request::base_url(&request), session.code);
    Ok(HttpResponse::Created().json(StartedLesson { session: session.id, session_code: session.code, join_link }))
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupStudentProgress)]
struct ProgressRow {
    student: GroupStudentId,
    name: String,
    /// How many lessons they attended, and how many they missed.
    attended: usize,
    missed: usize,
    /// For how many seconds they were in lessons.
    seconds: i64,
    /// The seconds that they attended each lesson, in their order; `null` where that is not known or was before their time.
    lessons: Vec<Option<i64>>,
    asked: Option<i32>,
    answered: Option<i32>,
    right: Option<i32>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GroupLesson {
    session: SessionId,
    session_title: String,
    #[schema(value_type = String, format = DateTime)]
    started_at: Time,
    #[schema(value_type = String, format = DateTime)]
    ended_at: Time,
}

#[derive(Serialize, ToSchema)]
#[schema(as = GroupProgress)]
struct ProgressJson {
    lessons: Vec<GroupLesson>,
    students: Vec<ProgressRow>,
}

pub async fn progress(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let found = group_progress::of(&school, &caller.0, group_id(&path)?).await?;
    let seconds = |mark: &Mark| match mark.presence {
        Presence::There(there) => Some(there.num_seconds()),
        Presence::Missed => Some(0),
        Presence::Before | Presence::Unknown => None,
    };
    let row = |row: &GroupRow| ProgressRow {
        student: row.student.id,
        name: row.student.name.clone(),
        attended: row.sum.attended,
        missed: row.sum.missed,
        seconds: row.sum.there.num_seconds(),
        lessons: row.marks.iter().map(seconds).collect(),
        asked: row.sum.score.map(|score| score.asked),
        answered: row.sum.score.map(|score| score.answered),
        right: row.sum.score.map(|score| score.correct),
    };
    let lesson = |lesson: &Lesson| GroupLesson {
        session: lesson.past.id,
        session_title: lesson.past.title.clone(),
        started_at: lesson.past.started_at,
        ended_at: lesson.past.ended_at,
    };
    let (lessons, students) = (found.lessons.iter().map(lesson).collect(), found.rows.iter().map(row).collect());
    Ok(HttpResponse::Ok().json(ProgressJson { lessons, students }))
}

const UNKNOWN: &[Refusal] = &[Refusal::GroupUnknown];
const NO_STUDENT: &[Refusal] = &[Refusal::StudentUnknown];
const LIST: [Refusal; 3] = [Refusal::NamesBad, Refusal::NamesMany, Refusal::TableBad];

pub fn describe(api: &mut Description) {
    api.about(
        "groups",
        "Groups of students, such as \"grade 6A\", and the personal links of students without an account.",
    );
    api.get("/groups", "One's groups").signed_in().gives::<Groups>(200, "By name, archived ones last.").refuses(&[]);
    api.post("/groups", "Make a group")
        .signed_in()
        .makes_once()
        .takes::<NewGroup>()
        .gives::<WholeGroupJson>(201, "The group.")
        .refuses(&[&[Refusal::GroupsFull], NAME_REFUSALS, &LIST].concat());
    api.post("/groups/check", "Check a list of students")
        .signed_in()
        .takes::<ListToCheck>()
        .gives::<CheckedList>(200, "How the students would be added. Nothing is saved.")
        .refuses(&[UNKNOWN, &LIST[1..]].concat());
    api.get("/groups/{group}", "A group with everyone in it")
        .signed_in()
        .gives::<WholeGroupJson>(200, "Its students by name.")
        .refuses(UNKNOWN);
    api.put("/groups/{group}", "Rename or archive a group")
        .signed_in()
        .takes::<GroupChanges>()
        .gives::<WholeGroupJson>(200, "The group.")
        .refuses(&[UNKNOWN, NAME_REFUSALS].concat());
    api.delete("/groups/{group}", "Delete a group")
        .signed_in()
        .gives::<CodeMessage>(200, "It is deleted.")
        .refuses(UNKNOWN);
    api.post("/groups/{group}/students", "Add students to a group")
        .signed_in()
        .takes::<StudentList>()
        .gives::<WholeGroupJson>(200, "The group.")
        .refuses(&[UNKNOWN, &[Refusal::GroupArchived, Refusal::GroupFull], &LIST].concat());
    api.post("/groups/{group}/share", "Share a group with another teacher")
        .signed_in()
        .takes::<Colleague>()
        .gives::<WholeGroupJson>(200, "The group.")
        .refuses(&[UNKNOWN, &[Refusal::TeacherUnknown]].concat());
    api.post("/groups/{group}/leave", "No longer teach a group")
        .signed_in()
        .gives::<CodeMessage>(200, "One does not teach it any more.")
        .refuses(&[UNKNOWN, &[Refusal::GroupTeacherLast]].concat());
    api.post("/groups/{group}/start", "Start a lesson for a group")
        .signed_in()
        .makes_once()
        .takes::<LessonToStart>()
        .gives::<StartedLesson>(201, "The lesson, which is live. Those of the group who wait are in it.")
        .refuses(
            &[
                UNKNOWN,
                &[
                    Refusal::GroupArchived,
                    Refusal::TitleTooLong,
                    Refusal::TextBad,
                    Refusal::SessionsFull,
                    Refusal::SessionUnknown,
                ],
            ]
            .concat(),
        );
    api.get("/groups/{group}/progress", "How a group's students get on over its lessons")
        .signed_in()
        .gives::<ProgressJson>(200, "The lessons that have ended, the earliest first, and the students by name.")
        .refuses(UNKNOWN);
    api.get("/groups/{group}/links", "The personal links of a group's students")
        .signed_in()
        .gives::<PersonalLinks>(200, "By name.")
        .refuses(UNKNOWN);
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
    api.post("/group-students/{place}/link", "Give a student another link")
        .signed_in()
        .gives::<NewLink>(200, "The old one is dead.")
        .refuses(NO_STUDENT);
}
