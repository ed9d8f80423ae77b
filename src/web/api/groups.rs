//! Groups of students.

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
        groups::{self, CountedGroup, GroupStudent, GroupTeacher, WholeGroup},
        name_list::ListedStudent,
    },
    error::Refusal,
    ids::{GroupId, GroupStudentId, PersonId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn, group_id},
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
    pub(super) identifier: String,
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

pub(super) const UNKNOWN: &[Refusal] = &[Refusal::GroupUnknown];
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
}
