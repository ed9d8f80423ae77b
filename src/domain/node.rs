//! Handles what this node receives from the bus: announcements one after the other, requests concurrently.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use actix_rt::time::sleep;

use super::{
    School, SchoolRef, limbo, listings, live,
    rooms::{self, RoomHandle},
    slides,
};
use crate::{
    cluster::{
        Announcement, Answer, Request,
        bus::{BusMessage, Membership, PendingRequest},
        registry::{ChangeAvatar, Erase, Find, Ownership, Recheck, Sessions},
    },
    db::settings,
    error::{Failure, Refusal},
    ids::SessionId,
    room::actor::stats,
    room::messages::{CancelSession, Reconnect, RevokeKey, UpdateRules},
};

/// After this time a failed reading is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// Starts to follow the bus, on the actix system of this thread, for as long as the school exists.
pub(super) fn start(school: &SchoolRef, membership: Membership) {
    actix_rt::spawn(follow(Arc::downgrade(school), membership));
}

async fn follow(school: Weak<School>, mut membership: Membership) {
    loop {
        let heard = membership.next().await;
        // Nobody holds the school any more.
        let Some(school) = school.upgrade() else { return };
        match heard {
            BusMessage::Announcement(delivery) => {
                if let Some(announcement) = &delivery.announcement {
                    apply(&school, announcement).await;
                }
            }
            BusMessage::Missed(count) => {
                tracing::warn!(count, "this node has missed announcements and reads everything again");
                if let Err(failure) = reload_everything(&school).await {
                    tracing::error!(%failure, "what this node has missed could not be read");
                }
            }
            BusMessage::Request(asked) => drop(actix_rt::spawn(answer(school, asked))),
        }
    }
}

async fn apply(school: &SchoolRef, announcement: &Announcement) {
    let before = limbo::groups_of(school, announcement);
    follow_announcement(school, announcement).await;
    limbo::follow(school, announcement, before);
}

async fn follow_announcement(school: &SchoolRef, announcement: &Announcement) {
    // If the registry does not answer, this node has no rooms and no connections.
    match announcement {
        Announcement::SessionListed(listing) => school.directory.list(listing.clone()),
        Announcement::SessionChanged(session) => retry_later(school, refresh(school, *session).await, announcement),
        Announcement::SessionStarted { session, at } => school.directory.set_live(*session, *at),
        Announcement::SessionEnded(session) => school.directory.forget(*session),
        Announcement::SessionDeleted(session) => {
            school.directory.forget(*session);
            if let Ok(Some(room)) = school.rooms.send(Find(*session)).await {
                room.do_send(CancelSession);
            }
        }
        Announcement::LoginsChanged(person) | Announcement::Blocked(person) => {
            let _ = school.rooms.send(Recheck(Reconnect::Person(*person))).await;
        }
        Announcement::LoginEnded(login) => {
            let _ = school.rooms.send(Recheck(Reconnect::Login(*login))).await;
        }
        Announcement::Erased(person) => {
            let _ = school.rooms.send(Erase(*person)).await;
        }
        Announcement::AvatarChanged { person, avatar } => {
            let _ = school.rooms.send(ChangeAvatar { person: *person, avatar: avatar.clone() }).await;
        }
        Announcement::StreamKeysRevoked(keys) => {
            for (session, key) in keys {
                if let Ok(Some(room)) = school.rooms.send(Find(*session)).await {
                    room.do_send(RevokeKey(*key));
                }
            }
        }
        Announcement::RoomWanted { session, node } | Announcement::RoomOpened { session, node } => {
            let _ = school.rooms.send(Ownership::Wanted(*session, *node)).await;
        }
        Announcement::RoomClosed { session, node } => {
            let _ = school.rooms.send(Ownership::Closed(*session, *node)).await;
        }
        Announcement::NodeJoined(node) if *node == school.node => {}
        Announcement::NodeJoined(_) => {
            let _ = school.rooms.send(Ownership::Tell).await;
        }
        Announcement::NodeLeft(node) => {
            let _ = school.rooms.send(Ownership::Left(*node)).await;
        }
        Announcement::StudentChanged(student) => {
            let _ = school.rooms.send(Recheck(Reconnect::Student(*student))).await;
        }
        Announcement::GroupChanged(_) => {}
        Announcement::SettingsChanged => retry_later(school, read_settings(school).await, announcement),
    }
}

