//! Every session that is not ended, by its code, in memory: whole classes look codes up at once, and guessing one
//! must not cost a query. It is this node's copy: every node has all sessions, and changes its copy when it hears the announcement.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use bytes::Bytes;
use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::{
    clock::{self, Time},
    ids::{JoinCode, PersonId, SessionId},
    protocol::roster::{SessionCard, SessionState},
};

/// A session as the doors need to know it before there is a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    pub card: SessionCard,
    pub teacher: PersonId,
    pub capacity: u16,
    /// Whether the chat outlives the lesson.
    pub keeps_chat: bool,
}

#[derive(Default)]
pub struct Directory {
    listings: RwLock<Listings>,
}

#[derive(Default)]
struct Listings {
    by_code: HashMap<JoinCode, Entry>,
    codes: HashMap<SessionId, JoinCode>,
    /// Codes of lessons that have just ended: who comes late is told so.
    ended: HashMap<JoinCode, Time>,
}

struct Entry {
    listing: Arc<Listing>,
    /// The card as JSON, since whole classes ask for it.
    json: Bytes,
}

impl Entry {
    fn of(listing: Listing) -> Self {
        let json = serde_json::to_vec(&listing.card).expect("a card is JSON").into();
        Self { listing: Arc::new(listing), json }
    }
}

/// How long after its end a code still says that the lesson has ended, rather than that there is none.
pub const ENDED_IS_KNOWN: Duration = Duration::hours(24);

impl Directory {
    /// Lists a session, or what has changed of it.
    pub fn list(&self, mut listing: Listing) {
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        let (id, code) = (listing.card.id, listing.card.session_code.0);
        if let Some(old) = listings.codes.insert(id, code).filter(|old| *old != code) {
            listings.by_code.remove(&old);
        }
        listings.ended.remove(&code);
        let was_live = listings.by_code.get(&code).is_some_and(|old| old.listing.card.state == SessionState::Live);
        if was_live && listing.card.state == SessionState::Planned {
            // An edit that was read before the start and is listed after it.
            listing.card.state = SessionState::Live;
        }
        listings.by_code.insert(code, Entry::of(listing));
    }

    /// A session has started.
    pub fn set_live(&self, id: SessionId) {
        let Some(listing) = self.by_id(id) else { return };
        let mut listing = (*listing).clone();
        listing.card.state = SessionState::Live;
        self.list(listing);
    }

    /// Changes what is listed of a session, but for its state: a start or an end in between has listed the one that
    /// holds. `false` when it is not listed any more.
    pub fn amend(&self, mut listing: Listing) -> bool {
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        let code = listing.card.session_code.0;
        let Some(entry) = listings.by_code.get_mut(&code).filter(|entry| entry.listing.card.id == listing.card.id)
        else {
            return false;
        };
        listing.card.state = entry.listing.card.state;
        *entry = Entry::of(listing);
        true
    }

    /// Forgets a session that has ended or is deleted.
    pub fn forget(&self, id: SessionId) {
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        let Some(code) = listings.codes.remove(&id) else { return };
        // Only an end forgets a live one: deleting it is refused.
        if listings.by_code.remove(&code).is_some_and(|entry| entry.listing.card.state == SessionState::Live) {
            listings.remember_ended(code, clock::now());
        }
    }

    /// Remembers a code of a lesson that has ended at `at`, unless another has it by now.
    pub fn remember_ended(&self, code: JoinCode, at: Time) {
        self.listings.write().unwrap_or_else(PoisonError::into_inner).remember_ended(code, at);
    }

    /// Whether a lesson of this code ended within a day.
    pub fn has_ended(&self, code: JoinCode) -> bool {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.ended.get(&code).is_some_and(|at| clock::now() - *at < ENDED_IS_KNOWN)
    }

    /// The card of this code, as JSON.
    pub fn card_json(&self, code: JoinCode) -> Option<Bytes> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.by_code.get(&code).map(|entry| entry.json.clone())
    }

    pub fn by_code(&self, code: JoinCode) -> Option<Arc<Listing>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.by_code.get(&code).map(|entry| entry.listing.clone())
    }

    /// The sessions that are live.
    pub fn live(&self) -> Vec<Arc<Listing>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        let live = |entry: &&Entry| entry.listing.card.state == SessionState::Live;
        listings.by_code.values().filter(live).map(|entry| Arc::clone(&entry.listing)).collect()
    }

    pub fn by_id(&self, id: SessionId) -> Option<Arc<Listing>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.by_code.get(listings.codes.get(&id)?).map(|entry| entry.listing.clone())
    }
}

impl Listings {
    fn remember_ended(&mut self, code: JoinCode, at: Time) {
        let now = clock::now();
        self.ended.retain(|_, at| now - *at < ENDED_IS_KNOWN);
        if !self.by_code.contains_key(&code) {
            self.ended.insert(code, at);
        }
    }
}
