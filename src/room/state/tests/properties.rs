//! No sequence of commands panics, breaks the roster's invariants, or lets a student do a teacher's act.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::{
    board as drawn,
    steps::{Step, Stroke, Wish, step},
    *,
};
use crate::{
    access::{RoomRole, allows_in_room},
    ids::Seat,
    protocol::{
        board::{Drawing, ElementId, Operation, Style, Template},
        hand_in::{HandInKind, HandInRequest},
        poll::{Answer, PollKind, Question, Vote},
        quiz::QuizAnswer,
        roster::Microphone,
        screen,
        showing::{ShowKind, Showing, ShowingRule},
    },
};

/// A random lesson: person 0 is its teacher.
struct Lesson {
    class: Classroom,
    people: Vec<PersonId>,
    devices: Vec<DeviceId>,
    seats: HashSet<(ParticipantId, Seat)>,
    /// Two of the pages are quizzes, of two answers each.
    quizzes: [ItemId; 2],
    presentation: ScreenItem,
    /// How many of the effects the forwarder has answered.
    negotiated: usize,
    boards: drawn::Reader,
}

fn show_kind(camera: bool) -> ShowKind {
    if camera { ShowKind::Camera } else { ShowKind::Screen }
}

/// A text, a presentation, and two quizzes.
fn pages(owner: PersonId, quizzes: [ItemId; 2], presentation: ScreenItem) -> Rules {
    let before = rules(owner);
    let options = ["A", "B"].map(str::to_owned).to_vec();
    let asked = |quiz_id| item(Slide::Quiz { quiz_id, question: "Why?".into(), options: options.clone(), right: 1 });
    Rules { slides: [asked(quizzes[0]), before.slides[0].clone(), presentation, asked(quizzes[1])].into(), ..before }
}

impl Lesson {
    fn new() -> Self {
        let people: Vec<_> = (0..4).map(|_| PersonId::fresh()).collect();
        let quizzes = [ItemId::fresh(), ItemId::fresh()];
        let presentation = presentation();
        let mut class = Classroom::planned_by(Rules { capacity: 3, ..pages(people[0], quizzes, presentation.clone()) });
        class.stuck = true;
        Self {
            quizzes,
            presentation,
            class,
            people,
            devices: (0..4).map(|_| DeviceId::fresh()).collect(),
            seats: HashSet::new(),
            negotiated: 0,
            boards: drawn::Reader::default(),
        }
    }

    /// Most of what can go wrong goes wrong in a lesson that goes on, with somebody in it.
    fn begin(&mut self) {
        let teacher = self.class.teacher_enters();
        self.class.resolve(true);
        self.class.act(teacher, Command::start()).expect("the teacher starts");
        self.class.resolve(true);
        for student in ["Ana", "Ben"] {
            self.class.guest_enters(student).expect("there is room");
        }
        self.class.resolve(true);
    }

    fn someone(&self, number: u8) -> ParticipantId {
        let all: Vec<_> = self.class.state.members().map(|member| member.id).collect();
        if all.is_empty() { ParticipantId::fresh() } else { all[usize::from(number) % all.len()] }
    }

    /// One that nobody has made, with the last number.
    fn quiz(&self, number: u8) -> ItemId {
        self.quizzes.get(usize::from(number)).copied().unwrap_or_else(ItemId::fresh)
    }

    /// One of the lines that were written.
    fn line(&self, number: u8) -> MessageId {
        let said = |record: &Record| match record {
            Record::Chat(db::chat::Record::Said { id, .. }) => Some(*id),
            _ => None,
        };
        let lines: Vec<_> = self.class.kept.iter().filter_map(said).collect();
        if lines.is_empty() { MessageId::fresh() } else { lines[usize::from(number) % lines.len()] }
    }

