//! The one table of permissions. `domain` asks [`allows`] in line one of each use case, `RoomState::apply` asks
//! [`allows_in_room`]; ownership is a further condition, in each query.

use super::{Role, RoomRole, StreamKind};

macro_rules! acts {
    (school { $($act:ident = $name:literal;)* } $($other:ident),* $(,)?) => {
        /// What someone may want to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Act { $($act,)* $($other),* }

        impl Act {
            /// Those in the school, which belong to roles, with the names that programs know them by.
            pub const IN_SCHOOL: &'static [(Act, &'static str)] = &[$((Act::$act, $name)),*];
        }
    };
}

acts! {
    school {
        SeePublicExperiences = "see_public_experiences";
        SeeOwnProfile = "see_own_profile";
        EditOwnProfile = "edit_own_profile";
        JoinSessions = "join_sessions";
        AcceptInvitations = "accept_invitations";
        PlanExperiences = "plan_experiences";
        PlanSessions = "plan_sessions";
        InviteStudents = "invite_students";
        SeeProgress = "see_progress";
        IssueStreamKeys = "issue_stream_keys";
        ManagePeople = "manage_people";
        SeeMails = "see_mails";
        SeeOverview = "see_overview";
        ReadAudit = "read_audit";
        ChangeSettings = "change_settings";
        SeeLive = "see_live";
        CloseLessons = "close_lessons";
        ManageInvitations = "manage_invitations";
        ManageExperiences = "manage_experiences";
    }
    // With a stream key
    PublishStream,
    ViewStream,
    // In the room
    StartAndEnd,
    Admit,
    Remove,
    LowerAnyHand,
    Speak,
    EditOwnMessage,
    RaiseHand,
    UseMicrophone,
    ShowPicture,
    Watch,
    MuteOthers,
    SeeConnections,
    TurnScreen,
    AnswerQuizzes,
    ShowAnswers,
    Leave,
}

/// Whether the public (`None`) or someone of a role may do it in the school.
pub fn allows(role: Option<Role>, act: Act) -> bool {
    match act {
        Act::SeePublicExperiences | Act::JoinSessions => true,
        Act::SeeOwnProfile | Act::EditOwnProfile => role.is_some(),
        // Whoever teaches is nobody's student.
        Act::AcceptInvitations => role == Some(Role::Student),
        Act::PlanSessions | Act::PlanExperiences | Act::IssueStreamKeys | Act::InviteStudents | Act::SeeProgress => {
            matches!(role, Some(Role::Teacher | Role::Administrator))
        }
        Act::ManagePeople
        | Act::SeeMails
        | Act::SeeOverview
        | Act::ReadAudit
        | Act::ChangeSettings
        | Act::SeeLive
        | Act::CloseLessons
        | Act::ManageInvitations
        | Act::ManageExperiences => role == Some(Role::Administrator),
        _ => false,
    }
}

/// Whether a key may be used for it. A key that publishes does not listen: it stands in the settings of a program that
/// many may see, and nobody would notice who else listens with it.
pub fn allows_with_key(kind: StreamKind, act: Act) -> bool {
    match act {
        Act::PublishStream => kind == StreamKind::Publish,
        Act::ViewStream => kind == StreamKind::View,
        _ => false,
    }
}

/// Whether a participant may do it in the room.
pub fn allows_in_room(role: RoomRole, act: Act) -> bool {
    match act {
        Act::StartAndEnd
        | Act::Admit
        | Act::Remove
        | Act::LowerAnyHand
        | Act::MuteOthers
        | Act::SeeConnections
        | Act::ShowPicture
        | Act::TurnScreen
        | Act::ShowAnswers => role == RoomRole::Teacher,
        Act::AnswerQuizzes => role == RoomRole::Student,
        Act::Speak | Act::EditOwnMessage | Act::RaiseHand | Act::UseMicrophone | Act::Watch | Act::Leave => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_student_cannot_do_a_teachers_act() {
        for act in [
            Act::StartAndEnd,
            Act::Admit,
            Act::Remove,
            Act::LowerAnyHand,
            Act::MuteOthers,
            Act::SeeConnections,
            Act::ShowPicture,
            Act::TurnScreen,
            Act::ShowAnswers,
        ] {
            assert!(allows_in_room(RoomRole::Teacher, act));
            assert!(!allows_in_room(RoomRole::Student, act));
        }
        assert!(!allows_in_room(RoomRole::Teacher, Act::AnswerQuizzes), "who knows the answer does not count");
        for act in [Act::PlanSessions, Act::PlanExperiences, Act::SeeProgress] {
            assert!(!allows(None, act) && !allows(Some(Role::Student), act));
        }
    }

    #[test]
    fn a_key_is_good_for_one_thing() {
        for (kind, act) in [(StreamKind::Publish, Act::PublishStream), (StreamKind::View, Act::ViewStream)] {
            let allowed = |other: &Act| allows_with_key(kind, *other);
            let acts = [Act::PublishStream, Act::ViewStream, Act::Speak, Act::PlanSessions, Act::IssueStreamKeys];
            assert_eq!(acts.into_iter().filter(allowed).collect::<Vec<_>>(), [act]);
        }
        assert!(
            !allows(Some(Role::Student), Act::IssueStreamKeys) && allows(Some(Role::Teacher), Act::IssueStreamKeys)
        );
    }

    #[test]
    fn each_role_has_its_acts_and_each_act_of_the_school_has_somebody() {
        let of = |role| Act::IN_SCHOOL.iter().filter(move |(act, _)| allows(role, *act)).count();
        assert_eq!([None, Some(Role::Student), Some(Role::Teacher), Some(Role::Administrator)].map(of), [2, 5, 9, 18]);
        for (act, name) in Act::IN_SCHOOL {
            assert!(Role::ALL.into_iter().any(|role| allows(Some(role), *act)), "{name}");
            assert_eq!(Act::IN_SCHOOL.iter().filter(|(_, other)| other == name).count(), 1, "{name}");
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
