//! Polls. The teacher asks a question, and one poll is open at a time. Students have one vote each, which they change until the poll
//! closes. A vote counts once it is committed. The teacher gets what the votes add up to, once a tick; everyone gets it once the
//! teacher shows it.
//!
//! Of an anonymous poll the room knows who has voted and which answers there are, and not whose they are: see [`Ballots`].

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Feature, FeatureName, Member, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    clock::Time,
    db::poll::Record,
    error::Refusal,
    ids::{ItemId, ParticipantId, PollId},
    protocol::{
        poll::{
            self, Event, NamedVote, NamedVotes, OwnVote, PollChanged, PollRef, Question, Request, Results, ShowPoll,
            StartPoll, View, Vote,
        },
        screen::Slide,
    },
};

mod ballots;

use ballots::Ballots;

/// How many polls a lesson can have.
const POLLS: usize = 50;

/// The polls of a lesson.
#[derive(Debug, Default)]
pub struct Poll {
    polls: BTreeMap<PollId, Asked>,
    /// The poll that everyone sees.
    current: Option<PollId>,
    /// Whether a new poll waits for the journal.
    asking: bool,
    /// Polls that the teacher gets at the next tick.
    changed: BTreeSet<PollId>,
}

#[derive(Debug)]
struct Asked {
    question: Question,
    closes_at: Option<Time>,
    closed: bool,
    /// Records that wait for the journal and will close it: nobody votes meanwhile.
    closing: u32,
    shown: bool,
    votes: Votes,
}

#[derive(Debug)]
enum Votes {
    Named(BTreeMap<ParticipantId, poll::Answer>),
    Anonymous(Ballots),
}

impl Asked {
    fn new(question: Question, closes_at: Option<Time>) -> Self {
        let votes =
            if question.anonymous { Votes::Anonymous(Ballots::default()) } else { Votes::Named(BTreeMap::new()) };
        Self { question, closes_at, closed: false, closing: 0, shown: false, votes }
    }

    fn results(&self) -> Results {
        match &self.votes {
            Votes::Named(votes) => Results::of(&self.question, votes.values()),
            Votes::Anonymous(ballots) => Results::of(&self.question, ballots.answers()),
        }
    }

    /// The poll as the teacher sees it.
    fn whole(&self, poll_id: PollId) -> poll::Poll {
        poll::Poll {
            poll_id,
            question: self.question.clone(),
            open: !self.closed,
            shown: self.shown,
            closes_at: self.closes_at.filter(|_| !self.closed),
            results: Some(self.results()),
        }
    }

    /// The poll as everyone sees it: what is right and what was voted only once it is shown.
    fn public(&self, poll_id: PollId) -> poll::Poll {
        if self.shown {
            return self.whole(poll_id);
        }
        let question = Question { right: None, ..self.question.clone() };
        let closes_at = self.closes_at.filter(|_| !self.closed);
        poll::Poll { poll_id, question, open: !self.closed, shown: false, closes_at, results: None }
    }

    fn own_vote(&self, who: ParticipantId) -> Option<OwnVote> {
        match &self.votes {
            Votes::Named(votes) => votes.get(&who).map(|answer| OwnVote { answer: Some(answer.clone()) }),
            Votes::Anonymous(ballots) => ballots.has_voted(who).then_some(OwnVote { answer: None }),
        }
    }

    /// Nobody votes any more, so who has voted is of no more use.
    fn close(&mut self) {
        self.closed = true;
        if let Votes::Anonymous(ballots) = &mut self.votes {
            ballots.forget_voters();
        }
    }
}

impl Poll {
    fn get(&self, id: PollId) -> Result<&Asked, Refusal> {
        self.polls.get(&id).ok_or(Refusal::PollUnknown)
    }

    /// The poll that is open. There is one at most.
    fn open(&self) -> Option<PollId> {
        self.polls.iter().find(|(_, asked)| !asked.closed).map(|(id, _)| *id)
    }

    fn close_open(&mut self) {
        if let Some(open) = self.open() {
            self.polls.get_mut(&open).expect("it is open").close();
            self.changed.insert(open);
        }
    }

    fn closing(&mut self, id: Option<PollId>, change: impl Fn(u32) -> u32) {
        if let Some(asked) = id.and_then(|id| self.polls.get_mut(&id)) {
            asked.closing = change(asked.closing);
        }
    }

    /// Makes this the poll that everyone sees.
    fn turn_to(&mut self, current: Option<PollId>) {
        for (id, asked) in &mut self.polls {
            if asked.shown && Some(*id) != current {
                asked.shown = false;
                self.changed.insert(*id);
            }
        }
        self.current = current;
    }

    fn public(&self) -> Option<poll::Poll> {
        let id = self.current?;
        self.polls.get(&id).map(|asked| asked.public(id))
    }
}

