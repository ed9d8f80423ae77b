//! What participants ask, in short.

use crate::{
    ids::{HandInId, ItemId, MessageId, ParticipantId, PollId},
    protocol::{
        Nothing,
        board::{self, Drawing, Operation, Surface, Template},
        chat,
        hand_in::{self, HandInRef, HandInRequest, HandInText, ShowHandIn},
        hands,
        moderation::{self, Whom},
        pointer,
        poll::{self, PollRef, Question, ShowPoll, StartPoll, Vote},
        quiz::{self, QuizAnswer, QuizOpen, QuizReveal},
        screen, session,
        showing::{self, ShowKind},
        sound, speaking,
        video::{self, Size, Wanted},
    },
    room::state::Command,
};

pub fn say(client_id: Option<String>, message: impl Into<String>) -> Command {
    chat::Request::Message(chat::Say { message: message.into(), client_id }).into()
}

pub fn edit(message_id: MessageId, message: impl Into<String>) -> Command {
    chat::Request::Edit(chat::Edit { message_id, message: message.into() }).into()
}

pub fn history(before: MessageId) -> Command {
    chat::Request::History(chat::HistoryRequest { before }).into()
}

pub fn delete_message(message_id: MessageId) -> Command {
    chat::Request::Delete(chat::Delete { message_id }).into()
}

pub fn pause_chat(paused: bool) -> Command {
    chat::Request::Pause(chat::Pause { paused }).into()
}

pub fn add_board(template: Template) -> Command {
    board::Request::Add(board::Add { template }).into()
}

pub fn open_over(item_id: ItemId, pdf_page: u16) -> Command {
    board::Request::Open(Surface { item_id, pdf_page }).into()
}

pub fn draw(page: u16, operations: Vec<Operation>) -> Command {
    board::Request::Change(board::Change { page, operations, expects: None }).into()
}

/// An operation that is only carried out if nobody has changed the same field after `expects`.
pub fn draw_if(page: u16, operation: Operation, expects: u64) -> Command {
    board::Request::Change(board::Change { page, operations: vec![operation], expects: Some(vec![expects]) }).into()
}

pub fn show_board(page: Option<u16>) -> Command {
    board::Request::Show(board::Show { page }).into()
}

pub fn name_board(page: u16, name: &str) -> Command {
    board::Request::Name(board::Name { page, name: name.into() }).into()
}

pub fn remove_board(page: u16) -> Command {
    board::Request::Remove(board::Remove { page }).into()
}

pub fn allow_drawing(drawing: Drawing) -> Command {
    board::Request::Allow(board::Allow { drawing }).into()
}

pub fn choose_drawer(participant_id: ParticipantId, may: bool) -> Command {
    board::Request::Choose(board::Choose { participant_id, may }).into()
}

pub fn raise_hand() -> Command {
    hands::Request::Raise(Nothing {}).into()
}

pub fn lower_hand(participant_id: Option<ParticipantId>) -> Command {
    hands::Request::Lower(hands::HandLower { participant_id }).into()
}

pub fn lower_all_hands() -> Command {
    hands::Request::LowerAll(Nothing {}).into()
}

pub fn admit(participant_id: ParticipantId) -> Command {
    moderation::Request::Admit(Whom { participant_id }).into()
}

pub fn admit_all() -> Command {
    moderation::Request::AdmitAll(Nothing {}).into()
}

pub fn remove(participant_id: ParticipantId) -> Command {
    moderation::Request::Remove(Whom { participant_id }).into()
}

pub fn readmit(participant_id: ParticipantId) -> Command {
    moderation::Request::Readmit(Whom { participant_id }).into()
}

pub fn turn(page: u16) -> Command {
    turn_pdf(page, 0)
}

pub fn turn_pdf(page: u16, pdf_page: u16) -> Command {
    screen::Request::Turn(screen::Turn { page, pdf_page }).into()
}

pub fn point(at: Option<(u16, u16)>) -> Command {
    let at = at.map(|(x, y)| pointer::SlidePoint { x, y });
    pointer::Request::Point(pointer::Pointed { at }).into()
}

pub fn open_quiz(quiz_id: ItemId) -> Command {
    quiz::Request::Open(QuizOpen { quiz_id }).into()
}

pub fn choose(answer: QuizAnswer) -> Command {
    quiz::Request::Answer(answer).into()
}

pub fn reveal(quiz_id: ItemId) -> Command {
    quiz::Request::Reveal(QuizReveal { quiz_id }).into()
}