    /// One of the latest polls, or one that nobody has asked.
    fn poll(&self, number: u8) -> PollId {
        let asked = |record: &Record| match record {
            Record::Poll(db::poll::Record::Opened { poll, .. }) => Some(*poll),
            _ => None,
        };
        let polls: Vec<_> = self.class.kept.iter().rev().filter_map(asked).take(2).collect();
        polls.get(usize::from(number) % 3).copied().unwrap_or_else(PollId::fresh)
    }

    /// An operation of somebody who draws.
    fn operation(&self, by: ParticipantId, stroke: Stroke) -> Operation {
        let seat = |who: ParticipantId| self.class.state.member(who).map_or(Seat(0), |member| member.seat);
        let id = |whose: Option<u8>, which| ElementId(seat(whose.map_or(by, |whose| self.someone(whose))), which);
        match stroke {
            Stroke::Put(which) => drawn::put(id(None, which)),
            Stroke::Move(whose, which, x) => Operation::Move { id: id(whose, which), place: drawn::at(x) },
            Stroke::Style(whose, which, colour) => {
                Operation::Style { id: id(whose, which), style: Style { colour, ..Style::default() } }
            }
            Stroke::Write(whose, which, text) => Operation::Write { id: id(whose, which), text },
            Stroke::Delete(whose, which) => Operation::Delete { id: id(whose, which) },
            Stroke::Restore(whose, which) => Operation::Restore { id: id(whose, which), made: None },
            Stroke::Clear(until) => Operation::Clear { until },
            Stroke::Hide(whose, hidden) => Operation::Hide { seat: seat(self.someone(whose)), hidden },
        }
    }

    /// One of the things that were handed in.
    fn work(&self, number: u8) -> HandInId {
        let added = |record: &Record| match record {
            Record::HandIn(db::hand_in::Record::Added(work)) => Some(work.id),
            _ => None,
        };
        let works: Vec<_> = self.class.kept.iter().filter_map(added).collect();
        if works.is_empty() { HandInId::fresh() } else { works[usize::from(number) % works.len()] }
    }

