//! Who attended a lesson, and when.

use chrono::Duration;

use super::School;
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::{self, Time},
    db::{
        guests,
        sessions::{self, Attendance},
    },
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::roster::ERASED,
};

/// A participant who attended.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendee {
    /// `None` if the person has been erased.
    pub name: Option<String>,
    pub role: String,
    pub guest: bool,
    pub first_joined: Time,
    /// `None` while they are in the room.
    pub last_left: Option<Time>,
    /// The total time they spent in the room.
    pub total: Duration,
    /// How often they entered.
    pub visits: usize,
}

/// The people who attended, and the number of guests whose names are deleted.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher.
pub async fn of(school: &School, by: &Identity, id: SessionId) -> Result<(Vec<Attendee>, i64), Failure> {
    if !allows(Some(by.role), SchoolAct::PlanSessions) {
        return Err(Refusal::NotAllowed.into());
    }
    let teacher = by.person;
    school
        .pool
        .run(move |connection| {
            let session = sessions::own(connection, id, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
            let over = match session.state.as_str() {
                "live" => None,
                // After a crash no leaving may be recorded; the lesson was alive until this time.
                _ => sessions::alive_at(connection, id)?.or(session.ended_at).or(session.started_at),
            };
            let visits = sessions::visits(connection, id)?;
            Ok((attendees(visits, over, clock::now()), guests::forgotten(connection, id)?))
        })
        .await
}

/// Sums up the visits of each participant. An open visit lasts until `over`, the end of the lesson, or until now.
fn attendees(visits: Vec<Attendance>, over: Option<Time>, now: Time) -> Vec<Attendee> {
    let mut attendees: Vec<(_, Attendee)> = Vec::new();
    for visit in visits {
        let left = visit.left_at.or(over).map(|left| left.max(visit.joined_at));
        let lasted = left.unwrap_or(now).signed_duration_since(visit.joined_at).max(Duration::zero());
        match attendees.last_mut() {
            Some((same, attendee)) if *same == visit.participant => {
                attendee.last_left = left;
                attendee.total += lasted;
                attendee.visits += 1;
            }
            _ => attendees.push((
                visit.participant,
                Attendee {
                    name: Some(visit.name).filter(|name| name != ERASED),
                    role: visit.role,
                    guest: visit.guest,
                    first_joined: visit.joined_at,
                    last_left: left,
                    total: lasted,
                    visits: 1,
                },
            )),
        }
    }
    attendees.into_iter().map(|(_, attendee)| attendee).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ParticipantId;

    fn at(minute: u32) -> Time {
        format!("2026-11-20T09:{minute:02}:00Z").parse().expect("a time")
    }

    fn visit(participant: ParticipantId, joined: u32, left: Option<u32>) -> Attendance {
        Attendance {
            participant,
            name: "Ana".into(),
            role: "student".into(),
            guest: true,
            joined_at: at(joined),
            left_at: left.map(at),
        }
    }

    #[test]
    fn two_visits_of_a_participant_are_summed_up() {
        let ana = ParticipantId::fresh();
        let sums = attendees(vec![visit(ana, 0, Some(10)), visit(ana, 20, Some(25))], Some(at(45)), at(50));
        assert_eq!(sums.len(), 1);
        assert_eq!((sums[0].first_joined, sums[0].last_left), (at(0), Some(at(25))));
        assert_eq!((sums[0].total.num_minutes(), sums[0].visits), (15, 2));
    }

    #[test]
    fn an_open_visit_lasts_until_now_or_until_the_last_sign_of_life() {
        let (ana, ben) = (ParticipantId::fresh(), ParticipantId::fresh());
        let live = attendees(vec![visit(ana, 0, None), visit(ben, 5, Some(6))], None, at(30));
        assert_eq!((live[0].last_left, live[0].total.num_minutes()), (None, 30));
        assert_eq!(live[1].total.num_minutes(), 1);
        let crashed = attendees(vec![visit(ana, 0, None), visit(ben, 50, None)], Some(at(40)), at(59));
        assert_eq!((crashed[0].last_left, crashed[0].total.num_minutes()), (Some(at(40)), 40));
        assert_eq!(crashed[1].total.num_minutes(), 0);
    }
}
