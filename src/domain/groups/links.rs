//! Personal links: whose a token is, and which lessons it opens.

use std::{net::IpAddr, time::Instant};

use rand::{SeedableRng, rngs::StdRng};

use super::{Group, GroupStudent};
use crate::{
    access::{Identity, PersonalToken},
    cluster::directory::Listing,
    db::groups,
    domain::School,
    error::{Failure, Refusal},
    ids::GroupStudentId,
    protocol::Avatar,
};

/// A student of a group, known by their personal link.
#[derive(Clone, Debug)]
pub struct Place {
    pub student: GroupStudent,
    pub group: Group,
}

/// Whose link this is; `None` for a dead one, and for a group that is archived.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn place_of(school: &School, token: &str) -> Result<Option<Place>, Failure> {
    let Some(token) = PersonalToken::parse(token) else { return Ok(None) };
    let found = school.pool.run(move |connection| groups::by_link(connection, &token.hash())).await?;
    Ok(found.filter(|(_, group)| group.archived_at.is_none()).map(|(student, group)| Place { student, group }))
}

/// The same for a link that somebody opens: wrong ones are counted as guesses.
///
/// # Errors
/// [`Refusal::LinkUnknown`], [`Refusal::TooManyGuesses`].
pub async fn open(school: &School, token: &str, address: IpAddr) -> Result<Place, Failure> {
    let now = Instant::now();
    if !school.link_guesses.take(address, now) {
        return Err(Refusal::TooManyGuesses.into());
    }
    let found = place_of(school, token).await;
    if !matches!(found, Ok(None)) {
        school.link_guesses.give_back(address);
    }
    Ok(found?.ok_or(Refusal::LinkUnknown)?)
}

/// Of a student with this place, whether the lesson is for their group.
pub fn is_for(listing: &Listing, place: &Place) -> bool {
    listing.groups.contains(&place.group.id)
}

/// Whether someone may enter a lesson: it is for everyone with its code, or for a group of theirs.
///
/// # Errors
/// [`Refusal::GroupOther`].
pub async fn may_enter(school: &School, listing: &Listing, identity: Option<&Identity>) -> Result<(), Failure> {
    if listing.by_code || identity.is_some_and(|by| by.person == listing.teacher) {
        return Ok(());
    }
    let Some(person) = identity.map(|by| by.person) else { return Err(Refusal::GroupOther.into()) };
    let wanted = listing.groups.clone();
    let belongs = school.pool.run(move |connection| groups::belongs(connection, person, &wanted)).await?;
    if belongs { Ok(()) } else { Err(Refusal::GroupOther.into()) }
}

/// The avatar of a student without an account: always the same one.
pub fn avatar_of(student: GroupStudentId) -> Avatar {
    let seed = u64::from_be_bytes(student.as_uuid().as_bytes()[8..].try_into().expect("half of sixteen bytes"));
    Avatar::random(&mut StdRng::seed_from_u64(seed))
}
