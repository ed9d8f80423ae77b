//! A list of names before it is saved as a group, or added to one.

use std::collections::HashMap;

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use futures_util::TryStreamExt;
use minijinja::context;

use super::groups::{NO_PAGE, page_of};
use crate::{
    access::{IdempotencyKey, Identity, idempotency::KEY_LIMIT},
    domain::{
        School, groups,
        name_list::{self, ListedStudent},
    },
    error::{Failure, Refusal},
    ids::GroupId,
    web::{
        errors::{PageError, PublicError},
        extract::PageContext,
        flash::Done,
        multipart::{MultipartForm, PartNames},
    },
};

/// The most bytes of a form with a list or a table.
const FORM_LIMIT: usize = 1024 * 1024;

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
