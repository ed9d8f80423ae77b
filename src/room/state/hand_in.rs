//! What the class hands in. The teacher asks for pictures, PDFs or texts; only the teacher sees the pile, and each student their
//! own. The teacher can put one on the screen, before the lesson's own page.

use std::collections::BTreeMap;

use super::{Context, Feature, FeatureName, Member, RoomState};
use crate::{
    access::{RoomAct, RoomRole, allows_in_room},
    db::hand_in::{Content, Record, Work},
    error::Refusal,
    ids::{ConnectionId, HandInId, ParticipantId},
    protocol::{
        hand_in::{
            self, Event, HandInKind, HandInRef, HandInRequest, HandInRequested, HandInText, Request, ShowHandIn, View,
        },
        screen::Slide,
        text,
    },
};

/// How many things one student hands in during a lesson, and how many bytes they have together.
pub const PER_STUDENT: usize = 20;
pub const BYTES_PER_STUDENT: u64 = 50_000_000;
/// The same for the whole class.
pub const PER_CLASS: usize = 2000;
pub const BYTES_PER_CLASS: u64 = 1_000_000_000;
/// The path of a stored file.
const FILES: &str = "/files/";

#[derive(Debug, Default)]
pub struct HandIn {
    request: Option<HandInRequest>,
    /// By their ids, which rise with their times.
    pile: BTreeMap<HandInId, Work>,
    /// On their way to the journal: how many of whom, with how many bytes.
    waiting: BTreeMap<HandInId, (ParticipantId, u64)>,
    shown: Option<HandInId>,
    /// Those that the teacher gets at the next tick.
    fresh: Vec<HandInId>,
}

/// What someone may still hand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandInTerms {
    pub kinds: Vec<HandInKind>,
    /// In bytes.
    pub space: u64,
}

impl HandIn {
    fn terms(&self, who: ParticipantId) -> Result<HandInTerms, Refusal> {
        let request = self.request.as_ref().ok_or(Refusal::HandInClosed)?;
        let kept = self.pile.values().map(|one| (one.who, one.size()));
        let all: Vec<_> = kept.chain(self.waiting.values().copied()).collect();
        let own: Vec<u64> = all.iter().filter(|(by, _)| *by == who).map(|(_, size)| *size).collect();
        if own.len() >= PER_STUDENT || all.len() >= PER_CLASS {
            return Err(Refusal::HandInsMany);
        }
        let left = |limit: u64, used: u64| limit.saturating_sub(used);
        let space = left(BYTES_PER_STUDENT, own.iter().sum())
            .min(left(BYTES_PER_CLASS, all.iter().map(|(_, size)| size).sum()));
        Ok(HandInTerms { kinds: request.kinds.clone(), space })
    }
}

impl Feature for HandIn {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Open(_) | Request::Close(_) | Request::Show(_) => RoomAct::CollectWork,
            Request::Text(_) => RoomAct::HandIn,
            Request::Delete(_) => RoomAct::DeleteOwnWork,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Open(HandInRequest { title, mut kinds }) => {
                cx.live()?;
                let title = text::title(&title)?;
                kinds.sort_by_key(|kind| kind.as_str());
                kinds.dedup();
                if kinds.is_empty() {
                    return Err(Refusal::DataBad);
                }
                cx.persist(Record::Requested { request: Some(HandInRequest { title, kinds }) });
            }
            Request::Close(_) => {
                cx.persist(Record::Requested { request: None });
            }
            Request::Text(HandInText { text }) => {
                let content = Content::Text(text::body(&text)?);
                cx.hand_in(by, Work { id: HandInId::fresh(), who: by, content, at: cx.now })?;
            }
            Request::Delete(HandInRef { hand_in_id: id }) => {
                let role = cx.member(by)?.role;
                let own = |one: &&Work| one.who == by || role == RoomRole::Teacher;
                cx.room.features.hand_in.pile.get(&id).filter(own).ok_or(Refusal::HandInUnknown)?;
                cx.persist(Record::Deleted { id });
            }
            Request::Show(ShowHandIn { hand_in_id: id }) => {
                if id.is_some_and(|id| !cx.room.features.hand_in.pile.contains_key(&id)) {
                    return Err(Refusal::HandInUnknown);
                }
                cx.persist(Record::Shown { id });
            }
        }
        Ok(())
    }

    fn committed(cx: &mut Context, record: Record) {
        let hand_ins = &mut cx.room.features.hand_in;
        match record {
            Record::Requested { request } => {
                hand_ins.request.clone_from(&request);
                cx.tell(Event::Requested(HandInRequested { request }));
            }
            Record::Added(one) => {
                hand_ins.waiting.remove(&one.id);
                hand_ins.fresh.push(one.id);
                let (id, who) = (one.id, one.who);
                hand_ins.pile.insert(id, one);
                cx.stale(FeatureName::HandIn);
                if let Some(connection) = cx.connection_of(who)
                    && let Some(shown) = cx.room.hand_in(id)
                {
                    cx.tell_one(connection, Event::Added(vec![shown]));
                }
            }
            Record::Deleted { id } => {
                hand_ins.fresh.retain(|fresh| *fresh != id);
                let Some(gone) = hand_ins.pile.remove(&id) else { return };
                let was_shown = hand_ins.shown.take_if(|shown| *shown == id).is_some();
                cx.tell_teachers_and(gone.who, Event::Deleted(HandInRef { hand_in_id: id }));
                if was_shown {
                    cx.tell_screen();
                }
            }
            Record::Shown { id } => {
                hand_ins.shown = id.filter(|id| hand_ins.pile.contains_key(id));
                cx.tell_screen();
            }
        }
    }

    fn restored(cx: &mut Context, record: Record) {
        Self::committed(cx, record);
        cx.room.features.hand_in.fresh.clear();
    }

    fn failed(cx: &mut Context, record: Record) {
        if let Record::Added(one) = record {
            cx.room.features.hand_in.waiting.remove(&one.id);
        }
    }

    fn refresh(cx: &mut Context) {
        let fresh = std::mem::take(&mut cx.room.features.hand_in.fresh);
        let fresh: Vec<_> = fresh.into_iter().filter_map(|id| cx.room.hand_in(id)).collect();
        if !fresh.is_empty() {
            cx.tell_teachers(Event::Added(fresh));
        }
    }
}

