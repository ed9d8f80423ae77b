//! A private feed for each person: calendars of phones subscribe to its address, which can be reset.

use chrono::Duration;

use super::{
    School,
    ical::{self, Event},
    sessions::zone_of,
};
use crate::{
    access::{Identity, LinkToken},
    clock,
    db::calendar_feeds,
    error::{Failure, Refusal},
};

/// How far a feed reaches back, and how long a cancelled lesson is known.
pub const PAST: Duration = Duration::days(60);
/// How far it reaches ahead: as far as a rule may.
const AHEAD: Duration = Duration::days(super::recurrence::DAYS);

/// The address of the caller's feed.
///
/// # Errors
/// The database's.
pub async fn address(school: &School, by: &Identity) -> Result<String, Failure> {
    let (person, fresh) = (by.person, LinkToken::fresh().to_text());
    let token = school.pool.run(move |connection| calendar_feeds::token(connection, person, &fresh)).await?;
    Ok(format!("{}/calendar/{token}.ics", school.settings.url))
}

/// Gives the caller's feed another address; the old one is dead at once.
///
/// # Errors
/// The database's.
pub async fn reset(school: &School, by: &Identity) -> Result<(), Failure> {
    let (person, fresh) = (by.person, LinkToken::fresh().to_text());
    school.pool.run(move |connection| calendar_feeds::reset(connection, person, &fresh)).await
}

/// The feed with this token.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn read(school: &School, token: &str) -> Result<String, Failure> {
    let token = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.to_text();
    let now = clock::now();
    let read = move |connection: &mut diesel::PgConnection| {
        let person = calendar_feeds::owner(connection, &token)?.ok_or(Refusal::LinkDead)?;
        let lessons = calendar_feeds::lessons(connection, person, now - PAST, now + AHEAD)?;
        Ok((lessons, calendar_feeds::cancelled(connection, person, now - PAST)?))
    };
    let (lessons, cancelled) = school.pool.run(read).await?;
    let url = school.settings.url.as_str();
    let planned = lessons.into_iter().map(|(session, sequence)| Event {
        id: session.id,
        starts_at: session.starts_at,
        minutes: session.minutes,
        zone: zone_of(&session),
        url: format!("{url}/join/{}", session.code),
        title: session.title,
        description: session.description,
        sequence: sequence.unwrap_or(0),
        cancelled: false,
    });
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
    Ok(ical::calendar(&school.name(), host, &events, now))
}
