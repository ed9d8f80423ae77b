//! Someone with an account is erased: they leave at once, and what the room remembers of them names nobody any more.

use super::{Pending, RoomState};
use crate::{
    clock::Time,
    ids::PersonId,
    protocol::{
        Avatar, CloseReason, ServerEvent,
        roster::{ERASED, LeaveReason, Renamed},
    },
    room::effect::Effect,
};

impl RoomState {
    /// Their rows are the caller's to change. Once more is no matter.
    pub(super) fn erase(&mut self, now: Time, person: PersonId) -> Vec<Effect> {
        self.erased.insert(person);
        let Some(who) = self.roster.by_person(person).map(|member| member.id) else { return Vec::new() };
        let mut effects = self.put_out(now, who, CloseReason::Restarting, LeaveReason::Left);
        let member = self.roster.get_mut(who).expect("the roster was just asked");
        if member.is_erased() {
            return effects;
        }
        ERASED.clone_into(&mut member.name);
        member.avatar = Avatar::plain();
        member.device = None;
        self.chat.rename(who, ERASED);
        for pending in self.pending.values_mut() {
            if let Pending::Line { line, .. } = pending
                && line.participant_id == who
            {
                ERASED.clone_into(&mut line.username);
            }
        }
        let renamed = Renamed { participant_id: who, username: ERASED.to_owned() };
        effects.extend([self.tell_all(ServerEvent::ParticipantRename(renamed)), Effect::OutsidersChanged]);
        self.note_emptiness(now);
        effects
    }
}
