//! A private feed for each person, each group and each student of a group: calendars of phones subscribe to its address, which can
//! be reset.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    groups::{self, Place},
    ical::{self, Event},
};
use crate::{
    access::{Identity, LinkToken},
    clock,
    db::{
        self,
        calendar_feeds::{self, FeedOwner},
    },
    error::{Failure, Refusal},
    ids::GroupId,
};

/// How far a feed reaches back, and how long a cancelled lesson is known.
pub const PAST: Duration = Duration::days(60);
/// How far it reaches ahead: as far as a rule may.
const AHEAD: Duration = Duration::days(super::sessions::recurrence::DAYS);

/// The address of the caller's feed.
///
/// # Errors
/// The database's.
pub async fn own_address(school: &School, by: &Identity) -> Result<String, Failure> {
    address(school, FeedOwner::Person(by.person)).await
}

/// The address of the feed of a group that the caller teaches.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`].
pub async fn group_address(school: &School, by: &Identity, group: GroupId) -> Result<String, Failure> {
    may_see(school, by, group).await?;
    address(school, FeedOwner::Group(group)).await
}

/// The address of the feed of a student with a personal link.
///
/// # Errors
/// The database's.
pub async fn student_address(school: &School, place: &Place) -> Result<String, Failure> {
    address(school, FeedOwner::Student(place.student.id)).await
}

/// Gives the caller's feed another address; the old one is dead at once.
///
/// # Errors
/// The database's.
pub async fn reset_own(school: &School, by: &Identity) -> Result<(), Failure> {
    reset(school, FeedOwner::Person(by.person)).await
}

/// The same for a group that the caller teaches.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`].
pub async fn reset_group(school: &School, by: &Identity, group: GroupId) -> Result<(), Failure> {
    may_see(school, by, group).await?;
    reset(school, FeedOwner::Group(group)).await
}

/// The same for a student with a personal link.
///
/// # Errors
/// The database's.
pub async fn reset_student(school: &School, place: &Place) -> Result<(), Failure> {
    reset(school, FeedOwner::Student(place.student.id)).await
}

async fn may_see(school: &School, by: &Identity, group: GroupId) -> Result<(), Failure> {
    groups::permit(by)?;
    let (teacher, everyone) = (by.person, groups::sees_all(by));
    let find = move |connection: &mut PgConnection| db::groups::find(connection, group, teacher, everyone, false);
    school.pool.run(find).await?.ok_or(Refusal::GroupUnknown)?;
    Ok(())
}

async fn address(school: &School, owner: FeedOwner) -> Result<String, Failure> {
    let fresh = LinkToken::fresh().to_text();
    let token = school.pool.run(move |connection| calendar_feeds::token(connection, owner, &fresh)).await?;
    Ok(format!("{}/calendar/{token}.ics", school.settings.url))
}

async fn reset(school: &School, owner: FeedOwner) -> Result<(), Failure> {
    let fresh = LinkToken::fresh().to_text();
    let reset = move |connection: &mut PgConnection| calendar_feeds::reset(connection, owner, &fresh);
    school.pool.run(|connection| connection.transaction(reset)).await
}

/// The feed with this token.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn read(school: &School, token: &str) -> Result<String, Failure> {
    let token = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.to_text();
    let now = clock::now();
    let read = move |connection: &mut PgConnection| {
        let (owner, name) = calendar_feeds::owner(connection, &token)?.ok_or(Refusal::LinkDead)?;
        let lessons = calendar_feeds::lessons(connection, owner, now - PAST, now + AHEAD)?;
        Ok((lessons, calendar_feeds::cancelled(connection, owner, now - PAST)?, name))
    };
    let (lessons, cancelled, group) = school.pool.run(read).await?;
    let url = school.settings.url.as_str();
    let planned = lessons.iter().map(|(session, sequence)| Event::of(session, sequence.unwrap_or(0), url));
    let gone = cancelled.into_iter().map(|one| Event {
        id: one.id,
        starts_at: one.starts_at,
        minutes: one.minutes,
        zone: one.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC),
        url: String::new(),
        title: one.title,
        description: String::new(),
        sequence: one.sequence,
        cancelled: true,
    });
    let events: Vec<_> = planned.chain(gone).collect();
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let name = group.map_or_else(|| school.name(), |group| format!("{group} – {}", school.name()));
    Ok(ical::calendar(&name, host, &events, now))
}