impl Feature for Poll {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Vote(_) => RoomAct::Vote,
            Request::Ask(_)
            | Request::Start(_)
            | Request::Close(_)
            | Request::Show(_)
            | Request::Delete(_)
            | Request::Votes(_) => RoomAct::LeadPolls,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Ask(question) => ask(cx, None, question),
            Request::Start(StartPoll { item_id }) => ask(cx, Some(item_id), prepared(cx, item_id)?),
            Request::Vote(vote) => self::vote(cx, by, vote),
            Request::Close(PollRef { poll_id }) => close(cx, poll_id),
            Request::Show(ShowPoll { poll_id, shown }) => {
                let polls = &mut cx.room.features.poll;
                polls.get(poll_id)?;
                let closes = polls.open().filter(|open| shown && *open != poll_id);
                for closing in [Some(poll_id), closes] {
                    polls.closing(closing, |closing| closing + 1);
                }
                cx.persist(Record::Shown { poll: poll_id, shown, at: cx.now, closes });
                Ok(())
            }
            Request::Delete(PollRef { poll_id }) => {
                cx.room.features.poll.get(poll_id)?;
                cx.room.features.poll.closing(Some(poll_id), |closing| closing + 1);
                cx.persist(Record::Deleted { poll: poll_id });
                Ok(())
            }
            Request::Votes(PollRef { poll_id }) => named_votes(cx, poll_id),
        }
    }

    fn committed(cx: &mut Context, record: Record) {
        undo_waiting(cx, &record);
        let polls = &mut cx.room.features.poll;
        match record {
            Record::Opened { poll, question, closes_at, .. } => {
                polls.close_open();
                polls.polls.insert(poll, Asked::new(question, closes_at));
                polls.turn_to(Some(poll));
                cx.answer(&PollRef { poll_id: poll });
                cx.tell_poll(poll, true);
            }
            Record::Voted { poll, who, answer, .. } => {
                let Some(Asked { votes: Votes::Named(votes), .. }) = polls.polls.get_mut(&poll) else { return };
                votes.insert(who, answer);
                cx.tell_poll(poll, false);
            }
            Record::Sealed { poll, who, receipt, answer } => {
                let Some(Asked { votes: Votes::Anonymous(ballots), .. }) = polls.polls.get_mut(&poll) else { return };
                ballots.cast(who, receipt, answer);
                cx.tell_poll(poll, false);
            }
            Record::Ballots { poll, voters, ballots } => {
                let Some(Asked { votes: Votes::Anonymous(kept), .. }) = polls.polls.get_mut(&poll) else { return };
                *kept = Ballots::restore(voters, ballots);
            }
            Record::Closed { poll, .. } => {
                let Some(asked) = polls.polls.get_mut(&poll) else { return };
                asked.close();
                let everyone = polls.current == Some(poll);
                cx.tell_poll(poll, everyone);
            }
            Record::Shown { poll, shown, .. } => {
                let before = polls.current;
                let Some(asked) = polls.polls.get_mut(&poll) else { return };
                asked.shown = shown;
                asked.close();
                if shown {
                    polls.close_open();
                }
                polls.turn_to(if shown { Some(poll) } else { before.filter(|id| *id != poll) });
                cx.tell_poll(poll, true);
            }
            Record::Deleted { poll } => {
                if polls.polls.remove(&poll).is_none() {
                    return;
                }
                let everyone = polls.current == Some(poll);
                polls.current = polls.current.filter(|id| *id != poll);
                polls.changed.remove(&poll);
                if everyone {
                    cx.tell(Event::Change(Box::new(PollChanged { poll: None })));
                }
                cx.tell_teachers(Event::Deleted(PollRef { poll_id: poll }));
            }
        }
    }

    fn failed(cx: &mut Context, record: Record) {
        undo_waiting(cx, &record);
    }

    fn refresh(cx: &mut Context) {
        let polls = &mut cx.room.features.poll;
        let changed = std::mem::take(&mut polls.changed);
        let whole = changed.into_iter().filter_map(|id| polls.polls.get(&id).map(|asked| asked.whole(id)));
        let whole: Vec<_> = whole.collect();
        cx.tell_teachers(Event::Results(whole));
    }
}

/// A record no longer waits for the journal.
fn undo_waiting(cx: &mut Context, record: &Record) {
    let polls = &mut cx.room.features.poll;
    match record {
        Record::Opened { closes, .. } => {
            polls.asking = false;
            polls.closing(*closes, |closing| closing.saturating_sub(1));
        }
        Record::Shown { poll, closes, .. } => {
            for closing in [Some(*poll), *closes] {
                polls.closing(closing, |closing| closing.saturating_sub(1));
            }
        }
        Record::Closed { poll, .. } | Record::Deleted { poll } => {
            polls.closing(Some(*poll), |closing| closing.saturating_sub(1));
        }
        Record::Sealed { poll, who, .. } => {
            if let Some(Asked { votes: Votes::Anonymous(ballots), .. }) = polls.polls.get_mut(poll) {
                ballots.arrived(*who);
            }
        }
        Record::Voted { .. } | Record::Ballots { .. } => {}
    }
}

