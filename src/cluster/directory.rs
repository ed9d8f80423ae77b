//! Every session that has not ended, by its code, in memory: whole classes look up codes at once, and a guess must not cost a
//! query. Each node has a copy with all sessions, and updates it when it receives an announcement.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use bytes::Bytes;
use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::{
    clock::{self, Time},
    ids::{GroupId, JoinCode, PersonId, SessionId},
    protocol::roster::{SessionCard, SessionState},
};

/// What the doors need to know of a session before its room is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    pub card: SessionCard,
    pub teacher: PersonId,
    pub capacity: u16,
    /// Whether the chat outlives the lesson.
    pub keeps_chat: bool,
    /// The groups that it is for.
    pub groups: Vec<GroupId>,
    /// Whether its code alone lets people in.
    pub by_code: bool,
}

#[derive(Default)]
pub struct Directory {
    listings: RwLock<Listings>,
}

#[derive(Default)]
struct Listings {
    by_code: HashMap<JoinCode, Entry>,
    codes: HashMap<SessionId, JoinCode>,
    /// Codes of lessons that have ended recently, so that people who come late are told.
    ended: HashMap<JoinCode, Time>,
}

struct Entry {
    listing: Arc<Listing>,
    /// The card as JSON, because whole classes ask for it.
    json: Bytes,
}

impl Entry {
    fn of(listing: Listing) -> Self {
        let json = serde_json::to_vec(&listing.card).expect("a card is JSON").into();
        Self { listing: Arc::new(listing), json }
    }
}

/// For how long after its end a code still means a lesson that has ended, rather than an unknown one.
pub const ENDED_IS_KNOWN: Duration = Duration::hours(24);

/// A planned lesson that should have started longer ago will not take place.
const LATE: Duration = Duration::hours(3);

impl Directory {
    /// Adds or updates a listing.
    pub fn list(&self, mut listing: Listing) {
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        let (id, code) = (listing.card.id, listing.card.session_code.0);
        if let Some(old) = listings.codes.insert(id, code).filter(|old| *old != code) {
            listings.by_code.remove(&old);
        }
        listings.ended.remove(&code);
        let live = listings.by_code.get(&code).filter(|old| old.listing.card.state == SessionState::Live);
        if let Some(old) = live.filter(|_| listing.card.state == SessionState::Planned) {
            // This edit was read before the start and is listed after it.
            listing.card.keep_progress_of(&old.listing.card);
        }
        listings.by_code.insert(code, Entry::of(listing));
    }

    /// Marks a session as live since then.
    pub fn set_live(&self, id: SessionId, since: Time) {
        let Some(listing) = self.by_id(id) else { return };
        let mut listing = (*listing).clone();
        listing.card.state = SessionState::Live;
        listing.card.started_at = Some(since);
        self.list(listing);
    }

    /// Updates a listing except for its state, because a start or an end may have been listed in between. `false` when the
    /// session is not listed any more.
    pub fn amend(&self, mut listing: Listing) -> bool {
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        let code = listing.card.session_code.0;
        let Some(entry) = listings.by_code.get_mut(&code).filter(|entry| entry.listing.card.id == listing.card.id)
        else {
            return false;
        };
        listing.card.keep_progress_of(&entry.listing.card);
        *entry = Entry::of(listing);
        true
    }

    /// Removes a session that has ended or was deleted.
    pub fn forget(&self, id: SessionId) {
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        let Some(code) = listings.codes.remove(&id) else { return };
        // A live session can only have ended, because deleting one is refused.
        if listings.by_code.remove(&code).is_some_and(|entry| entry.listing.card.state == SessionState::Live) {
            listings.remember_ended_code(code, clock::now());
        }
    }

    /// Remembers the code of a lesson that ended at `at`, unless another session has it by now.
    pub fn remember_ended_code(&self, code: JoinCode, at: Time) {
        self.listings.write().unwrap_or_else(PoisonError::into_inner).remember_ended_code(code, at);
    }

    /// Whether a lesson with this code ended within a day.
    pub fn has_ended(&self, code: JoinCode) -> bool {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.ended.get(&code).is_some_and(|at| clock::now() - *at < ENDED_IS_KNOWN)
    }

    /// The session card for this code, as JSON.
    pub fn card_json(&self, code: JoinCode) -> Option<Bytes> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.by_code.get(&code).map(|entry| entry.json.clone())
    }

    pub fn by_code(&self, code: JoinCode) -> Option<Arc<Listing>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.by_code.get(&code).map(|entry| entry.listing.clone())
    }

    /// The live sessions.
    pub fn live(&self) -> Vec<Arc<Listing>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        let live = |entry: &&Entry| entry.listing.card.state == SessionState::Live;
        listings.by_code.values().filter(live).map(|entry| Arc::clone(&entry.listing)).collect()
    }

    /// The lesson of a group that started last, and the planned one that comes next.
    pub fn of_group(&self, group: GroupId, now: Time) -> (Option<Arc<Listing>>, Option<Arc<Listing>>) {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        let theirs = || {
            let all = listings.by_code.values().map(|entry| &entry.listing);
            all.filter(|listing| listing.groups.contains(&group))
        };
        let live = theirs().filter(|one| one.card.state == SessionState::Live).max_by_key(|one| one.card.started_at);
        let to_come =
            |one: &&Arc<Listing>| one.card.state == SessionState::Planned && one.card.date_time_of_session + LATE > now;
        let next = theirs().filter(to_come).min_by_key(|one| one.card.date_time_of_session);
        (live.cloned(), next.cloned())
    }

    pub fn by_id(&self, id: SessionId) -> Option<Arc<Listing>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.by_code.get(listings.codes.get(&id)?).map(|entry| entry.listing.clone())
    }
}

impl Listings {
    fn remember_ended_code(&mut self, code: JoinCode, at: Time) {
        let now = clock::now();
        self.ended.retain(|_, at| now - *at < ENDED_IS_KNOWN);
        if !self.by_code.contains_key(&code) {
            self.ended.insert(code, at);
        }
    }
}
