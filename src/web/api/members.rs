//! Adding people, several at once, and changing their names and addresses.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::people::{AccountJson, UNKNOWN, answer, role};
use crate::{
    domain::{School, members},
    error::Refusal,
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{
        describe::Description,
        errors::{ApiError, InvalidField},
        extract::{Json, SignedIn, person_id},
    },
};

#[derive(Deserialize, ToSchema)]
pub struct NewPeople {
    /// One on each line: "Name, address" for an account, or only the address for an invitation.
    people: String,
    /// `teacher` or `student`.
    role: String,
}

#[derive(Serialize, ToSchema)]
struct AddedPeople {
    accounts: usize,
    invitations: usize,
}

pub async fn add(school: Data<School>, caller: SignedIn, new: Json<NewPeople>) -> Result<HttpResponse, ApiError> {
    let added = members::add(&school, &caller.once(&new), role(&new.role)?, &new.people, None).await?;
    let added = added.map_err(|wrong| {
        let refusal = wrong.first().map_or(Refusal::PeopleBad, |(_, refusal)| *refusal);
        let fields = wrong.iter().map(|(line, refusal)| InvalidField {
            path: format!("people.{line}"),
            message: refusal.message().to_owned(),
        });
        ApiError(refusal.into(), fields.collect())
    })?;
    Ok(HttpResponse::Created().json(AddedPeople { accounts: added.accounts, invitations: added.invitations }))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = PersonDetails)]
pub struct Details {
    name: String,
    email: String,
}

pub async fn edit(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    details: Json<Details>,
) -> Result<HttpResponse, ApiError> {
    let id = person_id(&path)?;
    Ok(answer(members::edit(&school, &caller.0, id, &details.name, &details.email).await?))
}

pub async fn approve(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    Ok(answer(members::approve(&school, &caller.0, person_id(&path)?).await?))
}

pub fn describe(api: &mut Description) {
    let bad = [
        Refusal::PeopleBad,
        Refusal::AccountExists,
        Refusal::NameTooLong,
        Refusal::NameBad,
        Refusal::RoleUnknown,
        Refusal::RoleRefused,
    ];
    api.post("/people", "Add or invite people")
        .signed_in()
        .makes_once()
        .takes::<NewPeople>()
        .gives::<AddedPeople>(201, "How many accounts were made, and how many invitations mailed.")
        .refuses(&[&bad[..], &EMAIL_REFUSALS].concat());
    let wrong = [Refusal::NameEmpty, Refusal::NameTooLong, Refusal::NameBad, Refusal::AccountExists];
    api.put("/people/{person}", "Change a person's name and address")
        .signed_in()
        .takes::<Details>()
        .gives::<AccountJson>(200, "They. Another address becomes theirs when they have confirmed it.")
        .refuses(&[UNKNOWN, &wrong[..], &EMAIL_REFUSALS].concat());
    api.post("/people/{person}/approve", "Approve an account that waits for it")
        .signed_in()
        .gives::<AccountJson>(200, "They can sign in from now on.")
        .refuses(UNKNOWN);
}