/// The question of an item.
fn prepared(cx: &Context, item: ItemId) -> Result<Question, Refusal> {
    let question = cx.room.rules.slides.iter().find_map(|shown| match &shown.slide {
        Slide::Poll { item_id, question, right } if *item_id == item => {
            Some(Question { right: right.clone(), ..(**question).clone() })
        }
        _ => None,
    });
    question.ok_or(Refusal::ContentUnknown)
}

fn ask(cx: &mut Context, item: Option<ItemId>, question: Question) -> Result<(), Refusal> {
    cx.live()?;
    let polls = &cx.room.features.poll;
    if polls.asking {
        return Err(Refusal::Busy);
    }
    if polls.polls.len() >= POLLS {
        return Err(Refusal::PollsMany);
    }
    let question = question.check()?;
    let closes = polls.open();
    let closes_at = question.seconds.map(|seconds| cx.now + chrono::Duration::seconds(seconds.into()));
    cx.room.features.poll.asking = true;
    cx.room.features.poll.closing(closes, |closing| closing + 1);
    cx.persist(Record::Opened { poll: PollId::fresh(), item, question, at: cx.now, closes_at, closes });
    Ok(())
}

fn vote(cx: &mut Context, who: ParticipantId, Vote { poll_id, answer, receipt }: Vote) -> Result<(), Refusal> {
    cx.live()?;
    let (now, poll) = (cx.now, poll_id);
    let asked = cx.room.features.poll.get(poll)?;
    if asked.closed || asked.closing > 0 || asked.closes_at.is_some_and(|at| now >= at) {
        return Err(Refusal::PollClosed);
    }
    let answer = asked.question.check_answer(answer)?;
    let asked = cx.room.features.poll.polls.get_mut(&poll).expect("it was just found");
    let record = match &mut asked.votes {
        Votes::Named(_) => {
            let right = asked.question.is_right(&answer);
            Record::Voted { poll, who, answer, right, at: now }
        }
        Votes::Anonymous(ballots) => {
            let receipt = ballots::hash(poll, receipt.as_deref().ok_or(Refusal::DataBad)?)?;
            ballots.expect(who, &receipt)?;
            Record::Sealed { poll, who, receipt, answer }
        }
    };
    cx.persist(record);
    Ok(())
}

fn close(cx: &mut Context, poll: PollId) -> Result<(), Refusal> {
    if cx.room.features.poll.get(poll)?.closed {
        return Err(Refusal::PollClosed);
    }
    cx.room.features.poll.closing(Some(poll), |closing| closing + 1);
    cx.persist(Record::Closed { poll, at: cx.now });
    Ok(())
}

fn named_votes(cx: &mut Context, poll: PollId) -> Result<(), Refusal> {
    let asked = cx.room.features.poll.get(poll)?;
    let Votes::Named(votes) = &asked.votes else { return Err(Refusal::PollAnonymous) };
    let vote = |(who, answer): (&ParticipantId, &poll::Answer)| NamedVote {
        participant_id: *who,
        username: cx.room.roster.get(*who).map_or_else(String::new, |member| member.name.clone()),
        answer: answer.clone(),
        right: asked.question.is_right(answer),
    };
    let votes = NamedVotes { votes: votes.iter().map(vote).collect() };
    cx.answer(&votes);
    Ok(())
}

impl Context<'_> {
    /// Sends a poll to the teacher at the next tick and, if what they see of it has changed, to everyone.
    fn tell_poll(&mut self, poll: PollId, everyone: bool) {
        let polls = &mut self.room.features.poll;
        polls.changed.insert(poll);
        let public = polls.public();
        self.stale(FeatureName::Poll);
        if everyone {
            self.tell(Event::Change(Box::new(PollChanged { poll: public })));
        }
    }

    /// Closes the poll whose time is over.
    pub(super) fn close_late_poll(&mut self) {
        let polls = &self.room.features.poll;
        let Some(open) = polls.open() else { return };
        let asked = &polls.polls[&open];
        if asked.closing == 0 && asked.closes_at.is_some_and(|at| self.now >= at) {
            close(self, open).expect("it is open");
        }
    }
}

pub(super) fn view(room: &RoomState, of: &Member) -> View {
    let polls = &room.features.poll;
    let teaches = of.role == RoomRole::Teacher;
    let all = polls.polls.iter().filter(|_| teaches).map(|(id, asked)| asked.whole(*id));
    let current = polls.current.and_then(|id| polls.polls.get(&id));
    View { poll: polls.public(), own_vote: current.and_then(|asked| asked.own_vote(of.id)), polls: all.collect() }
}
