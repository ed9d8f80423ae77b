//! Someone with an account is erased: they leave at once, and what the room remembers of them names nobody any more.

use super::{Context, FeatureName};
use crate::{
    ids::PersonId,
    protocol::{
        Avatar, CloseReason,
        roster::{ERASED, LeaveReason, Renamed},
        session::Event,
    },
};

impl Context<'_> {
    /// Their rows are the caller's to change. Doing it again changes nothing.
    pub(super) fn erase(&mut self, person: PersonId) {
        self.room.erased.insert(person);
        let Some(who) = self.room.roster.by_person(person).map(|member| member.id) else { return };
        self.put_out(who, CloseReason::Restarting, LeaveReason::Left);
        let member = self.room.roster.get_mut(who).expect("the roster was just asked");
        if member.is_erased() {
            return;
        }
        ERASED.clone_into(&mut member.name);
        member.avatar = Avatar::plain();
        member.device = None;
        self.room.features.chat.rename(who, ERASED);
        self.tell(Event::Rename(Renamed { participant_id: who, username: ERASED.to_owned() }));
        self.stale(FeatureName::Moderation);
        self.note_emptiness();
    }
}
