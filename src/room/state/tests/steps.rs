//! The steps of a random lesson.

use proptest::prelude::*;

/// A step of a random lesson; numbers choose among the people who are there.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Enter {
        person: Option<u8>,
        device: Option<u8>,
    },
    Return(u8),
    Lose(u8),
    Act(u8, Wish),
    Owner(Wish),
    Resolve(bool),
    /// The forwarder answers the offers that were made; with a picture, or without.
    Negotiate(bool),
    BreakOff(u8),
    Pass(u16),
    UpdateRules {
        capacity: u8,
        waiting_room: bool,
        guests_allowed: bool,
        slides: u8,
    },
    UpdateAvatar(u8),
    Erase(u8),
}

/// What is done on a whiteboard; numbers choose among the elements of one's own, and sometimes of another.
#[derive(Clone, Debug)]
pub(super) enum Stroke {
    Put(u32),
    Move(Option<u8>, u32, i32),
    Style(Option<u8>, u32, u8),
    Write(Option<u8>, u32, String),
    Delete(Option<u8>, u32),
    Restore(Option<u8>, u32),
    Clear(u64),
    Hide(u8, bool),
}

fn stroke() -> impl Strategy<Value = Stroke> {
    let whose = || prop::option::weighted(0.3, any::<u8>());
    prop_oneof![
        5 => (0..4u32).prop_map(Stroke::Put),
        2 => (whose(), 0..4u32, any::<i32>()).prop_map(|(whose, which, x)| Stroke::Move(whose, which, x)),
        1 => (whose(), 0..4u32, 0..14u8).prop_map(|(whose, which, colour)| Stroke::Style(whose, which, colour)),
        1 => (whose(), 0..4u32, "\\PC{0,8}").prop_map(|(whose, which, text)| Stroke::Write(whose, which, text)),
        2 => (whose(), 0..4u32).prop_map(|(whose, which)| Stroke::Delete(whose, which)),
        1 => (whose(), 0..4u32).prop_map(|(whose, which)| Stroke::Restore(whose, which)),
        1 => (0..20u64).prop_map(Stroke::Clear),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(whose, hidden)| Stroke::Hide(whose, hidden)),
    ]
}