pub fn offer(sdp: impl Into<String>, restart: bool) -> Command {
    sound::Request::Offer(sound::Offer { sdp: sdp.into(), restart, camera: None }).into()
}

/// Whom one wants to see, each in the encoding of this number.
pub fn watch(whom: Vec<(ParticipantId, u8)>) -> Command {
    let size = |number| [Size::Large, Size::Medium, Size::Small][usize::from(number)];
    let wanted = |(participant_id, number)| Wanted { participant_id, screen: false, size: size(number), pinned: false };
    video::Request::Watch(video::Watch { participants: whom.into_iter().map(wanted).collect() }).into()
}

pub fn show_camera(on: bool) -> Command {
    showing::Request::ShowCamera(showing::Switch { on }).into()
}

pub fn share_screen() -> Command {
    showing::Request::ShareScreen(showing::ScreenOffer { sdp: String::new() }).into()
}

pub fn stop_screen() -> Command {
    showing::Request::StopScreen(Nothing {}).into()
}

pub fn to_show(kind: ShowKind, asks: bool) -> Command {
    showing::Request::Ask(showing::Asking { kind, asks }).into()
}

pub fn allow_showing(rules: showing::Showing) -> Command {
    showing::Request::Allow(rules).into()
}

pub fn spotlight(participant_id: Option<ParticipantId>) -> Command {
    showing::Request::Spotlight(showing::Spotlight { participant_id }).into()
}

pub fn permit_showing(participant_id: ParticipantId, kind: ShowKind, may: bool) -> Command {
    showing::Request::Permit(showing::Permit { participant_id, kind, may }).into()
}

pub fn mute_own(muted: bool) -> Command {
    sound::Request::Mute(sound::Mute { participant_id: None, muted }).into()
}

pub fn mute(whom: ParticipantId, muted: bool) -> Command {
    sound::Request::Mute(sound::Mute { participant_id: Some(whom), muted }).into()
}

pub fn mute_all(muted: bool, except: Vec<ParticipantId>) -> Command {
    sound::Request::MuteAll(sound::MuteAll { muted, except }).into()
}

pub fn allow_unmuting(allowed: bool) -> Command {
    sound::Request::AllowUnmuting(sound::Unmuting { allowed }).into()
}

pub fn invite_to_speak(participant_id: ParticipantId) -> Command {
    speaking::Request::Invite(Whom { participant_id }).into()
}

pub fn withdraw_invitation(participant_id: ParticipantId) -> Command {
    speaking::Request::Withdraw(Whom { participant_id }).into()
}

pub fn decline_to_speak() -> Command {
    speaking::Request::Decline(Nothing {}).into()
}

pub fn measure() -> Command {
    sound::Request::Measure(Nothing {}).into()
}

pub fn leave() -> Command {
    session::Request::Leave(Nothing {}).into()
}

pub fn snapshot() -> Command {
    session::Request::Snapshot(Nothing {}).into()
}

pub fn ask_poll(question: Question) -> Command {
    poll::Request::Ask(question).into()
}

pub fn vote(vote: Vote) -> Command {
    poll::Request::Vote(vote).into()
}

pub fn close_poll(poll_id: PollId) -> Command {
    poll::Request::Close(PollRef { poll_id }).into()
}

pub fn show_poll(poll_id: PollId, shown: bool) -> Command {
    poll::Request::Show(ShowPoll { poll_id, shown }).into()
}

pub fn delete_poll(poll_id: PollId) -> Command {
    poll::Request::Delete(PollRef { poll_id }).into()
}

pub fn named_votes(poll_id: PollId) -> Command {
    poll::Request::Votes(PollRef { poll_id }).into()
}

pub fn start_poll(item_id: ItemId) -> Command {
    poll::Request::Start(StartPoll { item_id }).into()
}

pub fn open_hand_in(request: HandInRequest) -> Command {
    hand_in::Request::Open(request).into()
}

pub fn close_hand_in() -> Command {
    hand_in::Request::Close(Nothing {}).into()
}

pub fn hand_in_text(text: impl Into<String>) -> Command {
    hand_in::Request::Text(HandInText { text: text.into() }).into()
}

pub fn delete_hand_in(hand_in_id: HandInId) -> Command {
    hand_in::Request::Delete(HandInRef { hand_in_id }).into()
}

pub fn show_hand_in(hand_in_id: Option<HandInId>) -> Command {
    hand_in::Request::Show(ShowHandIn { hand_in_id }).into()
}