    fn command(&mut self, by: ParticipantId, wish: Wish) -> Command {
        match wish {
            Wish::AddBoard => ask::add_board(Template::Squared),
            Wish::OpenOver(item, page) => ask::open_over(self.quiz(item), page),
            Wish::Draw(page, strokes) => {
                let operations = strokes.into_iter().map(|stroke| self.operation(by, stroke));
                ask::draw(page, operations.collect())
            }
            Wish::ShowBoard(page) => ask::show_board(page),
            Wish::NameBoard(page, name) => ask::name_board(page, &name),
            Wish::RemoveBoard(page) => ask::remove_board(page),
            Wish::AllowDrawing(which) => ask::allow_drawing(Drawing::ALL[usize::from(which)]),
            Wish::ChooseDrawer(who, may) => ask::choose_drawer(self.someone(who), may),
            Wish::Start => Command::start(),
            Wish::End(keep_chat) => Command::end(keep_chat),
            Wish::Say(name, message) => ask::say(name.map(|name| name.to_string()), message),
            Wish::Edit(line, message) => ask::edit(self.line(line), message),
            Wish::History(line) => ask::history(self.line(line)),
            Wish::DeleteMessage(line) => ask::delete_message(self.line(line)),
            Wish::PauseChat(paused) => ask::pause_chat(paused),
            Wish::RaiseHand => ask::raise_hand(),
            Wish::LowerHand(who) => ask::lower_hand(who.map(|who| self.someone(who))),
            Wish::LowerAllHands => ask::lower_all_hands(),
            Wish::Admit(who) => ask::admit(self.someone(who)),
            Wish::AdmitAll => ask::admit_all(),
            Wish::Remove(who) => ask::remove(self.someone(who)),
            Wish::Readmit(who) => ask::readmit(self.someone(who)),
            Wish::Turn(page, pdf_page) => ask::turn_pdf(page, pdf_page),
            Wish::Point(at) => ask::point(at),
            Wish::OpenQuiz(quiz) => ask::open_quiz(self.quiz(quiz)),
            Wish::Choose(quiz, choice) => ask::choose(QuizAnswer { quiz_id: self.quiz(quiz), choice }),
            Wish::Reveal(quiz) => ask::reveal(self.quiz(quiz)),
            Wish::AskPoll(anonymous, timed) => ask::ask_poll(Question {
                question: "Why?".into(),
                kind: PollKind::YesNo,
                options: Vec::new(),
                steps: None,
                anonymous,
                seconds: timed.then_some(300),
                right: Some(Answer::Choices(vec![1])),
                points: 0,
            }),
            Wish::Vote(poll, choice, receipt) => ask::vote(Vote {
                poll_id: self.poll(poll),
                answer: Answer::Choices(vec![choice]),
                receipt: Some(receipt.to_string().repeat(30)),
            }),
            Wish::ClosePoll(poll) => ask::close_poll(self.poll(poll)),
            Wish::ShowPoll(poll, shown) => ask::show_poll(self.poll(poll), shown),
            Wish::DeletePoll(poll) => ask::delete_poll(self.poll(poll)),
            Wish::NamedVotes(poll) => ask::named_votes(self.poll(poll)),
            Wish::OpenHandIn(text) => ask::open_hand_in(HandInRequest {
                title: "Your volcano".into(),
                kinds: vec![if text { HandInKind::Text } else { HandInKind::Pdf }],
            }),
            Wish::CloseHandIn => ask::close_hand_in(),
            Wish::HandInText(text) => ask::hand_in_text(text),
            Wish::DeleteHandIn(work) => ask::delete_hand_in(self.work(work)),
            Wish::ShowHandIn(work) => ask::show_hand_in(work.map(|work| self.work(work))),
            Wish::Offer(restart) => ask::offer("v=0", restart),
            Wish::Watch(whom) => {
                ask::watch(whom.into_iter().map(|(who, encoding)| (self.someone(who), encoding)).collect())
            }
            Wish::MuteOwn(muted) => ask::mute_own(muted),
            Wish::ShowCamera(on) => ask::show_camera(on),
            Wish::ShareScreen => ask::share_screen(),
            Wish::StopScreen => ask::stop_screen(),
            Wish::AskToShow(camera, asks) => ask::to_show(show_kind(camera), asks),
            Wish::AllowShowing(cameras, screens, several_screens) => {
                let rule =
                    |number| [ShowingRule::Nobody, ShowingRule::Asked, ShowingRule::Everyone][usize::from(number)];
                let (cameras, screens) = (rule(cameras), rule(screens));
                ask::allow_showing(Showing { cameras, screens, several_screens })
            }
            Wish::PermitShowing(who, camera, may) => ask::permit_showing(self.someone(who), show_kind(camera), may),
            Wish::Mute(who, muted) => ask::mute(self.someone(who), muted),
            Wish::MuteAll(muted, except) => {
                ask::mute_all(muted, except.into_iter().map(|who| self.someone(who)).collect())
            }
            Wish::AllowUnmuting(allowed) => ask::allow_unmuting(allowed),
            Wish::InviteToSpeak(who) => ask::invite_to_speak(self.someone(who)),
            Wish::WithdrawInvitation(who) => ask::withdraw_invitation(self.someone(who)),
            Wish::DeclineToSpeak => ask::decline_to_speak(),
            Wish::Measure => ask::measure(),
            Wish::Leave => ask::leave(),
            Wish::Snapshot => ask::snapshot(),
        }
    }

    fn enter(&mut self, entrant: Entrant) {
        let _ = self.class.apply(Caller::Server, Command::Enter(Box::new(entrant)));
    }