impl Context<'_> {
    /// Takes something that someone hands in. Its file is stored already.
    pub(super) fn hand_in(&mut self, who: ParticipantId, one: Work) -> Result<(), Refusal> {
        self.live()?;
        // A row that is written after the record of the end would never be purged.
        if self.room.ending.is_some() {
            return Err(Refusal::Busy);
        }
        let terms = self.room.hand_in_terms(who)?;
        if !terms.kinds.contains(&one.kind()) {
            return Err(Refusal::HandInKindBad);
        }
        if one.size() > terms.space {
            return Err(Refusal::HandInsMany);
        }
        if let Some(member) = self.room.roster.get_mut(who) {
            member.acted = true;
        }
        self.room.features.hand_in.waiting.insert(one.id, (who, one.size()));
        self.persist(Record::Added(one));
        Ok(())
    }

    fn connection_of(&self, who: ParticipantId) -> Option<ConnectionId> {
        self.room.roster.get(who).and_then(|member| member.place.connection())
    }

    /// What someone who was erased has handed in is gone from the database.
    pub(super) fn erase_hand_ins(&mut self, who: ParticipantId) {
        let pile = &self.room.features.hand_in.pile;
        let theirs: Vec<_> = pile.values().filter(|one| one.who == who).map(|one| one.id).collect();
        for id in theirs {
            HandIn::committed(self, Record::Deleted { id });
        }
    }
}

impl RoomState {
    /// What someone may hand in now.
    ///
    /// # Errors
    /// [`Refusal::HandInClosed`], [`Refusal::HandInsMany`], or why they may hand in nothing.
    pub fn hand_in_terms(&self, who: ParticipantId) -> Result<HandInTerms, Refusal> {
        let member = self.roster.get(who).filter(|member| member.place.is_inside()).ok_or(Refusal::NotJoined)?;
        if !allows_in_room(member.role, RoomAct::HandIn) {
            return Err(Refusal::NotAllowed);
        }
        self.features.hand_in.terms(who)
    }

    fn hand_in(&self, id: HandInId) -> Option<hand_in::HandIn> {
        let one = self.features.hand_in.pile.get(&id)?;
        let username = self.roster.get(one.who).map_or_else(String::new, |member| member.name.clone());
        let (name, url, text) = match &one.content {
            Content::Text(text) => (String::new(), String::new(), text.clone()),
            Content::File { name, file, .. } => (name.clone(), format!("{FILES}{file}"), String::new()),
        };
        Some(hand_in::HandIn {
            hand_in_id: id,
            participant_id: one.who,
            username,
            kind: one.kind(),
            name,
            url,
            text,
            handed_in_at: one.at,
        })
    }

    /// What was put on the screen, as a slide.
    pub(super) fn shown_hand_in(&self) -> Option<(HandInId, Slide)> {
        let id = self.features.hand_in.shown?;
        let one = self.features.hand_in.pile.get(&id)?;
        let side = |side: i32| u32::try_from(side).unwrap_or(0);
        let slide = match &one.content {
            Content::Text(text) => Slide::Text { html: paragraphs(text) },
            Content::File { name, file, picture, .. } => {
                let url = format!("{FILES}{file}");
                match picture {
                    Some((width, height)) => Slide::Photo {
                        url,
                        width: side(*width),
                        height: side(*height),
                        alternative_text: name.clone(),
                        caption: String::new(),
                    },
                    None => Slide::Presentation { url, name: name.clone(), caption: String::new() },
                }
            }
        };
        Some((id, slide))
    }
}

/// A text as HTML that has nothing but paragraphs.
fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("<p>{line}</p>")).collect()
}

pub(super) fn view(room: &RoomState, of: &Member) -> View {
    let hand_ins = &room.features.hand_in;
    let teaches = of.role == RoomRole::Teacher;
    let own = hand_ins.pile.values().filter(|one| teaches || one.who == of.id);
    View {
        hand_in_request: hand_ins.request.clone(),
        hand_ins: own.filter_map(|one| room.hand_in(one.id)).collect(),
        shown_hand_in: hand_ins.shown.filter(|_| teaches),
    }
}
