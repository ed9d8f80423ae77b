//! The one table of permissions. `domain` asks [`allows`] in line one of each use case, `RoomState::apply` asks
//! [`allows_in_room`]; ownership is a further condition, in each query.

use super::{Role, RoomRole};

/// What someone may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    // In the school
    PlanSessions,
    PlanExperiences,
    SeePublicExperiences,
    SeeOwnProfile,
    JoinSessions,
    // In the room
    StartAndEnd,
    Admit,
    Remove,
    LowerAnyHand,
    Speak,
    EditOwnMessage,
    RaiseHand,
    UseMicrophone,
    MuteOthers,
    Leave,
}

/// Whether the public (`None`) or someone of a role may do it in the school.
pub fn allows(role: Option<Role>, act: Act) -> bool {
    match act {
        Act::SeePublicExperiences | Act::JoinSessions => true,
        Act::SeeOwnProfile => role.is_some(),
        Act::PlanSessions | Act::PlanExperiences => matches!(role, Some(Role::Teacher | Role::Administrator)),
        _ => false,
    }
}

/// Whether a participant may do it in the room.
pub fn allows_in_room(role: RoomRole, act: Act) -> bool {
    match act {
        Act::StartAndEnd | Act::Admit | Act::Remove | Act::LowerAnyHand | Act::MuteOthers => role == RoomRole::Teacher,
        Act::Speak | Act::EditOwnMessage | Act::RaiseHand | Act::UseMicrophone | Act::Leave => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_student_cannot_do_a_teachers_act() {
        for act in [Act::StartAndEnd, Act::Admit, Act::Remove, Act::LowerAnyHand, Act::MuteOthers] {
            assert!(allows_in_room(RoomRole::Teacher, act));
            assert!(!allows_in_room(RoomRole::Student, act));
        }
        for act in [Act::PlanSessions, Act::PlanExperiences] {
            assert!(!allows(None, act) && !allows(Some(Role::Student), act));
        }
    }

    #[test]
    fn nothing_of_the_room_is_allowed_outside_and_the_other_way_round() {
        for role in Role::ALL {
            assert!(!allows(Some(role), Act::Speak));
        }
        assert!(!allows_in_room(RoomRole::Teacher, Act::PlanSessions));
    }
}