    fn play(&mut self, step: Step) {
        let before = format!("{:?}", self.class.state);
        match step {
            Step::Enter { person, device } => {
                let person = person.map(|person| self.people[usize::from(person)]);
                let device = device.map(|device| self.devices[usize::from(device)]);
                self.enter(Entrant { person, device, ..self.class.entrant("Someone") });
            }
            Step::Return(who) => {
                let id = self.someone(who);
                self.enter(Entrant { id, resumes: true, name: None, ..self.class.entrant("") });
            }
            Step::Lose(who) => {
                let who = self.someone(who);
                if self.class.state.member(who).is_some_and(|member| member.place.connection().is_some()) {
                    self.class.loses(who);
                }
            }
            Step::Act(who, wish) => {
                let who = self.someone(who);
                let command = self.command(who, wish);
                let student = self.class.state.member(who).is_some_and(|member| member.role == RoomRole::Student);
                let Command::Ask(event) = &command else { panic!("a participant's wish") };
                let act = features::act(who, event);
                let open = self.open_microphones();
                let done = self.class.act(who, command);
                if student && !allows_in_room(RoomRole::Student, act) {
                    assert!(done.is_err(), "a student did {act:?}");
                }
                let opened: Vec<_> = self.open_microphones().difference(&open).copied().collect();
                assert!(opened.is_empty() || opened == [who], "someone's microphone was opened by another");
                if done.is_err() {
                    assert_eq!(before, format!("{:?}", self.class.state), "a refused command changed something");
                }
            }
            Step::Owner(wish) => {
                let command = self.command(ParticipantId::fresh(), wish);
                let _ = self.class.apply(self.class.outside(), command);
            }
            Step::Resolve(kept) => self.class.resolve(kept),
            Step::Negotiate(shows) => self.negotiate(shows),
            Step::BreakOff(who) => {
                let who = self.someone(who);
                if let Some(peer) = self.class.state.member(who).and_then(|member| member.sound.peer()) {
                    let _ = self.class.apply(Caller::Server, Command::PeerGone(who, peer));
                }
            }
            Step::Pass(seconds) => self.class.pass(Duration::seconds(seconds.into())),
            Step::UpdateAvatar(person) => {
                let avatar = Box::new(Avatar::random(&mut rand::rng()));
                let person = self.people[usize::from(person)];
                let _ = self.class.apply(Caller::Server, Command::UpdateAvatar(person, avatar));
            }
            Step::Erase(person) => {
                let person = self.people[usize::from(person)];
                if self.class.apply(Caller::Server, Command::Erase(person)).is_ok() {
                    let theirs = self.class.state.roster.by_person(person);
                    let out = |member: &Member| member.place == Place::Away && member.is_erased();
                    assert!(theirs.is_none_or(out), "one who was erased is here");
                }
            }
            Step::UpdateRules { capacity, waiting_room, guests_allowed, slides } => {
                let capacity = usize::from(capacity).max(self.class.state.roster.students_inside());
                let before = pages(self.people[0], self.quizzes, self.presentation.clone());
                let slides = before.slides[..usize::from(slides)].into();
                let changed = Rules { capacity, waiting_room, guests_allowed, slides, ..before };
                let _ = self.class.apply(Caller::Server, Command::UpdateRules(changed));
            }
        }
    }

    fn negotiate(&mut self, shows: bool) {
        let asked: Vec<_> = self.class.effects[self.negotiated..]
            .iter()
            .filter_map(|effect| match effect {
                Effect::Negotiate { who, restarts: Some(peer), .. } => Some(Command::PeerRestarted(*who, *peer)),
                Effect::Negotiate { who, connection, .. } => {
                    let sends = Sends { audio: true, video: shows };
                    Some(Command::PeerNegotiated(*who, *connection, sends))
                }
                Effect::NegotiateScreen { who, connection, .. } => {
                    let sends = Sends { audio: false, video: shows };
                    Some(Command::ScreenNegotiated(*who, *connection, ConnectionId::fresh(), sends))
                }
                _ => None,
            })
            .collect();
        for answered in asked {
            let _ = self.class.apply(Caller::Server, answered);
        }
        self.negotiated = self.class.effects.len();
    }

