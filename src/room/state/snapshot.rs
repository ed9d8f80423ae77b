//! Composes a snapshot of the room from the views of its features: each has a function `view` in its file.

use super::{Member, RoomState, board, chat, hand_in, moderation, poll, quiz, screen, showing, sound, speaking};
use crate::{
    features::with_views,
    protocol::snapshot::{RoomView, Snapshot},
};

macro_rules! compose {
    (common: [$($common:ident),*], own: [$($own:ident),*],) => {
        impl RoomState {
            /// The room as `who` may see it.
            pub fn snapshot(&self, who: &Member) -> Snapshot {
                Snapshot {
                    room: self.shared_view.get_or_init(|| self.view().into()).clone(),
                    seat: who.seat,
                    $($own: $own::view(self, who),)*
                }
            }

            /// The part of a snapshot that is the same for everyone.
            pub(super) fn view(&self) -> RoomView {
                let seen = self.roster.iter().filter(|member| member.place.is_seen());
                RoomView {
                    seq: self.seq,
                    state: self.phase,
                    started_at: self.started_at,
                    keeps_chat: self.rules.keep_chat,
                    participants: seen.map(Member::shown).collect(),
                    $($common: $common::view(self),)*
                }
            }
        }
    };
}

with_views!(compose);
