//! Erasing someone with an account: they leave at once, and their name goes from everything that the room remembers.

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
    /// The caller changes the rows. A second call changes nothing.
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
        self.erase_hand_ins(who);
        self.tell(Event::Rename(Renamed { participant_id: who, username: ERASED.to_owned() }));
        self.stale(FeatureName::Moderation);
        self.note_emptiness();
    }
}
