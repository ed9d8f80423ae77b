//! Students who wait for the next lesson of their group. Each connection is told as soon as one starts: it never asks. This node
//! knows those that it serves, and follows the announcements.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use actix::{Message, Recipient};
use serde::Serialize;

use super::School;
use crate::{
    clock::{self, Time},
    cluster::Announcement,
    error::Refusal,
    ids::{ConnectionId, GroupId, GroupStudentId, SessionId},
    protocol::roster::JoinCodeText,
};

/// In how many places one link may be open at a time.
const PLACES: usize = 2;

/// What a waiting connection is told.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum LimboNews {
    /// What comes next, as an event of the protocol.
    State(Arc<str>),
    /// The link or the group has changed: the page must be loaded again.
    Changed,
}

/// `on.limbo`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LimboState {
    /// The lesson that runs now, which the page enters.
    lesson: Option<LimboLesson>,
    /// The lesson that is planned next.
    next: Option<LimboLesson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LimboLesson {
    session_code: JoinCodeText,
    session_title: String,
    teacher: String,
    date_time_of_session: Time,
}

#[derive(Serialize)]
struct Event<D> {
    event: &'static str,
    data: D,
    seq: u32,
}

struct Waiter {
    student: GroupStudentId,
    connection: Recipient<LimboNews>,
}

/// Everyone who waits on this node, by group.
#[derive(Default)]
pub struct Limbo(Mutex<HashMap<GroupId, HashMap<ConnectionId, Waiter>>>);

impl Limbo {
    fn waiting(&self) -> MutexGuard<'_, HashMap<GroupId, HashMap<ConnectionId, Waiter>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection waits from now on.
    ///
    /// # Errors
    /// [`Refusal::LinkOpen`].
    pub fn enter(
        &self,
        group: GroupId,
        student: GroupStudentId,
        id: ConnectionId,
        connection: Recipient<LimboNews>,
    ) -> Result<(), Refusal> {
        let mut waiting = self.waiting();
        let there = waiting.entry(group).or_default();
        if there.values().filter(|waiter| waiter.student == student).count() >= PLACES {
            return Err(Refusal::LinkOpen);
        }
        there.insert(id, Waiter { student, connection });
        Ok(())
    }

    /// A connection waits no longer.
    pub fn leave(&self, group: GroupId, id: ConnectionId) {
        let mut waiting = self.waiting();
        if let Some(there) = waiting.get_mut(&group) {
            there.remove(&id);
            if there.is_empty() {
                waiting.remove(&group);
            }
        }
    }

    /// How many connections wait.
    pub fn count(&self) -> usize {
        self.waiting().values().map(HashMap::len).sum()
    }

    fn tell(&self, group: GroupId, news: &LimboNews, is_meant: impl Fn(&Waiter) -> bool) {
        let waiting = self.waiting();
        for waiter in waiting.get(&group).into_iter().flat_map(HashMap::values).filter(|one| is_meant(one)) {
            // A full mailbox is that of a connection that does not read: it looks again when it does.
            let _ = waiter.connection.try_send(news.clone());
        }
    }

    fn groups(&self) -> Vec<GroupId> {
        self.waiting().keys().copied().collect()
    }
}

/// What comes next for a group.
pub fn state(school: &School, group: GroupId) -> Arc<str> {
    let (live, next) = school.directory.of_group(group, clock::now());
    let lesson = |listing: Arc<crate::cluster::directory::Listing>| LimboLesson {
        session_code: listing.card.session_code,
        session_title: listing.card.session_title.clone(),
        teacher: listing.card.teacher.clone(),
        date_time_of_session: listing.card.date_time_of_session,
    };
    let data = LimboState { lesson: live.map(lesson), next: next.map(lesson) };
    serde_json::to_string(&Event { event: "on.limbo", data, seq: 0 }).expect("an event is JSON").into()
}

/// The groups that a session is for, as far as it is listed.
pub(super) fn groups_of(school: &School, announcement: &Announcement) -> Vec<GroupId> {
    let listed = |id: &SessionId| school.directory.by_id(*id).map(|listing| listing.groups.clone()).unwrap_or_default();
    match announcement {
        Announcement::SessionListed(listing) => listing.groups.clone(),
        Announcement::SessionChanged(session)
        | Announcement::SessionStarted { session, .. }
        | Announcement::SessionEnded(session)
        | Announcement::SessionDeleted(session) => listed(session),
        _ => Vec::new(),
    }
}

/// Tells those who wait what an announcement means for them. `before` are the session's groups before it was applied.
pub(super) fn follow(school: &School, announcement: &Announcement, before: Vec<GroupId>) {
    match announcement {
        Announcement::StudentChanged(student) => {
            for group in school.limbo.groups() {
                school.limbo.tell(group, &LimboNews::Changed, |waiter| waiter.student == *student);
            }
        }
        Announcement::GroupChanged(group) => school.limbo.tell(*group, &LimboNews::Changed, |_| true),
        _ => {
            let mut groups = groups_of(school, announcement);
            groups.extend(before);
            groups.sort_unstable();
            groups.dedup();
            for group in groups {
                school.limbo.tell(group, &LimboNews::State(state(school, group)), |_| true);
            }
        }
    }
}

/// Tells everyone who waits: announcements were lost.
pub(super) fn tell_all(school: &School) {
    for group in school.limbo.groups() {
        school.limbo.tell(group, &LimboNews::State(state(school, group)), |_| true);
    }
}
