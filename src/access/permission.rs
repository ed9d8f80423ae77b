//! The permission tables. `domain` calls [`allows`] in the first line of each use case, and `RoomState::apply` calls
//! [`allows_in_room`]; ownership is a further condition, in each query.

use super::{Role, RoomRole, StreamKind};

/// The roles that may perform an act in the school.
#[derive(Clone, Copy)]
enum InSchool {
    Everyone,
    SignedIn,
    /// Only students: a teacher is not a student of another teacher.
    Students,
    /// Teachers, and administrators, who may teach as well.
    Teachers,
    Administrators,
}

/// The roles that may perform an act in a room.
#[derive(Clone, Copy)]
enum InRoom {
    Everyone,
    Teacher,
    Students,
}

macro_rules! school_acts {
    ($($act:ident = $name:literal: $who:ident,)*) => {
        /// The acts in the school that need permission.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum SchoolAct { $($act),* }

        impl SchoolAct {
            /// All acts, with their names in the API.
            pub const ALL: &'static [(SchoolAct, &'static str)] = &[$((SchoolAct::$act, $name)),*];

            fn who(self) -> InSchool {
                match self { $(SchoolAct::$act => InSchool::$who),* }
            }
        }
    };
}

macro_rules! room_acts {
    ($($(#[$doc:meta])* $act:ident: $who:ident,)*) => {
        /// The acts of participants in a room.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum RoomAct { $($(#[$doc])* $act),* }

        impl RoomAct {
            #[cfg(test)]
            const ALL: &'static [RoomAct] = &[$(RoomAct::$act),*];

            fn who(self) -> InRoom {
                match self { $(RoomAct::$act => InRoom::$who),* }
            }
        }
    };
}

school_acts! {
    SeePublicExperiences = "see_public_experiences": Everyone,
    SeeOwnProfile = "see_own_profile": SignedIn,
    EditOwnProfile = "edit_own_profile": SignedIn,
    JoinSessions = "join_sessions": Everyone,
    AcceptInvitations = "accept_invitations": Students,
    SeeOwnLessons = "see_own_lessons": Students,
    PlanExperiences = "plan_experiences": Teachers,
    PlanSessions = "plan_sessions": Teachers,
    InviteStudents = "invite_students": Teachers,
    ManageGroups = "manage_groups": Teachers,
    SeeProgress = "see_progress": Teachers,
    ReadKept = "read_kept": Teachers,
    IssueStreamKeys = "issue_stream_keys": Teachers,
    ManagePeople = "manage_people": Administrators,
    SeeMails = "see_mails": Administrators,
    SeeOverview = "see_overview": Administrators,
    ReadAudit = "read_audit": Administrators,
    ChangeSettings = "change_settings": Administrators,
    SeeLive = "see_live": Administrators,
    CloseLessons = "close_lessons": Administrators,
    ManageInvitations = "manage_invitations": Administrators,
    ManageExperiences = "manage_experiences": Administrators,
}

room_acts! {
    StartAndEnd: Teacher,
    Admit: Teacher,
    Remove: Teacher,
    LowerAnyHand: Teacher,
    MuteOthers: Teacher,
    InviteToSpeak: Teacher,
    DeleteMessages: Teacher,
    PauseChat: Teacher,
    SeeConnections: Teacher,
    AllowShowing: Teacher,
    TurnScreen: Teacher,
    Point: Teacher,
    CollectWork: Teacher,
    LeadPolls: Teacher,
    /// Adds and shows whiteboards, and says who may draw.
    ManageBoards: Teacher,
    OpenQuizzes: Teacher,
    ShowAnswers: Teacher,
    /// The teacher knows the right answer, so their answer would not count.
    AnswerQuizzes: Students,
    Vote: Students,
    /// The room asks further whether the teacher lets this student draw.
    Draw: Everyone,
    HandIn: Students,
    Speak: Everyone,
    EditOwnMessage: Everyone,
    /// The teacher may delete everyone's.
    DeleteOwnWork: Everyone,
    RaiseHand: Everyone,
    React: Everyone,
    UseMicrophone: Everyone,
    /// The rules of the lesson decide who may turn a camera on or share a screen.
    ShowPicture: Everyone,
    Watch: Everyone,
    Leave: Everyone,
}

/// The acts of a program with a stream key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamAct {
    Publish,
    View,
}

/// Whether the public (`None`) or a person with this role may perform the act.
pub fn allows(role: Option<Role>, act: SchoolAct) -> bool {
    match act.who() {
        InSchool::Everyone => true,
        InSchool::SignedIn => role.is_some(),
        InSchool::Students => role == Some(Role::Student),
        InSchool::Teachers => matches!(role, Some(Role::Teacher | Role::Administrator)),
        InSchool::Administrators => role == Some(Role::Administrator),
    }
}

/// Whether a stream key may be used for an act. A key for publishing cannot listen: it stands in the settings of a program that
/// many people may see, and nobody would notice another listener.
pub fn allows_with_key(kind: StreamKind, act: StreamAct) -> bool {
    match act {
        StreamAct::Publish => kind == StreamKind::Publish,
        StreamAct::View => kind == StreamKind::View,
    }
}

/// Whether a participant may perform the act in the room.
pub fn allows_in_room(role: RoomRole, act: RoomAct) -> bool {
    match act.who() {
        InRoom::Everyone => true,
        InRoom::Teacher => role == RoomRole::Teacher,
        InRoom::Students => role == RoomRole::Student,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_student_may_not_perform_a_teachers_acts() {
        let of = |role| RoomAct::ALL.iter().copied().filter(move |act| allows_in_room(role, *act)).collect::<Vec<_>>();
        let (teacher, student) = (of(RoomRole::Teacher), of(RoomRole::Student));
        for act in [
            RoomAct::StartAndEnd,
            RoomAct::Admit,
            RoomAct::Remove,
            RoomAct::LowerAnyHand,
            RoomAct::MuteOthers,
            RoomAct::InviteToSpeak,
            RoomAct::DeleteMessages,
            RoomAct::PauseChat,
            RoomAct::SeeConnections,
            RoomAct::AllowShowing,
            RoomAct::TurnScreen,
            RoomAct::Point,
            RoomAct::CollectWork,
            RoomAct::LeadPolls,
            RoomAct::ManageBoards,
            RoomAct::OpenQuizzes,
            RoomAct::ShowAnswers,
        ] {
            assert!(teacher.contains(&act) && !student.contains(&act), "{act:?}");
        }
        assert!(!teacher.contains(&RoomAct::AnswerQuizzes), "the teacher knows the answer");
        for act in [SchoolAct::PlanSessions, SchoolAct::PlanExperiences, SchoolAct::SeeProgress] {
            assert!(!allows(None, act) && !allows(Some(Role::Student), act));
        }
    }

    #[test]
    fn a_stream_key_allows_only_its_own_act() {
        for (kind, act) in [(StreamKind::Publish, StreamAct::Publish), (StreamKind::View, StreamAct::View)] {
            let allowed =
                [StreamAct::Publish, StreamAct::View].into_iter().filter(|other| allows_with_key(kind, *other));
            assert_eq!(allowed.collect::<Vec<_>>(), [act]);
        }
        let issue = SchoolAct::IssueStreamKeys;
        assert!(!allows(Some(Role::Student), issue) && allows(Some(Role::Teacher), issue));
    }

    #[test]
    fn each_role_has_its_acts_and_each_school_act_has_a_role() {
        let of = |role| SchoolAct::ALL.iter().filter(move |(act, _)| allows(role, *act)).count();
        assert_eq!([None, Some(Role::Student), Some(Role::Teacher), Some(Role::Administrator)].map(of), [2, 6, 11, 20]);
        for (act, name) in SchoolAct::ALL {
            assert!(Role::ALL.into_iter().any(|role| allows(Some(role), *act)), "{name}");
            assert_eq!(SchoolAct::ALL.iter().filter(|(_, other)| other == name).count(), 1, "{name}");
        }
    }
}
