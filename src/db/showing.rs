//! Who may show a camera or share a screen: the rules of a session, and what the teacher decided about single participants.

use diesel::prelude::*;

use super::schema::{participants, sessions};
use crate::{
    ids::{ParticipantId, PersonId, SessionId},
    protocol::showing::{ShowKind, Showing, ShowingRule},
};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The rules of the lesson. A rule that changes ends the permissions of single students, but not what was forbidden them.
    Rules(Showing),
    /// What the teacher decided about someone; `None` leaves it to the rule.
    May { who: ParticipantId, kind: ShowKind, may: Option<bool> },
}

/// Writes records in their order. One that comes after the end of the lesson is left out, because nothing would revoke it any more.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    for (session, record) in records {
        let open = || sessions::table.find(session).filter(sessions::state.ne("ended"));
        match record {
            Record::Rules(rules) => {
                let before = rules_of(connection, session)?;
                let there = || participants::table.filter(participants::session_id.eq(session));
                if before.cameras != rules.cameras {
                    diesel::update(there().filter(participants::may_camera.eq(true)))
                        .set(participants::may_camera.eq(None::<bool>))
                        .execute(connection)?;
                }
                if before.screens != rules.screens {
                    diesel::update(there().filter(participants::may_screen.eq(true)))
                        .set(participants::may_screen.eq(None::<bool>))
                        .execute(connection)?;
                }
                let columns = (
                    sessions::cameras.eq(rules.cameras.as_str()),
                    sessions::screens.eq(rules.screens.as_str()),
                    sessions::several_screens.eq(rules.several_screens),
                );
                diesel::update(open()).set(columns).execute(connection)?;
            }
            Record::May { who, kind, may } => {
                let theirs = participants::table
                    .filter(participants::id.eq(who))
                    .filter(participants::session_id.eq_any(open().select(sessions::id)));
                match kind {
                    ShowKind::Camera => {
                        diesel::update(theirs).set(participants::may_camera.eq(may)).execute(connection)?
                    }
                    ShowKind::Screen => {
                        diesel::update(theirs).set(participants::may_screen.eq(may)).execute(connection)?
                    }
                };
            }
        }
    }
    Ok(())
}

fn rules_of(connection: &mut PgConnection, session: SessionId) -> QueryResult<Showing> {
    let columns = (sessions::cameras, sessions::screens, sessions::several_screens);
    let (cameras, screens, several_screens): (String, String, bool) =
        sessions::table.find(session).select(columns).first(connection)?;
    let rule = |text: &str| ShowingRule::parse(text).unwrap_or_default();
    Ok(Showing { cameras: rule(&cameras), screens: rule(&screens), several_screens })
}

/// Loads what is in force.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let decided: Vec<(ParticipantId, Option<bool>, Option<bool>)> = participants::table
        .filter(participants::session_id.eq(session))
        .filter(participants::may_camera.is_not_null().or(participants::may_screen.is_not_null()))
        .select((participants::id, participants::may_camera, participants::may_screen))
        .load(connection)?;
    let mut records = vec![Record::Rules(rules_of(connection, session)?)];
    for (who, camera, screen) in decided {
        for (kind, may) in [(ShowKind::Camera, camera), (ShowKind::Screen, screen)] {
            records.extend(may.map(|may| Record::May { who, kind, may: Some(may) }));
        }
    }
    Ok(records)
}

/// Ends the decisions about single people: they are in force for one lesson.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, _keeps: bool) -> QueryResult<()> {
    diesel::update(participants::table.filter(participants::session_id.eq(session)))
        .filter(participants::may_camera.is_not_null().or(participants::may_screen.is_not_null()))
        .set((participants::may_camera.eq(None::<bool>), participants::may_screen.eq(None::<bool>)))
        .execute(connection)?;
    Ok(())
}

/// What a teacher decided about a camera lasts as long as the lesson, and is not exported.
pub const EXPORT: &[(&str, &str)] = &[];

/// It goes with the lesson.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