    /// The peers that the forwarder has been told of last, and whether they are heard.
    fn open(&self) -> HashMap<ConnectionId, bool> {
        let mut peers = HashMap::new();
        for effect in &self.class.effects {
            match effect {
                Effect::SetAudible(peer, open) => drop(peers.insert(*peer, *open)),
                Effect::ClosePeer(peer) => drop(peers.remove(peer)),
                _ => {}
            }
        }
        peers
    }

    /// The people whose microphones are on. A program's is opened by the teacher who runs it.
    fn open_microphones(&self) -> HashSet<ParticipantId> {
        let open = |member: &&Member| !member.stream && member.sound.microphone() == Microphone::On;
        self.class.state.members().filter(open).map(|member| member.id).collect()
    }

    /// Everyone who is heard has an open microphone, and everyone who has one is heard.
    fn check_sound(&self) {
        let mut open = self.open();
        for member in self.class.state.members() {
            let on = member.sound.microphone() == Microphone::On;
            let heard = member.sound.peer().and_then(|peer| open.remove(&peer)).unwrap_or(false);
            assert_eq!(heard, on, "one is heard whose microphone is off, or the other way round");
            assert!(!(member.removed && heard), "a removed one is heard");
        }
        assert!(!open.values().any(|open| *open), "somebody is heard who has no seat");
    }

    /// Exactly those peers are seen that send a camera which is on, or a screen, and only of people who may show them.
    fn check_pictures(&self) {
        let mut visible = HashSet::new();
        for effect in &self.class.effects {
            match effect {
                Effect::SetVisible(peer, true) => drop(visible.insert(*peer)),
                Effect::SetVisible(peer, false) | Effect::ClosePeer(peer) => drop(visible.remove(peer)),
                _ => {}
            }
        }
        let state = &self.class.state;
        for member in state.members() {
            let camera = member.sound.peer().filter(|_| member.sound.camera());
            for (kind, peer) in [(ShowKind::Camera, camera), (ShowKind::Screen, member.sound.screen)] {
                let Some(peer) = peer else { continue };
                assert!(visible.remove(&peer), "nobody sees a {kind:?} that is on");
                assert!(state.may_show(member, kind), "a {kind:?} is on that may not be");
            }
        }
        assert!(visible.is_empty(), "somebody is seen whose camera is off");
        let sharing = state.members().filter(|member| member.sound.shares_screen()).count();
        let several = state.features.showing.rules().several_screens;
        assert!(several || sharing <= 1, "two screens at once");
    }

    /// What was asked to be written of microphones is what holds.
    fn check_decisions(&self) {
        let (decided, unmuting) = self.class.decisions();
        assert_eq!(unmuting, self.class.state.view().sound.unmuting_allowed);
        for member in self.class.state.members() {
            assert_eq!(decided.get(&member.id).copied(), member.sound.may_speak, "what was written is not what holds");
        }
    }

    /// A room that is opened again from its records is the room that it was, but for presence.
    fn check_reopened(&self) {
        let (now, again) = (&self.class.state, self.class.reopened());
        if !self.class.unresolved.is_empty() || self.class.lost {
            return;
        }
        let lines = |state: &RoomState| {
            let lines = state.view().chat.messages.into_iter();
            lines
                .map(|line| (line.message_id, line.message, line.participant_id, line.edited_at, line.deleted_at))
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(now), lines(&again), "the chat is another");
        assert_eq!(now.screen(), again.screen(), "the screen is another");
        assert_eq!(now.view().board, again.view().board, "the whiteboards are others");
        for page in now.view().board.board_pages {
            assert_eq!(
                now.board_content(page.page),
                again.board_content(page.page),
                "what is on a whiteboard is something else"
            );
        }
        assert_eq!(now.view().sound, again.view().sound);
        assert_eq!(now.features.showing.rules(), again.features.showing.rules(), "others may show a camera");
        assert_eq!(now.view().chat.chat_paused, again.view().chat.chat_paused, "the chat is paused, or is not");
        for member in now.members() {
            let before = again.member(member.id).expect("everyone has a row");
            assert_eq!(now.snapshot(member).quiz, again.snapshot(before).quiz, "the answers are others");
            assert_eq!(now.snapshot(member).hand_in, again.snapshot(before).hand_in, "the pile is another");
            assert_eq!(now.snapshot(member).poll, again.snapshot(before).poll, "the polls are others");
            let lasting = |member: &Member| {
                let sound = member.sound;
                (member.seat, member.admitted, member.removed, sound.may_speak, sound.may_camera, sound.may_screen)
            };
            assert_eq!(lasting(member), lasting(before), "a member is another");
        }
    }