#[derive(Clone, Debug)]
pub(super) enum Wish {
    Start,
    End(Option<bool>),
    Say(Option<u8>, String),
    Edit(u8, String),
    History(u8),
    DeleteMessage(u8),
    PauseChat(bool),
    AddBoard,
    OpenOver(u8, u16),
    Draw(u16, Vec<Stroke>),
    ShowBoard(Option<u16>),
    NameBoard(u16, String),
    RemoveBoard(u16),
    AllowDrawing(u8),
    ChooseDrawer(u8, bool),
    RaiseHand,
    LowerHand(Option<u8>),
    LowerAllHands,
    Admit(u8),
    AdmitAll,
    Remove(u8),
    Readmit(u8),
    Turn(u16, u16),
    Point(Option<(u16, u16)>),
    OpenQuiz(u8),
    Choose(u8, u8),
    Reveal(u8),
    /// A question with two answers, anonymous or named; with a time limit.
    AskPoll(bool, bool),
    Vote(u8, u8, u8),
    ClosePoll(u8),
    ShowPoll(u8, bool),
    DeletePoll(u8),
    NamedVotes(u8),
    OpenHandIn(bool),
    CloseHandIn,
    HandInText(String),
    DeleteHandIn(u8),
    ShowHandIn(Option<u8>),
    Offer(bool),
    Watch(Vec<(u8, u8)>),
    MuteOwn(bool),
    ShowCamera(bool),
    ShareScreen,
    StopScreen,
    AskToShow(bool, bool),
    AllowShowing(u8, u8, bool),
    PermitShowing(u8, bool, bool),
    Mute(u8, bool),
    MuteAll(bool, Vec<u8>),
    AllowUnmuting(bool),
    InviteToSpeak(u8),
    WithdrawInvitation(u8),
    DeclineToSpeak,
    Measure,
    Leave,
    Snapshot,
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        2 => Just(Wish::Start),
        1 => any::<Option<bool>>().prop_map(Wish::End),
        8 => (prop::option::of(0..4u8), "\\PC{0,8}").prop_map(|(name, text)| Wish::Say(name, text)),
        2 => (any::<u8>(), "\\PC{0,8}").prop_map(|(line, text)| Wish::Edit(line, text)),
        1 => any::<u8>().prop_map(Wish::History),
        2 => any::<u8>().prop_map(Wish::DeleteMessage),
        1 => prop::bool::weighted(0.3).prop_map(Wish::PauseChat),
        3 => Just(Wish::AddBoard),
        2 => (0..2u8, 0..2u16).prop_map(|(item, page)| Wish::OpenOver(item, page)),
        12 => (1..3u16, prop::collection::vec(stroke(), 1..4)).prop_map(|(page, strokes)| Wish::Draw(page, strokes)),
        1 => prop::option::of(1..3u16).prop_map(Wish::ShowBoard),
        1 => (1..3u16, "\\PC{0,8}").prop_map(|(page, name)| Wish::NameBoard(page, name)),
        1 => (1..3u16).prop_map(Wish::RemoveBoard),
        3 => (0..3u8).prop_map(Wish::AllowDrawing),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(who, may)| Wish::ChooseDrawer(who, may)),
        3 => Just(Wish::RaiseHand),
        3 => prop::option::of(any::<u8>()).prop_map(Wish::LowerHand),
        1 => Just(Wish::LowerAllHands),
        3 => any::<u8>().prop_map(Wish::Admit),
        1 => Just(Wish::AdmitAll),
        3 => any::<u8>().prop_map(Wish::Remove),
        2 => any::<u8>().prop_map(Wish::Readmit),
        3 => (0..5u16, prop_oneof![3 => Just(0), 3 => 0..3u16, 1 => any::<u16>()]).prop_map(|(page, pdf_page)| Wish::Turn(page, pdf_page)),
        2 => any::<Option<(u16, u16)>>().prop_map(Wish::Point),
        3 => (0..3u8).prop_map(Wish::OpenQuiz),
        5 => (0..3u8, 0..3u8).prop_map(|(quiz, choice)| Wish::Choose(quiz, choice)),
        1 => (0..3u8).prop_map(Wish::Reveal),
        3 => any::<(bool, bool)>().prop_map(|(anonymous, timed)| Wish::AskPoll(anonymous, timed)),
        12 => (any::<u8>(), 0..3u8, 0..3u8).prop_map(|(poll, choice, receipt)| Wish::Vote(poll, choice, receipt)),
        1 => any::<u8>().prop_map(Wish::ClosePoll),
        2 => any::<(u8, bool)>().prop_map(|(poll, shown)| Wish::ShowPoll(poll, shown)),
        1 => any::<u8>().prop_map(Wish::DeletePoll),
        1 => any::<u8>().prop_map(Wish::NamedVotes),
        3 => any::<bool>().prop_map(Wish::OpenHandIn),
        1 => Just(Wish::CloseHandIn),
        5 => "\\PC{0,8}".prop_map(Wish::HandInText),
        2 => any::<u8>().prop_map(Wish::DeleteHandIn),
        2 => prop::option::of(any::<u8>()).prop_map(Wish::ShowHandIn),
        12 => prop::bool::weighted(0.2).prop_map(Wish::Offer),
        1 => prop::collection::vec((any::<u8>(), 0..3u8), 0..4).prop_map(Wish::Watch),
        12 => any::<bool>().prop_map(Wish::MuteOwn),
        4 => any::<bool>().prop_map(Wish::ShowCamera),
        3 => Just(Wish::ShareScreen),
        1 => Just(Wish::StopScreen),
        2 => (any::<bool>(), any::<bool>()).prop_map(|(camera, asks)| Wish::AskToShow(camera, asks)),
        2 => (0..3u8, 0..3u8, any::<bool>()).prop_map(|(cameras, screens, several)| Wish::AllowShowing(cameras, screens, several)),
        3 => (any::<u8>(), any::<bool>(), any::<bool>()).prop_map(|(who, camera, may)| Wish::PermitShowing(who, camera, may)),
        4 => (any::<u8>(), any::<bool>()).prop_map(|(who, muted)| Wish::Mute(who, muted)),
        2 => (any::<bool>(), prop::collection::vec(any::<u8>(), 0..3)).prop_map(|(muted, except)| Wish::MuteAll(muted, except)),
        1 => any::<bool>().prop_map(Wish::AllowUnmuting),
        3 => any::<u8>().prop_map(Wish::InviteToSpeak),
        1 => any::<u8>().prop_map(Wish::WithdrawInvitation),
        1 => Just(Wish::DeclineToSpeak),
        1 => Just(Wish::Measure),
        2 => Just(Wish::Leave),
        1 => Just(Wish::Snapshot),
    ]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (prop::option::of(0..4u8), prop::option::of(0..4u8)).prop_map(|(person, device)| Step::Enter { person, device }),
        3 => any::<u8>().prop_map(Step::Return),
        3 => any::<u8>().prop_map(Step::Lose),
        20 => (any::<u8>(), wish()).prop_map(|(who, wish)| Step::Act(who, wish)),
        1 => wish().prop_map(Step::Owner),
        4 => prop::bool::weighted(0.8).prop_map(Step::Resolve),
        6 => any::<bool>().prop_map(Step::Negotiate),
        1 => any::<u8>().prop_map(Step::BreakOff),
        2 => (0..900u16).prop_map(Step::Pass),
        1 => (1..6u8, any::<bool>(), any::<bool>(), 0..5u8).prop_map(|(capacity, waiting_room, guests_allowed, slides)| {
            Step::UpdateRules { capacity, waiting_room, guests_allowed, slides }
        }),
        1 => (0..4u8).prop_map(Step::UpdateAvatar),
        1 => (0..4u8).prop_map(Step::Erase),
    ]
}