/// Schedules another reading after one that has failed.
fn retry_later(school: &SchoolRef, read: Result<(), Failure>, announcement: &Announcement) {
    let Err(failure) = read else { return };
    if !matches!(&failure, Failure::Fault(fault) if fault.passes()) {
        return tracing::error!(%failure, ?announcement, "a change cannot be read");
    }
    tracing::warn!(%failure, ?announcement, "a change could not be read: this node tries again");
    let (school, announcement) = (Arc::downgrade(school), announcement.clone());
    actix_rt::spawn(async move {
        sleep(RETRY).await;
        if let Some(school) = school.upgrade() {
            // All nodes read it again; a node that has read it already changes nothing.
            drop(school.bus.announce(announcement));
        }
    });
}

/// Reads a session's current state into the directory, and into its room if that is on this node. Announcements are handled one
/// after the other, so the last reading is the newest.
async fn refresh(school: &School, session: SessionId) -> Result<(), Failure> {
    let Some(listing) = listings::read(school, session).await? else { return Ok(()) };
    if !school.directory.amend(listing) {
        return Ok(());
    }
    let Some(listing) = school.directory.by_id(session) else { return Ok(()) };
    if let Ok(Some(room)) = school.rooms.send(Find(session)).await {
        let rules = rooms::rules(school, &listing, slides::of(school, session).await?);
        room.do_send(UpdateRules { rules, card: listing.card.clone() });
    }
    Ok(())
}

/// Reads the settings, and tells the rooms on this node.
async fn read_settings(school: &School) -> Result<(), Failure> {
    school.choices.set(school.pool.run(settings::load).await?);
    for session in school.rooms.send(Sessions).await.unwrap_or_default() {
        refresh(school, session).await?;
    }
    Ok(())
}

/// Reads everything again after announcements were lost, because they may have been about anything.
async fn reload_everything(school: &School) -> Result<(), Failure> {
    let _ = school.rooms.send(Recheck(Reconnect::Accounts)).await;
    listings::load(school).await?;
    limbo::tell_all(school);
    drop(school.bus.announce(Announcement::NodeJoined(school.node)));
    read_settings(school).await
}

async fn answer(school: SchoolRef, PendingRequest { request, answer }: PendingRequest) {
    let answered = handle_request(&school, request).await.unwrap_or_else(|failure| match failure {
        Failure::Refused(refusal) => Answer::Refused(refusal),
        Failure::Fault(fault) => {
            tracing::error!(%fault, "a request of another node has failed");
            Answer::Refused(Refusal::Busy)
        }
    });
    // The caller may have stopped waiting.
    let _ = answer.send(answered);
}

async fn handle_request(school: &School, request: Request) -> Result<Answer, Failure> {
    match request {
        Request::Start { session, by } => here(school, session).await?.start(school, session, by).await?,
        Request::End { session, by, keep_chat } => {
            here(school, session).await?.end(school, session, by, keep_chat).await?;
        }
        Request::Count => return Ok(Answer::Counted(live::count(school).await)),
        Request::Waiting { session } => {
            let room = here(school, session).await?.here()?;
            return Ok(Answer::Waiting(room.send(stats::Waiting).await.map_err(rooms::room_gone)?));
        }
        Request::Sound { session } => return Ok(Answer::Sound(live::voices(school, session).await?)),
    }
    Ok(Answer::Done)
}

/// Finds a room on this node only: a request that goes on to another node could circle for ever.
async fn here(school: &School, session: SessionId) -> Result<RoomHandle, Failure> {
    let room = school.rooms.send(Find(session)).await.map_err(rooms::room_gone)?;
    Ok(RoomHandle::Here(room.ok_or(Refusal::Busy)?))
}