    fn check(&mut self) {
        self.check_sound();
        self.check_pictures();
        self.check_decisions();
        self.check_reopened();
        self.boards.follow(&self.class);
        let state = &self.class.state;
        assert!(state.roster.students_inside() <= state.rules.capacity, "the room is overfull");
        let screen = state.screen();
        let shown = state.shown_hand_in().is_some();
        assert_eq!(
            screen.is_some(),
            shown || !state.rules.slides.is_empty(),
            "a screen without content, or content without"
        );
        assert!(screen.is_none_or(|screen| screen.page < screen.pages), "the screen is beyond its end");
        let told = self.class.news().into_iter().rev().find_map(|news| match news {
            ServerEvent::Screen(screen::Event::Turn(turned)) => Some(turned.screen.clone()),
            _ => None,
        });
        assert!(told.is_none_or(|told| told == state.screen()), "people see another page than newcomers");
        let polls = state.members().find(|member| member.role == RoomRole::Teacher);
        let polls = polls.map_or_else(Vec::new, |teacher| state.snapshot(teacher).poll.polls);
        assert!(polls.iter().filter(|poll| poll.open).count() <= 1, "two polls are open");
        for poll in polls {
            let votes = poll.results.map_or(0, |results| results.votes);
            assert!(usize::from(votes) <= state.members().count(), "someone has voted twice");
        }
        let counted = state.count().map_or(0, |count| count.counts.into_iter().map(usize::from).sum());
        assert!(counted <= state.members().count(), "someone was counted twice");
        let mut connections = HashSet::new();
        for member in state.members() {
            assert_eq!(*state.snapshot(member).room, state.view(), "a newcomer is shown a room that has changed since");
            assert!(!(member.removed && member.place != Place::Away), "a removed one is here");
            assert!(member.hand.is_none() || member.place.is_seen(), "a hand without its owner");
            assert_eq!(
                member.role == RoomRole::Teacher,
                member.person == Some(self.people[0]),
                "the teacher is the owner"
            );
            let invited = state.features.speaking.is_invited(member.id);
            let silent = member.sound.microphone() != Microphone::On;
            assert!(!invited || member.place.is_seen() && silent, "someone is invited who speaks or is not there");
            if let Some(connection) = member.place.connection() {
                assert!(connections.insert(connection), "two on one connection");
            }
            if member.role == RoomRole::Student && state.phase() == SessionState::Planned {
                assert!(!member.place.is_seen(), "a student is in before the start");
            }
            self.seats.insert((member.id, member.seat));
        }
        let numbers: HashSet<_> = self.seats.iter().map(|(_, seat)| *seat).collect();
        assert_eq!(numbers.len(), self.seats.len(), "a seat was given twice, or changed");
        let mut last = 0;
        for effect in &self.class.effects {
            if let Effect::Tell(Audience::All(seq), _) = effect {
                assert_eq!(*seq, last + 1, "a number is missing in the news");
                last = *seq;
            }
        }
        assert_eq!(last, state.seq());
        for ticket in state.pending.keys() {
            assert!(
                self.class.unresolved.iter().any(|(unresolved, _)| unresolved == ticket),
                "something waits for nothing"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_lesson_breaks_the_rules(live in prop::bool::weighted(0.8), steps in prop::collection::vec(step(), 1..80)) {
        let mut lesson = Lesson::new();
        if live {
            lesson.begin();
        }
        for step in steps {
            lesson.play(step);
            lesson.check();
        }
    }
}
